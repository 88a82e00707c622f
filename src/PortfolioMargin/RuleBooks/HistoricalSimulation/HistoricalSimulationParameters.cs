using System.Collections.Immutable;
using PortfolioMargin.Numerics;

namespace PortfolioMargin.RuleBooks;

/// <summary>Parameters of a margin by simulation. All are the user's: no weight, decay, window or add-on of a named clearing house is in here.
/// Fractions unless a unit is stated; what is absent does not count.</summary>
/// <param name="Confidence">Level of the measure, in (0, 1): 0.99. Must be stated.</param>
/// <param name="Measure">What is measured.</param>
/// <param name="Quantile">Convention of a value-at-risk.</param>
/// <param name="Tail">Convention of an expected shortfall.</param>
/// <param name="ReturnKind">How returns of spot prices are counted.</param>
/// <param name="VolatilityChangeKind">How changes of volatility are counted.</param>
/// <param name="HorizonDays">Days until a position is closed, 1 or more.</param>
/// <param name="HorizonMethod">How returns of a day become returns of the horizon.</param>
/// <param name="Horizons">Days by underlying where they differ from <paramref name="HorizonDays"/>.</param>
/// <param name="History">Returns by underlying; all series have the same rows. This or <paramref name="MonteCarlo"/> must be stated, both for a fit.</param>
/// <param name="AgeDecay">Weight of a row against that of the row after it, above 0, at most 1: 0.995 makes what happened longer ago count less; absent: all rows count alike. For quantiles of
/// type 1 and exact tails, and for what happened, not what is drawn.</param>
/// <param name="Filter">Scales returns to the volatility of now; absent: returns as they were.</param>
/// <param name="MonteCarlo">Draws returns instead of reading them from a history.</param>
/// <param name="Groups">Underlyings that net with each other; those that no group names stand alone.</param>
/// <param name="Stressed">A stressed period beside the history.</param>
/// <param name="AntiProcyclicality">A floor or a buffer.</param>
/// <param name="Offset">How much of the offset between groups counts.</param>
/// <param name="CorrelationBreak">How much of the offset inside groups is taken back.</param>
/// <param name="Liquidity">Half of the bid-ask spread by underlying.</param>
/// <param name="Concentration">Add-ons for large positions by underlying.</param>
public sealed record HistoricalSimulationParameters(
    double? Confidence = null,
    SimulationMeasure Measure = SimulationMeasure.ValueAtRisk,
    QuantileRule Quantile = QuantileRule.HyndmanFan1,
    TailRule Tail = TailRule.ExactWeight,
    SimulationReturns ReturnKind = SimulationReturns.Simple,
    SimulationVolatilities VolatilityChangeKind = SimulationVolatilities.Relative,
    int HorizonDays = 1,
    SimulationHorizon HorizonMethod = SimulationHorizon.None,
    ImmutableSortedDictionary<string, int>? Horizons = null,
    ImmutableSortedDictionary<string, SimulationHistory>? History = null,
    double? AgeDecay = null,
    SimulationFilter? Filter = null,
    SimulationMonteCarlo? MonteCarlo = null,
    ImmutableArray<SimulationGroup> Groups = default,
    SimulationStress? Stressed = null,
    SimulationAntiProcyclicality? AntiProcyclicality = null,
    SimulationOffset? Offset = null,
    SimulationCorrelationBreak? CorrelationBreak = null,
    ImmutableSortedDictionary<string, SimulationLiquidity>? Liquidity = null,
    ImmutableSortedDictionary<string, SimulationConcentration>? Concentration = null)
{
    /// <summary>Days until a position is closed, 1 or more.</summary>
    public int HorizonDays { get; } = Days(HorizonDays, "horizonDays");

    /// <summary>Days by underlying.</summary>
    public ImmutableSortedDictionary<string, int> Horizons { get; } = Map(Horizons, days => Days(days, "horizons"));

    /// <summary>Returns by underlying; empty: none stated.</summary>
    public ImmutableSortedDictionary<string, SimulationHistory> History { get; } = Map(History, series => Guard.NotNull(series, "history"));

    /// <summary>Weight of a row against that of the row after it.</summary>
    public double? AgeDecay { get; } = AgeDecay is not { } decay ? null
        : MonteCarlo is not null ? throw new ArgumentException("\"ageDecay\" applies to a \"history\" that is used as it is; drawn rows have no age.", nameof(AgeDecay))
        : (Measure == SimulationMeasure.ValueAtRisk ? Quantile == QuantileRule.HyndmanFan1 : Tail == TailRule.ExactWeight) ? Guard.InRange(decay, double.Epsilon, 1, "ageDecay")
        : throw new ArgumentException("\"ageDecay\" is defined for the quantile hyndmanFan1 and the tail exactWeight; the other conventions count rows.", nameof(AgeDecay));

    /// <summary>Underlyings that net with each other.</summary>
    public ImmutableArray<SimulationGroup> Groups { get; } = Disjoint(Groups);

    /// <summary>Half of the bid-ask spread by underlying.</summary>
    public ImmutableSortedDictionary<string, SimulationLiquidity> Liquidity { get; } = Map(Liquidity, entry => Guard.NotNull(entry, "liquidity"));

    /// <summary>Add-ons for large positions by underlying.</summary>
    public ImmutableSortedDictionary<string, SimulationConcentration> Concentration { get; } = Map(Concentration, entry => Guard.NotNull(entry, "concentration"));

    /// <summary>Symbols that have returns, of a history or drawn.</summary>
    internal ImmutableSortedDictionary<string, int> Samples { get; } = (MonteCarlo is { Fit: null } ? MonteCarlo.Underlyings.AsEnumerable() : History?.Keys ?? []).ToImmutableSortedDictionary(symbol => symbol, _ => 0, StringComparer.Ordinal);

    /// <summary>The horizon of an underlying, in days.</summary>
    internal int HorizonOf(string symbol) => Horizons.GetValueOrDefault(symbol, HorizonDays);

    private static int Days(int days, string name) => days is >= 1 and <= 10_000
        ? days
        : throw new ArgumentOutOfRangeException(name, days, $"{name} is {days}; expected 1 to 10000 days.");

    internal static ImmutableSortedDictionary<string, T> Map<T>(ImmutableSortedDictionary<string, T>? map, Func<T, T> check)
    {
        foreach (var (_, value) in map ?? ImmutableSortedDictionary<string, T>.Empty) check(value);
        return (map ?? ImmutableSortedDictionary<string, T>.Empty).WithComparers(StringComparer.Ordinal);
    }

    private static ImmutableArray<SimulationGroup> Disjoint(ImmutableArray<SimulationGroup> groups)
    {
        if (groups.IsDefaultOrEmpty) return [];
        var names = new HashSet<string>(groups.Select(group => group.Name), StringComparer.Ordinal);
        if (names.Count < groups.Length) throw new ArgumentException("groups has a name twice; give each group a name of its own.", nameof(groups));
        var members = new HashSet<string>(StringComparer.Ordinal);
        foreach (string symbol in groups.SelectMany(group => group.Underlyings))
            if (!members.Add(symbol)) throw new ArgumentException($"groups names {symbol} twice; an underlying nets in one group.", nameof(groups));
        return groups;
    }
}

/// <summary>The returns of one underlying, oldest first.</summary>
/// <param name="Spot">Returns of the spot price.</param>
/// <param name="Volatility">Changes of volatility; empty: volatilities stay.</param>
public sealed record SimulationHistory(ImmutableArray<double> Spot, ImmutableArray<double> Volatility = default)
{
    /// <summary>Returns of the spot price.</summary>
    public ImmutableArray<double> Spot { get; } = Spot.IsDefault ? throw new ArgumentException("history has a series without \"spot\".", nameof(Spot)) : Spot;

    /// <summary>Changes of volatility; empty: volatilities stay.</summary>
    public ImmutableArray<double> Volatility { get; } = Volatility.IsDefault ? [] : Volatility;
}

/// <summary>How returns are scaled to the volatility of now.</summary>
/// <param name="Decay">Of the exponentially weighted variance, above 0, at most 1; absent: a GARCH(1,1) is fitted to each series.</param>
/// <param name="Blend">Where returns are scaled to: 1 the volatility of now, 0 that of their day.</param>
/// <param name="VolatilityFloor">Smallest volatility of now, per row.</param>
/// <param name="VolatilityCap">Largest volatility of now, per row; absent: none.</param>
/// <param name="CorrelationDecay">Of the exponentially weighted correlation, above 0, at most 1; absent: rows hang together as they did.</param>
/// <param name="SeedVariance">First variance; absent ("sampleMeanSquare"): the mean square of the series.</param>
public sealed record SimulationFilter(
    double? Decay = null,
    double Blend = 1,
    double VolatilityFloor = 0,
    double? VolatilityCap = null,
    double? CorrelationDecay = null,
    [property: System.Text.Json.Serialization.JsonConverter(typeof(SeedVarianceConverter))] double? SeedVariance = null)
{
    internal VolatilityFilter Filter { get; } = Of(Decay, SeedVariance) with
    {
        Blend = Guard.Fraction(Blend, "filter.blend"),
        Floor = Guard.NonNegative(VolatilityFloor, "filter.volatilityFloor"),
        CorrelationDecay = CorrelationDecay,
        Cap = VolatilityCap is { } cap ? Guard.Positive(cap, "filter.volatilityCap") : null,
    };

    private static VolatilityFilter Of(double? decay, double? seedVariance) => decay is { } stated
        ? VolatilityFilter.Ewma(stated, seedVariance)
        : seedVariance is null ? VolatilityFilter.Garch() : throw new ArgumentException("filter.seedVariance belongs to a \"decay\"; a GARCH starts from the mean square.", nameof(seedVariance));
}

/// <summary>Underlyings that net with each other.</summary>
/// <param name="Name">Name of the group, in the ledger.</param>
/// <param name="Underlyings">Symbols of its members.</param>
public sealed record SimulationGroup(string Name, ImmutableArray<string> Underlyings)
{
    /// <summary>Name of the group.</summary>
    public string Name { get; } = Guard.Text(Name, "groups.name");

    /// <summary>Symbols of its members.</summary>
    public ImmutableArray<string> Underlyings { get; } = Underlyings.IsDefaultOrEmpty ? throw new ArgumentException($"Group {Name} names no underlying.", nameof(Underlyings)) : Underlyings;
}

/// <summary>A stressed period beside the history.</summary>
/// <param name="Weight">Share of the stressed period.</param>
/// <param name="History">Its returns, of the same underlyings as the history.</param>
/// <param name="Method">How both are put together.</param>
/// <param name="Filtered">Whether it is filtered as the history is.</param>
public sealed record SimulationStress(double Weight, ImmutableSortedDictionary<string, SimulationHistory> History, SimulationStressMethod Method = SimulationStressMethod.Measure, bool Filtered = false)
{
    /// <summary>Share of the stressed period.</summary>
    public double Weight { get; } = Guard.Fraction(Weight, "stressed.weight");

    /// <summary>Its returns.</summary>
    public ImmutableSortedDictionary<string, SimulationHistory> History { get; } = HistoricalSimulationParameters.Map(Guard.NotNull(History, "stressed.history"), series => Guard.NotNull(series, "stressed.history"));
}

/// <summary>Tools against margins that rise just when markets fall. Source: Delegated Regulation (EU) 153/2013, article 28, 2012-12-19.</summary>
/// <param name="Option">Which.</param>
/// <param name="Rate">Buffer: share of the market risk; article 28(a) asks for 0.25 or more.</param>
/// <param name="Exhausted">Buffer: share that is released at the time, while margins rise.</param>
/// <param name="History">Floor: returns over ten years or more (article 28(c)); never filtered.</param>
public sealed record SimulationAntiProcyclicality(
    SimulationAntiProcyclicalityOption Option, double? Rate = null, double Exhausted = 0, ImmutableSortedDictionary<string, SimulationHistory>? History = null)
{
    /// <summary>Share of the market risk.</summary>
    public double? Rate { get; } = Option != SimulationAntiProcyclicalityOption.Buffer
        ? Rate is null ? null : throw new ArgumentException("antiProcyclicality.rate belongs to the option \"buffer\".", nameof(Rate))
        : Guard.NonNegative(Rate ?? throw new ArgumentException("antiProcyclicality has the option \"buffer\" but no \"rate\".", nameof(Rate)), "antiProcyclicality.rate");

    /// <summary>Share that is released.</summary>
    public double Exhausted { get; } = Guard.Fraction(Exhausted, "antiProcyclicality.exhausted");

    /// <summary>Returns of the floor; empty for a buffer.</summary>
    public ImmutableSortedDictionary<string, SimulationHistory> History { get; } = (Option == SimulationAntiProcyclicalityOption.Floor) == (History is { IsEmpty: false })
        ? HistoricalSimulationParameters.Map(History, series => Guard.NotNull(series, "antiProcyclicality.history"))
        : throw new ArgumentException("antiProcyclicality needs a \"history\" for the option \"floor\", and for no other.", nameof(History));
}

/// <summary>How much of the offset between groups counts. Source: Delegated Regulation (EU) 153/2013, article 27, 2012-12-19: at most 0.8.</summary>
/// <param name="Cap">Share of the difference between the groups apart and the whole book that is taken off.</param>
public sealed record SimulationOffset(double Cap)
{
    /// <summary>Share that is taken off.</summary>
    public double Cap { get; } = Guard.Fraction(Cap, "offset.cap");
}

/// <summary>How much of the offset inside groups is taken back: correlations may break.</summary>
/// <param name="Rate">Share of the difference between a group's underlyings apart and the group.</param>
public sealed record SimulationCorrelationBreak(double Rate)
{
    /// <summary>Share that is taken back.</summary>
    public double Rate { get; } = Guard.Fraction(Rate, "correlationBreak.rate");
}

/// <summary>What it costs to close at the market.</summary>
/// <param name="HalfSpread">Half of the bid-ask spread, as a share of the value.</param>
public sealed record SimulationLiquidity(double HalfSpread)
{
    /// <summary>Half of the bid-ask spread.</summary>
    public double HalfSpread { get; } = Guard.NonNegative(HalfSpread, "liquidity.halfSpread");
}

/// <summary>An add-on for a position that is large against the volume.</summary>
/// <param name="Method">Which.</param>
/// <param name="AverageDailyVolume">Units of the underlying that trade on a day.</param>
/// <param name="Participation">Liquidation days: share of the volume that one may be.</param>
/// <param name="Threshold">Per unit: days of volume that are free.</param>
/// <param name="Rate">Per unit: share of the spot price.</param>
public sealed record SimulationConcentration(SimulationConcentrationMethod Method, double AverageDailyVolume, double? Participation = null, double? Threshold = null, double? Rate = null)
{
    /// <summary>Units of the underlying that trade on a day.</summary>
    public double AverageDailyVolume { get; } = Guard.Positive(AverageDailyVolume, "concentration.averageDailyVolume");

    /// <summary>Share of the volume that one may be.</summary>
    public double? Participation { get; } = Stated(Participation, Method != SimulationConcentrationMethod.PerUnitAboveThreshold, "participation") is { } share ? Guard.InRange(share, double.Epsilon, 1, "concentration.participation") : null;

    /// <summary>Days of volume that are free.</summary>
    public double? Threshold { get; } = Stated(Threshold, Method == SimulationConcentrationMethod.PerUnitAboveThreshold, "threshold") is { } days ? Guard.NonNegative(days, "concentration.threshold") : null;

    /// <summary>Share of the spot price.</summary>
    public double? Rate { get; } = Stated(Rate, Method == SimulationConcentrationMethod.PerUnitAboveThreshold, "rate") is { } rate ? Guard.NonNegative(rate, "concentration.rate") : null;

    private static double? Stated(double? value, bool needed, string name) => value is null == needed
        ? throw new ArgumentException($"concentration {(needed ? "lacks" : "does not know")} \"{name}\" with its method; squareRootOfLiquidationDays and evenLiquidation have a participation, perUnitAboveThreshold a threshold and a rate.", name)
        : value;
}
