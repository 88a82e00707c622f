using System.Collections.Immutable;
using PortfolioMargin.Numerics;

namespace PortfolioMargin.RuleBooks;

/// <summary>A combined commodity: products on one price, scanned together, and what it is charged. Money in its own currency.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Products">At least one product.</param>
/// <param name="Currency">Currency of its arrays, marks and charges; absent: the one that its underlyings are quoted in.</param>
/// <param name="ScanTiers">Months that are scanned together; what no tier holds is scanned together as tier 0.</param>
/// <param name="InterMonthTiers">Tiers that calendar spreads name.</param>
/// <param name="InterCommodityTiers">Tiers that inter-commodity spreads name.</param>
/// <param name="CalendarSpreads">Calendar spreads; series before tiers is a matter of their priorities.</param>
/// <param name="SpotMonths">Months with delivery charges.</param>
/// <param name="ShortOptionMinimum">Money per short option that no tier holds; absent: none, and named in results with short options.</param>
/// <param name="ShortOptionMinimumTiers">Minimums by month.</param>
/// <param name="ShortOptionMinimumMethod">How short options are counted.</param>
/// <param name="WeightedPriceRiskMethod">What credits by deltas are a share of.</param>
/// <param name="ScanRangePerDelta">Money per delta; needed by the methods that name it.</param>
/// <param name="CapOptionValue">Whether its option value pays for its own risk only (the cap flag of the file).</param>
/// <param name="AdjustmentFactor">Factor on its risk.</param>
/// <param name="InitialToMaintenanceRatio">Initial over maintenance risk.</param>
public sealed record SpanCombinedCommodity(
    string Code,
    ImmutableArray<SpanProduct> Products,
    string? Currency = null,
    ImmutableArray<SpanTier> ScanTiers = default,
    ImmutableArray<SpanTier> InterMonthTiers = default,
    ImmutableArray<SpanTier> InterCommodityTiers = default,
    ImmutableArray<SpanCalendarSpread> CalendarSpreads = default,
    ImmutableArray<SpanSpotMonth> SpotMonths = default,
    double? ShortOptionMinimum = null,
    ImmutableArray<SpanMinimumTier> ShortOptionMinimumTiers = default,
    SpanShortOptionMethod ShortOptionMinimumMethod = SpanShortOptionMethod.LargerSide,
    SpanPriceRiskMethod WeightedPriceRiskMethod = SpanPriceRiskMethod.PriceRisk,
    double? ScanRangePerDelta = null,
    bool CapOptionValue = false,
    double AdjustmentFactor = 1,
    double InitialToMaintenanceRatio = 1)
{
    /// <summary>Its code; part of the names of ledger lines.</summary>
    public string Code { get; } = Name(Code, "combinedCommodities.code");

    /// <summary>At least one product.</summary>
    public ImmutableArray<SpanProduct> Products { get; } = !Products.IsDefaultOrEmpty
        ? Products
        : throw new ArgumentException($"Combined commodity {Code} has no products; state at least one.", nameof(Products));

    /// <summary>Currency of its arrays, marks and charges; absent: the one that its underlyings are quoted in.</summary>
    public string? Currency { get; } = Currency is null ? null : Guard.Text(Currency, "combinedCommodities.currency");

    /// <summary>Months that are scanned together; no month in two tiers.</summary>
    public ImmutableArray<SpanTier> ScanTiers { get; } = Tiers(ScanTiers, $"{Code} scanTiers", disjoint: true);

    /// <summary>Tiers that calendar spreads name.</summary>
    public ImmutableArray<SpanTier> InterMonthTiers { get; } = Tiers(InterMonthTiers, $"{Code} interMonthTiers", disjoint: false);

    /// <summary>Tiers that inter-commodity spreads name.</summary>
    public ImmutableArray<SpanTier> InterCommodityTiers { get; } = Tiers(InterCommodityTiers, $"{Code} interCommodityTiers", disjoint: false);

    /// <summary>Calendar spreads.</summary>
    public ImmutableArray<SpanCalendarSpread> CalendarSpreads { get; } = Known(CalendarSpreads, InterMonthTiers, Code);

    /// <summary>Months with delivery charges; none twice.</summary>
    public ImmutableArray<SpanSpotMonth> SpotMonths { get; } = Once(SpotMonths, Code);

    /// <summary>Money per short option that no tier holds; not below 0; absent: none, and named in results with short options.</summary>
    public double? ShortOptionMinimum { get; } = ShortOptionMinimum is { } rate ? Guard.NonNegative(rate, "combinedCommodities.shortOptionMinimum") : null;

    /// <summary>Minimums by month; no month in two tiers.</summary>
    public ImmutableArray<SpanMinimumTier> ShortOptionMinimumTiers { get; } = Minimums(ShortOptionMinimumTiers, Code);

    /// <summary>How short options are counted.</summary>
    public SpanShortOptionMethod ShortOptionMinimumMethod { get; } = Guard.Defined(ShortOptionMinimumMethod, "combinedCommodities.shortOptionMinimumMethod");

    /// <summary>What credits by deltas are a share of.</summary>
    public SpanPriceRiskMethod WeightedPriceRiskMethod { get; } = Guard.Defined(WeightedPriceRiskMethod, "combinedCommodities.weightedPriceRiskMethod");

    /// <summary>Money per delta; not below 0.</summary>
    public double? ScanRangePerDelta { get; } = Needed(ScanRangePerDelta, WeightedPriceRiskMethod, Code);

    /// <summary>Factor on its risk; above 0.</summary>
    public double AdjustmentFactor { get; } = Guard.Positive(AdjustmentFactor, "combinedCommodities.adjustmentFactor");

    /// <summary>Initial over maintenance risk; at least 1.</summary>
    public double InitialToMaintenanceRatio { get; } = Guard.InRange(InitialToMaintenanceRatio, 1, double.MaxValue, "combinedCommodities.initialToMaintenanceRatio");

    /// <summary>A name that may stand in a ledger path.</summary>
    internal static string Name(string name, string parameter) => !Guard.Text(name, parameter).Contains('/', StringComparison.Ordinal)
        ? name
        : throw new ArgumentException($"{parameter} is \"{name}\"; it must not hold a slash, which separates names in ledger paths.", nameof(name));

    private static ImmutableArray<SpanTier> Tiers(ImmutableArray<SpanTier> tiers, string name, bool disjoint)
    {
        if (tiers.IsDefault) return [];
        SpanMonths.Check(tiers, name, disjoint);
        return tiers;
    }

    private static ImmutableArray<SpanMinimumTier> Minimums(ImmutableArray<SpanMinimumTier> tiers, string code)
    {
        if (tiers.IsDefault) return [];
        SpanMonths.Check([.. tiers.Select(tier => tier.Months)], $"{code} shortOptionMinimumTiers", disjoint: true);
        return tiers;
    }

    private static ImmutableArray<SpanCalendarSpread> Known(ImmutableArray<SpanCalendarSpread> spreads, ImmutableArray<SpanTier> tiers, string code)
    {
        if (spreads.IsDefault) return [];
        foreach (int? tier in spreads.SelectMany(spread => spread.Legs).Select(leg => leg.Tier))
        {
            if (tier is not null && (tiers.IsDefault || tiers.All(known => known.Number != tier)))
                throw new ArgumentException($"A calendar spread of {code} names tier {tier}, which interMonthTiers does not have.", nameof(spreads));
        }

        return spreads;
    }

    private static ImmutableArray<SpanSpotMonth> Once(ImmutableArray<SpanSpotMonth> months, string code)
    {
        if (months.IsDefault) return [];
        var twice = months.GroupBy(spot => spot.Month).FirstOrDefault(group => group.Count() > 1);
        return twice is null ? months : throw new ArgumentException($"{code} states spot month {twice.Key} twice; state each month once.", nameof(months));
    }

    private static double? Needed(double? amount, SpanPriceRiskMethod method, string code) => amount is { } stated
        ? Guard.NonNegative(stated, "combinedCommodities.scanRangePerDelta")
        : method == SpanPriceRiskMethod.PriceRisk ? null
        : throw new ArgumentException($"{code} takes its weighted price risk by method {method} but states no scanRangePerDelta.", nameof(amount));
}

/// <summary>Combined commodities whose risks and option values are added before the requirement is floored at 0.</summary>
/// <param name="Code">Its code.</param>
/// <param name="CombinedCommodities">Codes of its combined commodities.</param>
public sealed record SpanCombinedCommodityGroup(string Code, ImmutableArray<string> CombinedCommodities)
{
    /// <summary>Its code; part of the names of ledger lines.</summary>
    public string Code { get; } = SpanCombinedCommodity.Name(Code, "combinedCommodityGroups.code");

    /// <summary>Codes of its combined commodities.</summary>
    public ImmutableArray<string> CombinedCommodities { get; } = CombinedCommodities.IsDefault ? [] : CombinedCommodities;
}
