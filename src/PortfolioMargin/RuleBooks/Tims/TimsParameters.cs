using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using PortfolioMargin.Numerics;
using static System.FormattableString;

namespace PortfolioMargin.RuleBooks;

/// <summary>Parameters of US portfolio margin. Fractions unless a unit is stated. Which products offset each other is the clearing house's daily list, and so the
/// user's: <see cref="TimsGroupFiles"/> reads it. Sources stand at the tables.</summary>
public sealed record TimsParameters
{
    /// <summary>One underlying with its options, futures and the funds that track it: profits add in full.</summary>
    public ImmutableArray<TimsClassGroup> ClassGroups { get; init => field = Stated(value, "classGroups"); } = [];

    /// <summary>Class groups that may offset.</summary>
    public ImmutableArray<TimsProductGroup> ProductGroups { get; init => field = Stated(value, "productGroups"); } = [];

    /// <summary>Product groups that may offset.</summary>
    public ImmutableArray<TimsPortfolioGroup> PortfolioGroups { get; init => field = Stated(value, "portfolioGroups"); } = [];

    /// <summary>Ranges of valuation by portfolio type; at least one.</summary>
    public required ImmutableSortedDictionary<string, TimsRange> PortfolioTypes { get; init => field = Ranges(value); }

    /// <summary>What the move of an underlying is multiplied by: 3 for a fund with three-fold leverage, -1 for an inverse one; 1 where none is stated.</summary>
    public required ImmutableSortedDictionary<string, double> MarketMoveAdjustments { get; init => field = Adjustments(value); }

    /// <summary>Minimum charge per contract and unit of its multiplier, in USD.</summary>
    public required double MinimumCharge { get; init => field = Guard.NonNegative(value, "minimumCharge"); }

    /// <summary>Minimum charge per contract by portfolio type, in USD, whatever the multiplier; types that are not listed have <see cref="MinimumCharge"/>.</summary>
    public required ImmutableSortedDictionary<string, double> MinimumPerContract { get; init => field = Charges(value); }

    /// <summary>Number of valuation points, half of them down and half up; even, 2 to 200.</summary>
    public required int ValuationPoints { get; init => field = value is >= 2 and <= 200 && value % 2 == 0 ? value : throw new ArgumentOutOfRangeException(nameof(ValuationPoints), value, Invariant($"valuationPoints is {value}; expected an even number from 2 to 200.")); }

    /// <summary>What profit is measured from: the model's value, or the position's mark.</summary>
    public required ValuationBase BaseValue { get; init => field = Guard.Defined(value, "baseValue"); }

    /// <summary>Portfolio type of underlyings that no class group names, each a class group of its own; absent: such underlyings are refused.</summary>
    public string? Ungrouped { get; init; }

    private static ImmutableArray<T> Stated<T>(ImmutableArray<T> groups, string name)
        where T : class
    {
        foreach (var group in groups.IsDefault ? [] : groups) Guard.NotNull(group, name);
        return groups.IsDefault ? [] : groups;
    }

    private static ImmutableSortedDictionary<string, TimsRange> Ranges(ImmutableSortedDictionary<string, TimsRange> ranges)
    {
        foreach (var (type, range) in Guard.NotNull(ranges, "portfolioTypes")) Guard.NotNull(range, $"portfolioTypes.{type}");
        return ranges.IsEmpty
            ? throw new ArgumentException("portfolioTypes is empty; state at least one range of valuation, such as equity with up and down.", nameof(ranges))
            : ranges.WithComparers(StringComparer.Ordinal);
    }

    private static ImmutableSortedDictionary<string, double> Charges(ImmutableSortedDictionary<string, double> charges)
    {
        foreach (var (type, charge) in Guard.NotNull(charges, "minimumPerContract")) Guard.NonNegative(charge, $"minimumPerContract.{type}");
        return charges.WithComparers(StringComparer.Ordinal);
    }

    private static ImmutableSortedDictionary<string, double> Adjustments(ImmutableSortedDictionary<string, double> adjustments)
    {
        foreach (var (symbol, factor) in Guard.NotNull(adjustments, "marketMoveAdjustments")) Guard.InRange(factor, -100, 100, $"marketMoveAdjustments.{symbol}");
        return adjustments.WithComparers(StringComparer.Ordinal);
    }
}

/// <summary>A class group.</summary>
/// <param name="Name">Its name; no slash.</param>
/// <param name="Underlyings">Symbols of its underlyings; at least one, each in no other class group.</param>
/// <param name="PortfolioType">A key of the portfolio types.</param>
public sealed record TimsClassGroup(string Name, ImmutableArray<string> Underlyings, string PortfolioType = "equity")
{
    /// <summary>Its name.</summary>
    public string Name { get; } = TimsNames.Checked(Name, "classGroups.name");

    /// <summary>Symbols of its underlyings.</summary>
    public ImmutableArray<string> Underlyings { get; } = TimsNames.Checked(Underlyings, $"classGroups.underlyings of {Name}");

    /// <summary>A key of the portfolio types.</summary>
    public string PortfolioType { get; } = Guard.Text(PortfolioType, $"classGroups.portfolioType of {Name}");
}

/// <summary>A product group.</summary>
/// <param name="Name">Its name; no slash.</param>
/// <param name="ClassGroups">Its class groups, all with the same range of valuation.</param>
/// <param name="Offset">Share of a class group's gain that counts against the others' losses.</param>
public sealed record TimsProductGroup(string Name, ImmutableArray<string> ClassGroups, double Offset)
{
    /// <summary>Its name.</summary>
    public string Name { get; } = TimsNames.Checked(Name, "productGroups.name");

    /// <summary>Its class groups.</summary>
    public ImmutableArray<string> ClassGroups { get; } = TimsNames.Checked(ClassGroups, $"productGroups.classGroups of {Name}");

    /// <summary>Share of a gain that counts.</summary>
    public double Offset { get; } = Guard.Fraction(Offset, $"productGroups.offset of {Name}");
}

/// <summary>A portfolio group.</summary>
/// <param name="Name">Its name; no slash.</param>
/// <param name="ProductGroups">Its product groups.</param>
/// <param name="Offset">Share of a product group's gain that counts against the others' losses.</param>
public sealed record TimsPortfolioGroup(string Name, ImmutableArray<string> ProductGroups, double Offset)
{
    /// <summary>Its name.</summary>
    public string Name { get; } = TimsNames.Checked(Name, "portfolioGroups.name");

    /// <summary>Its product groups.</summary>
    public ImmutableArray<string> ProductGroups { get; } = TimsNames.Checked(ProductGroups, $"portfolioGroups.productGroups of {Name}");

    /// <summary>Share of a gain that counts.</summary>
    public double Offset { get; } = Guard.Fraction(Offset, $"portfolioGroups.offset of {Name}");
}

/// <summary>A range of valuation.</summary>
/// <param name="Up">Largest move up, 0 to 10.</param>
/// <param name="Down">Largest move down, 0 to 1.</param>
public sealed record TimsRange(double Up, double Down)
{
    /// <summary>Largest move up.</summary>
    public double Up { get; } = Guard.InRange(Up, 0, 10, "portfolioTypes.up");

    /// <summary>Largest move down.</summary>
    public double Down { get; } = Guard.Fraction(Down, "portfolioTypes.down");
}

/// <summary>Names become lines of the ledger.</summary>
internal static class TimsNames
{
    public static string Checked(string name, string what) => Guard.Text(name, what).Contains('/', StringComparison.Ordinal)
        ? throw new ArgumentException($"{what} is \"{name}\"; a slash separates lines of the ledger. Choose another name.", what)
        : name;

    public static ImmutableArray<string> Checked(ImmutableArray<string> names, string what)
    {
        if (names.IsDefaultOrEmpty) throw new ArgumentException($"{what} is empty; name at least one.", what);
        foreach (string name in names) Guard.Text(name, what);
        return names;
    }
}

/// <summary>"model" or "mark".</summary>
internal sealed class TimsBaseConverter() : JsonStringEnumConverter<ValuationBase>(JsonNamingPolicy.CamelCase, allowIntegerValues: false);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    Converters = [typeof(TimsBaseConverter)])]
[JsonSerializable(typeof(TimsParameters))]
internal sealed partial class TimsJson : JsonSerializerContext;
