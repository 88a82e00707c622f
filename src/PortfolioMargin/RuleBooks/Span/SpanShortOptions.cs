using System.Globalization;
using static System.FormattableString;

namespace PortfolioMargin.RuleBooks;

/// <summary>The short option minimum: an amount per short option, counted in contracts after netting, by tiers of months.</summary>
internal static class SpanShortOptions
{
    public static MarginLine Minimum(SpanCombinedCommodity commodity, RiskGroup group, double money)
    {
        var options = group.Where(row => row.Instrument is VanillaOption);
        var tiers = commodity.ShortOptionMinimumTiers;
        var outside = Part("tier 0", options.Where(row => TierOf(commodity, row) is null), commodity.ShortOptionMinimum ?? 0);
        if (tiers.IsEmpty) return MarginLine.Leaf("short option minimum", outside.Amount, SpanSources.Minimum, outside.Note);
        var parts = tiers.Select(tier => Part("tier " + tier.Number.ToString(CultureInfo.InvariantCulture), options.Where(row => TierOf(commodity, row) == tier), tier.Rate));
        return MarginLine.Sum("short option minimum", parts.Append(outside)).Because(source: SpanSources.Minimum);

        MarginLine Part(string name, RiskGroup part, double rate)
        {
            var (calls, puts) = (Short(part, OptionRight.Call), Short(part, OptionRight.Put));
            var number = commodity.ShortOptionMinimumMethod == SpanShortOptionMethod.LargerSide ? Attributed.Max(calls, puts) : calls + puts;
            return MarginLine.Leaf(name, rate * money * number, SpanSources.Minimum, Invariant($"{calls.Value:0.######} short calls, {puts.Value:0.######} short puts at {rate:0.######}"));
        }
    }

    /// <summary>The tier of an option's month, or none.</summary>
    public static SpanMinimumTier? TierOf(SpanCombinedCommodity commodity, RiskRow row) =>
        commodity.ShortOptionMinimumTiers.FirstOrDefault(tier => tier.Months.Holds(row.Instrument.ContractMonth!.Value));

    private static Attributed Short(RiskGroup options, OptionRight right) => options.Where(row => ((VanillaOption)row.Instrument).Right == right).Shorts();
}
