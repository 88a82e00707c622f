using System.Collections.Immutable;

namespace PortfolioMargin.RuleBooks;

/// <summary>Periods of a file as contract months of the rule book.</summary>
internal static class SpanPeriods
{
    /// <summary>The month of a period, or its day where it has one; weeks have no public description of their days and count as their month.</summary>
    public static ContractMonth Month(SpanPeriod period) => period.Date is { } day ? new(day.Year, day.Month, day.Day) : period.Month!.Value;

    public static ImmutableArray<SpanTier> Tiers(IEnumerable<SpanFileTier> tiers) => [.. tiers.Select(tier => new SpanTier(tier.Number, Month(tier.From), Month(tier.To)))];

    /// <summary>Scan tiers: those of the file, or one per month.</summary>
    public static ImmutableArray<SpanTier> ScanTiers(SpanFileCommodity commodity, List<SpanFileContract> contracts) => !commodity.ScansByMonth
        ? Tiers(commodity.ScanTiers)
        : [.. contracts.Select(contract => contract.DeltaPeriod.Month).OfType<ContractMonth>().Distinct().Order().Select((month, i) => new SpanTier(i + 1, month, month))];

    public static SpanCalendarSpread Spread(SpanFileSpread spread) =>
        new([.. spread.Legs.Select(leg => new SpanCalendarLeg(leg.Side, leg.Period.IsNone ? leg.Tier : null, leg.Period.IsNone ? null : Month(leg.Period), leg.DeltaPerSpread))], spread.Amount, spread.Priority);

    /// <summary>The rule book counts deltas by month or day. A commodity with a month in which several periods are told apart by more than their days (weeks, or days beside the month
    /// itself) is not covered where its charges do so: deltas would offset for nothing, or meet charges that are not theirs.</summary>
    public static string? NotCovered(SpanFileCommodity commodity, List<SpanFileContract> contracts)
    {
        var periods = contracts.Select(contract => contract.DeltaPeriod).Where(period => !period.IsNone).Distinct().ToList();
        var several = periods.CountBy(period => period.Month!.Value).Where(month => month.Value > 1).Select(month => month.Key).ToHashSet();
        var whole = periods.Where(period => period.Date is null).Select(period => period.Month!.Value).ToHashSet();
        var legs = commodity.CalendarSpreads.SelectMany(spread => spread.Legs).ToList();
        var tiers = legs.Where(leg => leg.Period.IsNone).Select(leg => leg.Tier).ToHashSet();
        var clashing = legs.Where(leg => !leg.Period.IsNone).Select(leg => leg.Period).Concat(commodity.SpotMonths.Select(spot => spot.Period)).Where(NotOne)
            .Concat(commodity.CalendarTiers.Where(tier => tiers.Contains(tier.Number)).SelectMany(Clashes))
            .Concat(commodity.ShortOptionTiers.SelectMany(tier => new[] { tier.From, tier.To }).Where(Clash))
            .Select(period => period.Month).OfType<ContractMonth>().ToList();
        return clashing.Count > 0 ? $"it has several periods in month {clashing.Min()} which are not all days, or charges by day on contracts by month" : null;

        // contracts by month, among other periods of that month or against a charge by day
        bool Clash(SpanPeriod period) => !period.IsNone && whole.Contains(period.Month!.Value) && (period.Date is not null || several.Contains(period.Month.Value));

        bool NotOne(SpanPeriod period) => Clash(period) || (period.Date is null && several.Contains(period.Month!.Value));

        IEnumerable<SpanPeriod> Clashes(SpanFileTier tier) => periods.Where(period => Clash(period) && tier.From.Month <= period.Month && period.Month <= tier.To.Month)
            .Concat(new[] { tier.From, tier.To }.Where(Clash));
    }
}
