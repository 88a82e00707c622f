using PortfolioMargin.RuleBooks;
using PortfolioMargin.Tests.Laws;

namespace PortfolioMargin.Tests.Margins;

/// <summary>Requirements without ledgers: what they refuse, and that they allocate nothing.</summary>
public class RequirementCalculatorTest
{
    private static readonly MarginCalculator Ledger = new(DeribitRuleBook.Default);
    private static readonly RiskArrays Arrays = Ledger.Price(LargeBooks.Universe, LargeBooks.Market());
    private static readonly RequirementCalculator Calculator = new(DeribitRuleBook.Default, Arrays);

    [Test]
    public void A_what_if_and_a_quick_look_allocate_nothing()
    {
        var kept = Calculator.Keep(LargeBooks.Account(new(3), 400));
        int instrument = kept.Find(LargeBooks.Universe[77]);
        double sum = 0;
        for (int i = 0; i < LargeBooks.Universe.Length; i++) sum += kept.WhatIf(i, 0.001).Initial + kept.WorstLoss(instrument, 0.01); // every kind of instrument once
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1_000_000; i++) sum += kept.WhatIf(i % LargeBooks.Universe.Length, 0.001).Initial + kept.WorstLoss(instrument, 0.01);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
        sum.ShouldBeGreaterThan(0);
    }

    [Test]
    public void What_the_ledger_refuses_is_refused_by_name()
    {
        var market = LargeBooks.Market().With(new Underlying("XYZ"), 10, 0.5);
        Instrument[] strange = [new Perpetual(new("XYZ")), new SpotAsset(new("BTC")), new Perpetual(new("BTC")), LargeBooks.Universe[0]];
        var arrays = Ledger.Price(strange, market);
        var calculator = new RequirementCalculator(DeribitRuleBook.Default, arrays);
        foreach (var (book, said) in new[]
        {
            (Portfolio.Of((1, strange[0])), "XYZ"),
            (Portfolio.Of((1, strange[1])), "spot"),
            (Portfolio.Of((1, strange[2]), (1, strange[3])), "inverse and linear"),
            (Portfolio.Of((1e9, strange[3])), "delta"),
        })
        {
            Should.Throw<UnsupportedInstrumentException>(() => Ledger.Calculate(book, arrays)).Message.ShouldContain(said);
            Should.Throw<UnsupportedInstrumentException>(() => calculator.Calculate(book)).Message.ShouldContain(said);
        }
    }

    [Test]
    public void A_refused_what_if_leaves_the_account_as_it_was()
    {
        var kept = Calculator.Keep(LargeBooks.Account(new(3), 40));
        var before = kept.Requirement;
        int perpetual = kept.Find(LargeBooks.Universe[0]);
        Should.Throw<UnsupportedInstrumentException>(() => kept.Trade(perpetual, 1e9));
        Should.Throw<OverflowException>(() => kept.WhatIf(perpetual, 1e308));
        kept.WhatIf(perpetual, 0).ShouldBe(before);
    }

    [Test]
    public void Unknown_handles_instruments_and_quantities_are_named()
    {
        var kept = Calculator.Keep(Portfolio.Empty);
        Should.Throw<ArgumentOutOfRangeException>(() => kept.WhatIf(-1, 1)).Message.ShouldContain("Find");
        Should.Throw<ArgumentOutOfRangeException>(() => kept.WhatIf(LargeBooks.Universe.Length, 1)).Message.ShouldContain("Find");
        Should.Throw<ArgumentOutOfRangeException>(() => kept.WhatIf(0, double.NaN)).Message.ShouldContain("quantity");
        var stranger = new Perpetual(new("XYZ"));
        Should.Throw<KeyNotFoundException>(() => kept.Find(stranger)).Message.ShouldContain("XYZ");
        Should.Throw<KeyNotFoundException>(() => Calculator.Calculate(Portfolio.Of((1, stranger)))).Message.ShouldContain("XYZ");
    }

    [Test]
    public void A_total_that_was_not_listed_is_refused() =>
        Should.Throw<ArgumentException>(() => new RequirementCalculator(new Forgetful(), Arrays).Calculate(Portfolio.Empty)).Message.ShouldContain("Totals");

    [Test]
    public void An_account_in_a_currency_without_value_is_refused()
    {
        var account = new Account(Portfolio.Empty) { Collateral = [new(new("ABC"), 1), new(new("DEF"), 1)] };
        Should.Throw<MissingMarketDataException>(() => Calculator.Calculate(account)).Missing.Length.ShouldBe(2);
    }

    /// <summary>Reads a total that it does not list.</summary>
    private sealed class Forgetful : ITotalsRuleBook
    {
        public RuleBookInfo Info { get; } = new("Forgetful", new(2026, 1, 1), []);

        public System.Collections.Immutable.ImmutableArray<RiskTotal> Totals => [];

        public ScenarioSet ScenariosFor(MarketSnapshot market) => ScenarioSet.None;

        public MarginRequirement Assess(RiskMatrix risk) => throw new NotSupportedException();

        public RequirementAmounts Require(RiskTotals totals) => new(totals.Amount(RiskTotal.Shorts(TotalScope.Account)), 0);
    }
}
