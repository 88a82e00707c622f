using PortfolioMargin.Numerics;

namespace PortfolioMargin;

/// <summary>One underlying's move in one scenario.</summary>
/// <param name="Price">What happens to prices.</param>
/// <param name="Volatility">What happens to volatilities.</param>
public sealed record Shock(PriceShock Price, VolatilityShock Volatility)
{
    /// <summary>Nothing moves.</summary>
    public static Shock None { get; } = new(PriceShock.None, VolatilityShock.None);

    /// <summary>What happens to prices.</summary>
    public PriceShock Price { get; init => field = Guard.NotNull(value, nameof(Price)); } = Price;

    /// <summary>What happens to volatilities.</summary>
    public VolatilityShock Volatility { get; init => field = Guard.NotNull(value, nameof(Volatility)); } = Volatility;

    /// <summary>Time that passes, in years; an option whose expiry is passed is worth its intrinsic value. Not below 0.</summary>
    public double Years { get; init => field = Guard.NonNegative(value, nameof(Years)); }

    /// <summary>Parallel move of rates, per year; matters only where the valuation discounts.</summary>
    public double Rate { get; init => field = Guard.Finite(value, nameof(Rate)); }

    /// <summary>Fraction of the profit or loss that counts, inside the risk array (SPAN's extreme scenarios); 1 unless stated, above 0.</summary>
    public double Cover { get; init => field = Guard.Positive(value, nameof(Cover)); } = 1;
}
