using BenchmarkDotNet.Attributes;
using MathNet.Numerics.Distributions;
using PortfolioMargin.Pricing;

namespace PortfolioMargin.Benchmarks;

/// <summary>What does one implied volatility cost? Ours on spans and one by one, against what most .NET users write: Newton's method with MathNet's normal
/// distribution. 4,096 options out of the money, one week to a year, volatilities 10 % to 90 %, strikes within 40 % of the forward; figures are per option.</summary>
public class ImplyVolatilities : IGuarded
{
    private const int Count = 4096;

    private readonly double[] _forwards = new double[Count];
    private readonly double[] _strikes = new double[Count];
    private readonly double[] _rates = new double[Count];
    private readonly double[] _years = new double[Count];
    private readonly double[] _volatilities = new double[Count];
    private readonly double[] _prices = new double[Count];
    private readonly ImpliedVolatility[] _implied = new ImpliedVolatility[Count];

    [GlobalSetup]
    public void Setup()
    {
        var random = new Random(20261124);
        for (int i = 0; i < Count; i++)
        {
            _years[i] = 0.02 + random.NextDouble();
            _volatilities[i] = 0.1 + (0.8 * random.NextDouble());
            // Some two standard deviations at most, so that the peer has a vega to divide by.
            double reach = Math.Min(0.34, 2 * _volatilities[i] * Math.Sqrt(_years[i]));
            (_forwards[i], _strikes[i]) = (100, 100 * Math.Exp(reach * random.NextDouble()));
        }

        Black76.Calls(_forwards, _strikes, _rates, _volatilities, _years, _prices);
    }

    [Benchmark(OperationsPerInvoke = Count)]
    public ImpliedVolatility Ours()
    {
        Black76.CallImpliedVolatilities(_forwards, _strikes, _rates, _prices, _years, _implied);
        return _implied[0];
    }

    [Benchmark(OperationsPerInvoke = Count)]
    public ImpliedVolatility OursOneByOne()
    {
        for (int i = 0; i < Count; i++) _implied[i] = Black76.CallImpliedVolatility(_forwards[i], _strikes[i], _rates[i], _prices[i], _years[i]);
        return _implied[0];
    }

    /// <summary>Newton from the inflection, which converges from there, until the price is met to 1e-12 of the forward.</summary>
    [Benchmark(Baseline = true, OperationsPerInvoke = Count)]
    public double MathNetNewton()
    {
        double sum = 0;
        for (int i = 0; i < Count; i++)
        {
            double log = Math.Log(_forwards[i] / _strikes[i]), root = Math.Sqrt(_years[i]), discount = Math.Exp(-_rates[i] * _years[i]);
            double deviation = Math.Max(0.01, Math.Sqrt(2 * Math.Abs(log)));
            for (int step = 0; step < 50; step++)
            {
                double d1 = (log / deviation) + (0.5 * deviation);
                double price = discount * ((_forwards[i] * Normal.CDF(0, 1, d1)) - (_strikes[i] * Normal.CDF(0, 1, d1 - deviation)));
                double error = price - _prices[i];
                if (Math.Abs(error) < 1e-12 * _forwards[i]) break;
                deviation -= error / (discount * _forwards[i] * Normal.PDF(0, 1, d1));
            }

            sum += deviation / root;
        }

        return sum;
    }

    IEnumerable<GuardItem> IGuarded.Items()
    {
        Setup();
        yield return new("implied volatility", Count, () => Ours().Volatility ?? 0, new Peer("MathNet Newton", MathNetNewton), new Peer("ours one by one", () => OursOneByOne().Volatility ?? 0));
    }
}
