using System.Collections.Immutable;
using System.Text.Json.Serialization;
using PortfolioMargin.Numerics;

namespace PortfolioMargin.RuleBooks;

/// <summary>Parameters of Derive's first portfolio manager, one set for every underlying. Fractions unless a unit is stated.</summary>
public sealed record DerivePmrmParameters
{
    /// <summary>The scenario table, at least one row.</summary>
    public required ImmutableArray<DerivePmrmScenario> Scenarios
    {
        get;
        init => field = value.IsDefaultOrEmpty ? throw new ArgumentException("scenarios needs at least one row.", nameof(Scenarios)) : value;
    }

    /// <summary>Changes of volatility.</summary>
    public required DeriveVolatilityShock VolatilityShock { get; init; }

    /// <summary>Initial as a multiple of loss and contingency; at least 1.</summary>
    public required double InitialFactor { get; init => field = Guard.InRange(value, 1, double.MaxValue, "initialFactor"); }

    /// <summary>Discount on what an expiry would be worth.</summary>
    public required DerivePmrmDiscount StaticDiscount { get; init; }

    /// <summary>The basis scenario.</summary>
    public required DeriveBasis Basis { get; init; }

    /// <summary>Charges on sizes.</summary>
    public required DerivePmrmContingency Contingency { get; init; }

    /// <summary>What USDC below its peg adds to the initial factor.</summary>
    public required DerivePeg Peg { get; init; }

    /// <summary>What feeds that are hardly trusted cost.</summary>
    public required DeriveConfidence Confidence { get; init; }

    /// <summary>Source: scripts/config-mainnet.sol of 2026-01-21; 23 rows.</summary>
    internal static DerivePmrmParameters Mainnet => new()
    {
        Scenarios = [new(0.20, DeriveVolatilityMove.Up), .. Middle, new(-0.20, DeriveVolatilityMove.Up)],
        VolatilityShock = new() { Up = 0.60, Down = 0.30, ShortTermPower = 0.30, LongTermPower = 0.13, FloorDays = 1 },
        InitialFactor = 1.25,
        StaticDiscount = new() { Base = 0.95, RateMultiplier = 1, RateAddend = 0.12 },
        Basis = new() { SpotUp = 0.05, SpotDown = -0.05, AdditiveFactor = 1.0, PerYearFactor = 1.2 },
        Contingency = new() { Perpetual = 0.03, Base = 0.03, ShortOption = 0.02 },
        Peg = new() { Threshold = 0.99, Factor = 4 },
        Confidence = new() { Threshold = 0.55, Factor = 1 },
    };

    /// <summary>Source: test/config-test.sol of 2026-01-21; 21 rows.</summary>
    internal static DerivePmrmParameters Test => new()
    {
        Scenarios = [.. Middle],
        VolatilityShock = new() { Up = 0.45, Down = 0.30, ShortTermPower = 0.30, LongTermPower = 0.13, FloorDays = 1 },
        InitialFactor = 1.3,
        StaticDiscount = new() { Base = 0.95, RateMultiplier = 4, RateAddend = 0.05 },
        Basis = new() { SpotUp = 0.05, SpotDown = -0.05, AdditiveFactor = 0.25, PerYearFactor = 0.01 },
        Contingency = new() { Perpetual = 0.02, Base = 0.02, ShortOption = 0.01 },
        Peg = new() { Threshold = 0.98, Factor = 2 },
        Confidence = new() { Threshold = 0.6, Factor = 0.5 },
    };

    /// <summary>+15 % to -15 % in steps of 5 %, each with volatility up, same, down. Source: both configurations.</summary>
    private static IEnumerable<DerivePmrmScenario> Middle => new[] { 0.15, 0.10, 0.05, 0, -0.05, -0.10, -0.15 }.SelectMany(
        spot => new[] { DeriveVolatilityMove.Up, DeriveVolatilityMove.Same, DeriveVolatilityMove.Down }.Select(move => new DerivePmrmScenario(spot, move)));
}

/// <summary>A row of the scenario table.</summary>
/// <param name="Spot">Move of the spot price, as a fraction not below -1.</param>
/// <param name="Volatility">Up, same or down.</param>
public sealed record DerivePmrmScenario(double Spot, DeriveVolatilityMove Volatility)
{
    /// <summary>Move of the spot price.</summary>
    public double Spot { get; } = Guard.InRange(Spot, -1, double.MaxValue, "scenarios.spot");

    /// <summary>Up, same or down.</summary>
    public DeriveVolatilityMove Volatility { get; } = Volatility is DeriveVolatilityMove.Up or DeriveVolatilityMove.Same or DeriveVolatilityMove.Down
        ? Volatility
        : throw new ArgumentOutOfRangeException(nameof(Volatility), Volatility, "The first portfolio manager has no skew scenarios; use \"up\", \"same\" or \"down\", or the second manager.");
}

/// <summary>Discount on an expiry that would be worth something: base x exp(-T (max(rate, 0) x rateMultiplier + rateAddend)).</summary>
public sealed record DerivePmrmDiscount
{
    /// <summary>Share that counts at expiry, 0 to 1.</summary>
    public required double Base { get; init => field = Guard.Fraction(value, "staticDiscount.base"); }

    /// <summary>Weight of the rate.</summary>
    public required double RateMultiplier { get; init => field = Guard.NonNegative(value, "staticDiscount.rateMultiplier"); }

    /// <summary>Rate that is added, per year.</summary>
    public required double RateAddend { get; init => field = Guard.NonNegative(value, "staticDiscount.rateAddend"); }
}

/// <summary>Charges as fractions of the spot price per unit.</summary>
public sealed record DerivePmrmContingency
{
    /// <summary>On perpetuals.</summary>
    public required double Perpetual { get; init => field = Guard.NonNegative(value, "contingency.perpetual"); }

    /// <summary>On the base asset.</summary>
    public required double Base { get; init => field = Guard.NonNegative(value, "contingency.base"); }

    /// <summary>On naked short options.</summary>
    public required double ShortOption { get; init => field = Guard.NonNegative(value, "contingency.shortOption"); }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    UseStringEnumConverter = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(DerivePmrmParameters))]
internal sealed partial class DerivePmrmJson : JsonSerializerContext;
