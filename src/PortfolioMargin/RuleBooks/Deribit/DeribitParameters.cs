using System.Collections.Immutable;
using System.Text.Json.Serialization;
using PortfolioMargin.Numerics;

namespace PortfolioMargin.RuleBooks;

/// <summary>Parameters of Deribit's portfolio margin. Fractions unless a unit is stated.</summary>
public sealed record DeribitParameters
{
    /// <summary>Price points on each side of zero in the main table: 4 gives 9 points. Source: docs.deribit.com, private/pme/simulate, buckets_count, 2024-06-17.</summary>
    public required int Steps { get; init => field = (int)Guard.InRange(value, 1, 1000, "steps"); }

    /// <summary>Maintenance as a share of the risk matrix. Source: private/pme/simulate, mm_factor, 2024-06-17.</summary>
    public required double MaintenanceFactor { get; init => field = Guard.Fraction(value, "maintenanceFactor"); }

    /// <summary>Parameters by underlying.</summary>
    public required ImmutableSortedDictionary<string, DeribitPair> Pairs { get; init => field = Guard.NotNull(value, "pairs").WithComparers(StringComparer.Ordinal); }

    /// <summary>Margin for open orders as the venue reports it, in the reporting currency; its formula is not published.</summary>
    public double OpenOrders { get; init => field = Guard.NonNegative(value, "openOrders"); }

    /// <summary>Margin for market maker protection as the venue reports it, in the reporting currency.</summary>
    public double MarketMakerProtection { get; init => field = Guard.NonNegative(value, "marketMakerProtection"); }
}

/// <summary>Parameters of one underlying.</summary>
public sealed record DeribitPair
{
    /// <summary>When the parameters were published.</summary>
    public required DateOnly AsOf { get; init; }

    /// <summary>Largest move of the main table. Source: price_range.</summary>
    public required double PriceRange { get; init => field = Guard.InRange(value, 1e-6, 0.999, "priceRange"); }

    /// <summary>Changes of volatility.</summary>
    public required DeribitVolatilityShock VolatilityShock { get; init; }

    /// <summary>The table of large moves.</summary>
    public required DeribitExtendedTable Extended { get; init; }

    /// <summary>Charge on the delta of each expiry.</summary>
    public required DeribitRollShock RollShock { get; init; }

    /// <summary>Charge on a large total delta; only its threshold is used, since its formula is not published.</summary>
    public required DeribitDeltaShock DeltaShock { get; init; }

    /// <summary>Amount that the venue adds, in the settlement currency. Source: correlation_contingency.</summary>
    public double CorrelationContingency { get; init => field = Guard.NonNegative(value, "correlationContingency"); }

    /// <summary>Whether collateral in the coin of this pair is shocked like a position, in accounts that report in another currency. Source: equity_side_impact, "both".</summary>
    public bool EquityIsShocked { get; init; } = true;
}

/// <summary>Changes of volatility: vol (1 + change x (30 / max(floorDays, days)) ^ power).</summary>
public sealed record DeribitVolatilityShock
{
    /// <summary>Change up at 30 days. Source: volatility_range_up.</summary>
    public required double Up { get; init => field = Guard.NonNegative(value, "volatilityShock.up"); }

    /// <summary>Change down at 30 days. Source: volatility_range_down.</summary>
    public required double Down { get; init => field = Guard.NonNegative(value, "volatilityShock.down"); }

    /// <summary>Smallest volatility after the shock up. Source: min_volatility_for_shock_up.</summary>
    public required double MinimumUp { get; init => field = Guard.NonNegative(value, "volatilityShock.minimumUp"); }

    /// <summary>Power below 30 days. Source: short_term_vega_power.</summary>
    public required double ShortTermPower { get; init => field = Guard.Finite(value, "volatilityShock.shortTermPower"); }

    /// <summary>Power from 30 days on. Source: long_term_vega_power.</summary>
    public required double LongTermPower { get; init => field = Guard.Finite(value, "volatilityShock.longTermPower"); }

    /// <summary>Shortest term that counts, in days. Not published; 1 is assumed.</summary>
    public double FloorDays { get; init => field = Guard.Positive(value, "volatilityShock.floorDays"); } = 1;
}

/// <summary>The table of large moves.</summary>
public sealed record DeribitExtendedTable
{
    /// <summary>Moves, all with volatility up.</summary>
    public required ImmutableArray<double> Moves
    {
        get;
        init => field = value.IsDefaultOrEmpty || value.Any(move => move == 0 || move <= -1 || !double.IsFinite(move))
            ? throw new ArgumentException("extended.moves needs at least one move, each finite, above -1 and not 0.")
            : value;
    }

    /// <summary>Factor on the scaled profit. Source: extended_table_factor.</summary>
    public required double Factor { get; init => field = Guard.NonNegative(value, "extended.factor"); }

    /// <summary>Amount by which large profits and losses are cut, in USD per multiple of the price range. Source: extended_dampener.</summary>
    public required double Dampener { get; init => field = Guard.NonNegative(value, "extended.dampener"); }

    /// <summary>Compares by value, the moves one by one.</summary>
    /// <param name="other">The other table.</param>
    /// <returns>Whether all is equal.</returns>
    public bool Equals(DeribitExtendedTable? other) => other is not null && Factor.Equals(other.Factor) && Dampener.Equals(other.Dampener) && Moves.SequenceEqual(other.Moves);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Factor, Dampener, Moves.Length);
}

/// <summary>Charge on the delta of each expiry: |delta| x max(minimumMove, exp(annualMove T) - 1).</summary>
public sealed record DeribitRollShock
{
    /// <summary>Smallest move. Source: min_annualised_move.</summary>
    public required double MinimumMove { get; init => field = Guard.NonNegative(value, "rollShock.minimumMove"); }

    /// <summary>Move per year. Source: annualised_move_risk.</summary>
    public required double AnnualMove { get; init => field = Guard.NonNegative(value, "rollShock.annualMove"); }
}

/// <summary>Charge on a large total delta.</summary>
public sealed record DeribitDeltaShock
{
    /// <summary>Total delta up to which there is no charge, in USD. Source: delta_total_liq_shock_threshold.</summary>
    public required double Threshold { get; init => field = Guard.NonNegative(value, "deltaShock.threshold"); }

    /// <summary>Growth of the charge per USD above the threshold. Source: m_inc.</summary>
    public required double Increment { get; init => field = Guard.NonNegative(value, "deltaShock.increment"); }

    /// <summary>Largest charge. Source: max_delta_shock.</summary>
    public required double Maximum { get; init => field = Guard.NonNegative(value, "deltaShock.maximum"); }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(DeribitParameters))]
internal sealed partial class DeribitJson : JsonSerializerContext;
