using System.Collections.Immutable;
using static System.FormattableString;

namespace PortfolioMargin.RuleBooks;

/// <summary>Turns what a file states into parameters of the rule book. What the rule book does not know leaves its commodity out (so that positions are refused, not undercharged)
/// or its credit (which can only raise the requirement); a finding names it.</summary>
internal sealed class SpanParameterMap
{
    private readonly SpanFileBuilder _builder;
    private readonly Dictionary<SpanFileProduct, string> _symbols;
    private readonly CancellationToken _cancellation;
    private readonly Dictionary<SpanFileCommodity, List<SpanFileContract>> _contracts;

    public SpanParameterMap(SpanFileBuilder builder, Dictionary<SpanFileProduct, SpanProductHome> homes, Dictionary<SpanFileProduct, string> symbols, CancellationToken cancellation)
    {
        (_builder, _symbols, _cancellation) = (builder, symbols, cancellation);
        Scalings = new(builder.Contracts, homes, symbols);
        _contracts = builder.Contracts.Where(contract => homes.ContainsKey(contract.Product)).GroupBy(contract => homes[contract.Product].Commodity)
            .ToDictionary(group => group.Key, group => group.ToList(), ReferenceComparer);
    }

    /// <summary>Delta scaling of symbols and contracts.</summary>
    public SpanScalings Scalings { get; }

    private static IEqualityComparer<SpanFileCommodity> ReferenceComparer => EqualityComparer<SpanFileCommodity>.Create(ReferenceEquals, System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode);

    /// <summary>The parameters.</summary>
    public SpanParameters Parameters(IReadOnlyList<SpanFileCommodity> commodities)
    {
        var covered = new Dictionary<string, SpanCombinedCommodity>(StringComparer.Ordinal);
        foreach (var commodity in commodities.Where(commodity => _contracts.ContainsKey(commodity)))
        {
            _cancellation.ThrowIfCancellationRequested();
            if (Commodity(commodity) is { } known) covered.Add(commodity.Code, known);
        }

        try
        {
            var groups = Groups(covered);
            return new(CombinedCommodityGroups: groups, CombinedCommodities: [.. covered.Values], InterCommoditySpreads: [.. Spreads(covered, groups)]);
        }
        catch (ArgumentException problem)
        {
            throw new MarginFormatException($"the file's parameters do not fit together: {problem.Message}", _builder.Options.SourceName, innerException: problem);
        }
    }

    private SpanCombinedCommodity? Commodity(SpanFileCommodity commodity)
    {
        try
        {
            string? reason = commodity.NotCovered.IsEmpty ? SpanPeriods.NotCovered(commodity, _contracts[commodity]) : string.Join(", ", commodity.NotCovered);
            if (reason is null) return Covered(commodity);
            LeaveOut(commodity, reason);
        }
        catch (ArgumentException problem)
        {
            LeaveOut(commodity, problem.Message);
        }

        return null;
    }

    private void LeaveOut(SpanFileCommodity commodity, string reason) =>
        _builder.Findings.Warn("commodity-left-out", "combined commodity left out of the parameters, so that positions in it are refused and not undercharged", $"{commodity.Code}: {reason}");

    private SpanCombinedCommodity Covered(SpanFileCommodity commodity)
    {
        double? range = ScanRangePerDelta(commodity);
        bool capped = commodity.PriceRiskMethod != SpanPriceRiskMethod.PriceRisk;
        if (capped && range is null) _builder.Findings.Warn("scan-range-missing", "combined commodity whose credits need a scan range that the file does not state; its credits are left out", commodity.Code);
        if (commodity.RiskExponent != 0 && (commodity.CalendarSpreads.Length > 0 || commodity.SpotMonths.Length > 0 || commodity.ShortOptionMinimum is > 0))
            _builder.Findings.Warn("risk-exponent", "combined commodity with a risk exponent: it is applied to arrays, and charges are taken as printed, since no public description says otherwise", commodity.Code);
        return new(
            commodity.Code,
            [.. commodity.Products.Select(product => _symbols[product]).Distinct().Select(symbol => new SpanProduct(symbol, Scalings.Of(symbol)))],
            commodity.Currency.Length > 0 ? commodity.Currency : null,
            SpanPeriods.ScanTiers(commodity, _contracts[commodity]),
            SpanPeriods.Tiers(commodity.CalendarTiers),
            SpanPeriods.Tiers(commodity.InterCommodityTiers),
            [.. commodity.CalendarSpreads.Select(SpanPeriods.Spread)],
            [.. commodity.SpotMonths.Select(spot => new SpanSpotMonth(SpanPeriods.Month(spot.Period), spot.SpreadCharge, spot.OutrightCharge))],
            commodity.ShortOptionMinimum,
            [.. commodity.ShortOptionTiers.Select(tier => new SpanMinimumTier(tier.Number, SpanPeriods.Month(tier.From), SpanPeriods.Month(tier.To), tier.Rate ?? 0))],
            commodity.ShortOptionMethod,
            range is null ? SpanPriceRiskMethod.PriceRisk : commodity.PriceRiskMethod,
            capped ? range : null,
            commodity.CapOptionValue,
            commodity.AdjustmentFactors.For(_builder.Options.Account),
            commodity.InitialRatios.For(_builder.Options.Account));
    }

    /// <summary>Price scan range per delta: of the commodity's futures, in money. Where months differ, the smallest, so that credits can only be smaller than published.</summary>
    private double? ScanRangePerDelta(SpanFileCommodity commodity)
    {
        var ranges = _contracts[commodity].Where(contract => contract.Product.Type == SpanProductType.Future && contract.Series is { PriceScanRange: > 0, IsPriceScanPercentage: false })
            .Select(contract => contract.Series!.PriceScanRange!.Value / Scalings.Full(contract)).Where(double.IsFinite).Distinct().ToList();
        if (ranges.Count > 1 && commodity.PriceRiskMethod != SpanPriceRiskMethod.PriceRisk)
            _builder.Findings.Note("scan-ranges-differ", "combined commodity whose credits take a scan range that differs between months; the smallest is used, so credits can only be smaller", commodity.Code);
        return ranges.Count > 0 ? ranges.Min() : null;
    }

    /// <summary>The file's groups, of what is covered. Where they do not hold each commodity once, the option value of one commodity might pay for the risk of another that it must
    /// not pay for; so each stands in a group of its own, which can only raise the requirement.</summary>
    private ImmutableArray<SpanCombinedCommodityGroup> Groups(Dictionary<string, SpanCombinedCommodity> covered)
    {
        if (_builder.Groups.Count == 0) return [];
        var members = _builder.Groups.SelectMany(group => group.Value).Where(covered.ContainsKey).ToList();
        if (members.Count == covered.Count && members.Distinct(StringComparer.Ordinal).Count() == members.Count)
        {
            var groups = _builder.Groups.Select(group => new SpanCombinedCommodityGroup(group.Key, [.. group.Value.Where(covered.ContainsKey)]));
            return [.. groups.Where(group => !group.CombinedCommodities.IsEmpty)];
        }

        _builder.Findings.Warn("groups-not-used", "set of combined commodity groups that does not hold each combined commodity once; each combined commodity stands alone, which can only raise the requirement", string.Join(", ", _builder.Groups.Keys.Take(5)));
        return [.. covered.Keys.Select(code => new SpanCombinedCommodityGroup(code, [code]))];
    }

    private List<SpanInterCommoditySpread> Spreads(Dictionary<string, SpanCombinedCommodity> covered, ImmutableArray<SpanCombinedCommodityGroup> groups)
    {
        var spreads = new List<SpanInterCommoditySpread>();
        var homes = SpanConsistency.Homes(groups);
        foreach (var spread in _builder.Spreads)
        {
            _cancellation.ThrowIfCancellationRequested();
            string place = Invariant($"priority {spread.Priority}, {string.Join(" - ", spread.Legs.Select(leg => leg.Commodity))}");
            if (Spread(spread, covered, homes, out string? reason) is { } known) spreads.Add(known);
            else _builder.Findings.Warn("credit-left-out", "inter-commodity credit left out, which can only raise the requirement", $"{place}: {reason}");
        }

        return spreads;
    }

    private SpanInterCommoditySpread? Spread(SpanFileSpread spread, Dictionary<string, SpanCombinedCommodity> covered, Dictionary<string, string> homes, out string? reason)
    {
        reason = spread.NotCovered;
        if (reason.Length > 0) return null;
        var outside = spread.Legs.FirstOrDefault(leg => !covered.ContainsKey(leg.Commodity));
        var unranged = spread.Legs.FirstOrDefault(leg => outside is null && covered[leg.Commodity].WeightedPriceRiskMethod == SpanPriceRiskMethod.PriceRisk && NeedsRange(leg.Commodity));
        reason = outside is not null ? $"{outside.Commodity} is not in the parameters" : unranged is not null ? $"{unranged.Commodity} needs a scan range that the file does not state" : "";
        if (reason.Length > 0) return null;
        try
        {
            var made = new SpanInterCommoditySpread(
                [.. spread.Legs.Select(leg => new SpanInterCommodityLeg(leg.Commodity, leg.Side, leg.DeltaPerSpread, leg.Tier, leg.CreditRate, leg.IsTarget))],
                spread.Amount, spread.Priority, spread.Type, spread.Method);
            var involved = spread.Legs.Select(leg => leg.Commodity).Distinct().ToList();
            _ = new SpanParameters(CombinedCommodities: [.. involved.Select(code => covered[code])], InterCommoditySpreads: [made]);
            bool apart = spread.Method == SpanCreditMethod.Scan && involved.Select(code => homes.GetValueOrDefault(code)).Distinct(StringComparer.Ordinal).Count() > 1;
            reason = "a scan spread across combined commodity groups";
            return apart ? null : made;
        }
        catch (ArgumentException problem)
        {
            reason = problem.Message;
            return null;
        }
    }

    private bool NeedsRange(string code) => _builder.Commodities[code].PriceRiskMethod != SpanPriceRiskMethod.PriceRisk;
}
