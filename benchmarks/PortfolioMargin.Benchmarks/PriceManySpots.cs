using BenchmarkDotNet.Attributes;
using PortfolioMargin.Numerics;
using PortfolioMargin.Pricing;

namespace PortfolioMargin.Benchmarks;

/// <summary>What does it cost to price one option on 300 forwards that share a volatility, sigma sqrt(T) = 0.3? The ladder of the public surface (whole prices,
/// 1e-13 relative), and the time values of the risk grid. Beside them the counted bound of the goal: 33 multiply-adds per value (the ladder does 28)
/// at the speed that this processor shows for nothing else. 100 options per call; divide by 30,000 for one value.</summary>
public class PriceManySpots : IGuarded
{
    private const int Options = 100, Spots = 300, MultiplyAdds = 33;
    private const double Deviation = 0.3;

    private readonly Memory<double> _strikes = Placed.Column(Options, 0);
    private readonly Memory<double> _forwards = Placed.Column(Spots, 1);
    private readonly Memory<double> _deviations = Placed.Column(Options * ForwardColumns.TableSize, 2);
    private readonly Memory<double> _values = Placed.Column(Options * (Spots + ForwardColumns.Block), 3);
    private readonly Memory<double> _volatilities = Placed.Column(Options, 4);
    private ForwardColumns? _columns;

    [GlobalSetup]
    public void Setup()
    {
        for (int i = 0; i < Options; i++) _strikes.Span[i] = 50_000 + (800 * i);
        for (int s = 0; s < Spots; s++) _forwards.Span[s] = 60_000 + (200 * s);
        for (int i = 0; i < Options; i++) _deviations.Span[i * ForwardColumns.TableSize] = Deviation;
        _volatilities.Span.Fill(Deviation);
        _columns = new(_forwards.Span.ToArray(), new int[Spots]);
    }

    [Benchmark]
    public double Ladder() => LadderAt(LaneWidth.Widest);

    [Benchmark]
    public double LadderAsScalar() => LadderAt(LaneWidth.Scalar);

    [Benchmark]
    public double TimeValues()
    {
        TimeValueGrid.Fill(_columns!, _strikes.Span, _deviations.Span, _values.Span);
        return _values.Span[^1];
    }

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
        yield return new("300 spots per volatility", Options * Spots, Ladder, new("counted bound", CountedBound, 1 / 0.75), new("MathNet scalar", MathNetScalar),
            new("our scalar lanes", LadderAsScalar), new("time values of the grid", TimeValues));
    }

    private double LadderAt(LaneWidth width)
    {
        PriceLadder.Fill(1, _forwards.Span, _strikes.Span, 0.05, _volatilities.Span, 1, _values.Span, width);
        return _values.Span[^1];
    }
}
