using System.Collections.Immutable;
using PortfolioMargin.Numerics;

namespace PortfolioMargin.RuleBooks;

/// <summary>Parameters of SPAN. They come with the clearing house's daily file, so they are the user's; only the policies have defaults. Fractions unless a unit is stated.</summary>
/// <param name="ExtremeMoveMultiplier">Price scan ranges of scenarios 15 and 16; modelled arrays only.</param>
/// <param name="ExtremeMoveCover">Fraction of their result that counts; modelled arrays only.</param>
/// <param name="LookAheadYears">Time that passes in every scenario; modelled arrays only.</param>
/// <param name="CompositeDeltaWeights">Weights of the deltas at price moves 0, each 1/3, each 2/3, each 1; modelled deltas only.</param>
/// <param name="ScanRiskFloor">Whether the scan risk of a tier is not below 0.</param>
/// <param name="DeltaDecimals">Decimals of the net delta of a month; absent: not rounded.</param>
/// <param name="DeltaRounding">How halves are rounded.</param>
/// <param name="CreditRequires">When a credit by deltas is given.</param>
/// <param name="NetOptionValueLimit">How far option value may pay for risk.</param>
/// <param name="Netting">Whether longs and shorts offset.</param>
/// <param name="CombinedCommodityGroups">Groups; absent: one group "account" of all combined commodities.</param>
/// <param name="CombinedCommodities">The combined commodities.</param>
/// <param name="InterCommoditySpreads">Spreads between them.</param>
public sealed record SpanParameters(
    double ExtremeMoveMultiplier = 3,
    double ExtremeMoveCover = 0.33,
    double LookAheadYears = 1 / 365d,
    ImmutableArray<double> CompositeDeltaWeights = default,
    bool ScanRiskFloor = true,
    int? DeltaDecimals = null,
    SpanRounding DeltaRounding = SpanRounding.HalfAwayFromZero,
    SpanCreditCondition CreditRequires = SpanCreditCondition.EachLeg,
    SpanOptionValueLimit NetOptionValueLimit = SpanOptionValueLimit.Group,
    SpanNetting Netting = SpanNetting.Net,
    ImmutableArray<SpanCombinedCommodityGroup> CombinedCommodityGroups = default,
    ImmutableArray<SpanCombinedCommodity> CombinedCommodities = default,
    ImmutableArray<SpanInterCommoditySpread> InterCommoditySpreads = default)
{
    /// <summary>Price scan ranges of scenarios 15 and 16; above 0.</summary>
    public double ExtremeMoveMultiplier { get; } = Guard.Positive(ExtremeMoveMultiplier, "extremeMoveMultiplier");

    /// <summary>Fraction of their result that counts; above 0, at most 1.</summary>
    public double ExtremeMoveCover { get; } = Guard.Positive(Guard.Fraction(ExtremeMoveCover, "extremeMoveCover"), "extremeMoveCover");

    /// <summary>Time that passes in every scenario, in years; not below 0.</summary>
    public double LookAheadYears { get; } = Guard.NonNegative(LookAheadYears, "lookAheadYears");

    /// <summary>Weights of the deltas at price moves 0, each 1/3, each 2/3, each 1; divided by their sum. Published: 0.270, 0.217, 0.110, 0.037.</summary>
    public ImmutableArray<double> CompositeDeltaWeights { get; } = Weights(CompositeDeltaWeights);

    /// <summary>Decimals of the net delta of a month, 0 to 9; absent: not rounded.</summary>
    public int? DeltaDecimals { get; } = DeltaDecimals is { } decimals ? (int)Guard.InRange(decimals, 0, 9, "deltaDecimals") : null;

    /// <summary>How halves are rounded.</summary>
    public SpanRounding DeltaRounding { get; } = Guard.Defined(DeltaRounding, "deltaRounding");

    /// <summary>When a credit by deltas is given.</summary>
    public SpanCreditCondition CreditRequires { get; } = Guard.Defined(CreditRequires, "creditRequires");

    /// <summary>How far option value may pay for risk.</summary>
    public SpanOptionValueLimit NetOptionValueLimit { get; } = Guard.Defined(NetOptionValueLimit, "netOptionValueLimit");

    /// <summary>Whether longs and shorts offset.</summary>
    public SpanNetting Netting { get; } = Guard.Defined(Netting, "netting");

    /// <summary>Groups; empty: one group "account" of all combined commodities.</summary>
    public ImmutableArray<SpanCombinedCommodityGroup> CombinedCommodityGroups { get; } = SpanConsistency.Groups(CombinedCommodityGroups, CombinedCommodities);

    /// <summary>The combined commodities; codes and underlyings once each.</summary>
    public ImmutableArray<SpanCombinedCommodity> CombinedCommodities { get; } = SpanConsistency.Commodities(CombinedCommodities);

    /// <summary>Spreads between them.</summary>
    public ImmutableArray<SpanInterCommoditySpread> InterCommoditySpreads { get; } = SpanConsistency.Spreads(InterCommoditySpreads, CombinedCommodities, CombinedCommodityGroups);

    private static ImmutableArray<double> Weights(ImmutableArray<double> weights)
    {
        if (weights.IsDefaultOrEmpty) return [0.270, 0.217, 0.110, 0.037];
        bool valid = weights.Length == 4 && weights.All(weight => weight >= 0 && double.IsFinite(weight)) && weights.Sum() > 0;
        return valid ? weights : throw new ArgumentException("compositeDeltaWeights needs four weights, not below 0, of price moves 0, 1/3, 2/3 and 1, with a sum above 0.", nameof(weights));
    }
}
