using System.Collections.Immutable;
using PortfolioMargin.Numerics;

namespace PortfolioMargin.RuleBooks;

/// <summary>A spread between combined commodities and its credit.</summary>
/// <param name="Legs">At least two legs.</param>
/// <param name="CreditRate">Share of the risk that is credited: 0.55 is 55 %.</param>
/// <param name="Priority">Spreads of a type with smaller numbers are formed first; ties in listed order.</param>
/// <param name="Type">Super spreads come first, inter-exchange spreads last.</param>
/// <param name="Method">By deltas, or by a common scan.</param>
public sealed record SpanInterCommoditySpread(
    ImmutableArray<SpanInterCommodityLeg> Legs,
    double CreditRate,
    int Priority = 0,
    SpanSpreadType Type = SpanSpreadType.InterCommodity,
    SpanCreditMethod Method = SpanCreditMethod.Delta)
{
    /// <summary>The legs, at least two.</summary>
    public ImmutableArray<SpanInterCommodityLeg> Legs { get; } = Checked(Legs, Method);

    /// <summary>Share of the risk that is credited.</summary>
    public double CreditRate { get; } = Guard.Fraction(CreditRate, "interCommoditySpreads.creditRate");

    /// <summary>Super spreads come first, inter-exchange spreads last.</summary>
    public SpanSpreadType Type { get; } = Guard.Defined(Type, "interCommoditySpreads.type");

    /// <summary>By deltas, or by a common scan.</summary>
    public SpanCreditMethod Method { get; } = Guard.Defined(Method, "interCommoditySpreads.method");

    private static ImmutableArray<SpanInterCommodityLeg> Checked(ImmutableArray<SpanInterCommodityLeg> legs, SpanCreditMethod method)
    {
        if (legs.IsDefault || legs.Length < 2) throw new ArgumentException("interCommoditySpreads.legs needs at least two legs.", nameof(legs));
        if (method == SpanCreditMethod.Delta) return legs;
        if (legs.Count(leg => leg.IsTarget) != 1)
            throw new ArgumentException("interCommoditySpreads.legs of a spread by the scan method needs exactly one leg with isTarget.", nameof(legs));
        if (legs.DistinctBy(leg => leg.CombinedCommodity).Count() < legs.Length)
            throw new ArgumentException("interCommoditySpreads.legs of a spread by the scan method names a combined commodity twice; name each once.", nameof(legs));
        return legs;
    }
}

/// <summary>A leg of an inter-commodity spread.</summary>
/// <param name="CombinedCommodity">Code of the combined commodity.</param>
/// <param name="Side">Its side.</param>
/// <param name="DeltaPerSpread">Deltas that one spread takes.</param>
/// <param name="Tier">Number of an inter-commodity tier that the deltas must lie in; 0 for all months.</param>
/// <param name="CreditRate">The leg's own rate; absent: the spread's.</param>
/// <param name="IsTarget">Whether the merged commodity of the scan method takes this leg's place.</param>
public sealed record SpanInterCommodityLeg(
    string CombinedCommodity,
    SpanSide Side,
    double DeltaPerSpread = 1,
    int Tier = 0,
    double? CreditRate = null,
    bool IsTarget = false)
{
    /// <summary>Code of the combined commodity.</summary>
    public string CombinedCommodity { get; } = Guard.Text(CombinedCommodity, "interCommoditySpreads.legs.combinedCommodity");

    /// <summary>Its side.</summary>
    public SpanSide Side { get; } = Guard.Defined(Side, "interCommoditySpreads.legs.side");

    /// <summary>Deltas that one spread takes; above 0.</summary>
    public double DeltaPerSpread { get; } = Guard.Positive(DeltaPerSpread, "interCommoditySpreads.legs.deltaPerSpread");

    /// <summary>Number of an inter-commodity tier; 0 for all months.</summary>
    public int Tier { get; } = (int)Guard.InRange(Tier, 0, int.MaxValue, "interCommoditySpreads.legs.tier");

    /// <summary>The leg's own rate; absent: the spread's.</summary>
    public double? CreditRate { get; } = CreditRate is { } rate ? Guard.Fraction(rate, "interCommoditySpreads.legs.creditRate") : null;
}
