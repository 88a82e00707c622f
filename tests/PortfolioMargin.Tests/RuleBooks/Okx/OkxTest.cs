using PortfolioMargin.RuleBooks;
using PortfolioMargin.Tests.Laws;

namespace PortfolioMargin.Tests.RuleBooks.Okx;

public class OkxTest
{
    private static readonly Underlying Bitcoin = Laws.RuleBooks.Bitcoin;
    private static readonly DateOnly Date = OkxRuleBook.ParameterDates[^1];
    private static readonly MarketSnapshot Market = new OkxExample().Market();

    /// <summary>A book in which every parameter matters: a hedge by spot, futures, options of two expiries, a debt.</summary>
    private static readonly Account Book = new(Portfolio.Of(
        (1, new SpotAsset(Bitcoin)),
        (-0.7, new Perpetual(Bitcoin)),
        (0.2, new Future(Bitcoin, new(2026, 6, 26, 8, 0, 0, TimeSpan.Zero))),
        (-0.5, VanillaOption.Call(Bitcoin, 90_000, new(2026, 3, 27, 8, 0, 0, TimeSpan.Zero))),
        (0.3, VanillaOption.Put(Bitcoin, 80_000, new(2026, 6, 26, 8, 0, 0, TimeSpan.Zero)))))
    { Collateral = [new(new("USD"), -20_000)] };

    private static object[][] Extremes() =>
    [
        [Unit("\"spotMoves\":[1e-6]"), Unit("\"spotMoves\":[1]")],
        [Unit("\"extremeMove\":1e-6"), Unit("\"extremeMove\":1")],
        [Unit("\"basisPerLeg\":0"), Unit("\"basisPerLeg\":1")],
        [Unit("\"minimumCharge\":0"), Unit("\"minimumCharge\":1")],
        [Unit("\"volatilityMoves\":[{\"fromDays\":0,\"points\":0,\"percent\":0}]"), Unit("\"volatilityMoves\":[{\"fromDays\":0,\"points\":0.3,\"percent\":0},{\"fromDays\":30,\"points\":2,\"percent\":5}]")],
        [Unit("\"reported\":{\"thetaDecay\":0}"), Unit("\"reported\":{\"thetaDecay\":1e6}")],
        [Unit("\"reported\":{\"vegaTermStructure\":0}"), Unit("\"reported\":{\"vegaTermStructure\":1e6}")],
        [Unit("\"reported\":{\"basis\":0}"), Unit("\"reported\":{\"basis\":1e6}")],
        [Unit("\"reported\":{\"interestRate\":0}"), Unit("\"reported\":{\"interestRate\":1e6}")],
        [Unit("\"reported\":{\"stablecoin\":0}"), Unit("\"reported\":{\"stablecoin\":1e6}")],
        ["""{"units":{"BTC":{"extremeMove":1}},"extremeWeight":0}""", """{"units":{"BTC":{"extremeMove":1}},"extremeWeight":1}"""],
        ["""{"initialFactor":1}""", """{"initialFactor":100}"""],
        ["""{"borrowing":{"initial":0,"maintenance":0}}""", """{"borrowing":{"initial":1,"maintenance":1}}"""],
        [Tiers(1e9, "Slice"), Tiers(1e-6, "Slice")],
        [Tiers(1e9, "Whole"), Tiers(400, "Whole")],
        [Tiers(400, "Slice"), Tiers(400, "Whole")],
    ];

    private static string Unit(string property) => $"{{\"units\":{{\"BTC\":{{{property}}}}}}}";

    private static string Tiers(double bound, string tiering) => FormattableString.Invariant(
        $"{{\"units\":{{\"BTC\":{{\"minimumCharge\":0.01}}}},\"tiering\":\"{tiering}\",\"minimumChargeTiers\":[{{\"upTo\":{bound},\"multiplier\":1}},{{\"upTo\":{2 * bound},\"multiplier\":20}},{{\"upTo\":null,\"multiplier\":50}}]}}");

    [TestCaseSource(nameof(Extremes))]
    public void Every_parameter_counts_as_the_document_says_at_its_smallest_and_largest_value(string smallest, string largest)
    {
        var (low, high) = (Check(smallest), Check(largest));
        (high.Maintenance, high.Initial).ShouldNotBe((low.Maintenance, low.Initial));
    }

    [Test]
    public void Random_books_agree_with_the_plain_twin_in_both_sets() => LawCases.ForAll(random =>
    {
        var book = Portfolio.Of(new OkxExample().Book(random));
        foreach (var date in OkxRuleBook.ParameterDates) Check("""{"tiering":"Slice"}""", book, date);
    });

    [Test]
    public void What_is_not_published_is_named_in_the_result_until_it_is_stated()
    {
        string[] parts = ["MR1", "MR2", "MR3", "MR5", "MR4", "MR9"];
        var findings = Check("{}").Diagnostics;
        findings.Length.ShouldBe(parts.Length);
        foreach (string part in parts) findings.Count(finding => finding.Code == "part-not-covered" && finding.Message.Contains(part, StringComparison.Ordinal)).ShouldBe(1, part);
        Check(Unit("\"volatilityMoves\":[{\"fromDays\":0,\"points\":0.1,\"percent\":0.1}],\"reported\":{\"thetaDecay\":1,\"vegaTermStructure\":2,\"basis\":3,\"interestRate\":4,\"stablecoin\":5}")).Diagnostics.ShouldBeEmpty();

        var linear = new MarginCalculator(OkxRuleBook.Default).Calculate(Portfolio.Of((1, new Perpetual(new("SOL")))), MarketSnapshot.At(Laws.RuleBooks.Time).With(new UnderlyingMarket(new("SOL"), 150)));
        linear.Diagnostics.Length.ShouldBe(3);
        foreach (string part in (string[])["MR4", "MR7", "MR9"]) linear.Diagnostics.Count(finding => finding.Message.Contains(part, StringComparison.Ordinal)).ShouldBe(1, part);
    }

    [Test]
    public void A_raw_minimum_charge_above_the_first_tier_is_refused_until_the_user_says_how_tiers_count()
    {
        var large = Portfolio.Of((1_000, new Perpetual(Bitcoin)));
        Should.Throw<UnsupportedInstrumentException>(() => new MarginCalculator(OkxRuleBook.Default).Calculate(large, Market)).Message.ShouldContain("tiering");
        double slice = Check("""{"tiering":"Slice"}""", large).Line("maintenance/derivatives/BTC/minimum charge")!.Amount.Value;
        double whole = Check("""{"tiering":"Whole"}""", large).Line("maintenance/derivatives/BTC/minimum charge")!.Amount.Value;
        slice.ShouldBe(whole / 2 - 250_000 + whole / 2, 1e-9 * whole); // second tier: 250,000 + 2 (raw - 250,000)
    }

    [Test]
    public void Contracts_settled_in_coin_are_refused_by_name() => Should.Throw<UnsupportedInstrumentException>(
        () => new MarginCalculator(OkxRuleBook.Default).Calculate(Portfolio.Of((1, new Perpetual(Bitcoin) { Payoff = PayoffStyle.Inverse })), Market)).Instruments.ShouldHaveSingleItem();

    [Test]
    public void Claims_fall_where_a_parameter_breaks_them()
    {
        const RuleBookClaims proportional = RuleBookClaims.PositivelyHomogeneous | RuleBookClaims.Subadditive;
        (OkxRuleBook.Default.Info.Claims & proportional).ShouldBe(proportional);
        foreach (string changes in (string[])["""{"tiering":"Slice"}""", Unit("\"reported\":{\"stablecoin\":5}")])
            (OkxRuleBook.AsOf(Date, changes).Info.Claims & proportional).ShouldBe(RuleBookClaims.None, changes);
    }

    [TestCase("""{"units":{"BTC":{"spotMoves":[]}}}""", "spotMoves")]
    [TestCase("""{"units":{"BTC":{"spotMoves":[0.2,0.1]}}}""", "spotMoves")]
    [TestCase("""{"units":{"BTC":{"spotMoves":[4,8,12]}}}""", "spotMoves")]
    [TestCase("""{"units":{"BTC":{"extremeMove":24}}}""", "extremeMove")]
    [TestCase("""{"units":{"BTC":{"basisPerLeg":-0.1}}}""", "basisPerLeg")]
    [TestCase("""{"units":{"BTC":{"reported":{"thetaDecay":-1}}}}""", "thetaDecay")]
    [TestCase("""{"units":{"BTC":{"volatilityMoves":[{"fromDays":7,"points":0.1,"percent":0.1}]}}}""", "volatilityMoves")]
    [TestCase("""{"initialFactor":0.9}""", "initialFactor")]
    [TestCase("""{"borrowing":{"initial":0.01}}""", "borrowing.initial")]
    [TestCase("""{"minimumChargeTiers":[{"upTo":100,"multiplier":1}]}""", "minimumChargeTiers")]
    [TestCase("""{"tiering":"Both"}""", "tiering")]
    [TestCase("""{"stablecoins":1}""", "stablecoins")]
    public void A_parameter_that_cannot_be_is_refused_by_name(string changes, string name) =>
        Should.Throw<MarginFormatException>(() => OkxRuleBook.AsOf(Date, changes)).Message.ShouldContain(name);

    private static MarginResult Check(string changes, Account? account = null, DateOnly? date = null)
    {
        var rule = OkxRuleBook.AsOf(date ?? Date, changes);
        var result = new MarginCalculator(rule).Calculate(account ?? Book, Market);
        var (initial, maintenance) = new OkxTwin(rule.Parameters, account ?? Book, Market).Requirement();
        result.Initial.ShouldBe(initial, Tolerances.PlainTwin * (1 + initial));
        result.Maintenance.ShouldBe(maintenance, Tolerances.PlainTwin * (1 + maintenance));
        return result;
    }
}
