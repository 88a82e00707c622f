using PortfolioMargin.RuleBooks;
using PortfolioMargin.Tests.Laws;
using static PortfolioMargin.Tests.RuleBooks.RegT.RegTBooks;

namespace PortfolioMargin.Tests.RuleBooks.RegT;

public class RegTTest
{
    private static object[][] Extremes() =>
    [
        ["""{"longStockInitial":0.25}""", """{"longStockInitial":1}"""],
        ["""{"longStockMaintenance":0}""", """{"longStockInitial":1,"longStockMaintenance":1}"""],
        ["""{"shortStockInitial":0}""", """{"shortStockInitial":1}"""],
        ["""{"shortStockMaintenance":0}""", """{"shortStockMaintenance":1}"""],
        ["""{"longDatedRate":0}""", """{"longDatedRate":1}"""],
        ["""{"nakedRates":{"equity":{"percentage":0,"minimum":0}}}""", """{"nakedRates":{"equity":{"percentage":1,"minimum":1}}}"""],
        ["""{"leverageFactors":{"XYZ":1e-6}}""", """{"leverageFactors":{"XYZ":1e6}}"""],
        ["""{"underlyingTypes":{"XYZ":"broadIndex"}}""", """{"underlyingTypes":{"XYZ":"equity"}}"""],
        ["""{"shortValueTreatment":"appliedProceeds"}""", """{"shortValueTreatment":"gross"}"""],
    ];

    /// <summary>Accounts of up to ten contracts and lots of 100 shares: up to 10 legs. 2,000 in the long sweep (1,000 law cases), 100 otherwise.</summary>
    [Test]
    public void The_pairing_needs_what_trying_every_split_needs() => LawCases.ForAll(
        random =>
        {
            var (book, market) = Random(random, spot: random.Next(5) == 0 ? 4 : 100);
            Check("{}", book, market);
        },
        2 * LawCases.Count);

    [TestCaseSource(nameof(Extremes))]
    public void Every_parameter_counts_as_the_document_says_at_its_smallest_and_largest_value(string smallest, string largest)
    {
        bool differs = false;
        for (int seed = 1; seed <= 6; seed++)
        {
            var (book, market) = Random(new(seed), 100);
            var (low, high) = (Check(smallest, book, market), Check(largest, book, market));
            differs |= low.Initial != high.Initial || low.Maintenance != high.Maintenance;
        }

        differs.ShouldBeTrue();
    }

    [Test]
    public void The_order_of_the_legs_does_not_change_a_bit_or_a_line() => LawCases.ForAll(
        random =>
        {
            var (book, market) = Random(random, 100);
            string expected = Of("{}", book, market).Explain();
            var shuffled = book.ToArray();
            random.Shuffle(shuffled);
            Of("{}", shuffled, market).Explain().ShouldBe(expected);
        },
        20);

    [Test]
    public void A_pairing_names_its_legs_and_its_amounts_are_spread_over_them()
    {
        var result = Of("{}", [(100, new SpotAsset(Stock)), (-1, Call(110)), (-1, Call(100)), (1, Call(112))], Market(100, (Call(110), 1.1), (Call(100), 3.6), (Call(112), 0.9)));
        var line = result.Line("maintenance/XYZ/spread/pairing 1")!;
        line.Note!.ShouldContain("112 call");
        line.Note!.ShouldContain("110 call");
        line.Amount.Rows.Length.ShouldBe(2);
        result.Requirement.Maintenance.Amount.Rest.ShouldBe(0, 1e-9);
    }

    [Test]
    public void A_gross_requirement_and_one_after_proceeds_leave_the_same_excess()
    {
        var (book, market) = Random(new(4), 100);
        Of("""{"shortValueTreatment":"appliedProceeds"}""", book, market).MaintenanceExcess.ShouldBe(Of("{}", book, market).MaintenanceExcess, 1e-7);
    }

    [Test]
    public void Futures_are_refused_by_name() => Should.Throw<UnsupportedInstrumentException>(
        () => Of("{}", [(1, new Future(Stock, Expiries[0]))], Market(100))).Instruments.ShouldHaveSingleItem();

    /// <summary>Costs below 0 would make the requirement negative and the search start where it may not.</summary>
    [TestCase(1)]
    [TestCase(-1)]
    public void An_option_with_a_mark_below_0_is_refused_by_name(double quantity) => Should.Throw<UnsupportedInstrumentException>(
        () => Of("{}", [(quantity, Call(100)), (1, Call(105))], Market(100, (Call(100), -3), (Call(105), 1)))).Instruments.ShouldHaveSingleItem().ShouldContain("100 call");

    [Test]
    public void An_empty_account_and_positions_of_zero_need_nothing()
    {
        var (none, zero) = (Of("{}", [], Market(100)), Of("{}", [(0, Call(100)), (0, new SpotAsset(Stock))], Market(100, (Call(100), 3))));
        foreach (var result in new[] { none, zero }) (result.Initial, result.Maintenance, result.Diagnostics.Length).ShouldBe((0, 0, 0));
    }

    [Test]
    public void An_option_without_quote_and_volatility_is_missing_data_by_name() => Should.Throw<MissingMarketDataException>(
        () => Of("{}", [(-1, Call(100)), (1, Put(90))], Market(100, (Put(90), 1)))).Missing.ShouldHaveSingleItem().ShouldContain("2030-02-15");

    [Test]
    public void An_expired_option_is_refused_by_name()
    {
        var expired = new VanillaOption(Stock, OptionRight.Call, 100, Time.AddDays(-1)) { Multiplier = 100 };
        Should.Throw<ArgumentOutOfRangeException>(() => Of("{}", [(-1, expired)], Market(100, (expired, 3)))).Message.ShouldContain("2030-01-14 100 call");
    }

    [TestCase("""{"longStockInitial":0.2}""", "longStockInitial")]
    [TestCase("""{"longStockMaintenance":25}""", "longStockMaintenance")]
    [TestCase("""{"shortStockInitial":-0.1}""", "shortStockInitial")]
    [TestCase("""{"shortStockMaintenance":1.1}""", "shortStockMaintenance")]
    [TestCase("""{"longDatedRate":2}""", "longDatedRate")]
    [TestCase("""{"nakedRates":{"equity":{"percentage":20}}}""", "nakedRates.percentage")]
    [TestCase("""{"leverageFactors":{"XYZ":0}}""", "leverageFactors.XYZ")]
    [TestCase("""{"underlyingTypes":{"XYZ":"bond"}}""", "underlyingTypes.XYZ")]
    [TestCase("""{"coverEquivalents":[{"underlying":"SPX","fund":"SPY","unitsPerUnit":0}]}""", "unitsPerUnit")]
    [TestCase("""{"shortValueTreatment":"net"}""", "shortValueTreatment")]
    [TestCase("""{"dayTrading":1}""", "dayTrading")]
    public void A_parameter_that_cannot_be_is_refused_by_name(string changes, string name) =>
        Should.Throw<MarginFormatException>(() => RegTRuleBook.AsOf(Date, changes)).Message.ShouldContain(name);

    private static MarginResult Check(string changes, Position[] book, MarketSnapshot market)
    {
        var (parameters, result) = (RegTRuleBook.AsOf(Date, changes).Parameters, Of(changes, book, market));
        var marks = market.Quotes.ToDictionary(quote => quote.Instrument, quote => quote.Quote.Mark!.Value);
        foreach (bool initial in new[] { true, false })
        {
            double least = new RegTTwin(parameters, market[Stock].Spot, Time, initial).Least(book, instrument => marks[instrument]);
            if (parameters.ShortValueTreatment == RegTShortValue.AppliedProceeds)
                least = Math.Max(0, least - book.Where(position => position.Quantity < 0).Sum(position => -position.Quantity * (position.Instrument is SpotAsset ? market[Stock].Spot : 100 * marks[position.Instrument])));
            (initial ? result.Initial : result.Maintenance).ShouldBe(least, Tolerances.PlainTwin * (1 + least));
        }

        result.Diagnostics.ShouldBeEmpty();
        return result;
    }
}
