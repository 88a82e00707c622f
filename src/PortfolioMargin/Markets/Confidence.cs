using PortfolioMargin.Numerics;

namespace PortfolioMargin;

/// <summary>How far the feeds of one expiry are to be trusted, 0 to 1 each. Only rule books that say so read them.</summary>
public sealed record ExpiryConfidence
{
    /// <summary>Full trust in every feed.</summary>
    public static ExpiryConfidence Full { get; } = new();

    /// <summary>Trust in the forward, 0 to 1.</summary>
    public double Forward { get; init => field = Guard.Fraction(value, "forward confidence"); } = 1;

    /// <summary>Trust in the rate, 0 to 1.</summary>
    public double Rate { get; init => field = Guard.Fraction(value, "rate confidence"); } = 1;

    /// <summary>Trust in the volatilities, 0 to 1.</summary>
    public double Volatility { get; init => field = Guard.Fraction(value, "volatility confidence"); } = 1;
}

/// <summary>How far the feeds of one underlying are to be trusted, 0 to 1 each. Only rule books that say so read them.</summary>
public sealed record SpotConfidence
{
    /// <summary>Full trust in every feed.</summary>
    public static SpotConfidence Full { get; } = new();

    /// <summary>Trust in the spot price, 0 to 1.</summary>
    public double Spot { get; init => field = Guard.Fraction(value, "spot confidence"); } = 1;

    /// <summary>Trust in the perpetual's mark, 0 to 1.</summary>
    public double Perpetual { get; init => field = Guard.Fraction(value, "perpetual confidence"); } = 1;
}
