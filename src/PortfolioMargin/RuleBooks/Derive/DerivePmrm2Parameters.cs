using System.Collections.Immutable;
using System.Text.Json.Serialization;
using PortfolioMargin.Numerics;

namespace PortfolioMargin.RuleBooks;

/// <summary>Parameters of Derive's second portfolio manager.</summary>
public sealed record DerivePmrm2Parameters
{
    /// <summary>Parameters by underlying.</summary>
    public required ImmutableSortedDictionary<string, DerivePmrm2Market> Markets { get; init => field = Guard.NotNull(value, "markets").WithComparers(StringComparer.Ordinal); }
}

/// <summary>Parameters of one underlying. Fractions unless a unit is stated.</summary>
public sealed record DerivePmrm2Market
{
    private const int MostScenarios = 40;

    /// <summary>The scenario table: 1 to 40 rows, of which at most one linear and one absolute skew.</summary>
    public required ImmutableArray<DerivePmrm2Scenario> Scenarios { get; init => field = Checked(value); }

    /// <summary>Changes of volatility.</summary>
    public required DerivePmrm2VolatilityShock VolatilityShock { get; init; }

    /// <summary>Multiples of the worst loss.</summary>
    public required DeriveLossFactor LossFactor { get; init; }

    /// <summary>Discounts on what an expiry would be worth or owe.</summary>
    public required DerivePmrm2Discount StaticDiscount { get; init; }

    /// <summary>The basis scenario.</summary>
    public required DeriveBasis Basis { get; init; }

    /// <summary>Charge on perpetuals, of their size at spot.</summary>
    public required DeriveRate Perpetual { get; init; }

    /// <summary>Charge on naked short options, of their size at spot.</summary>
    public required DeriveRate ShortOption { get; init; }

    /// <summary>What USDC below its peg adds to the initial loss factor.</summary>
    public required DerivePeg Peg { get; init; }

    /// <summary>What feeds that are hardly trusted cost.</summary>
    public required DeriveConfidence Confidence { get; init; }

    /// <summary>How the skew scenarios turn the smile.</summary>
    public required DeriveSkew Skew { get; init; }

    /// <summary>Assets that count as collateral.</summary>
    public required ImmutableSortedDictionary<string, DeriveCollateral> Collateral { get; init => field = Guard.NotNull(value, "collateral").WithComparers(StringComparer.Ordinal); }

    private static ImmutableArray<DerivePmrm2Scenario> Checked(ImmutableArray<DerivePmrm2Scenario> rows)
    {
        int Count(DeriveVolatilityMove move) => rows.Count(row => row.Volatility == move);
        return rows.IsDefaultOrEmpty || rows.Length > MostScenarios || Count(DeriveVolatilityMove.LinearSkew) > 1 || Count(DeriveVolatilityMove.AbsoluteSkew) > 1
            ? throw new ArgumentException($"scenarios needs 1 to {MostScenarios} rows, at most one of them a linear and one an absolute skew; got {(rows.IsDefault ? 0 : rows.Length)} rows.", nameof(rows))
            : rows;
    }
}

/// <summary>A row of the scenario table.</summary>
/// <param name="Spot">Move of the spot price, as a fraction not below -1; 0 in a skew row.</param>
/// <param name="Volatility">What happens to volatilities.</param>
/// <param name="Weight">Dampening of the row's profit or loss.</param>
public sealed record DerivePmrm2Scenario(double Spot, DeriveVolatilityMove Volatility, double Weight = 1)
{
    /// <summary>Move of the spot price.</summary>
    public double Spot { get; } = Volatility is DeriveVolatilityMove.LinearSkew or DeriveVolatilityMove.AbsoluteSkew
        ? Guard.InRange(Spot, 0, 0, "scenarios.spot of a skew")
        : Guard.InRange(Spot, -1, double.MaxValue, "scenarios.spot");

    /// <summary>What happens to volatilities.</summary>
    public DeriveVolatilityMove Volatility { get; } = Guard.Defined(Volatility, "scenarios.volatility");

    /// <summary>Dampening.</summary>
    public double Weight { get; } = Guard.NonNegative(Weight, "scenarios.weight");
}

/// <summary>Changes of volatility, with a floor under the shock up.</summary>
public sealed record DerivePmrm2VolatilityShock : DeriveVolatilityShock
{
    /// <summary>Smallest volatility after the shock up.</summary>
    public required double MinimumUp { get; init => field = Guard.NonNegative(value, "volatilityShock.minimumUp"); }
}

/// <summary>Multiples of the worst loss.</summary>
public sealed record DeriveLossFactor
{
    /// <summary>For the initial requirement.</summary>
    public required double Initial { get; init => field = Guard.NonNegative(value, "lossFactor.initial"); }

    /// <summary>For the maintenance requirement.</summary>
    public required double Maintenance { get; init => field = Guard.NonNegative(value, "lossFactor.maintenance"); }
}

/// <summary>Discounts of an expiry: what it would be worth counts longBase x exp(-T (rate x longRateMultiplier + longRateAddend));
/// what it would owe counts shortBase x exp(+T (rate x shortRateMultiplier + shortRateAddend)), at most 1 / discount factor.</summary>
public sealed record DerivePmrm2Discount
{
    /// <summary>Share of a value that counts at expiry.</summary>
    public required double LongBase { get; init => field = Guard.NonNegative(value, "staticDiscount.longBase"); }

    /// <summary>Weight of the rate for a value.</summary>
    public required double LongRateMultiplier { get; init => field = Guard.Finite(value, "staticDiscount.longRateMultiplier"); }

    /// <summary>Rate that is added for a value, per year.</summary>
    public required double LongRateAddend { get; init => field = Guard.Finite(value, "staticDiscount.longRateAddend"); }

    /// <summary>Share of a debt that counts at expiry.</summary>
    public required double ShortBase { get; init => field = Guard.NonNegative(value, "staticDiscount.shortBase"); }

    /// <summary>Weight of the rate for a debt.</summary>
    public required double ShortRateMultiplier { get; init => field = Guard.Finite(value, "staticDiscount.shortRateMultiplier"); }

    /// <summary>Rate that is added for a debt, per year.</summary>
    public required double ShortRateAddend { get; init => field = Guard.Finite(value, "staticDiscount.shortRateAddend"); }
}

/// <summary>A charge whose initial rate comes on top of the maintenance rate.</summary>
public sealed record DeriveRate
{
    /// <summary>Maintenance rate.</summary>
    public required double Maintenance { get; init => field = Guard.NonNegative(value, "maintenance"); }

    /// <summary>What initial adds to it.</summary>
    public required double InitialExtra { get; init => field = Guard.NonNegative(value, "initialExtra"); }

    /// <summary>The full initial rate.</summary>
    internal double Initial => Maintenance + InitialExtra;
}

/// <summary>How the skew scenarios turn the smile of an expiry; T in years.</summary>
public sealed record DeriveSkew
{
    /// <summary>Largest turn of the linear skew.</summary>
    public required DeriveSkewCap Linear { get; init; }

    /// <summary>Largest turn of the absolute skew.</summary>
    public required DeriveSkewCap Absolute { get; init; }

    /// <summary>Smallest distance ln(strike/forward) at which the cap is reached; above 0.</summary>
    public required double MinimumWidth { get; init => field = Guard.Positive(value, "skew.minimumWidth"); }

    /// <summary>Scale of the distance: root T x scale x (widthVolatility + root T x widthVolatilityPerRootYear).</summary>
    public required double WidthScale { get; init => field = Guard.NonNegative(value, "skew.widthScale"); }

    /// <summary>Volatility that the distance is measured in.</summary>
    public required double WidthVolatility { get; init => field = Guard.NonNegative(value, "skew.widthVolatility"); }

    /// <summary>Growth of that volatility per root of a year.</summary>
    public required double WidthVolatilityPerRootYear { get; init => field = Guard.Finite(value, "skew.widthVolatilityPerRootYear"); }
}

/// <summary>Largest relative turn of volatility: baseCap + capPerRootYear x root T.</summary>
public sealed record DeriveSkewCap
{
    /// <summary>At expiry.</summary>
    public required double BaseCap { get; init => field = Guard.Finite(value, "skew.baseCap"); }

    /// <summary>Growth per root of a year.</summary>
    public required double CapPerRootYear { get; init => field = Guard.Finite(value, "skew.capPerRootYear"); }
}

/// <summary>How an asset counts as collateral.</summary>
/// <param name="MaintenanceHaircut">Share of its value that maintenance takes.</param>
/// <param name="InitialHaircutExtra">What initial takes on top of it.</param>
/// <param name="RiskCancelling">Whether it moves with the spot price in the scenario table, and so offsets short positions.</param>
public sealed record DeriveCollateral(double MaintenanceHaircut, double InitialHaircutExtra, bool RiskCancelling)
{
    /// <summary>Share of its value that maintenance takes.</summary>
    public double MaintenanceHaircut { get; } = Guard.NonNegative(MaintenanceHaircut, "collateral.maintenanceHaircut");

    /// <summary>What initial takes on top of it.</summary>
    public double InitialHaircutExtra { get; } = Guard.NonNegative(InitialHaircutExtra, "collateral.initialHaircutExtra");

    /// <summary>Share of its value that initial takes.</summary>
    internal double InitialHaircut => MaintenanceHaircut + InitialHaircutExtra;
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    UseStringEnumConverter = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(DerivePmrm2Parameters))]
internal sealed partial class DerivePmrm2Json : JsonSerializerContext;
