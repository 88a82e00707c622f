using System.Collections.Immutable;

namespace PortfolioMargin.RuleBooks;

/// <summary>What must hold between the parts of the parameters: every name that is referred to exists, once.</summary>
internal static class SpanConsistency
{
    public static ImmutableArray<SpanCombinedCommodity> Commodities(ImmutableArray<SpanCombinedCommodity> commodities)
    {
        if (commodities.IsDefault) return [];
        Once(commodities.Select(commodity => commodity.Code), "combinedCommodities states code");
        Once(commodities.SelectMany(commodity => commodity.Products).Select(product => product.Underlying), "combinedCommodities names underlying");
        return commodities;
    }

    public static ImmutableArray<SpanCombinedCommodityGroup> Groups(ImmutableArray<SpanCombinedCommodityGroup> groups, ImmutableArray<SpanCombinedCommodity> commodities)
    {
        if (groups.IsDefaultOrEmpty) return [];
        Once(groups.Select(group => group.Code), "combinedCommodityGroups states code");
        var members = groups.SelectMany(group => group.CombinedCommodities).ToList();
        Once(members, "combinedCommodityGroups names combined commodity");
        var codes = Codes(commodities);
        foreach (string member in members) Exists(member, codes, "A combined commodity group");
        foreach (string code in codes)
            if (!members.Contains(code)) throw new ArgumentException($"Combined commodity {code} is in none of the combinedCommodityGroups; put it into one.", nameof(groups));
        return groups;
    }

    public static ImmutableArray<SpanInterCommoditySpread> Spreads(
        ImmutableArray<SpanInterCommoditySpread> spreads, ImmutableArray<SpanCombinedCommodity> commodities, ImmutableArray<SpanCombinedCommodityGroup> groups)
    {
        if (spreads.IsDefault) return [];
        var codes = Codes(commodities);
        foreach (var spread in spreads)
        {
            foreach (var leg in spread.Legs)
            {
                Exists(leg.CombinedCommodity, codes, "An inter-commodity spread");
                var commodity = commodities.First(known => known.Code == leg.CombinedCommodity);
                if (leg.Tier > 0 && commodity.InterCommodityTiers.All(tier => tier.Number != leg.Tier))
                    throw new ArgumentException($"An inter-commodity spread names tier {leg.Tier} of {leg.CombinedCommodity}, which its interCommodityTiers does not have.", nameof(spreads));
            }

            if (spread.Method == SpanCreditMethod.Scan) CheckScan(spread, commodities, groups);
        }

        return spreads;
    }

    /// <summary>Commodities that merge have one scan each, and lie in one group.</summary>
    private static void CheckScan(SpanInterCommoditySpread spread, ImmutableArray<SpanCombinedCommodity> commodities, ImmutableArray<SpanCombinedCommodityGroup> groups)
    {
        var codes = spread.Legs.Select(leg => leg.CombinedCommodity).ToList();
        var tiered = commodities.FirstOrDefault(commodity => codes.Contains(commodity.Code) && commodity.ScanTiers.Length > 1);
        if (tiered is not null)
            throw new ArgumentException($"{tiered.Code} has several scanTiers and is a leg of a spread by the scan method, which scans it whole; use the delta method.", nameof(commodities));
        if (spread.Legs.Any(leg => leg.Tier > 0))
            throw new ArgumentException("A leg of a spread by the scan method names a tier; it takes whole commodities.", nameof(spread));
        if (!groups.IsDefaultOrEmpty && groups.Count(group => group.CombinedCommodities.Any(codes.Contains)) > 1)
            throw new ArgumentException($"A spread by the scan method merges {string.Join(", ", codes)}, which lie in several combinedCommodityGroups; put them into one.", nameof(groups));
    }

    private static List<string> Codes(ImmutableArray<SpanCombinedCommodity> commodities) => commodities.IsDefault ? [] : [.. commodities.Select(commodity => commodity.Code)];

    private static void Exists(string code, List<string> codes, string who)
    {
        if (!codes.Contains(code)) throw new ArgumentException($"{who} names {code}, which combinedCommodities does not have; it has {string.Join(", ", codes)}.", nameof(code));
    }

    private static void Once(IEnumerable<string> names, string what)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (string name in names)
            if (!seen.Add(name)) throw new ArgumentException($"{what} {name} twice; state it once.", nameof(names));
    }
}
