using System.Collections.Immutable;
using System.Text.Json.Serialization;
using PortfolioMargin.Numerics;

namespace PortfolioMargin.RuleBooks;

/// <summary>The whole of a grid rule, as a file states it. Fractions unless a unit is stated. None of the numbers has a default that a venue would have to confirm.</summary>
public sealed record HouseGridParameters
{
    /// <summary>Where the numbers are from, in the user's words; shown in every ledger.</summary>
    public string? Source { get; init => field = value is null ? null : Guard.Text(value, "source"); }

    /// <summary>Grids and charges by underlying; "default", where stated, holds those of underlyings that are not named.</summary>
    public required ImmutableSortedDictionary<string, HouseGridUnderlying> Underlyings { get; init => field = NoneNull(value); }

    /// <summary>Initial and maintenance requirement as multiples of the risk; has to be stated.</summary>
    public HouseGridFactors? Factors { get; init; }

    /// <summary>Least requirement of an account with positions, in the reporting currency, after the factors; 0 unless stated.</summary>
    public double Minimum { get; init => field = Guard.NonNegative(value, "minimum"); }

    /// <summary>Parts of the venue's rule that the file does not hold; each is named in every result.</summary>
    public ImmutableArray<string> NotCovered { get; init => field = value.IsDefault ? [] : [.. value.Select(part => Guard.Text(part, "notCovered"))]; } = [];

    /// <summary>The parameters of an underlying, or none.</summary>
    internal HouseGridUnderlying? Find(string symbol) => Underlyings.GetValueOrDefault(symbol) ?? Underlyings.GetValueOrDefault("default");

    private static ImmutableSortedDictionary<string, HouseGridUnderlying> NoneNull(ImmutableSortedDictionary<string, HouseGridUnderlying> underlyings)
    {
        foreach (var (symbol, underlying) in Guard.NotNull(underlyings, "underlyings"))
            if (underlying is null) throw new ArgumentException($"underlyings.{symbol} is null; expected an object with grid and charges.", nameof(underlyings));
        return underlyings.WithComparers(StringComparer.Ordinal);
    }
}

/// <summary>Requirements as multiples of the risk.</summary>
/// <param name="Initial">Initial; not below maintenance.</param>
/// <param name="Maintenance">Maintenance; not below 0.</param>
public sealed record HouseGridFactors(double Initial, double Maintenance)
{
    /// <summary>Initial; not below maintenance.</summary>
    public double Initial { get; } = Guard.InRange(Initial, Guard.NonNegative(Maintenance, "factors.maintenance"), double.MaxValue, "factors.initial");
}

/// <summary>What a price move is a fraction of.</summary>
public enum HouseGridPriceMove
{
    /// <summary>Of every price itself: the forward of an expiry moves in proportion.</summary>
    Own,

    /// <summary>Of the spot price: every forward moves by the same amount.</summary>
    Spot,
}

/// <summary>Grid, tails and charges of one underlying.</summary>
/// <param name="PriceRange">Largest price move of the grid.</param>
/// <param name="PriceSteps">Prices of the grid as multiples of the range, ascending, -1 to 1.</param>
/// <param name="Volatility">Volatilities of the grid.</param>
/// <param name="PriceMove">What a price move is a fraction of.</param>
/// <param name="Tails">Further scenarios with weights.</param>
/// <param name="Contingencies">Charges added to the scan.</param>
/// <param name="Floors">Charges whose sum the scan with its contingencies may not fall below.</param>
public sealed record HouseGridUnderlying(
    double PriceRange,
    ImmutableArray<double> PriceSteps,
    HouseGridVolatility Volatility,
    HouseGridPriceMove PriceMove = HouseGridPriceMove.Own,
    ImmutableArray<HouseGridTail> Tails = default,
    ImmutableArray<HouseGridCharge> Contingencies = default,
    ImmutableArray<HouseGridCharge> Floors = default)
{
    /// <summary>Largest price move of the grid.</summary>
    public double PriceRange { get; } = Guard.InRange(PriceRange, 0, 0.999, "priceRange");

    /// <summary>Prices of the grid as multiples of the range.</summary>
    public ImmutableArray<double> PriceSteps { get; } = HouseGridVolatility.Ascending(PriceSteps, "priceSteps");

    /// <summary>Further scenarios with weights.</summary>
    public ImmutableArray<HouseGridTail> Tails { get; } = Listed(Tails, "tails");

    /// <summary>What a price move is a fraction of.</summary>
    public HouseGridPriceMove PriceMove { get; } = Guard.Defined(PriceMove, "priceMove");

    /// <summary>Charges added to the scan.</summary>
    public ImmutableArray<HouseGridCharge> Contingencies { get; } = Named(Contingencies, "contingencies");

    /// <summary>Charges whose sum is the least that counts.</summary>
    public ImmutableArray<HouseGridCharge> Floors { get; } = Named(Floors, "floors");

    /// <summary>Contingencies and floors.</summary>
    [JsonIgnore]
    internal IEnumerable<HouseGridCharge> Charges => Contingencies.Concat(Floors);

    private static ImmutableArray<T> Listed<T>(ImmutableArray<T> items, string name)
        where T : class => items.IsDefault ? []
            : items.Contains(null!) ? throw new ArgumentException($"{name} has an entry null; expected an object.", nameof(items)) : items;

    private static ImmutableArray<HouseGridCharge> Named(ImmutableArray<HouseGridCharge> given, string name)
    {
        var charges = Listed(given, name);
        return charges.GroupBy(charge => charge.Name).FirstOrDefault(group => group.Key == "scan risk" || group.Count() > 1) is { } taken
            ? throw new ArgumentException($"{name} has a name twice or the name of the scan: \"{taken.Key}\"; give each charge a name of its own.", nameof(given))
            : charges;
    }
}

/// <summary>Volatilities of a grid.</summary>
/// <param name="Steps">Columns of the grid, ascending, -1 to 1: 1 is the full change up, -1 the full change down, 0 none.</param>
/// <param name="Up">Change up at the reference term.</param>
/// <param name="Down">Change down at the reference term.</param>
/// <param name="InPoints">Whether changes are in volatility points (0.45 is 45 points), else shares of the volatility.</param>
/// <param name="ShortTermPower">Power of (reference / days) before the reference term; 0: not scaled.</param>
/// <param name="LongTermPower">The same from the reference term on.</param>
/// <param name="ReferenceDays">Term at which changes are as stated.</param>
/// <param name="FloorDays">Shortest term that counts.</param>
/// <param name="Minimum">Smallest volatility after a change.</param>
public sealed record HouseGridVolatility(
    ImmutableArray<double> Steps,
    double Up = 0,
    double Down = 0,
    bool InPoints = false,
    double ShortTermPower = 0,
    double LongTermPower = 0,
    double ReferenceDays = 30,
    double FloorDays = 1,
    double Minimum = 0)
{
    /// <summary>Columns of the grid.</summary>
    public ImmutableArray<double> Steps { get; } = Ascending(Steps, "volatility.steps");

    /// <summary>Change up at the reference term.</summary>
    public double Up { get; } = Guard.NonNegative(Up, "volatility.up");

    /// <summary>Change down at the reference term.</summary>
    public double Down { get; } = Guard.NonNegative(Down, "volatility.down");

    /// <summary>Power before the reference term.</summary>
    public double ShortTermPower { get; } = Guard.InRange(ShortTermPower, 0, 2, "volatility.shortTermPower");

    /// <summary>Power from the reference term on.</summary>
    public double LongTermPower { get; } = Guard.InRange(LongTermPower, 0, 2, "volatility.longTermPower");

    /// <summary>Term at which changes are as stated, in days.</summary>
    public double ReferenceDays { get; } = Guard.Positive(ReferenceDays, "volatility.referenceDays");

    /// <summary>Shortest term that counts, in days.</summary>
    public double FloorDays { get; } = Guard.Positive(FloorDays, "volatility.floorDays");

    /// <summary>Smallest volatility after a change.</summary>
    public double Minimum { get; } = Guard.NonNegative(Minimum, "volatility.minimum");

    internal static ImmutableArray<double> Ascending(ImmutableArray<double> steps, string name) =>
        !steps.IsDefaultOrEmpty && steps[0] >= -1 && steps[^1] <= 1 && steps.Zip(steps.Skip(1)).All(pair => pair.Second > pair.First)
            ? steps
            : throw new ArgumentException($"{name} is [{string.Join(", ", steps.IsDefault ? [] : steps.Select(step => FormattableString.Invariant($"{step:R}")))}]; expected at least one number, ascending, between -1 and 1.", nameof(steps));
}

/// <summary>A scenario beside the grid.</summary>
/// <param name="Price">Price move; above -1.</param>
/// <param name="Volatility">Volatility step: 1 is the full change up, -1 the full change down.</param>
/// <param name="Weight">Share of the loss that counts.</param>
public sealed record HouseGridTail(double Price, double Volatility, double Weight)
{
    /// <summary>Price move; above -1.</summary>
    public double Price { get; } = Guard.InRange(Price, -0.999, 1000, "tails.price");

    /// <summary>Volatility step.</summary>
    public double Volatility { get; } = Guard.InRange(Volatility, -1, 1, "tails.volatility");

    /// <summary>Share of the loss that counts.</summary>
    public double Weight { get; } = Guard.Fraction(Weight, "tails.weight");
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    Converters = [typeof(JsonStringEnumConverter<HouseGridPriceMove>), typeof(JsonStringEnumConverter<HouseGridMeasure>)])]
[JsonSerializable(typeof(HouseGridParameters))]
internal sealed partial class HouseGridJson : JsonSerializerContext;
