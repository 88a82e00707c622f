using System.Collections.Immutable;
using PortfolioMargin.Numerics;

namespace PortfolioMargin.RuleBooks;

/// <summary>A calendar (intra-commodity) spread and its charge.</summary>
/// <param name="Legs">At least one leg on each side.</param>
/// <param name="Charge">Money per spread, in the commodity's currency.</param>
/// <param name="Priority">Spreads with smaller numbers are formed first; ties in listed order.</param>
public sealed record SpanCalendarSpread(ImmutableArray<SpanCalendarLeg> Legs, double Charge, int Priority = 0)
{
    /// <summary>The legs, at least one on each side.</summary>
    public ImmutableArray<SpanCalendarLeg> Legs { get; } = Both(Legs);

    /// <summary>Money per spread; not below 0.</summary>
    public double Charge { get; } = Guard.NonNegative(Charge, "calendarSpreads.charge");

    private static ImmutableArray<SpanCalendarLeg> Both(ImmutableArray<SpanCalendarLeg> legs) =>
        !legs.IsDefault && legs.Any(leg => leg.Side == SpanSide.A) && legs.Any(leg => leg.Side == SpanSide.B)
            ? legs
            : throw new ArgumentException("calendarSpreads.legs needs at least one leg on side A and one on side B.", nameof(legs));
}

/// <summary>A leg of a calendar spread: deltas of one month or of one inter-month tier.</summary>
/// <param name="Side">Its side.</param>
/// <param name="Tier">Number of an inter-month tier; absent: a month is stated.</param>
/// <param name="Month">A contract month; absent: a tier is stated.</param>
/// <param name="DeltaPerSpread">Deltas that one spread takes.</param>
public sealed record SpanCalendarLeg(SpanSide Side, int? Tier = null, ContractMonth? Month = null, double DeltaPerSpread = 1)
{
    /// <summary>Its side.</summary>
    public SpanSide Side { get; } = Guard.Defined(Side, "calendarSpreads.legs.side");

    /// <summary>A contract month; absent: a tier is stated.</summary>
    public ContractMonth? Month { get; } = Month is null != Tier is null
        ? Month
        : throw new ArgumentException("calendarSpreads.legs needs either a tier or a month.", nameof(Month));

    /// <summary>Deltas that one spread takes; above 0.</summary>
    public double DeltaPerSpread { get; } = Guard.Positive(DeltaPerSpread, "calendarSpreads.legs.deltaPerSpread");
}

/// <summary>A contract month near delivery and its charges.</summary>
/// <param name="Month">The month.</param>
/// <param name="SpreadCharge">Money per delta that calendar spreads took, in the commodity's currency.</param>
/// <param name="OutrightCharge">Money per delta that is left.</param>
/// <param name="AppliesTo">Which of the deltas that are left are charged.</param>
public sealed record SpanSpotMonth(ContractMonth Month, double SpreadCharge = 0, double OutrightCharge = 0, SpanCharged AppliesTo = SpanCharged.BothSides)
{
    /// <summary>Money per delta that calendar spreads took; not below 0.</summary>
    public double SpreadCharge { get; } = Guard.NonNegative(SpreadCharge, "spotMonths.spreadCharge");

    /// <summary>Money per delta that is left; not below 0.</summary>
    public double OutrightCharge { get; } = Guard.NonNegative(OutrightCharge, "spotMonths.outrightCharge");

    /// <summary>Which of the deltas that are left are charged.</summary>
    public SpanCharged AppliesTo { get; } = Guard.Defined(AppliesTo, "spotMonths.appliesTo");
}
