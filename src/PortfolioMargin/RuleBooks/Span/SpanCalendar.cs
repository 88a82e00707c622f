using System.Globalization;
using static System.FormattableString;

namespace PortfolioMargin.RuleBooks;

/// <summary>Forms calendar spreads and charges them. The order of the spreads is all: each takes as much as it can of the deltas that earlier ones left.</summary>
internal sealed class SpanCalendar(SpanCombinedCommodity commodity, List<SpanMonth> months, double money)
{
    /// <summary>The charge, with one part per spread that was formed.</summary>
    public MarginLine Charge()
    {
        List<MarginLine> formed = [];
        foreach (var (spread, number) in commodity.CalendarSpreads.Select((spread, index) => (spread, index + 1)).OrderBy(entry => entry.spread.Priority)) // stable: ties in listed order
            foreach (bool longFirst in (ReadOnlySpan<bool>)[true, false])
                if (Form(spread, number, longFirst) is { } line) formed.Add(line);
        return Line(formed);
    }

    /// <summary>The charge of spreads that were formed.</summary>
    public static MarginLine Line(IEnumerable<MarginLine> formed) => MarginLine.Sum("calendar spread charge", formed).Because(source: SpanSources.Spreads);

    private MarginLine? Form(SpanCalendarSpread spread, int number, bool longFirst)
    {
        List<Demand> demands = [.. spread.Legs.Select(leg => Of(leg, longFirst)).GroupBy(demand => demand with { PerSpread = 0 })
            .Select(same => same.Key with { PerSpread = same.Sum(demand => demand.PerSpread) })]; // legs on the same months are added first
        var count = Count(demands);
        if (count.Value <= 0) return null;
        foreach (bool isLong in new[] { true, false }) Take(count, [.. demands.Where(demand => demand.IsLong == isLong)]);
        string legs = string.Join(", ", spread.Legs.Select(leg => Text(leg, longFirst)));
        return MarginLine.Leaf(
            Invariant($"spread {number} A {(longFirst ? "long" : "short")}"), spread.Charge * money * count, SpanSources.Spreads,
            Invariant($"{count.Value:0.######} spreads at {spread.Charge:0.######}: {legs}"));
    }

    private Demand Of(SpanCalendarLeg leg, bool longFirst)
    {
        bool isLong = leg.Side == SpanSide.A == longFirst;
        if (leg.Month is { } month) return new(month, month, isLong, leg.DeltaPerSpread);
        var tier = commodity.InterMonthTiers.First(known => known.Number == leg.Tier);
        return new(tier.From, tier.To, isLong, leg.DeltaPerSpread);
    }

    /// <summary>How many spreads the deltas allow: the least of available over wanted, over every run of months that holds whole legs of one side.
    /// For legs that share no months that is the least over the legs.</summary>
    private Attributed Count(List<Demand> demands)
    {
        Attributed? least = null;
        foreach (bool isLong in new[] { true, false })
        {
            var side = demands.Where(demand => demand.IsLong == isLong).ToList();
            foreach (var from in side.Select(demand => demand.From).Distinct())
            {
                foreach (var to in side.Select(demand => demand.To).Distinct())
                {
                    double wanted = side.Where(demand => from <= demand.From && demand.To <= to).Sum(demand => demand.PerSpread);
                    if (wanted == 0) continue;
                    var count = Attributed.Sum(Within(from, to).Select(month => month.Left(isLong))) / wanted;
                    if (least is null || count.Value < least.Value) least = count;
                }
            }
        }

        return least!;
    }

    /// <summary>Takes the deltas of one side, earliest month first. Where legs share a month, the one whose months end first takes first: then none is left short.</summary>
    private void Take(Attributed count, List<Demand> demands)
    {
        List<(Demand Demand, Attributed Wanted)> open = [.. demands.OrderBy(demand => demand.To).Select(demand => (demand, demand.PerSpread * count))];
        foreach (var month in months)
        {
            for (int i = 0; i < open.Count; i++)
            {
                var (demand, wanted) = open[i];
                bool done = wanted.Value <= SpanDeltas.Nothing * demand.PerSpread * count.Value;
                if (done || month.Month < demand.From || demand.To < month.Month || month.Left(demand.IsLong).Value <= 0) continue;
                open[i] = (demand, wanted - month.Take(demand.IsLong, wanted));
            }
        }
    }

    private IEnumerable<SpanMonth> Within(ContractMonth from, ContractMonth to) => months.Where(month => from <= month.Month && month.Month <= to);

    private static string Text(SpanCalendarLeg leg, bool longFirst)
    {
        string what = leg.Month?.ToString() ?? "tier " + leg.Tier!.Value.ToString(CultureInfo.InvariantCulture);
        return Invariant($"{(leg.Side == SpanSide.A == longFirst ? "long" : "short")} {leg.DeltaPerSpread:0.####} of {what}");
    }

    /// <summary>Deltas that a leg wants per spread, from any month of a run.</summary>
    private readonly record struct Demand(ContractMonth From, ContractMonth To, bool IsLong, double PerSpread);
}
