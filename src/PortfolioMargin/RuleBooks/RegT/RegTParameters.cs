using System.Collections.Immutable;
using System.Text.Json.Serialization;
using PortfolioMargin.Numerics;

namespace PortfolioMargin.RuleBooks;

/// <summary>Whether the requirement contains the value of short positions.</summary>
public enum RegTShortValue
{
    /// <summary>It does, and is compared with cash plus long value.</summary>
    Gross,

    /// <summary>The value of all short positions is subtracted once: the call on a new position.</summary>
    AppliedProceeds,
}

/// <summary>Parameters of strategy-based margin. Fractions. Defaults: Regulation T (12 CFR 220) and FINRA Rule 4210, the text of 2024 as read on 2026-11-22.</summary>
public sealed record RegTParameters
{
    /// <summary>Type of an underlying, a key of <see cref="NakedRates"/>; one that is not listed is "equity".</summary>
    public ImmutableSortedDictionary<string, string> UnderlyingTypes { get; init => field = Ordinal(value, "underlyingTypes"); } = ImmutableSortedDictionary<string, string>.Empty.WithComparers(StringComparer.Ordinal);

    /// <summary>Rates of naked short options by type of the underlying.</summary>
    public ImmutableSortedDictionary<string, RegTNakedRates> NakedRates { get; init => field = Ordinal(value, "nakedRates"); } = ImmutableSortedDictionary<string, RegTNakedRates>.Empty.WithComparers(StringComparer.Ordinal)
        .Add("equity", new(0.20, 0.10)).Add("narrowIndex", new(0.20, 0.10)).Add("broadIndex", new(0.15, 0.10));

    /// <summary>Leverage of funds; naked rates are multiplied by it, up to 100 %.</summary>
    public ImmutableSortedDictionary<string, double> LeverageFactors { get; init => field = Leverage(value); } = ImmutableSortedDictionary<string, double>.Empty.WithComparers(StringComparer.Ordinal);

    /// <summary>Funds that cover options on an index.</summary>
    public ImmutableArray<RegTCover> CoverEquivalents { get; init => field = Covers(value); } = [];

    /// <summary>Initial rate of long stock; not below its maintenance rate.</summary>
    public double LongStockInitial { get; init => field = Guard.Fraction(value, "longStockInitial"); } = 0.50;

    /// <summary>Maintenance rate of long stock.</summary>
    public double LongStockMaintenance { get; init => field = Guard.Fraction(value, "longStockMaintenance"); } = 0.25;

    /// <summary>Initial rate of short stock over its value.</summary>
    public double ShortStockInitial { get; init => field = Guard.Fraction(value, "shortStockInitial"); } = 0.50;

    /// <summary>Maintenance rate of short stock over its value.</summary>
    public double ShortStockMaintenance { get; init => field = Guard.Fraction(value, "shortStockMaintenance"); } = 0.30;

    /// <summary>Rate of a long option of more than nine months that stands alone.</summary>
    public double LongDatedRate { get; init => field = Guard.Fraction(value, "longDatedRate"); } = 0.75;

    /// <summary>Whether the requirement contains the value of short positions.</summary>
    public RegTShortValue ShortValueTreatment { get; init => field = Guard.Defined(value, "shortValueTreatment"); }

    /// <summary>Naked rates of an underlying, leverage included.</summary>
    internal RegTNakedRates Naked(string symbol)
    {
        string type = UnderlyingTypes.GetValueOrDefault(symbol, "equity");
        double leverage = LeverageFactors.GetValueOrDefault(symbol, 1);
        return new(Math.Min(1, NakedRates[type].Percentage * leverage), Math.Min(1, NakedRates[type].Minimum * leverage));
    }

    /// <summary>What one property cannot see of another.</summary>
    internal RegTParameters Checked()
    {
        Guard.InRange(LongStockInitial, LongStockMaintenance, 1, "longStockInitial");
        if (!NakedRates.ContainsKey("equity")) throw new ArgumentException("nakedRates needs an entry \"equity\" for underlyings that underlyingTypes does not list.");
        foreach (var (symbol, type) in UnderlyingTypes)
            if (!NakedRates.ContainsKey(type)) throw new ArgumentException($"underlyingTypes.{symbol} is \"{type}\"; nakedRates has {string.Join(", ", NakedRates.Keys)}.");
        return this;
    }

    private static ImmutableSortedDictionary<string, T> Ordinal<T>(ImmutableSortedDictionary<string, T> map, string name) => Guard.NotNull(map, name).WithComparers(StringComparer.Ordinal);

    private static ImmutableSortedDictionary<string, double> Leverage(ImmutableSortedDictionary<string, double> factors)
    {
        foreach (var (symbol, factor) in Guard.NotNull(factors, "leverageFactors")) Guard.Positive(factor, $"leverageFactors.{symbol}");
        return Ordinal(factors, "leverageFactors");
    }

    private static ImmutableArray<RegTCover> Covers(ImmutableArray<RegTCover> covers)
    {
        ImmutableArray<RegTCover> known = covers.IsDefault ? [] : covers;
        string[] names = [.. known.SelectMany(cover => new[] { cover.Underlying, cover.Fund })];
        return names.Distinct(StringComparer.Ordinal).Count() == names.Length
            ? known
            : throw new ArgumentException("coverEquivalents must name every index and every fund once.");
    }
}

/// <summary>Rates of naked short options.</summary>
/// <param name="Percentage">Share of the underlying's value, less the out-of-the-money amount.</param>
/// <param name="Minimum">Least share: of the underlying's value for calls, of the strike for puts.</param>
public sealed record RegTNakedRates(double Percentage, double Minimum)
{
    /// <summary>Share of the underlying's value.</summary>
    public double Percentage { get; } = Guard.Fraction(Percentage, "nakedRates.percentage");

    /// <summary>Least share.</summary>
    public double Minimum { get; } = Guard.Fraction(Minimum, "nakedRates.minimum");
}

/// <summary>A fund whose shares cover options on an index.</summary>
/// <param name="Underlying">The index.</param>
/// <param name="Fund">The fund.</param>
/// <param name="UnitsPerUnit">Fund shares per unit of the index.</param>
public sealed record RegTCover(string Underlying, string Fund, double UnitsPerUnit)
{
    /// <summary>The index.</summary>
    public string Underlying { get; } = Guard.Text(Underlying, "coverEquivalents.underlying");

    /// <summary>The fund.</summary>
    public string Fund { get; } = Guard.Text(Fund, "coverEquivalents.fund");

    /// <summary>Fund shares per unit of the index.</summary>
    public double UnitsPerUnit { get; } = Guard.Positive(UnitsPerUnit, "coverEquivalents.unitsPerUnit");
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    Converters = [typeof(RegTShortValueConverter)])]
[JsonSerializable(typeof(RegTParameters))]
internal sealed partial class RegTJson : JsonSerializerContext;

/// <summary>Writes the choice in camel case.</summary>
internal sealed class RegTShortValueConverter() : JsonStringEnumConverter<RegTShortValue>(System.Text.Json.JsonNamingPolicy.CamelCase, allowIntegerValues: false);
