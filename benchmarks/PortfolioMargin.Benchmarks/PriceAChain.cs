using BenchmarkDotNet.Attributes;
using PortfolioMargin.Numerics;
using PortfolioMargin.Pricing;

namespace PortfolioMargin.Benchmarks;

/// <summary>What does it cost to value one option in 27 scenarios? Rows of values written, [option, scenario], nine spots by three volatilities,
/// sigma sqrt(T) from 0.09 to 0.35. 500 options x 27 scenarios per call; divide by 13,500 for one value.</summary>
public class PriceAChain : IGuarded
{
    private const int Options = 500, Spots = 9, Changes = 3, Scenarios = Spots * Changes;

    private readonly Memory<double> _strikes = Placed.Column(Options, 0);
    private readonly Memory<double> _logStrikes = Placed.Column(Options, 1);
    private readonly Memory<double> _forwards = Placed.Column(Scenarios, 2);
    private readonly Memory<double> _byOption = Placed.Column(Options * Scenarios, 3);
    private readonly Memory<double> _byScenario = Placed.Column(Scenarios * Options, 4);
    private readonly Memory<double> _values = Placed.Column(Options * Scenarios, 5);
    private readonly TensorPricing _tensors = new(Options);

    private readonly Memory<double> _deviations = Placed.Column(Options * ForwardColumns.TableSize, 6);
    private readonly Memory<double> _timeValues = Placed.Column(Options * 32, 7);
    private readonly double[] _ones = [.. Enumerable.Repeat(1d, Scenarios)];
    private readonly ProfitTerms[] _options = new ProfitTerms[Options];
    private ForwardColumns? _columns;

    [GlobalSetup]
    public void Setup()
    {
        for (int s = 0; s < Scenarios; s++) _forwards.Span[s] = 90_000 * (1 + (0.04 * ((s / Changes) - (Spots / 2))));
        for (int i = 0; i < Options; i++)
        {
            _strikes.Span[i] = 50_000 + (160 * i);
            _logStrikes.Span[i] = Math.Log(_strikes.Span[i]);
            for (int s = 0; s < Scenarios; s++)
                _byOption.Span[(i * Scenarios) + s] = _byScenario.Span[(s * Options) + i] = (0.15 + (0.0002 * i)) * (1 + (0.4 * ((s % Changes) - 1)));
        }

        for (int i = 0; i < Options; i++)
            for (int k = 0; k < Changes; k++) _deviations.Span[(i * ForwardColumns.TableSize) + k] = _byOption.Span[(i * Scenarios) + k];
        for (int i = 0; i < Options; i++) _options[i] = new(1, _strikes.Span[i], 1, 0, i);
        _columns = new(_forwards.Span.ToArray(), [.. Enumerable.Range(0, Scenarios).Select(s => s % Changes)]);
    }

    [Benchmark]
    public double Ours() => At(LaneWidth.Widest);

    [Benchmark]
    public double OursAt512Bits() => At(LaneWidth.Bits512);

    [Benchmark]
    public double OursAt256Bits() => At(LaneWidth.Bits256);

    [Benchmark]
    public double OursAt128Bits() => At(LaneWidth.Bits128);

    [Benchmark]
    public double OursAsScalar() => At(LaneWidth.Scalar);

    [Benchmark(Baseline = true)]
    public double MathNetScalar()
    {
        Span<double> forwards = _forwards.Span, deviations = _byOption.Span, values = _values.Span;
        for (int i = 0; i < Options; i++)
        {
            double strike = _strikes.Span[i];
            for (int s = 0, cell = i * Scenarios; s < Scenarios; s++, cell++) values[cell] = PlainPricing.Call(forwards[s], strike, deviations[cell]);
        }

        return values[^1];
    }

    [Benchmark]
    public double TensorPrimitivesComposition()
    {
        for (int s = 0; s < Scenarios; s++)
            _tensors.Calls(_forwards.Span[s], _strikes.Span, _logStrikes.Span, _byScenario.Span.Slice(s * Options, Options), _values.Span.Slice(s * Options, Options));
        return _values.Span[^1];
    }

    IEnumerable<GuardItem> IGuarded.Items()
    {
        Setup();
        const int cells = Options * Scenarios;
        yield return new(
            "grid of 27 scenarios",
            cells,
            Ours,
            new("MathNet scalar", MathNetScalar, 1d / 60),
            new("TensorPrimitives", TensorPrimitivesComposition, 1d / 7),
            new("our scalar lanes", OursAsScalar));
        if (LaneRunner.Widest == LaneWidth.Bits512) yield return new("grid, 256 bits", cells, OursAt256Bits, new Peer("our scalar lanes", OursAsScalar));
        yield return new("grid, 128 bits", cells, OursAt128Bits, new Peer("our scalar lanes", OursAsScalar));
    }

    /// <summary>Time values, then rows of profit: what revaluation does. Every option has a strike of its own, so nothing is shared between a call and a put.</summary>
    private double At(LaneWidth width)
    {
        Span<double> forwards = _forwards.Span, timeValues = _timeValues.Span, values = _values.Span;
        TimeValueGrid.Fill(_columns!, _strikes.Span, _deviations.Span, timeValues, width);
        OptionProfits.Fill(new(timeValues, _columns!.Stride, forwards, _ones, _ones), _options, values, width);
        return values[^1];
    }
}
