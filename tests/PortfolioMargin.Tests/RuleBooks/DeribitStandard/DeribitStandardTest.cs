using PortfolioMargin.RuleBooks;

namespace PortfolioMargin.Tests.RuleBooks.DeribitStandard;

public class DeribitStandardTest
{
    private static readonly Underlying Bitcoin = Laws.RuleBooks.Bitcoin;
    private static readonly DateTimeOffset Expiry = new(2026, 3, 27, 8, 0, 0, TimeSpan.Zero);
    private static readonly MarketSnapshot Market = Laws.RuleBooks.Market();

    /// <summary>Options in and out of the money, a put worth more than a coin, futures of both payoffs.</summary>
    private static readonly Portfolio Book = Portfolio.Of(
        (-2, Option(OptionRight.Call, 95_000)), (-1, Option(OptionRight.Call, 160_000)), (-3, Option(OptionRight.Put, 85_000)), (-1, Option(OptionRight.Put, 200_000)), (4, Option(OptionRight.Call, 100_000)),
        (20_000, new Perpetual(Bitcoin) { Payoff = PayoffStyle.Inverse, Multiplier = 10 }), (-1_000, new Future(Bitcoin, Expiry) { Payoff = PayoffStyle.Inverse, Multiplier = 10 }), (3, new Perpetual(Bitcoin)));

    private static object[][] Extremes() =>
    [
        ["""{"options":{"maximum":0}}""", """{"options":{"maximum":10}}"""],
        ["""{"options":{"minimum":0}}""", """{"options":{"minimum":10}}"""],
        ["""{"options":{"maintenance":0}}""", """{"options":{"maintenance":0.1}}"""],
        [Rates("inverse", "initial", 0.01), Rates("inverse", "initial", 1)],
        [Rates("inverse", "maintenance", 0), Rates("inverse", "maintenance", 0.02)],
        [Rates("inverse", "slope", 0), Rates("inverse", "slope", 1)],
        [Rates("linear", "initial", 0.01), Rates("linear", "initial", 1)],
        [Rates("linear", "maintenance", 0), Rates("linear", "maintenance", 0.02)],
        [Rates("linear", "slope", 0), Rates("linear", "slope", 1)],
    ];

    private static string Rates(string payoff, string name, double value) => FormattableString.Invariant($"{{\"futures\":{{\"BTC\":{{\"{payoff}\":{{\"{name}\":{value}}}}}}}}}");

    [TestCaseSource(nameof(Extremes))]
    public void Every_parameter_counts_as_the_document_says_at_its_smallest_and_largest_value(string smallest, string largest) => Check(largest).ShouldNotBe(Check(smallest));

    [TestCase("""{"options":{"maximum":-0.01}}""")]
    [TestCase("""{"options":{"maintenance":-1}}""")]
    [TestCase("""{"futures":{"BTC":{"linear":{"slope":-1}}}}""")]
    public void A_value_below_the_smallest_is_refused(string changes) => Should.Throw<MarginFormatException>(() => DeribitStandardRuleBook.AsOf(DeribitStandardRuleBook.ParameterDates[0], changes));

    [Test]
    public void A_futures_rate_with_its_maintenance_above_its_initial_is_taken_as_stated() => Check(Rates("linear", "maintenance", 1));

    private static (double, double) Check(string changes)
    {
        var rule = DeribitStandardRuleBook.AsOf(DeribitStandardRuleBook.ParameterDates[0], changes);
        var parameters = System.Text.Json.JsonDocument.Parse(rule.Info.Parameters).RootElement;
        var result = new MarginCalculator(rule).Calculate(Book, Market);
        double initial = Book.Positions.Sum(position => Required(position, parameters, result.Risk, "initial")), maintenance = Book.Positions.Sum(position => Required(position, parameters, result.Risk, "maintenance"));
        result.Initial.ShouldBe(initial, Tolerances.PlainTwin * (1 + initial));
        result.Maintenance.ShouldBe(maintenance, Tolerances.PlainTwin * (1 + maintenance));
        return (result.Initial, result.Maintenance);
    }

    /// <summary>The document once more, in coin; marks of options are those of the matrix.</summary>
    private static double Required(Position position, System.Text.Json.JsonElement parameters, RiskMatrix risk, string level)
    {
        double spot = Market[Bitcoin].Spot;
        if (position.Instrument is VanillaOption option)
        {
            if (position.Quantity >= 0) return 0;
            var rates = parameters.GetProperty("options");
            double mark = risk.Arrays.Unit(option).Mark, kept = rates.GetProperty("maintenance").GetDouble();
            bool call = option.Right == OptionRight.Call;
            double least = (call ? kept : Math.Max(kept, kept * mark)) + mark, away = Math.Max(0, call ? option.Strike - spot : spot - option.Strike) / spot;
            double opened = Math.Max(rates.GetProperty("maximum").GetDouble() - away, rates.GetProperty("minimum").GetDouble()) + mark;
            return -position.Quantity * (level == "maintenance" ? least : call ? opened : Math.Max(opened, least));
        }

        bool inverse = position.Instrument.Payoff == PayoffStyle.Inverse;
        double price = position.Instrument is Future ? Market.ForwardOf(Bitcoin, Expiry) : spot, coins = Math.Abs(position.Quantity) * position.Instrument.Multiplier / (inverse ? price : 1);
        var own = parameters.GetProperty("futures").GetProperty("BTC").GetProperty(inverse ? "inverse" : "linear");
        return (own.GetProperty(level).GetDouble() + own.GetProperty("slope").GetDouble() * coins) * coins * (inverse ? 1 : price / spot);
    }

    private static VanillaOption Option(OptionRight right, double strike) => new(Bitcoin, right, strike, Expiry) { Payoff = PayoffStyle.Inverse };
}
