using PortfolioMargin.Numerics;
using static System.FormattableString;

namespace PortfolioMargin;

/// <summary>What the market says of one expiry of an underlying. Whatever is not stated follows from the underlying.</summary>
public sealed record ExpiryMarket
{
    /// <summary>Names the expiry.</summary>
    /// <param name="expiry">When it ends.</param>
    public ExpiryMarket(DateTimeOffset expiry) => Expiry = expiry.ToUniversalTime();

    /// <summary>When it ends, in UTC.</summary>
    public DateTimeOffset Expiry { get; }

    /// <summary>Forward price, in the quote currency; absent: spot x exp((rate - carry) x years).</summary>
    public double? Forward { get; init => field = Finite(value, "forward"); }

    /// <summary>The part of <see cref="Forward"/> that settlement averaging has already fixed; absent: the rule book's own window rule.</summary>
    public double? FixedForward { get; init => field = Finite(value, "fixed forward"); }

    /// <summary>Continuously compounded rate per year; absent: the underlying's.</summary>
    public double? Rate { get; init => field = value is { } rate ? MarketBounds.Rate(rate, Invariant($"rate of expiry {Expiry:yyyy-MM-dd}")) : null; }

    /// <summary>Volatilities of this expiry; absent: the underlying's.</summary>
    public IVolatilitySurface? Volatility { get; init; }

    /// <summary>How far the feeds of this expiry are to be trusted; full unless stated.</summary>
    public ExpiryConfidence Confidence { get; init; } = ExpiryConfidence.Full;

    private double? Finite(double? value, string what) => value is { } number ? Guard.Finite(number, Invariant($"{what} of expiry {Expiry:yyyy-MM-dd}")) : null;
}
