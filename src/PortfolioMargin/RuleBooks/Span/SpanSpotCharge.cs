using static System.FormattableString;

namespace PortfolioMargin.RuleBooks;

/// <summary>The charge on deltas of months near delivery, after calendar spreads: one rate for what spreads took, another for what is left.</summary>
internal static class SpanSpotCharge
{
    public static MarginLine Of(SpanCombinedCommodity commodity, List<SpanMonth> months, double money) => MarginLine.Sum(
        "spot month charge",
        commodity.SpotMonths.Join(months, spot => spot.Month, month => month.Month, (spot, month) => Month(spot, month, money))).Because(source: SpanSources.Components);

    private static MarginLine Month(SpanSpotMonth spot, SpanMonth month, double money)
    {
        var left = spot.AppliesTo switch
        {
            SpanCharged.LongSide => month.Longs,
            SpanCharged.ShortSide => month.Shorts,
            _ => month.Longs + month.Shorts,
        };
        return MarginLine.Leaf(
            spot.Month.ToString(), spot.SpreadCharge * money * month.Consumed + spot.OutrightCharge * money * left, SpanSources.Components,
            Invariant($"{month.Consumed.Value:0.######} deltas in spreads at {spot.SpreadCharge:0.######}, {left.Value:0.######} outright at {spot.OutrightCharge:0.######}"));
    }
}
