using MathNet.Numerics.Distributions;

namespace PortfolioMargin.Tests.Reference;

/// <summary>The textbook formulas, one line each, with another library's normal distribution: the oracle.</summary>
internal static class NaiveTwin
{
    public static double LognormalCall(double forward, double strike, double deviation)
    {
        if (deviation == 0) return Math.Max(0, forward - strike);
        double d1 = (Math.Log(forward / strike) / deviation) + (deviation / 2);
        return (forward * Normal.CDF(0, 1, d1)) - (strike * Normal.CDF(0, 1, d1 - deviation));
    }

    public static double NormalCall(double forward, double strike, double deviation)
    {
        if (deviation == 0) return Math.Max(0, forward - strike);
        double d = (forward - strike) / deviation;
        return ((forward - strike) * Normal.CDF(0, 1, d)) + (deviation * Normal.PDF(0, 1, d));
    }
}
