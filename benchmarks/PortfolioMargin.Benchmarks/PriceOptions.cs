using BenchmarkDotNet.Attributes;
using PortfolioMargin.Pricing;

namespace PortfolioMargin.Benchmarks;

/// <summary>What does one price, or one set of greeks, cost through the public spans when every input differs? 1,000 options per call.</summary>
public class PriceOptions : IGuarded
{
    private const int Options = 1000;

    private readonly Memory<double> _spots = Placed.Column(Options, 0);
    private readonly Memory<double> _strikes = Placed.Column(Options, 1);
    private readonly Memory<double> _rates = Placed.Column(Options, 2);
    private readonly Memory<double> _yields = Placed.Column(Options, 3);
    private readonly Memory<double> _volatilities = Placed.Column(Options, 4);
    private readonly Memory<double> _years = Placed.Column(Options, 5);
    private readonly Memory<double> _prices = Placed.Column(Options, 6);
    private readonly Memory<Greeks> _greeks = Placed.Column<Greeks>(Options, 7);
    private readonly TensorPricing _tensors = new(Options);

    [GlobalSetup]
    public void Setup()
    {
        var random = new Random(3);
        for (int i = 0; i < Options; i++)
        {
            _spots.Span[i] = Between(random, 80, 120);
            _strikes.Span[i] = Between(random, 60, 150);
            _rates.Span[i] = Between(random, -0.01, 0.06);
            _yields.Span[i] = Between(random, 0, 0.04);
            _volatilities.Span[i] = Between(random, 0.1, 0.8);
            _years.Span[i] = Between(random, 0.05, 2);
        }
    }

    [Benchmark]
    public double Ours()
    {
        BlackScholes.Calls(_spots.Span, _strikes.Span, _rates.Span, _yields.Span, _volatilities.Span, _years.Span, _prices.Span);
        return _prices.Span[^1];
    }

    [Benchmark(Baseline = true)]
    public double MathNetScalar()
    {
        Span<double> spots = _spots.Span, strikes = _strikes.Span, rates = _rates.Span, yields = _yields.Span, volatilities = _volatilities.Span, years = _years.Span;
        Span<double> prices = _prices.Span;
        for (int i = 0; i < Options; i++) prices[i] = PlainPricing.Call(spots[i], strikes[i], rates[i], yields[i], volatilities[i], years[i]);
        return _prices.Span[^1];
    }

    [Benchmark]
    public double TensorPrimitivesComposition()
    {
        _tensors.Calls(_spots.Span, _strikes.Span, _rates.Span, _yields.Span, _volatilities.Span, _years.Span, _prices.Span);
        return _prices.Span[^1];
    }

    [Benchmark]
    public double OursOneByOne()
    {
        Span<double> spots = _spots.Span, strikes = _strikes.Span, rates = _rates.Span, yields = _yields.Span, volatilities = _volatilities.Span, years = _years.Span;
        Span<double> prices = _prices.Span;
        for (int i = 0; i < Options; i++) prices[i] = BlackScholes.Call(spots[i], strikes[i], rates[i], yields[i], volatilities[i], years[i]);
        return _prices.Span[^1];
    }

    [Benchmark]
    public double OurGreeks()
    {
        BlackScholes.CallGreeks(_spots.Span, _strikes.Span, _rates.Span, _yields.Span, _volatilities.Span, _years.Span, _greeks.Span);
        return _greeks.Span[^1].Delta;
    }

    [Benchmark]
    public double MathNetScalarGreeks()
    {
        Span<double> spots = _spots.Span, strikes = _strikes.Span, rates = _rates.Span, yields = _yields.Span, volatilities = _volatilities.Span, years = _years.Span;
        Span<Greeks> greeks = _greeks.Span;
        for (int i = 0; i < Options; i++) greeks[i] = PlainPricing.CallGreeks(spots[i], strikes[i], rates[i], yields[i], volatilities[i], years[i]);
        return _greeks.Span[^1].Delta;
    }

    IEnumerable<GuardItem> IGuarded.Items()
    {
        Setup();
        yield return new(
            "single prices",
            Options,
            Ours,
            new("MathNet scalar", MathNetScalar, 1d / 20),
            new("TensorPrimitives", TensorPrimitivesComposition),
            new("ours one by one", OursOneByOne));
        yield return new("single prices one by one", Options, OursOneByOne, new Peer("MathNet scalar", MathNetScalar));
        yield return new("greeks", Options, OurGreeks, new Peer("MathNet scalar", MathNetScalarGreeks));
    }

    private static double Between(Random random, double low, double high) => low + ((high - low) * random.NextDouble());
}
