using System.Collections.Immutable;
using System.Text.Json.Serialization;
using PortfolioMargin.Numerics;

namespace PortfolioMargin.RuleBooks;

/// <summary>Parameters of OKX portfolio margin. Fractions unless a unit is stated. Sources stand at the shipped sets.</summary>
public sealed record OkxParameters
{
    /// <summary>Parameters by risk unit (underlying); "default" holds those of underlyings that no list names.</summary>
    public required ImmutableSortedDictionary<string, OkxUnit> Units { get; init => field = WithDefault(value); }

    /// <summary>Share of the loss at the extreme move that counts (MR6).</summary>
    public required double ExtremeWeight { get; init => field = Guard.Fraction(value, "extremeWeight"); }

    /// <summary>Initial over maintenance requirement of a unit; at least 1.</summary>
    public required double InitialFactor { get; init => field = Guard.InRange(value, 1, double.MaxValue, "initialFactor"); }

    /// <summary>Rates on borrowed amounts (MR8).</summary>
    public required OkxBorrowing Borrowing { get; init => field = Guard.NotNull(value, "borrowing"); }

    /// <summary>Tiers of the minimum charge (MR7), ascending.</summary>
    public required ImmutableArray<OkxTier> MinimumChargeTiers { get; init => field = Ascending(value); }

    /// <summary>What a tier's multiplier applies to. OKX does not say; absent: raw charges above the first tier are refused.</summary>
    public OkxTiering? Tiering { get; init; }

    /// <summary>The parameters of a risk unit.</summary>
    internal OkxUnit this[string symbol] => Units.GetValueOrDefault(symbol) ?? Units["default"];

    private static ImmutableSortedDictionary<string, OkxUnit> WithDefault(ImmutableSortedDictionary<string, OkxUnit> units) =>
        Guard.NotNull(units, "units").ContainsKey("default") ? units.WithComparers(StringComparer.Ordinal) : throw new ArgumentException("units needs an entry \"default\" for underlyings that no list names.", nameof(units));

    private static ImmutableArray<OkxTier> Ascending(ImmutableArray<OkxTier> tiers)
    {
        bool bounded = !tiers.IsDefaultOrEmpty && tiers[^1].UpTo is null && tiers[..^1].All(tier => tier.UpTo is not null);
        bool ascending = bounded && tiers.Zip(tiers.Skip(1)).All(pair => pair.Second.Multiplier >= pair.First.Multiplier && (pair.Second.UpTo is null || pair.Second.UpTo > pair.First.UpTo));
        return ascending ? tiers : throw new ArgumentException("minimumChargeTiers needs tiers with ascending upTo, multipliers that do not fall, and a last tier without upTo.", nameof(tiers));
    }
}

/// <summary>What a tier's multiplier of the minimum charge applies to.</summary>
public enum OkxTiering
{
    /// <summary>The multiplier of the tier that the raw charge lies in, on the whole charge.</summary>
    Whole,

    /// <summary>Each tier's multiplier on the slice of the charge inside that tier.</summary>
    Slice,
}

/// <summary>A tier of the minimum charge.</summary>
/// <param name="UpTo">Largest raw charge of the tier, in USD; absent: the last tier.</param>
/// <param name="Multiplier">Multiplier of the tier.</param>
public sealed record OkxTier(double? UpTo, double Multiplier)
{
    /// <summary>Largest raw charge of the tier, in USD; absent: the last tier.</summary>
    public double? UpTo { get; } = UpTo is { } bound ? Guard.Positive(bound, "minimumChargeTiers.upTo") : null;

    /// <summary>Multiplier of the tier.</summary>
    public double Multiplier { get; } = Guard.NonNegative(Multiplier, "minimumChargeTiers.multiplier");
}

/// <summary>Rates on borrowed amounts.</summary>
/// <param name="Initial">Initial rate; not below the maintenance rate.</param>
/// <param name="Maintenance">Maintenance rate.</param>
public sealed record OkxBorrowing(double Initial, double Maintenance)
{
    /// <summary>Initial rate.</summary>
    public double Initial { get; } = Guard.InRange(Initial, Maintenance, 1, "borrowing.initial");

    /// <summary>Maintenance rate.</summary>
    public double Maintenance { get; } = Guard.Fraction(Maintenance, "borrowing.maintenance");
}

/// <summary>Parameters of one risk unit. What is absent is not published, and is named in every result that would need it.</summary>
/// <param name="SpotMoves">Price moves of MR1 beside 0, used with both signs; ascending, above 0, at most 1.</param>
/// <param name="ExtremeMove">Price move of MR6, used with both signs.</param>
/// <param name="BasisPerLeg">MR4: share of each leg's cash delta. Published as numbers for BTC and LTC only.</param>
/// <param name="MinimumCharge">MR7: share of the derivatives' cash delta. Published as numbers for BTC and LTC only.</param>
/// <param name="VolatilityMoves">MR1: changes of volatility by time to expiry. Not in the sources; absent: volatilities stay.</param>
/// <param name="Reported">Parts whose formulas are not published, as the venue reports them.</param>
public sealed record OkxUnit(
    ImmutableArray<double> SpotMoves,
    double ExtremeMove,
    double? BasisPerLeg = null,
    double? MinimumCharge = null,
    ImmutableArray<OkxVolatilityMove> VolatilityMoves = default,
    OkxReported? Reported = null)
{
    /// <summary>Price moves of MR1 beside 0.</summary>
    public ImmutableArray<double> SpotMoves { get; } = Moves(SpotMoves);

    /// <summary>Price move of MR6.</summary>
    public double ExtremeMove { get; } = Guard.InRange(ExtremeMove, double.Epsilon, 1, "extremeMove");

    /// <summary>MR4: share of each leg's cash delta.</summary>
    public double? BasisPerLeg { get; } = BasisPerLeg is { } rate ? Guard.Fraction(rate, "basisPerLeg") : null;

    /// <summary>MR7: share of the derivatives' cash delta.</summary>
    public double? MinimumCharge { get; } = MinimumCharge is { } rate ? Guard.Fraction(rate, "minimumCharge") : null;

    /// <summary>MR1: changes of volatility by time to expiry, the first from 0 days on; empty: volatilities stay.</summary>
    public ImmutableArray<OkxVolatilityMove> VolatilityMoves { get; } = Steps(VolatilityMoves);

    private static ImmutableArray<double> Moves(ImmutableArray<double> moves) =>
        !moves.IsDefaultOrEmpty && moves[0] > 0 && moves[^1] <= 1 && moves.Zip(moves.Skip(1)).All(pair => pair.Second > pair.First)
            ? moves
            : throw new ArgumentException("spotMoves needs at least one move, ascending, above 0, at most 1.", nameof(moves));

    private static ImmutableArray<OkxVolatilityMove> Steps(ImmutableArray<OkxVolatilityMove> steps) => steps.IsDefaultOrEmpty ? []
        : steps[0].FromDays == 0 && steps.Zip(steps.Skip(1)).All(pair => pair.Second.FromDays > pair.First.FromDays)
            ? steps
            : throw new ArgumentException("volatilityMoves needs steps with ascending fromDays, the first one 0.", nameof(steps));
}

/// <summary>Changes of volatility from a time to expiry on; the change in points and the one in percent are both tried, both ways, and the larger loss counts.</summary>
/// <param name="FromDays">Shortest time to expiry of the step, in days.</param>
/// <param name="Points">Change in volatility points: 0.10 is 55 % to 65 %.</param>
/// <param name="Percent">Change as a share of the volatility.</param>
public sealed record OkxVolatilityMove(double FromDays, double Points, double Percent)
{
    /// <summary>Shortest time to expiry of the step, in days.</summary>
    public double FromDays { get; } = Guard.NonNegative(FromDays, "volatilityMoves.fromDays");

    /// <summary>Change in volatility points.</summary>
    public double Points { get; } = Guard.NonNegative(Points, "volatilityMoves.points");

    /// <summary>Change as a share of the volatility.</summary>
    public double Percent { get; } = Guard.NonNegative(Percent, "volatilityMoves.percent");
}

/// <summary>Parts of a risk unit as the venue reports them (position builder, fields mr2 to mr9), in USD; absent: not covered.</summary>
public sealed record OkxReported
{
    /// <summary>MR2, theta decay.</summary>
    public double? ThetaDecay { get; init => field = Amount(value, "reported.thetaDecay"); }

    /// <summary>MR3, vega term structure.</summary>
    public double? VegaTermStructure { get; init => field = Amount(value, "reported.vegaTermStructure"); }

    /// <summary>MR4, basis of all expiries; stated, it takes the place of the rate per leg.</summary>
    public double? Basis { get; init => field = Amount(value, "reported.basis"); }

    /// <summary>MR5, interest rate.</summary>
    public double? InterestRate { get; init => field = Amount(value, "reported.interestRate"); }

    /// <summary>MR9, stablecoin depegging.</summary>
    public double? Stablecoin { get; init => field = Amount(value, "reported.stablecoin"); }

    private static double? Amount(double? value, string name) => value is { } amount ? Guard.NonNegative(amount, name) : null;
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    Converters = [typeof(JsonStringEnumConverter<OkxTiering>)])]
[JsonSerializable(typeof(OkxParameters))]
internal sealed partial class OkxJson : JsonSerializerContext;
