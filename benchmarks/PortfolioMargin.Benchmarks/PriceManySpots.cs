using BenchmarkDotNet.Attributes;
using PortfolioMargin.Numerics;
using PortfolioMargin.Pricing;

namespace PortfolioMargin.Benchmarks;

/// <summary>What does it cost to value one option on 300 spots that share a volatility, sigma sqrt(T) = 0.3? Beside it the counted bound: the 33 multiply-adds
/// per value that the fused form needs, at the speed that this processor shows for nothing else. 100 options per call; divide by 30,000 for one value.</summary>
public class PriceManySpots : IGuarded
{
    private const int Options = 100, Spots = 300, MultiplyAdds = 33;

    private readonly Memory<double> _strikes = Placed.Column(Options, 0);
    private readonly Memory<double> _forwards = Placed.Column(Spots, 1);
    private readonly Memory<double> _deviations = Placed.Column(Spots, 2);
    private readonly Memory<double> _values = Placed.Column(Spots, 3);

    [GlobalSetup]
    public void Setup()
    {
        for (int i = 0; i < Options; i++) _strikes.Span[i] = 50_000 + (800 * i);
        for (int s = 0; s < Spots; s++)
        {
            _forwards.Span[s] = 60_000 + (200 * s);
            _deviations.Span[s] = 0.3;
        }
    }

    [Benchmark]
    public double Ours() => At(LaneWidth.Widest);

    [Benchmark]
    public double OursAsScalar() => At(LaneWidth.Scalar);

    [Benchmark]
    public double CountedBound() => FusedMultiplyAddPort.Run(_strikes.Length * Spots, MultiplyAdds);

    [Benchmark(Baseline = true)]
    public double MathNetScalar()
    {
        foreach (double strike in _strikes.Span)
            for (int s = 0; s < Spots; s++) _values.Span[s] = PlainPricing.Call(_forwards.Span[s], strike, _deviations.Span[s]);
        return _values.Span[^1];
    }

    IEnumerable<GuardItem> IGuarded.Items()
    {
        Setup();
        yield return new("300 spots per volatility", Options * Spots, Ours, new("counted bound", CountedBound, 1 / 0.75), new("MathNet scalar", MathNetScalar),
            new("our scalar lanes", OursAsScalar));
    }

    private double At(LaneWidth width)
    {
        foreach (double strike in _strikes.Span) OptionGrid.Lognormal(true, strike, _forwards.Span, _deviations.Span, _values.Span, width);
        return _values.Span[^1];
    }
}
