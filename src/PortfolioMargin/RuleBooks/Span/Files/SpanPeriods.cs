using System.Collections.Immutable;

namespace PortfolioMargin.RuleBooks;

/// <summary>Periods of a file as contract months of the rule book.</summary>
internal static class SpanPeriods
{
    public static ImmutableArray<SpanTier> Tiers(IEnumerable<SpanFileTier> tiers) => [.. tiers.Select(tier => new SpanTier(tier.Number, tier.From.Month!.Value, tier.To.Month!.Value))];

    /// <summary>Scan tiers: those of the file, or one per month.</summary>
    public static ImmutableArray<SpanTier> ScanTiers(SpanFileCommodity commodity, List<SpanFileContract> contracts) => !commodity.ScansByMonth
        ? Tiers(commodity.ScanTiers)
        : [.. contracts.Select(contract => contract.DeltaPeriod.Month).OfType<ContractMonth>().Distinct().Order().Select((month, i) => new SpanTier(i + 1, month, month))];

    public static SpanCalendarSpread Spread(SpanFileSpread spread) =>
        new([.. spread.Legs.Select(leg => new SpanCalendarLeg(leg.Side, leg.Period.IsNone ? leg.Tier : null, leg.Period.Month, leg.DeltaPerSpread))], spread.Amount, spread.Priority);

    /// <summary>The rule book counts deltas by month. A commodity with several periods in a month (weekly or daily contracts on no future) whose charges tell them apart is not covered:
    /// their deltas would offset for nothing.</summary>
    public static string? NotCovered(SpanFileCommodity commodity, List<SpanFileContract> contracts)
    {
        var several = contracts.Select(contract => contract.DeltaPeriod).Where(period => !period.IsNone).Distinct().GroupBy(period => period.Month!.Value)
            .Where(group => group.Count() > 1).Select(group => group.Key).ToHashSet();
        if (several.Count == 0) return null;
        bool spreads = commodity.CalendarSpreads.SelectMany(spread => spread.Legs).Any(leg => leg.Period.IsNone
            ? commodity.CalendarTiers.Where(tier => tier.Number == leg.Tier).Any(tier => several.Any(month => tier.From.Month <= month && month <= tier.To.Month))
            : several.Contains(leg.Period.Month!.Value));
        bool spot = commodity.SpotMonths.Any(charge => several.Contains(charge.Period.Month!.Value));
        return spreads || spot ? $"it has several periods in month {several.Min()}, which the rule book counts as one, and charges between them" : null;
    }
}
