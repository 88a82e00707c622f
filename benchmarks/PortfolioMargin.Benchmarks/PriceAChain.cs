using System.Numerics.Tensors;
using BenchmarkDotNet.Attributes;
using MathNet.Numerics.Distributions;
using PortfolioMargin.Pricing;

namespace PortfolioMargin.Benchmarks;

/// <summary>What does it cost to value one option in 27 scenarios? Ours against what most .NET users write and against a composition of TensorPrimitives.
/// 1,000 options x 27 scenarios per call; divide by 27,000 for one value.</summary>
public class PriceAChain
{
    private const int OptionCount = 1000;
    private const int Scenarios = 27;

    private readonly double[] _strikes = new double[OptionCount];
    private readonly double[] _forwards = new double[Scenarios];
    private readonly double[] _deviations = new double[Scenarios];
    private readonly double[] _values = new double[Scenarios];
    private readonly double[][] _work = [.. Enumerable.Range(0, 4).Select(_ => new double[Scenarios])];

    private ForwardColumns? _columns;
    private double[] _states = [], _rows = [];

    /// <summary>Nine spots and three volatilities.</summary>
    [GlobalSetup]
    public void Setup()
    {
        for (int i = 0; i < OptionCount; i++) _strikes[i] = 50_000 + 80 * i;
        for (int s = 0; s < Scenarios; s++)
        {
            _forwards[s] = 90_000 * (1 + 0.04 * (s / 3 - 4));
            _deviations[s] = 0.15 * (1 + 0.4 * (s % 3 - 1));
        }

        _columns = new(_forwards, [.. Enumerable.Range(0, Scenarios).Select(s => s % 3)]);
        _states = [.. Enumerable.Range(0, OptionCount * _columns.StateStride).Select(k => k % _columns.StateStride < 3 ? _deviations[k % _columns.StateStride] : 0)];
        _rows = new double[OptionCount * _columns.Stride];
    }

    [Benchmark]
    public double Ours()
    {
        TimeValueGrid.Fill(_columns!, _strikes, _states, _rows);
        return _rows[0];
    }

    [Benchmark(Baseline = true)]
    public double MathNetScalar()
    {
        double sum = 0;
        foreach (double strike in _strikes)
        {
            for (int s = 0; s < Scenarios; s++)
            {
                double d1 = Math.Log(_forwards[s] / strike) / _deviations[s] + 0.5 * _deviations[s];
                _values[s] = _forwards[s] * Normal.CDF(0, 1, d1) - strike * Normal.CDF(0, 1, d1 - _deviations[s]);
            }

            sum += _values[0];
        }

        return sum;
    }

    /// <summary>TensorPrimitives has no normal distribution, so the peer takes the classic rational of Abramowitz and Stegun 26.2.17, whose error of 7.5e-8
    /// favours it in speed.</summary>
    [Benchmark]
    public double TensorPrimitivesComposition()
    {
        double sum = 0;
        foreach (double strike in _strikes)
        {
            var (d1, d2, first, second) = (_work[0], _work[1], _work[2], _work[3]);
            TensorPrimitives.Divide(_forwards, strike, d1);
            TensorPrimitives.Log(d1, d1);
            TensorPrimitives.Divide(d1, _deviations, d1);
            TensorPrimitives.Multiply(_deviations, 0.5, d2);
            TensorPrimitives.Add(d1, d2, d1);
            TensorPrimitives.Subtract(d1, _deviations, d2);
            Cdf(d1, first);
            Cdf(d2, second);
            TensorPrimitives.Multiply(first, _forwards, first);
            TensorPrimitives.Multiply(second, strike, second);
            TensorPrimitives.Subtract(first, second, _values);
            sum += _values[0];
        }

        return sum;
    }

    private readonly double[] _tail = new double[Scenarios];
    private readonly double[] _poly = new double[Scenarios];

    private void Cdf(double[] x, double[] result)
    {
        TensorPrimitives.Abs(x, _tail);
        TensorPrimitives.Multiply(_tail, 0.2316419, _poly);
        TensorPrimitives.Add(_poly, 1.0, _poly);
        TensorPrimitives.Divide(1.0, _poly, _poly);
        TensorPrimitives.Multiply(_tail, _tail, _tail);
        TensorPrimitives.Multiply(_tail, -0.5, _tail);
        TensorPrimitives.Exp(_tail, _tail);
        TensorPrimitives.Multiply(_tail, 0.3989422804014327, _tail);
        TensorPrimitives.Multiply(_poly, 1.330274429, result);
        TensorPrimitives.Add(result, -1.821255978, result);
        foreach (double coefficient in (ReadOnlySpan<double>)[1.781477937, -0.356563782, 0.319381530])
        {
            TensorPrimitives.Multiply(result, _poly, result);
            TensorPrimitives.Add(result, coefficient, result);
        }

        TensorPrimitives.Multiply(result, _poly, result);
        TensorPrimitives.Multiply(result, _tail, result);
        for (int s = 0; s < Scenarios; s++)
            if (x[s] > 0) result[s] = 1 - result[s];
    }
}
