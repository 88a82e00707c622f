namespace PortfolioMargin.Numerics;

/// <summary>Exponentially weighted variances and covariances of series with mean zero (RiskMetrics, 1996).</summary>
internal static class EwmaSeries
{
    /// <summary>v[0] = seed, v[t + 1] = decay v[t] + (1 - decay) r[t]^2; one more than returns.</summary>
    public static double[] Variances(ReadOnlySpan<double> returns, double decay, double seed) => Covariances(returns, returns, decay, seed);

    /// <summary>The same recursion on products.</summary>
    public static double[] Covariances(ReadOnlySpan<double> left, ReadOnlySpan<double> right, double decay, double seed)
    {
        double[] values = new double[left.Length + 1];
        values[0] = seed;
        for (int t = 0; t < left.Length; t++) values[t + 1] = (decay * values[t]) + ((1 - decay) * (left[t] * right[t]));
        return values;
    }

    /// <summary>The mean of the squares.</summary>
    public static double MeanSquare(ReadOnlySpan<double> returns)
    {
        double sum = 0;
        foreach (double value in returns) sum += value * value;
        return sum / returns.Length;
    }
}
