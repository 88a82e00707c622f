using BenchmarkDotNet.Attributes;
using PortfolioMargin.Pricing;

namespace PortfolioMargin.Benchmarks;

/// <summary>What does an American put cost, alone and at nine spot prices that share a boundary, beside the binomial tree that most people write?
/// 54 puts at strike 105 per call (divide by 54); errors of these settings are in AmericanLawTests.</summary>
public class AmericanOptions : IGuarded
{
    private readonly List<(double Rate, double Yield, double Volatility, double Years)> _terms = [];
    private readonly double[] _spots = [84, 89.25, 94.5, 99.75, 105, 110.25, 115.5, 120.75, 126];
    private readonly double[] _values = new double[9];

    [GlobalSetup]
    public void Setup()
    {
        foreach (double rate in (double[])[0.02, 0.05, 0.1])
            foreach (double yield in (double[])[0, 0.03, 0.08])
                foreach (double volatility in (double[])[0.15, 0.3, 0.6])
                    foreach (double years in (double[])[0.25, 1]) _terms.Add((rate, yield, volatility, years));
    }

    [Benchmark]
    public double Fast() => Sum(AmericanAccuracy.Fast);

    [Benchmark]
    public double Default() => Sum(AmericanAccuracy.Default);

    [Benchmark]
    public double Accurate() => Sum(AmericanAccuracy.Accurate);

    /// <summary>Nine prices per put.</summary>
    [Benchmark]
    public double FastAtNineSpots()
    {
        double sum = 0;
        foreach (var (rate, yield, volatility, years) in _terms)
        {
            AmericanOption.Puts(_spots, 105, rate, yield, volatility, years, _values, AmericanAccuracy.Fast);
            sum += _values[0];
        }

        return sum;
    }

    /// <summary>With two cash dividends, by the lattice in ln S.</summary>
    [Benchmark]
    public double OverTwoDividends()
    {
        double sum = 0;
        foreach (var (rate, yield, volatility, years) in _terms)
            sum += AmericanOption.Put(100, 105, rate, yield, volatility, years, new CashDividend(years / 3, 1), new CashDividend(years * 0.8, 1));
        return sum;
    }

    /// <summary>500 steps: an error of about 1e-2 at strike 105.</summary>
    [Benchmark(Baseline = true)]
    public double BinomialTree()
    {
        double sum = 0;
        foreach (var (rate, yield, volatility, years) in _terms) sum += Tree(100, 105, rate, yield, volatility, years, 500);
        return sum;
    }

    IEnumerable<GuardItem> IGuarded.Items()
    {
        Setup();
        yield return new("American put, fast", _terms.Count, Fast, new Peer("binomial tree, 500 steps", BinomialTree));
    }

    private static double Tree(double spot, double strike, double rate, double yield, double volatility, double years, int steps)
    {
        double dt = years / steps, up = Math.Exp(volatility * Math.Sqrt(dt)), down = 1 / up, discount = Math.Exp(-rate * dt);
        double p = (Math.Exp((rate - yield) * dt) - down) / (up - down), high = discount * p, low = discount * (1 - p);
        var values = new double[steps + 1];
        for (int i = 0; i <= steps; i++) values[i] = Math.Max(0, strike - (spot * Math.Pow(up, (2 * i) - steps)));
        for (int step = steps - 1; step >= 0; step--)
        {
            double price = spot * Math.Pow(up, -step);
            for (int i = 0; i <= step; i++, price *= up * up) values[i] = Math.Max(strike - price, (high * values[i + 1]) + (low * values[i]));
        }

        return values[0];
    }

    private double Sum(AmericanAccuracy accuracy)
    {
        double sum = 0;
        foreach (var (rate, yield, volatility, years) in _terms) sum += AmericanOption.Put(100, 105, rate, yield, volatility, years, accuracy);
        return sum;
    }
}
