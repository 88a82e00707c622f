using PortfolioMargin.Numerics;

namespace PortfolioMargin;

/// <summary>What a venue publishes of one instrument.</summary>
public sealed record Quote
{
    /// <summary>States a quote.</summary>
    /// <param name="mark">Mark price of one unit (multiplier not applied), in the quote currency; for inverse options in coin. Absent: the model's value is used.</param>
    /// <param name="delta">The venue's delta per unit; absent: the model's.</param>
    /// <exception cref="ArgumentOutOfRangeException">Mark or delta is not finite.</exception>
    public Quote(double? mark = null, double? delta = null)
    {
        Mark = mark is { } price ? Guard.Finite(price, nameof(mark)) : null;
        Delta = delta is { } slope ? Guard.Finite(slope, nameof(delta)) : null;
    }

    /// <summary>Mark price of one unit, in the quote currency; for inverse options in coin.</summary>
    public double? Mark { get; }

    /// <summary>The venue's delta per unit.</summary>
    public double? Delta { get; }

    /// <summary>When it was published; absent: at the time of the snapshot.</summary>
    public DateTimeOffset? Time { get; init; }
}
