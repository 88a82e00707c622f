using PortfolioMargin.Numerics;
using static System.FormattableString;

namespace PortfolioMargin;

/// <summary>How the volatility of a day is estimated from the days before it, and how far a return is carried from the volatility of its day to that of now.</summary>
public abstract record VolatilityFilter
{
    private protected VolatilityFilter()
    {
    }

    /// <summary>Where a return is scaled to: 1 the volatility of now (unless stated), 0 that of its own day, which changes nothing.</summary>
    public double Blend { get; init => field = Guard.Fraction(value, nameof(Blend)); } = 1;

    /// <summary>Smallest volatility of now, per row; 0 unless stated.</summary>
    public double Floor { get; init => field = Guard.NonNegative(value, nameof(Floor)); }

    /// <summary>Largest volatility of now, per row; absent: none.</summary>
    public double? Cap { get; init => field = value is { } cap ? Guard.Positive(cap, nameof(Cap)) : null; }

    /// <summary>Decay of the exponentially weighted correlation of returns over their volatilities, above 0, at most 1: rows are carried to the correlation of now as well. Absent: rows keep
    /// the way in which they hung together.</summary>
    public double? CorrelationDecay
    {
        get;
        init => field = value is null or (> 0 and <= 1) ? value : throw new ArgumentOutOfRangeException(nameof(CorrelationDecay), value, Invariant($"correlationDecay is {value:R}; expected a number above 0, at most 1, such as 0.99."));
    }

    /// <summary>Exponentially weighted: v' = decay v + (1 - decay) r^2.</summary>
    /// <param name="decay">Above 0, at most 1; 1 keeps the first variance for ever.</param>
    /// <param name="seedVariance">The first variance, above 0; absent: the mean square of the series.</param>
    /// <returns>The filter.</returns>
    public static VolatilityFilter Ewma(double decay, double? seedVariance = null) => new EwmaFilter(decay, seedVariance);

    /// <summary>A GARCH(1,1) fitted to each series by maximum likelihood: v' = omega + alpha r^2 + beta v from the mean square on.</summary>
    /// <returns>The filter.</returns>
    public static VolatilityFilter Garch() => new GarchFilter();

    /// <summary>Variances, [row]: that of a row stands before its return, the last one, after all returns, is that of now. One more than returns.</summary>
    internal abstract double[] Variances(ReadOnlySpan<double> returns, string name);

    /// <summary>The filtered returns of a series.</summary>
    internal double[] Apply(ReadOnlySpan<double> returns, string name)
    {
        double[] filtered = new double[returns.Length];
        var (then, target) = Volatilities(returns, name);
        for (int row = 0; row < filtered.Length; row++) filtered[row] = returns[row] == 0 ? 0 : returns[row] * (target[row] / then[row]); // a return of 0 stays 0; where nothing changes the quotient is exactly 1
        return filtered;
    }

    /// <summary>The volatility before each row, and the one that its return is carried to.</summary>
    internal (double[] Then, double[] Target) Volatilities(ReadOnlySpan<double> returns, string name)
    {
        double[] then = Variances(returns, name), target = new double[returns.Length];
        for (int row = 0; row < then.Length; row++) then[row] = Math.Sqrt(then[row]);
        double now = then[^1];
        if (Cap is { } cap) now = Math.Min(now, cap);
        now = Math.Max(now, Floor);
        for (int row = 0; row < target.Length; row++)
        {
            if (!(then[row] > 0) && returns[row] != 0)
                throw new ArgumentException(Invariant($"The variance of {name} before row {row + 1} is 0, so its return cannot be scaled; state a first variance above 0 or a decay nearer to 1."));
            target[row] = (Blend * now) + ((1 - Blend) * then[row]);
        }

        return (then, target);
    }

    private sealed record EwmaFilter(double Decay, double? SeedVariance) : VolatilityFilter
    {
        public double Decay { get; } = Decay > 0 && Decay <= 1 ? Decay : throw new ArgumentOutOfRangeException(nameof(Decay), Decay, Invariant($"decay is {Decay:R}; expected a number above 0, at most 1, such as 0.97."));

        public double? SeedVariance { get; } = SeedVariance is { } seed ? Guard.Positive(seed, "seedVariance") : null;

        internal override double[] Variances(ReadOnlySpan<double> returns, string name) => EwmaSeries.Variances(returns, Decay, SeedVariance ?? EwmaSeries.MeanSquare(returns));
    }

    private sealed record GarchFilter : VolatilityFilter
    {
        internal override double[] Variances(ReadOnlySpan<double> returns, string name) => GarchFit.To(returns, name).Variances(returns, EwmaSeries.MeanSquare(returns));
    }
}
