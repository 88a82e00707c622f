using MathNet.Numerics.Distributions;

namespace PortfolioMargin.Benchmarks;

/// <summary>What most .NET users write: the textbook formulas, one option at a time, with MathNet's normal distribution.</summary>
internal static class PlainPricing
{
    /// <summary>Undiscounted call on a forward; deviation = sigma sqrt(T).</summary>
    public static double Call(double forward, double strike, double deviation)
    {
        double d1 = (Math.Log(forward / strike) / deviation) + (0.5 * deviation);
        return (forward * Normal.CDF(0, 1, d1)) - (strike * Normal.CDF(0, 1, d1 - deviation));
    }

    /// <summary>Call or put, by parity.</summary>
    public static double Option(bool isCall, double forward, double strike, double deviation) =>
        isCall ? Call(forward, strike, deviation) : Call(forward, strike, deviation) - forward + strike;

    /// <summary>Call on an asset with a yield.</summary>
    public static double Call(double spot, double strike, double rate, double carryYield, double volatility, double years)
    {
        double deviation = volatility * Math.Sqrt(years);
        double d1 = ((Math.Log(spot / strike) + ((rate - carryYield) * years)) / deviation) + (0.5 * deviation);
        return (spot * Math.Exp(-carryYield * years) * Normal.CDF(0, 1, d1)) - (strike * Math.Exp(-rate * years) * Normal.CDF(0, 1, d1 - deviation));
    }

    /// <summary>Call on an asset with a yield, and the eight sensitivities of <see cref="Pricing.Greeks"/>, each by its textbook formula on shared parts.</summary>
    public static Pricing.Greeks CallGreeks(double spot, double strike, double rate, double carryYield, double volatility, double years)
    {
        double root = Math.Sqrt(years), deviation = volatility * root;
        double d1 = ((Math.Log(spot / strike) + ((rate - carryYield) * years)) / deviation) + (0.5 * deviation), d2 = d1 - deviation;
        double asset = spot * Math.Exp(-carryYield * years), cash = strike * Math.Exp(-rate * years), held = asset / spot;
        double first = Normal.CDF(0, 1, d1), second = Normal.CDF(0, 1, d2), density = Normal.PDF(0, 1, d1);
        double vega = asset * density * root;
        return new(
            (asset * first) - (cash * second),
            held * first,
            held * density / (spot * deviation),
            vega,
            (-asset * density * volatility / (2 * root)) - (rate * cash * second) + (carryYield * asset * first),
            cash * years * second,
            -held * density * d2 / volatility,
            vega * d1 * d2 / volatility,
            (carryYield * held * first) - (held * density * ((2 * (rate - carryYield) * years) - (d2 * deviation)) / (2 * years * deviation)));
    }
}
