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

/// <summary>Parameters of one underlying. What has a default is equal in both published pairs; the rest differs by pair and must be stated.</summary>
/// <param name="PriceRange">Largest move of the main table. Source: price_range.</param>
/// <param name="VolatilityShock">Changes of volatility.</param>
/// <param name="Extended">The table of large moves.</param>
/// <param name="RollShock">Charge on the delta of each expiry.</param>
/// <param name="DeltaShock">Charge on a large total delta; only its threshold is used, since its formula is not published.</param>
/// <param name="CorrelationContingency">Amount that the venue adds, in the settlement currency. Source: correlation_contingency.</param>
/// <param name="EquityIsShocked">Whether collateral in the coin of this pair is shocked like a position, in accounts that report in another currency. Source: equity_side_impact, "both".</param>
/// <param name="AsOf">When the pair was published; absent for a pair of the user's own.</param>
/// <param name="ProfitOffset">Share of this currency's profit that may offset another currency's loss. Only 0 is accepted: how the venue combines currencies is not published. Source: pnl_offset.</param>
/// <param name="MaximumOffsettableProfit">Largest profit that may offset, in USD. Only 0 is accepted, for the same reason. Source: max_offsetable_pnl.</param>
public sealed record DeribitPair(
    double PriceRange,
    DeribitVolatilityShock VolatilityShock,
    DeribitExtendedTable Extended,
    DeribitRollShock RollShock,
    DeribitDeltaShock DeltaShock,
    double CorrelationContingency = 0,
    bool EquityIsShocked = true,
    DateOnly? AsOf = null,
    double ProfitOffset = 0,
    double MaximumOffsettableProfit = 0)
{
    /// <summary>Largest move of the main table.</summary>
    public double PriceRange { get; } = Guard.InRange(PriceRange, 1e-6, 0.999, "priceRange");

    /// <summary>Amount that the venue adds, in the settlement currency.</summary>
    public double CorrelationContingency { get; } = Guard.NonNegative(CorrelationContingency, "correlationContingency");

    /// <summary>Share of this currency's profit that may offset another currency's loss: 0.</summary>
    public double ProfitOffset { get; } = NoOffset(Guard.Fraction(ProfitOffset, "profitOffset"), "profitOffset");

    /// <summary>Largest profit that may offset, in USD: 0.</summary>
    public double MaximumOffsettableProfit { get; } = NoOffset(Guard.NonNegative(MaximumOffsettableProfit, "maximumOffsettableProfit"), "maximumOffsettableProfit");

    private static double NoOffset(double value, string name) => value == 0 ? 0 : throw new ArgumentOutOfRangeException(name, value, System.FormattableString.Invariant(
        $"{name} is {value:R}; only 0 is accepted. The venue takes the worst cell of every underlying by itself, and does not publish which cells of two currencies count together or which currencies form a correlation set, so an offset would lower the requirement by a rule that nobody can check. Leave it out."));
}

/// <summary>Changes of volatility: vol (1 + change x (30 / max(floorDays, days)) ^ power).</summary>
/// <param name="Up">Change up at 30 days. Source: volatility_range_up.</param>
/// <param name="Down">Change down at 30 days. Source: volatility_range_down.</param>
/// <param name="MinimumUp">Smallest volatility after the shock up. Source: min_volatility_for_shock_up, equal in both pairs.</param>
/// <param name="ShortTermPower">Power below 30 days. Source: short_term_vega_power, equal in both pairs.</param>
/// <param name="LongTermPower">Power from 30 days on. Source: long_term_vega_power, equal in both pairs.</param>
/// <param name="FloorDays">Shortest term that counts, in days. Not published; 1 is assumed.</param>
public sealed record DeribitVolatilityShock(
    double Up, double Down, double MinimumUp = 0.50, double ShortTermPower = 0.30, double LongTermPower = 0.13, double FloorDays = 1)
{
    /// <summary>Change up at 30 days.</summary>
    public double Up { get; } = Guard.NonNegative(Up, "volatilityShock.up");

    /// <summary>Change down at 30 days.</summary>
    public double Down { get; } = Guard.NonNegative(Down, "volatilityShock.down");

    /// <summary>Smallest volatility after the shock up.</summary>
    public double MinimumUp { get; } = Guard.NonNegative(MinimumUp, "volatilityShock.minimumUp");

    /// <summary>Shortest term that counts, in days.</summary>
    public double FloorDays { get; } = Guard.Positive(FloorDays, "volatilityShock.floorDays");
}

/// <summary>The table of large moves.</summary>
/// <param name="Dampener">Amount by which large profits and losses are cut, in USD per multiple of the price range. Source: extended_dampener.</param>
/// <param name="Factor">Factor on the scaled profit. Source: extended_table_factor, equal in both pairs.</param>
/// <param name="Moves">Moves, all with volatility up; absent: the eight of the extended table. Source: support article 25944756247837.</param>
public sealed record DeribitExtendedTable(double Dampener, double Factor = 1, ImmutableArray<double> Moves = default)
{
    /// <summary>Amount by which large profits and losses are cut.</summary>
    public double Dampener { get; } = Guard.NonNegative(Dampener, "extended.dampener");

    /// <summary>Factor on the scaled profit.</summary>
    public double Factor { get; } = Guard.NonNegative(Factor, "extended.factor");

    /// <summary>Moves, all with volatility up; each finite, above -1 and not 0.</summary>
    public ImmutableArray<double> Moves { get; } = Moves.IsDefault ? [-0.66, -0.33, 0.5, 1, 2, 3, 4, 5]
        : Moves.IsEmpty || Moves.Any(move => move == 0 || move <= -1 || !double.IsFinite(move))
            ? throw new ArgumentException("extended.moves needs at least one move, each finite, above -1 and not 0.", nameof(Moves))
            : Moves;

    /// <summary>Compares by value, the moves one by one.</summary>
    /// <param name="other">The other table.</param>
    /// <returns>Whether all is equal.</returns>
    public bool Equals(DeribitExtendedTable? other) => other is not null && Factor.Equals(other.Factor) && Dampener.Equals(other.Dampener) && Moves.SequenceEqual(other.Moves);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Factor, Dampener, Moves.Length);
}

/// <summary>Charge on the delta of each expiry: |delta| x max(minimumMove, exp(annualMove T) - 1).</summary>
/// <param name="MinimumMove">Smallest move. Source: min_annualised_move.</param>
/// <param name="AnnualMove">Move per year. Source: annualised_move_risk.</param>
public sealed record DeribitRollShock(double MinimumMove, double AnnualMove)
{
    /// <summary>Smallest move.</summary>
    public double MinimumMove { get; } = Guard.NonNegative(MinimumMove, "rollShock.minimumMove");

    /// <summary>Move per year.</summary>
    public double AnnualMove { get; } = Guard.NonNegative(AnnualMove, "rollShock.annualMove");
}

/// <summary>Charge on a large total delta.</summary>
/// <param name="Increment">Growth of the charge per USD above the threshold. Source: m_inc.</param>
/// <param name="Threshold">Total delta up to which there is no charge, in USD. Source: delta_total_liq_shock_threshold, equal in both pairs.</param>
/// <param name="Maximum">Largest charge. Source: max_delta_shock, equal in both pairs.</param>
public sealed record DeribitDeltaShock(double Increment, double Threshold = 20_000_000, double Maximum = 0.10)
{
    /// <summary>Growth of the charge per USD above the threshold.</summary>
    public double Increment { get; } = Guard.NonNegative(Increment, "deltaShock.increment");

    /// <summary>Total delta up to which there is no charge, in USD.</summary>
    public double Threshold { get; } = Guard.NonNegative(Threshold, "deltaShock.threshold");

    /// <summary>Largest charge.</summary>
    public double Maximum { get; } = Guard.NonNegative(Maximum, "deltaShock.maximum");
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(DeribitParameters))]
internal sealed partial class DeribitJson : JsonSerializerContext;
