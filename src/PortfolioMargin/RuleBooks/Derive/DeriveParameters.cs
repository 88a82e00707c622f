using System.Text.Json.Serialization;
using PortfolioMargin.Numerics;

namespace PortfolioMargin.RuleBooks;

/// <summary>What a scenario of Derive does to volatilities.</summary>
public enum DeriveVolatilityMove
{
    /// <summary>They stay.</summary>
    [JsonStringEnumMemberName("same")]
    Same,

    /// <summary>They rise by the volatility shock up.</summary>
    [JsonStringEnumMemberName("up")]
    Up,

    /// <summary>They fall by the volatility shock down.</summary>
    [JsonStringEnumMemberName("down")]
    Down,

    /// <summary>The smile turns around the forward.</summary>
    [JsonStringEnumMemberName("linear skew")]
    LinearSkew,

    /// <summary>Both wings rise or fall together.</summary>
    [JsonStringEnumMemberName("absolute skew")]
    AbsoluteSkew,
}

/// <summary>Changes of volatility: vol (1 + change m), m = (30 days / max(time left, floorDays)) ^ power.</summary>
public record DeriveVolatilityShock
{
    /// <summary>Change up at 30 days, as a fraction.</summary>
    public required double Up { get; init => field = Guard.NonNegative(value, "volatilityShock.up"); }

    /// <summary>Change down at 30 days, as a fraction.</summary>
    public required double Down { get; init => field = Guard.NonNegative(value, "volatilityShock.down"); }

    /// <summary>Power up to and with 30 days.</summary>
    public required double ShortTermPower { get; init => field = Guard.NonNegative(value, "volatilityShock.shortTermPower"); }

    /// <summary>Power beyond 30 days.</summary>
    public required double LongTermPower { get; init => field = Guard.NonNegative(value, "volatilityShock.longTermPower"); }

    /// <summary>Shortest time left that counts, in days; above 0.</summary>
    public required double FloorDays { get; init => field = Guard.Positive(value, "volatilityShock.floorDays"); }
}

/// <summary>The scenario in which each expiry's forward moves by itself, always against the account.</summary>
public sealed record DeriveBasis
{
    /// <summary>Move up, as a fraction; not below 0.</summary>
    public required double SpotUp { get; init => field = Guard.NonNegative(value, "basis.spotUp"); }

    /// <summary>Move down, as a fraction from -1 to 0.</summary>
    public required double SpotDown { get; init => field = Guard.InRange(value, -1, 0, "basis.spotDown"); }

    /// <summary>Share of each expiry's loss that counts whatever its term.</summary>
    public required double AdditiveFactor { get; init => field = Guard.NonNegative(value, "basis.additiveFactor"); }

    /// <summary>Share that is added per year to expiry.</summary>
    public required double PerYearFactor { get; init => field = Guard.NonNegative(value, "basis.perYearFactor"); }
}

/// <summary>What a stablecoin below its peg adds: max(0, threshold - price) x factor.</summary>
public sealed record DerivePeg
{
    /// <summary>Price of one USDC below which it counts as off its peg.</summary>
    public required double Threshold { get; init => field = Guard.NonNegative(value, "peg threshold"); }

    /// <summary>Growth per unit of price below the threshold.</summary>
    public required double Factor { get; init => field = Guard.NonNegative(value, "peg factor"); }

    /// <summary>max(0, threshold - price) x factor.</summary>
    internal double Charge(double price) => Math.Max(0, Threshold - price) * Factor;
}

/// <summary>What a feed that is hardly trusted costs: (1 - confidence) x factor of the notional, where the confidence is below the threshold.</summary>
public sealed record DeriveConfidence
{
    /// <summary>Confidence below which there is a charge, 0 to 1; 0 switches it off.</summary>
    public required double Threshold { get; init => field = Guard.Fraction(value, "confidence.threshold"); }

    /// <summary>Charge at no confidence at all, as a fraction of the notional.</summary>
    public required double Factor { get; init => field = Guard.NonNegative(value, "confidence.factor"); }

    /// <summary>The share of the notional to charge.</summary>
    internal double Charge(double confidence) => confidence < Threshold ? (1 - confidence) * Factor : 0;
}
