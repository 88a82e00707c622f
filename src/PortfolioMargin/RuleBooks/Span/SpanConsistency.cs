using System.Collections.Immutable;
using PortfolioMargin.Numerics;

namespace PortfolioMargin.RuleBooks;

/// <summary>What must hold between the parts of the parameters: every name that is referred to exists, once.</summary>
internal static class SpanConsistency
{
    public static ImmutableArray<SpanCombinedCommodity> Commodities(ImmutableArray<SpanCombinedCommodity> commodities)
    {
        if (commodities.IsDefault) return [];
        foreach (var commodity in commodities) Guard.NotNull(commodity, "combinedCommodities");
        Once(commodities.Select(commodity => commodity.Code), "combinedCommodities states code");
        Once(commodities.SelectMany(commodity => commodity.Products).Select(product => product.Underlying), "combinedCommodities names underlying");
        return commodities;
    }

    public static ImmutableArray<SpanCombinedCommodityGroup> Groups(ImmutableArray<SpanCombinedCommodityGroup> groups, ImmutableArray<SpanCombinedCommodity> commodities)
    {
        if (groups.IsDefaultOrEmpty) return [];
        foreach (var group in groups) Guard.NotNull(group, "combinedCommodityGroups");
        Once(groups.Select(group => group.Code), "combinedCommodityGroups states code");
        var members = groups.SelectMany(group => group.CombinedCommodities).ToList();
        Once(members, "combinedCommodityGroups names combined commodity");
        var known = ByCode(commodities);
        foreach (string member in members) _ = Known(member, known, "A combined commodity group");
        var grouped = members.ToHashSet(StringComparer.Ordinal);
        foreach (string code in known.Keys)
            if (!grouped.Contains(code)) throw new ArgumentException($"Combined commodity {code} is in none of the combinedCommodityGroups; put it into one.", nameof(groups));
        return groups;
    }

    /// <summary>Spreads, in time that grows with their legs: a file may have many thousands of spreads and of commodities.</summary>
    public static ImmutableArray<SpanInterCommoditySpread> Spreads(
        ImmutableArray<SpanInterCommoditySpread> spreads, ImmutableArray<SpanCombinedCommodity> commodities, ImmutableArray<SpanCombinedCommodityGroup> groups)
    {
        if (spreads.IsDefault) return [];
        var known = ByCode(commodities);
        var homes = Homes(groups);
        foreach (var spread in spreads)
        {
            foreach (var leg in Guard.NotNull(spread, "interCommoditySpreads").Legs)
            {
                var commodity = Known(leg.CombinedCommodity, known, "An inter-commodity spread");
                if (leg.Tier > 0 && commodity.InterCommodityTiers.All(tier => tier.Number != leg.Tier))
                    throw new ArgumentException($"An inter-commodity spread names tier {leg.Tier} of {leg.CombinedCommodity}, which its interCommodityTiers does not have.", nameof(spreads));
            }

            if (spread.Method == SpanCreditMethod.Scan) CheckScan(spread, known, homes);
        }

        return spreads;
    }

    /// <summary>The group of each combined commodity; empty where no groups are stated.</summary>
    public static Dictionary<string, string> Homes(ImmutableArray<SpanCombinedCommodityGroup> groups)
    {
        var homes = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var group in groups.IsDefault ? [] : groups)
            foreach (string code in group.CombinedCommodities) homes[code] = group.Code;
        return homes;
    }

    /// <summary>Commodities that merge have one scan each, and lie in one group.</summary>
    private static void CheckScan(SpanInterCommoditySpread spread, Dictionary<string, SpanCombinedCommodity> known, Dictionary<string, string> homes)
    {
        var codes = spread.Legs.Select(leg => leg.CombinedCommodity).ToList();
        string? tiered = codes.Find(code => known[code].ScanTiers.Length > 1);
        if (tiered is not null)
            throw new ArgumentException($"{tiered} has several scanTiers and is a leg of a spread by the scan method, which scans it whole; use the delta method.", nameof(spread));
        if (spread.Legs.Any(leg => leg.Tier > 0))
            throw new ArgumentException("A leg of a spread by the scan method names a tier; it takes whole commodities.", nameof(spread));
        if (codes.Select(code => homes.GetValueOrDefault(code)).Distinct(StringComparer.Ordinal).Count() > 1)
            throw new ArgumentException($"A spread by the scan method merges {string.Join(", ", codes)}, which lie in several combinedCommodityGroups; put them into one.", nameof(spread));
    }

    /// <summary>Commodities by code; the first where one is there twice, which is refused elsewhere.</summary>
    private static Dictionary<string, SpanCombinedCommodity> ByCode(ImmutableArray<SpanCombinedCommodity> commodities)
    {
        var known = new Dictionary<string, SpanCombinedCommodity>(StringComparer.Ordinal);
        foreach (var commodity in commodities.IsDefault ? [] : commodities) _ = known.TryAdd(Guard.NotNull(commodity, "combinedCommodities").Code, commodity);
        return known;
    }

    private static SpanCombinedCommodity Known(string code, Dictionary<string, SpanCombinedCommodity> known, string who) => known.TryGetValue(code, out var commodity)
        ? commodity
        : throw new ArgumentException($"{who} names {code}, which combinedCommodities does not have; it has {string.Join(", ", known.Keys.Take(20))}{(known.Count > 20 ? ", ..." : "")}.", nameof(code));

    private static void Once(IEnumerable<string> names, string what)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (string name in names)
            if (!seen.Add(name)) throw new ArgumentException($"{what} {name} twice; state it once.", nameof(names));
    }
}
