using System.Collections.Immutable;
using System.Globalization;

namespace PortfolioMargin.RuleBooks;

/// <summary>A combined commodity of an account before inter-commodity credits, or several that the scan method merged. Amounts in the reporting currency.</summary>
/// <param name="Name">Its code; of a merged one the codes joined with "+".</param>
/// <param name="Parameters">Its parameters; of a merged one the target's.</param>
/// <param name="Scans">What is scanned together, by the number of its tier; a gross account has one per contract.</param>
/// <param name="NetDelta">Net delta over all months, in its own delta units.</param>
/// <param name="TierDeltas">Net delta of each inter-commodity tier.</param>
/// <param name="Calendar">Calendar spread charge.</param>
/// <param name="SpotMonth">Spot month charge.</param>
/// <param name="Minimum">Short option minimum.</param>
/// <param name="OptionValue">Net option value, negative when options are net long.</param>
/// <param name="PerDelta">Scan range per delta.</param>
internal sealed record SpanCommodity(
    string Name,
    SpanCombinedCommodity Parameters,
    ImmutableArray<(string Name, SpanScan Scan)> Scans,
    Attributed NetDelta,
    ImmutableSortedDictionary<int, Attributed> TierDeltas,
    MarginLine Calendar,
    MarginLine SpotMonth,
    MarginLine Minimum,
    MarginLine OptionValue,
    double PerDelta)
{
    /// <summary>Credits that it brought along when it was merged.</summary>
    public ImmutableArray<MarginLine> Credits { get; init; } = [];

    /// <summary>Whether a contract is held; rows of quantity 0 form no spread.</summary>
    public bool IsHeld { get; init; } = true;

    public static SpanCommodity Of(SpanCombinedCommodity commodity, RiskGroup group, SpanParameters parameters)
    {
        var money = new SpanMoney(commodity, group);
        var months = SpanDeltas.ByMonth(group, commodity, parameters);
        double size = months.Sum(month => month.Longs.Value + month.Shorts.Value);
        var net = SpanDeltas.Cleaned(Sum(months), size);
        var tiers = commodity.InterCommodityTiers.ToImmutableSortedDictionary(
            tier => tier.Number, tier => SpanDeltas.Cleaned(Sum(months.Where(month => tier.Holds(month.Month))), size));
        bool isNet = parameters.Netting == SpanNetting.Net;
        var calendar = isNet ? new SpanCalendar(commodity, months, money.Charges).Charge() : SpanCalendar.Line([]); // takes its deltas out of the months
        return new(
            commodity.Code, commodity, [.. Parts(commodity, group, isNet).Select(part => (part.Name, SpanScan.Of(part.Rows, money)))], net, tiers,
            calendar, SpanSpotCharge.Of(commodity, months, money.Charges), SpanShortOptions.Minimum(commodity, group, money.Charges),
            SpanOptionValue.Of(commodity.Code, group, money), (commodity.ScanRangePerDelta ?? 0) * money.Charges)
        {
            IsHeld = group.Rows.Any(row => row.Quantity != 0),
        };

        static Attributed Sum(IEnumerable<SpanMonth> months) => Attributed.Sum(months.Select(month => month.Delta));
    }

    /// <summary>Whether its scan has named parts.</summary>
    public bool IsTiered => Scans.Length > 1 || (Scans.Length == 1 && Scans[0].Name.Length > 0);

    /// <summary>Price risk over all tiers.</summary>
    public Attributed PriceRisk() => Attributed.Sum(Scans.Select(part => part.Scan.PriceRisk()));

    /// <summary>The scan risk, with its tables and how it splits.</summary>
    public MarginLine ScanRisk(bool floor)
    {
        MarginLine[] split = [Memo("price risk", PriceRisk()), Memo("time risk", Attributed.Sum(Scans.Select(part => part.Scan.TimeRisk()))), Memo("volatility risk", Attributed.Sum(Scans.Select(part => part.Scan.VolatilityRisk())))];
        if (!IsTiered) return MarginLine.From("scan risk", Scans[0].Scan.Risk(floor), split).WithTable(Scans[0].Scan.Table(Name)).Because(source: SpanSources.Method);
        var parts = Scans.Select(part => MarginLine.Leaf(part.Name, part.Scan.Risk(floor), SpanSources.Method).WithTable(part.Scan.Table($"{Name} {part.Name}")));
        return MarginLine.Sum("scan risk", [.. parts, .. split]).Because(source: SpanSources.Method);

        static MarginLine Memo(string name, Attributed amount) => MarginLine.Leaf(name, amount, SpanSources.Method).AsMemo();
    }

    private static IEnumerable<(string Name, RiskGroup Rows)> Parts(SpanCombinedCommodity commodity, RiskGroup group, bool isNet)
    {
        if (!isNet) return group.Rows.Select(row => (row.Instrument.ToString().Replace('/', '|'), group.Where(other => other.Index == row.Index)));
        if (commodity.ScanTiers.IsEmpty) return [("", group)];
        return group.Rows.Select(row => Tier(commodity, row)).Distinct().Order()
            .Select(number => ("tier " + number.ToString(CultureInfo.InvariantCulture), group.Where(row => Tier(commodity, row) == number)));
    }

    private static int Tier(SpanCombinedCommodity commodity, RiskRow row) =>
        commodity.ScanTiers.FirstOrDefault(tier => tier.Holds(row.Instrument.ContractMonth!.Value))?.Number ?? 0;
}
