using System.Collections.Immutable;
using PortfolioMargin.Numerics;
using static System.FormattableString;

namespace PortfolioMargin;

/// <summary>The smile of one expiry, given as points. A quoted strike is hit exactly; between two strikes total variance
/// (for one expiry: volatility squared) is linear in the strike; outside the quoted strikes the nearest volatility holds.</summary>
public sealed class SmileVolatility : IVolatilitySurface
{
    private readonly double[] _strikes;
    private readonly double[] _volatilities;

    /// <summary>States the smile.</summary>
    /// <param name="points">(strike, volatility) pairs in any order; at least one; no strike twice.</param>
    /// <exception cref="ArgumentException">No point, or a strike twice.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A strike is not finite, or a volatility below 0 or not finite.</exception>
    public SmileVolatility(params IEnumerable<(double Strike, double Volatility)> points)
    {
        Points = [.. Guard.NotNull(points, nameof(points)).OrderBy(point => point.Strike)];
        if (Points.IsEmpty) throw new ArgumentException("A smile needs at least one point (strike, volatility); got none.", nameof(points));
        for (int i = 0; i < Points.Length; i++)
        {
            Guard.Finite(Points[i].Strike, "strike of a smile point");
            Guard.NonNegative(Points[i].Volatility, Invariant($"volatility at strike {Points[i].Strike:R}"));
            if (i > 0 && Points[i].Strike == Points[i - 1].Strike)
                throw new ArgumentException(Invariant($"The smile states strike {Points[i].Strike:R} twice; give each strike one volatility."), nameof(points));
        }

        _strikes = [.. Points.Select(point => point.Strike)];
        _volatilities = [.. Points.Select(point => point.Volatility)];
    }

    /// <summary>The points in ascending order of strikes.</summary>
    public ImmutableArray<(double Strike, double Volatility)> Points { get; }

    /// <inheritdoc/>
    public void Volatilities(double years, double forward, ReadOnlySpan<double> strikes, Span<double> destination)
    {
        for (int i = 0; i < strikes.Length; i++) destination[i] = At(strikes[i]);
    }

    private double At(double strike)
    {
        int index = Array.BinarySearch(_strikes, strike);
        if (index >= 0) return _volatilities[index];
        int right = ~index;
        if (right == 0) return _volatilities[0];
        if (right == _strikes.Length) return _volatilities[^1];

        double weight = (strike - _strikes[right - 1]) / (_strikes[right] - _strikes[right - 1]);
        double left = _volatilities[right - 1] * _volatilities[right - 1];
        return Math.Sqrt(left + weight * (_volatilities[right] * _volatilities[right] - left));
    }
}
