using PortfolioMargin.RuleBooks;
using PortfolioMargin.Tests.Reference;

namespace PortfolioMargin.Tests.RuleBooks.Span;

/// <summary>Modelled arrays and composite deltas against plain Black, at the smallest and largest values of what they depend on.</summary>
public class SpanArrayTest
{
    private static readonly DateTimeOffset Time = new(2030, 1, 15, 0, 0, 0, TimeSpan.Zero), Expiry = new(2030, 3, 15, 0, 0, 0, TimeSpan.Zero);
    private const double Forward = 5000, Volatility = 0.2, Rate = 0.04, Multiplier = 50;

    [TestCase("", 300, false, 0.05, false, 3, 0.33, 1 / 365d)]
    [TestCase("\"extremeMoveMultiplier\":1e-3,\"extremeMoveCover\":1e-3,\"lookAheadYears\":0", 300, false, 0.05, false, 1e-3, 1e-3, 0)]
    [TestCase("\"extremeMoveMultiplier\":10,\"extremeMoveCover\":1,\"lookAheadYears\":10", 300, false, 0.05, false, 10, 1, 10)]
    [TestCase("", 1e-6, false, 0, false, 3, 0.33, 1 / 365d)]
    [TestCase("", 1600, false, 5, false, 3, 0.33, 1 / 365d)]
    [TestCase("", 0.06, true, 0.25, true, 3, 0.33, 1 / 365d)]
    [TestCase("", 0.33, true, 1, true, 3, 0.33, 1 / 365d)]
    public void Arrays_are_those_of_the_document(string policies, double range, bool relative, double volatilityRange, bool relativeVolatility, double extreme, double cover, double lookAhead)
    {
        string json = FormattableString.Invariant(
            $$"""{{{policies}}{{(policies.Length > 0 ? "," : "")}}"combinedCommodities":[{"code":"X","products":[{"underlying":"X","priceScanRange":{{range}},"priceScanRangeKind":"{{(relative ? "relative" : "absolute")}}","volatilityScanRange":{{volatilityRange}},"volatilityScanRangeKind":"{{(relativeVolatility ? "relative" : "absolute")}}"}]}]}""");
        var calculator = new MarginCalculator(SpanRuleBook.AsOf(new(2030, 1, 15), json));
        Instrument[] universe = [new Future(new("X"), Expiry) { Multiplier = Multiplier }, Option(OptionRight.Call, 5200), Option(OptionRight.Put, 4600), Option(OptionRight.Call, 5001)];
        var arrays = calculator.Price(universe, Market());

        double points = relative ? range * Forward : range, sigma = relativeVolatility ? volatilityRange * Volatility : volatilityRange;
        double[] moves = [0, 1 / 3d, -1 / 3d, 2 / 3d, -2 / 3d, 1, -1];
        foreach (var instrument in universe)
        {
            var actual = arrays[instrument];
            actual.Length.ShouldBe(23);
            for (int s = 0; s < 14; s++)
                actual[s].ShouldBe(Multiplier * (Value(instrument, Forward + (points * moves[s / 2]), Volatility + (s % 2 == 0 ? sigma : -sigma), lookAhead) - Value(instrument, Forward, Volatility, 0)), 1e-9 * Multiplier * Forward, $"{instrument} scenario {s + 1}");
            for (int s = 14; s < 16; s++)
                actual[s].ShouldBe(cover * Multiplier * (Value(instrument, Forward + (s == 14 ? extreme * points : -extreme * points), Volatility, lookAhead) - Value(instrument, Forward, Volatility, 0)), 1e-9 * Multiplier * Forward, $"{instrument} scenario {s + 1}");
            for (int d = 0; d < 7; d++)
                actual[16 + d].ShouldBe(Multiplier * Delta(instrument, Forward + (points * moves[d]), lookAhead), 1e-9 * Multiplier, $"{instrument} delta {d + 1}");
        }
    }

    /// <summary>The spot month charge of one short put, at one per delta, is its composite delta.</summary>
    [TestCase("")]
    [TestCase("\"compositeDeltaWeights\":[0.270,0.217,0.111,0.037],")]
    [TestCase("\"compositeDeltaWeights\":[1,0,0,0],")]
    [TestCase("\"compositeDeltaWeights\":[0,0,0,1e9],")]
    public void The_composite_delta_is_the_weighted_mean_of_seven(string weights)
    {
        var rule = SpanRuleBook.AsOf(new(2030, 1, 15), $$"""{{{weights}}"combinedCommodities":[{"code":"X","products":[{"underlying":"X","priceScanRange":300,"volatilityScanRange":0.05}],"spotMonths":[{"month":"2030-03","outrightCharge":1}]}]}""");
        var put = Option(OptionRight.Put, 4800);
        double charged = new MarginCalculator(rule).Calculate(Portfolio.Of((-1, put)), Market()).Line("maintenance/account/risk/X/net risk/spot month charge")!.Amount.Value;
        double[] moves = [0, 1 / 3d, -1 / 3d, 2 / 3d, -2 / 3d, 1, -1];
        var w = rule.Parameters.CompositeDeltaWeights;
        double mean = moves.Select((move, i) => w[(i + 1) / 2] * Delta(put, Forward + (300 * move), 1 / 365d)).Sum() / (w[0] + (2 * (w[1] + w[2] + w[3])));
        charged.ShouldBe(-mean, 1e-12);
    }

    [Test]
    public void A_product_without_ranges_is_missing_data_by_name()
    {
        var calculator = new MarginCalculator(SpanRuleBook.AsOf(new(2030, 1, 15), """{"combinedCommodities":[{"code":"X","products":[{"underlying":"X","priceScanRange":300}]}]}"""));
        calculator.Calculate(Portfolio.Of((1, new Future(new("X"), Expiry))), Market()).Initial.ShouldBe(300, 1e-9); // a future needs no volatility
        Should.Throw<MissingMarketDataException>(() => calculator.Calculate(Portfolio.Of((1, Option(OptionRight.Call, 5000))), Market())).Message.ShouldContain("volatilityScanRange");
    }

    private static MarketSnapshot Market() => MarketSnapshot.At(Time).With(UnderlyingMarket.OfFutures(new("X"), new ExpiryMarket(Expiry) { Forward = Forward, Rate = Rate, Volatility = new FlatVolatility(Volatility) }));

    private static VanillaOption Option(OptionRight right, double strike) => new(new("X"), right, strike, Expiry) { Multiplier = Multiplier };

    private static double Years(double passed) => Math.Max(0, ((Expiry - Time).TotalDays / 365) - passed);

    private static double Value(Instrument instrument, double forward, double volatility, double passed)
    {
        if (instrument is not VanillaOption option) return forward;
        double deviation = Math.Max(0, volatility) * Math.Sqrt(Years(passed)), call = deviation == 0 ? Math.Max(0, forward - option.Strike) : NaiveTwin.LognormalCall(forward, option.Strike, deviation);
        return Math.Exp(-Rate * Years(passed)) * (option.Right == OptionRight.Call ? call : call - forward + option.Strike);
    }

    private static double Delta(Instrument instrument, double forward, double passed)
    {
        if (instrument is not VanillaOption option) return 1;
        double deviation = Volatility * Math.Sqrt(Years(passed));
        double call = deviation == 0 ? (forward > option.Strike ? 1 : forward == option.Strike ? 0.5 : 0) : MathNet.Numerics.Distributions.Normal.CDF(0, 1, (Math.Log(forward / option.Strike) / deviation) + (deviation / 2));
        return Math.Exp(-Rate * Years(passed)) * (option.Right == OptionRight.Call ? call : call - 1);
    }
}
