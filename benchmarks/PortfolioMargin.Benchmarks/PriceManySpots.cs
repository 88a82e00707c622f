using BenchmarkDotNet.Attributes;
using PortfolioMargin.Numerics;
using PortfolioMargin.Pricing;

namespace PortfolioMargin.Benchmarks;

/// <summary>What does it cost to value one option on 300 spots that share a volatility, sigma sqrt(T) = 0.3? Beside it the counted bound: the 33 multiply-adds
/// per value that the fused form needs, at the speed that this processor shows for nothing else. 100 options per call; divide by 30,000 for one value.</summary>
public class PriceManySpots : IGuarded
{
    private const int Options = 100, Spots = 300, MultiplyAdds = 33;
    private const double Deviation = 0.3;

    private readonly Memory<double> _strikes = Placed.Column(Options, 0);
    private readonly Memory<double> _forwards = Placed.Column(Spots, 1);
    private readonly Memory<double> _deviations = Placed.Column(Options * ForwardColumns.TableSize, 2);
    private readonly Memory<double> _values = Placed.Column(Options * (Spots + ForwardColumns.Block), 3);
    private ForwardColumns? _columns;

    [GlobalSetup]
    public void Setup()
    {
        for (int i = 0; i < Options; i++) _strikes.Span[i] = 50_000 + (800 * i);
        for (int s = 0; s < Spots; s++) _forwards.Span[s] = 60_000 + (200 * s);
        for (int i = 0; i < Options; i++) _deviations.Span[i * ForwardColumns.TableSize] = Deviation;
        _columns = new(_forwards.Span, new int[Spots]);
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
            for (int s = 0; s < Spots; s++) _values.Span[s] = PlainPricing.Call(_forwards.Span[s], strike, Deviation);
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
        TimeValueGrid.Fill(_columns!, _strikes.Span, _deviations.Span, _values.Span, width);
        return _values.Span[^1];
    }
}
