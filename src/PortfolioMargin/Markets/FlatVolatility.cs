using PortfolioMargin.Numerics;

namespace PortfolioMargin;

/// <summary>One volatility for every strike and expiry.</summary>
public sealed record FlatVolatility : IVolatilitySurface
{
    /// <summary>States the volatility.</summary>
    /// <param name="level">The volatility, not below 0; a fraction for the lognormal model, price units for the normal one.</param>
    /// <exception cref="ArgumentOutOfRangeException">Below 0 or not finite.</exception>
    public FlatVolatility(double level) => Level = Guard.NonNegative(level, nameof(level));

    /// <summary>The volatility.</summary>
    public double Level { get; }

    /// <inheritdoc/>
    public void Volatilities(double years, double forward, ReadOnlySpan<double> strikes, Span<double> destination) => destination[..strikes.Length].Fill(Level);
}
