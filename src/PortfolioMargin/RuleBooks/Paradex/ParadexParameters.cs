using System.Collections.Immutable;
using System.Text.Json.Serialization;
using PortfolioMargin.Numerics;

namespace PortfolioMargin.RuleBooks;

/// <summary>Parameters of Paradex portfolio margin by underlying. Changes name an underlying under "underlyings", or state properties of a set, which then
/// change every shipped set. Fractions unless a unit is stated; sources stand at the shipped sets.</summary>
public sealed record ParadexParameters
{
    /// <summary>One set per underlying.</summary>
    public required ImmutableSortedDictionary<string, ParadexSet> Underlyings { get; init => field = Guard.NotNull(value, "underlyings").WithComparers(StringComparer.Ordinal); }
}

/// <summary>Parameters of one underlying.</summary>
public sealed record ParadexSet
{
    /// <summary>The scenarios, in the order of the document.</summary>
    public required ImmutableArray<ParadexScenario> Scenarios
    {
        get;
        init => field = value.IsDefaultOrEmpty ? throw new ArgumentException("scenarios needs at least one row.", nameof(Scenarios)) : value;
    }

    /// <summary>How changes of volatility grow towards expiry.</summary>
    public required ParadexVolatilityShock VolatilityShock { get; init => field = Guard.NotNull(value, "volatilityShock"); }

    /// <summary>The delta floor.</summary>
    public required ParadexMinimumDelta MinimumDelta { get; init => field = Guard.NotNull(value, "minimumDelta"); }

    /// <summary>Maintenance as a share of the larger of scan risk and minimum delta.</summary>
    public required double MaintenanceFactor { get; init => field = Guard.Fraction(value, "maintenanceFactor"); }

    /// <summary>Trading fee that is set aside. Market data of the account, not a constant of the rule.</summary>
    public required double FeeRate { get; init => field = Guard.Fraction(value, "feeRate"); }

    /// <summary>Largest fee of an option, as a share of its mark.</summary>
    public required double OptionFeeCap { get; init => field = Guard.Fraction(value, "optionFeeCap"); }

    /// <summary>Length of the settlement window of options, in minutes.</summary>
    public required double SettlementMinutes { get; init => field = Guard.Positive(value, "settlementMinutes"); }
}

/// <summary>One scenario.</summary>
/// <param name="Spot">Move of the spot price; above -1.</param>
/// <param name="Volatility">Change of volatility at 30 days.</param>
/// <param name="Weight">Weight of the profit or loss.</param>
public sealed record ParadexScenario(double Spot, double Volatility, double Weight)
{
    /// <summary>Move of the spot price.</summary>
    public double Spot { get; } = Guard.InRange(Spot, Math.BitIncrement(-1), double.MaxValue, "scenarios.spot");

    /// <summary>Change of volatility at 30 days.</summary>
    public double Volatility { get; } = Guard.Finite(Volatility, "scenarios.volatility");

    /// <summary>Weight of the profit or loss.</summary>
    public double Weight { get; } = Guard.NonNegative(Weight, "scenarios.weight");
}

/// <summary>Changes of volatility: vol (1 + change (30 / max(floorDays, days)) ^ power).</summary>
/// <param name="MinimumUp">Smallest volatility after a change up.</param>
/// <param name="ShortTermPower">Power below 30 days.</param>
/// <param name="LongTermPower">Power from 30 days on.</param>
/// <param name="FloorDays">Shortest term that counts, in days.</param>
public sealed record ParadexVolatilityShock(double MinimumUp, double ShortTermPower = 0.30, double LongTermPower = 0.13, double FloorDays = 1)
{
    /// <summary>Smallest volatility after a change up.</summary>
    public double MinimumUp { get; } = Guard.NonNegative(MinimumUp, "volatilityShock.minimumUp");

    /// <summary>Power below 30 days.</summary>
    public double ShortTermPower { get; } = Guard.Finite(ShortTermPower, "volatilityShock.shortTermPower");

    /// <summary>Power from 30 days on.</summary>
    public double LongTermPower { get; } = Guard.Finite(LongTermPower, "volatilityShock.longTermPower");

    /// <summary>Shortest term that counts, in days.</summary>
    public double FloorDays { get; } = Guard.Positive(FloorDays, "volatilityShock.floorDays");

    /// <summary>A change as the scenarios apply it.</summary>
    internal TermScaledVolatility By(double change) => new()
    {
        Change = change,
        ShortTermPower = ShortTermPower,
        LongTermPower = LongTermPower,
        FloorDays = FloorDays,
        Minimum = change > 0 ? MinimumUp : 0,
    };
}

/// <summary>The delta floor, as shares of the delta's value.</summary>
/// <param name="Unhedged">Rate on what one side has more than the other.</param>
/// <param name="Hedged">Rate on what both sides have.</param>
public sealed record ParadexMinimumDelta(double Unhedged, double Hedged)
{
    /// <summary>Rate on what one side has more than the other.</summary>
    public double Unhedged { get; } = Guard.NonNegative(Unhedged, "minimumDelta.unhedged");

    /// <summary>Rate on what both sides have.</summary>
    public double Hedged { get; } = Guard.NonNegative(Hedged, "minimumDelta.hedged");
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(ParadexParameters))]
[JsonSerializable(typeof(ParadexCrossParameters))]
internal sealed partial class ParadexJson : JsonSerializerContext;
