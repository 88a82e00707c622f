using PortfolioMargin.RuleBooks;
using PortfolioMargin.Tests.Laws;
using static PortfolioMargin.Tests.RuleBooks.HistoricalSimulation.HistoricalSimulationExample;

namespace PortfolioMargin.Tests.RuleBooks.HistoricalSimulation;

public class HistoricalSimulationTest
{
    private static readonly Underlying First = new("AA"), Second = new("BB");
    private static readonly DateTimeOffset Near = new(2026, 4, 24, 8, 0, 0, TimeSpan.Zero), Far = new(2026, 9, 25, 8, 0, 0, TimeSpan.Zero);
    private static readonly MarketSnapshot Market = MarketSnapshot.At(Laws.RuleBooks.Time)
        .With(new UnderlyingMarket(First, 120) { Rate = 0.03, Volatility = new FlatVolatility(0.4), Expiries = [new(Near) { Forward = 120.5 }] })
        .With(new UnderlyingMarket(Second, 80) { Rate = 0.01, Volatility = new FlatVolatility(0.6), Perpetual = new() { Mark = 80.2 } });

    /// <summary>A book in which every parameter matters: a naked option, a spread, futures, two underlyings that hedge each other.</summary>
    private static readonly Portfolio Book = Portfolio.Of(
        (10, new SpotAsset(First)), (-30, VanillaOption.Call(First, 125, Near)), (12, VanillaOption.Put(First, 115, Far)), (2, new Future(First, Near) { Multiplier = 10 }),
        (-25, new Perpetual(Second)), (-8, VanillaOption.Put(Second, 75, Far)));

    private static readonly string Series = History(3, 80, 0.02, "AA", "BB"), Stress = History(4, 30, 0.08, "AA", "BB"), Long = History(5, 150, 0.05, "AA", "BB");

    private static object[][] Extremes() =>
    [
        ["\"confidence\":0.5", "\"confidence\":0.9999"],
        ["\"measure\":\"valueAtRisk\"", "\"measure\":\"expectedShortfall\""],
        ["\"quantile\":\"hyndmanFan1\",\"confidence\":0.977", "\"quantile\":\"hyndmanFan7\",\"confidence\":0.977"],
        ["\"quantile\":\"hyndmanFan4\",\"confidence\":0.977", "\"quantile\":\"hyndmanFan1\",\"confidence\":0.977"],
        ["\"returnKind\":\"simple\"", "\"returnKind\":\"logarithmic\""],
        ["\"volatilityChangeKind\":\"relative\"", "\"volatilityChangeKind\":\"absolute\""],
        ["\"horizonDays\":1,\"horizonMethod\":\"scaledReturns\"", "\"horizonDays\":60,\"horizonMethod\":\"scaledReturns\",\"returnKind\":\"logarithmic\""],
        ["\"horizonDays\":1,\"horizonMethod\":\"overlapping\"", "\"horizonDays\":60,\"horizonMethod\":\"overlapping\",\"returnKind\":\"logarithmic\""],
        ["\"horizonDays\":1,\"horizonMethod\":\"squareRootOfTime\"", "\"horizonDays\":10000,\"horizonMethod\":\"squareRootOfTime\""],
        ["\"horizonMethod\":\"overlapping\",\"horizons\":{\"AA\":1}", "\"horizonMethod\":\"overlapping\",\"horizons\":{\"AA\":10,\"BB\":2}"],
        ["\"horizonMethod\":\"scaledReturns\",\"horizons\":{\"AA\":1}", "\"horizonMethod\":\"scaledReturns\",\"horizons\":{\"AA\":5}"],
        ["\"filter\":{\"decay\":0.5}", "\"filter\":{\"decay\":1}"],
        ["\"filter\":{\"decay\":0.9,\"blend\":0}", "\"filter\":{\"decay\":0.9,\"blend\":1}"],
        ["\"filter\":{\"decay\":0.9,\"volatilityFloor\":0}", "\"filter\":{\"decay\":0.9,\"volatilityFloor\":0.05}"],
        ["\"filter\":{\"decay\":0.9,\"volatilityCap\":0.001}", "\"filter\":{\"decay\":0.9,\"volatilityCap\":9}"],
        ["\"filter\":{\"decay\":0.9,\"seedVariance\":1e-5}", "\"filter\":{\"decay\":0.9,\"seedVariance\":\"sampleMeanSquare\"}"],
        ["\"ageDecay\":0.9", "\"ageDecay\":1"],
        ["\"ageDecay\":0.97,\"measure\":\"expectedShortfall\"", "\"ageDecay\":1,\"measure\":\"expectedShortfall\""],
        ["\"ageDecay\":0.9,\"horizonDays\":3,\"horizonMethod\":\"overlapping\"", "\"ageDecay\":1,\"horizonDays\":3,\"horizonMethod\":\"overlapping\""],
        ["\"ageDecay\":0.8," + Stressed("\"weight\":0.02,\"method\":\"observations\""), "\"ageDecay\":1," + Stressed("\"weight\":0.02,\"method\":\"observations\"")],
        ["\"groups\":[{\"name\":\"all\",\"underlyings\":[\"AA\",\"BB\"]}]", "\"groups\":[{\"name\":\"one\",\"underlyings\":[\"AA\"]}]"],
        [Stressed("\"weight\":0"), Stressed("\"weight\":1")],
        [Stressed("\"weight\":0,\"method\":\"observations\""), Stressed("\"weight\":1,\"method\":\"observations\"")],
        [Stressed("\"weight\":0.5,\"method\":\"observations\"") + ",\"measure\":\"expectedShortfall\"", Stressed("\"weight\":0.5,\"method\":\"measure\"") + ",\"measure\":\"expectedShortfall\""],
        [Stressed("\"weight\":0,\"method\":\"maximum\""), Stressed("\"weight\":0.25")],
        [Stressed("\"weight\":1") + ",\"filter\":{\"decay\":0.9}", Stressed("\"weight\":1,\"filtered\":true") + ",\"filter\":{\"decay\":0.9}"],
        ["\"antiProcyclicality\":{\"option\":\"buffer\",\"rate\":0}", "\"antiProcyclicality\":{\"option\":\"buffer\",\"rate\":10}"],
        ["\"antiProcyclicality\":{\"option\":\"buffer\",\"rate\":0.25,\"exhausted\":0}", "\"antiProcyclicality\":{\"option\":\"buffer\",\"rate\":0.25,\"exhausted\":1}"],
        ["\"confidence\":0.99", $"\"antiProcyclicality\":{{\"option\":\"floor\",\"history\":{Long}}}"],
        ["\"offset\":{\"cap\":0}", "\"offset\":{\"cap\":1}"],
        ["\"groups\":[{\"name\":\"all\",\"underlyings\":[\"AA\",\"BB\"]}],\"correlationBreak\":{\"rate\":0}", "\"groups\":[{\"name\":\"all\",\"underlyings\":[\"AA\",\"BB\"]}],\"correlationBreak\":{\"rate\":1}"],
        ["\"liquidity\":{\"AA\":{\"halfSpread\":0}}", "\"liquidity\":{\"AA\":{\"halfSpread\":1},\"BB\":{\"halfSpread\":0.1}}"],
        [Concentrated("\"method\":\"squareRootOfLiquidationDays\",\"averageDailyVolume\":1e9,\"participation\":1"), Concentrated("\"method\":\"squareRootOfLiquidationDays\",\"averageDailyVolume\":1,\"participation\":0.01")],
        [Concentrated("\"method\":\"evenLiquidation\",\"averageDailyVolume\":1e9,\"participation\":1"), Concentrated("\"method\":\"evenLiquidation\",\"averageDailyVolume\":1,\"participation\":0.01")],
        [Concentrated("\"method\":\"perUnitAboveThreshold\",\"averageDailyVolume\":1,\"threshold\":1e9,\"rate\":1"), Concentrated("\"method\":\"perUnitAboveThreshold\",\"averageDailyVolume\":1,\"threshold\":0,\"rate\":1")],
        [Concentrated("\"method\":\"perUnitAboveThreshold\",\"averageDailyVolume\":1,\"threshold\":0,\"rate\":0"), Concentrated("\"method\":\"perUnitAboveThreshold\",\"averageDailyVolume\":1,\"threshold\":0,\"rate\":2")],
    ];

    private static string Stressed(string properties) => $"\"stressed\":{{{properties},\"history\":{Stress}}}";

    private static string Concentrated(string properties) => $"\"concentration\":{{\"BB\":{{{properties}}}}}";

    private static string Parameters(string changes) => $"{{{(changes.Contains("\"confidence\"", StringComparison.Ordinal) ? "" : "\"confidence\":0.95,")}\"history\":{Series},{changes}}}";

    [TestCaseSource(nameof(Extremes))]
    public void Every_parameter_counts_as_its_page_says_at_its_smallest_and_largest_value(string smallest, string largest) => Check(largest).ShouldNotBe(Check(smallest));

    [Test]
    public void Random_books_agree_with_the_plain_twin() => LawCases.ForAll(random =>
    {
        var book = Portfolio.Of(new HistoricalSimulationExample().Book(random));
        foreach (string parameters in (string[])[Plain, Coherent])
        {
            var rule = HistoricalSimulationRuleBook.AsOf(Date, parameters);
            double expected = new HistoricalSimulationTwin(rule.Parameters, book, new HistoricalSimulationExample().Market()).Requirement();
            new MarginCalculator(rule).Calculate(book, new HistoricalSimulationExample().Market()).Initial.ShouldBe(expected, Tolerances.PlainTwin * (1e5 + expected));
        }
    }, count: 15);

    [Test]
    public void Contributions_of_positions_explain_every_line_of_a_linear_rule_to_the_end()
    {
        var rule = HistoricalSimulationRuleBook.AsOf(Date, Parameters($"{Stressed("\"weight\":0.25")},\"measure\":\"expectedShortfall\",\"offset\":{{\"cap\":0.8}},\"liquidity\":{{\"AA\":{{\"halfSpread\":0.01}}}}"));
        var result = new MarginCalculator(rule).Calculate(Book, Market);
        foreach (var (path, line) in result.Requirement.Initial.Walk()) line.Amount.Rest.ShouldBe(0, 1e-9, path);
        foreach (var row in result.Risk.All.Rows)
        {
            // The mean of the row's own losses in the tail of its group.
            var group = result.Risk.By(instrument => instrument.Underlying).Single(one => one.Name == row.Instrument.Underlying.Symbol);
            double[] profits = new double[group.Scenarios.Length];
            group.ProfitAndLoss(profits);
            var main = result.Risk.Scenarios.Named(ScenarioSet.MainRange, row.Instrument.Underlying);
            var worst = Enumerable.Range(0, main.End.Value).OrderBy(s => profits[s]).Take(4);
            result.Line($"initial/market risk/{group.Name}/current")!.Amount.Contribution(row.Index)
                .ShouldBe(-row.Quantity * worst.Average(s => row.Unit!.ProfitAndLoss.Span[s]), 1e-9);
        }
    }

    /// <summary>The example of the regulation: 30, 80 and 50 alone, 90 together, 80 % of the difference counts: 104.</summary>
    [Test]
    public void Offsets_between_groups_count_as_article_27_says()
    {
        var market = MarketSnapshot.At(Laws.RuleBooks.Time);
        string history = "";
        double[][] losses = [[-30, 0, 0], [-20, -80, 0], [-40, 50, -50]]; // by row: 90 together in the first, 30 in the second, 50 in the third
        for (int i = 0; i < 3; i++)
        {
            market = market.With(new UnderlyingMarket(new($"G{i}"), 100));
            history += $"{(i == 0 ? "" : ",")}\"G{i}\":{{\"spot\":[{string.Join(",", losses[i].Select(loss => FormattableString.Invariant($"{loss / 100}")))}]}}";
        }

        var rule = HistoricalSimulationRuleBook.AsOf(Date, $"{{\"confidence\":0.99,\"offset\":{{\"cap\":0.8}},\"history\":{{{history}}}}}");
        var result = new MarginCalculator(rule).Calculate(Portfolio.Of(Enumerable.Range(0, 3).Select(i => new Position(new Perpetual(new($"G{i}")), 1))), market);
        result.Initial.ShouldBe(104, 1e-9);
        result.Line("initial/market risk/offset")!.Amount.Value.ShouldBe(-56, 1e-9);
    }

    [Test]
    public void What_is_thin_or_short_is_named_in_the_result()
    {
        Codes(Parameters("\"confidence\":0.99")).ShouldBe(["thin-tail"]);
        Codes(Parameters($"\"confidence\":0.95,\"antiProcyclicality\":{{\"option\":\"floor\",\"history\":{Long}}}")).ShouldBe(["short-floor"]);
        string broken = "\"underlyings\":[\"AA\",\"BB\",\"CC\"],\"correlation\":[[1,1,0],[1,1,1],[0,1,1]],\"marginals\":{\"AA\":{\"kind\":\"normal\",\"standardDeviation\":0.01},\"BB\":{\"kind\":\"normal\",\"standardDeviation\":0.01},\"CC\":{\"kind\":\"normal\",\"standardDeviation\":0.01}},\"count\":1000,\"seed\":1";
        Codes($"{{\"confidence\":0.95,\"monteCarlo\":{{{broken},\"repair\":true}}}}").ShouldBe(["correlation-repaired"]);
        Should.Throw<MarginFormatException>(() => HistoricalSimulationRuleBook.AsOf(Date, $"{{\"confidence\":0.95,\"monteCarlo\":{{{broken}}}}}")).Message.ShouldContain("-0.414");
    }

    /// <summary>Its formula is tested on the returns; here that it reaches the rule, and that a decay of 1 carries nothing.</summary>
    [Test]
    public void A_correlation_decay_counts_and_one_of_1_does_not()
    {
        double Requirement(string more) => new MarginCalculator(HistoricalSimulationRuleBook.AsOf(Date, Parameters($"\"filter\":{{\"decay\":0.95{more}}},\"groups\":[{{\"name\":\"all\",\"underlyings\":[\"AA\",\"BB\"]}}]"))).Calculate(Book, Market).Initial;
        Requirement(",\"correlationDecay\":1").ShouldBe(Requirement(""), 1e-10 * Requirement(""));
        Math.Abs(Requirement(",\"correlationDecay\":0.9") - Requirement("")).ShouldBeGreaterThan(0.01 * Requirement(""));
    }

    [Test]
    public void An_age_decay_of_1_counts_all_rows_alike_and_a_small_one_only_the_newest()
    {
        double Requirement(string changes) => new MarginCalculator(HistoricalSimulationRuleBook.AsOf(Date, Parameters(changes))).Calculate(Book, Market).Initial;
        foreach (string measure in (string[])["\"measure\":\"valueAtRisk\"", "\"measure\":\"expectedShortfall\""])
            Requirement($"{measure},\"ageDecay\":1").ShouldBe(Requirement(measure), 1e-12 * Requirement(measure));
        var newest = new MarginCalculator(HistoricalSimulationRuleBook.AsOf(Date, Parameters("\"ageDecay\":1e-9"))).Calculate(Book, Market);
        newest.Initial.ShouldBe(newest.Tables.Sum(table => Math.Max(0, -table.ProfitAndLoss[^1])), 1e-9);
        newest.Diagnostics.Select(finding => finding.Code).ShouldContain("thin-tail");
    }

    [Test]
    public void An_underlying_without_history_is_missing_data_by_name()
    {
        var rule = HistoricalSimulationRuleBook.AsOf(Date, Parameters("\"confidence\":0.95"));
        var market = Market.With(new UnderlyingMarket(new("CC"), 10));
        Should.Throw<MissingMarketDataException>(() => new MarginCalculator(rule).Calculate(Portfolio.Of((1, new Perpetual(new("CC")))), market)).Message.ShouldContain("CC");
    }

    [TestCase("{}", "confidence")]
    [TestCase("{\"confidence\":0.99}", "history")]
    [TestCase("{\"confidence\":99,\"history\":{\"AA\":{\"spot\":[0.1]}}}", "0.99")]
    [TestCase("{\"confidence\":0.99,\"history\":{\"AA\":{\"spot\":[]}}}", "no rows")]
    [TestCase("{\"confidence\":0.99,\"history\":{\"AA\":{\"volatility\":[0.1]}}}", "spot")]
    [TestCase("{\"confidence\":0.99,\"history\":{\"AA\":{\"spot\":[0.1,0.2]},\"BB\":{\"spot\":[0.1]}}}", "share their rows")]
    [TestCase("{\"confidence\":0.99,\"history\":{\"AA\":{\"spot\":[0.1]}},\"horizonDays\":0}", "horizonDays")]
    [TestCase("{\"confidence\":0.99,\"history\":{\"AA\":{\"spot\":[0.1]}},\"horizonDays\":2,\"horizonMethod\":\"overlapping\"}", "1 rows")]
    [TestCase("{\"confidence\":0.99,\"history\":{\"AA\":{\"spot\":[0.1]}},\"horizons\":{\"AA\":2}}", "horizonMethod")]
    [TestCase("{\"confidence\":0.99,\"history\":{\"AA\":{\"spot\":[0.1]}},\"filter\":{\"decay\":1.5}}", "decay")]
    [TestCase("{\"confidence\":0.99,\"history\":{\"AA\":{\"spot\":[0.1]}},\"filter\":{\"decay\":0.9,\"seedVariance\":\"mean\"}}", "seedVariance")]
    [TestCase("{\"confidence\":0.99,\"history\":{\"AA\":{\"spot\":[0.1]}},\"filter\":{}}", "GARCH")]
    [TestCase("{\"confidence\":0.99,\"history\":{\"AA\":{\"spot\":[0.1]}},\"groups\":[{\"name\":\"g\",\"underlyings\":[\"ZZ\"]}]}", "ZZ")]
    [TestCase("{\"confidence\":0.99,\"history\":{\"AA\":{\"spot\":[0.1]}},\"stressed\":{\"weight\":0.25,\"history\":{\"BB\":{\"spot\":[0.1]}}}}", "same underlyings")]
    [TestCase("{\"confidence\":0.99,\"history\":{\"AA\":{\"spot\":[0.1]}},\"antiProcyclicality\":{\"option\":\"buffer\"}}", "rate")]
    [TestCase("{\"confidence\":0.99,\"history\":{\"AA\":{\"spot\":[0.1]}},\"antiProcyclicality\":{\"option\":\"floor\"}}", "history")]
    [TestCase("{\"confidence\":0.99,\"history\":{\"AA\":{\"spot\":[0.1]}},\"offset\":{\"cap\":80}}", "0.8")]
    [TestCase("{\"confidence\":0.99,\"history\":{\"AA\":{\"spot\":[0.1]}},\"concentration\":{\"AA\":{\"method\":\"perUnitAboveThreshold\",\"averageDailyVolume\":1,\"participation\":0.1}}}", "participation")]
    [TestCase("{\"confidence\":0.99,\"history\":{\"AA\":{\"spot\":[0.1]}},\"quantile\":\"hyndmanFan10\"}", "quantile")]
    [TestCase("{\"confidence\":0.99,\"history\":{\"AA\":{\"spot\":[0.1]}},\"decay\":0.9}", "decay")]
    [TestCase("{\"confidence\":0.99,\"history\":{\"AA\":{\"spot\":[0.1]}},\"ageDecay\":0.9,\"quantile\":\"hyndmanFan7\"}", "hyndmanFan1")]
    [TestCase("{\"confidence\":0.99,\"history\":{\"AA\":{\"spot\":[0.1]}},\"ageDecay\":1.1}", "ageDecay")]
    [TestCase("{\"confidence\":0.99,\"ageDecay\":0.9,\"monteCarlo\":{\"count\":10,\"seed\":1,\"underlyings\":[\"AA\"],\"correlation\":[[1]],\"marginals\":{\"AA\":{\"kind\":\"normal\",\"standardDeviation\":1}}}}", "age")]
    public void Parameters_that_cannot_be_are_refused_by_name(string parameters, string part) =>
        Should.Throw<MarginFormatException>(() => HistoricalSimulationRuleBook.AsOf(Date, parameters)).Message.ShouldContain(part);

    [Test]
    public void Claims_fall_where_a_parameter_breaks_them()
    {
        Claims("\"confidence\":0.95").HasFlag(RuleBookClaims.Subadditive).ShouldBeFalse(); // a value-at-risk
        Claims("\"measure\":\"expectedShortfall\"").HasFlag(RuleBookClaims.Subadditive).ShouldBeTrue();
        var concentrated = Claims(Concentrated("\"method\":\"evenLiquidation\",\"averageDailyVolume\":1,\"participation\":1"));
        concentrated.HasFlag(RuleBookClaims.PositivelyHomogeneous).ShouldBeFalse();
        concentrated.HasFlag(RuleBookClaims.LongPremiumBounded).ShouldBeFalse();
        Claims("\"horizonMethod\":\"squareRootOfTime\"").HasFlag(RuleBookClaims.LongPremiumBounded).ShouldBeFalse();

        static RuleBookClaims Claims(string changes) => HistoricalSimulationRuleBook.AsOf(Date, Parameters(changes)).Info.Claims;
    }

    private static IEnumerable<string> Codes(string parameters) => new MarginCalculator(HistoricalSimulationRuleBook.AsOf(Date, parameters)).Calculate(Portfolio.Empty, Market).Diagnostics.Select(finding => finding.Code);

    private static double Check(string changes)
    {
        var rule = HistoricalSimulationRuleBook.AsOf(Date, Parameters(changes));
        var result = new MarginCalculator(rule).Calculate(Book, Market);
        double expected = new HistoricalSimulationTwin(rule.Parameters, Book, Market).Requirement();
        result.Initial.ShouldBe(expected, 1e-9 * (100 + expected)); // the twin's deltas are differences
        result.Maintenance.ShouldBe(result.Initial);
        return result.Initial;
    }
}
