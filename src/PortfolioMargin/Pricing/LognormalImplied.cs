using System.Runtime.CompilerServices;
using PortfolioMargin.Numerics;

namespace PortfolioMargin.Pricing;

/// <summary>The volatility that a price implies on a lognormal spot: legs and moneyness as in <see cref="LognormalFormula"/>.</summary>
internal readonly struct LognormalImplied : IImpliedFormula
{
    [MethodImpl(HotLoop.Options)]
    public static ImpliedLanes<TLane> Imply<TLane>(in OptionLanes<TLane> o)
        where TLane : struct, ILane<TLane> => Imply(
            o,
            o.Spot * FormulaParts.Discount(o.CarryYield, o.Years),
            o.Strike * FormulaParts.Discount(o.Rate, o.Years),
            LognormalFormula.LogMoneyness(o));

    /// <summary>From the legs A and B and x = ln(A/B).</summary>
    /// <remarks>The intrinsic value has the bits that the price has without volatility, so a price at it is recognised exactly.</remarks>
    [MethodImpl(HotLoop.Options)]
    public static ImpliedLanes<TLane> Imply<TLane>(in OptionLanes<TLane> o, TLane asset, TLane cash, TLane logMoneyness)
        where TLane : struct, ILane<TLane>
    {
        TLane zero = TLane.Broadcast(0), one = TLane.Broadcast(1), two = TLane.Broadcast(2);
        TLane timeValue = o.Volatility - TLane.Max(zero, o.Eta * (asset - cash));
        TLane gap = TLane.Select(TLane.LessThan(zero, o.Eta), asset, cash) - o.Volatility;
        TLane isAbove = TLane.LessThan(zero, timeValue), isInside = isAbove & TLane.LessThan(zero, gap);
        TLane status = TLane.Select(TLane.AreEqual(timeValue, zero), one, zero);
        status = TLane.Select(isAbove, TLane.Select(isInside, two, one + 2), status);

        // What has no volatility solves a harmless problem instead, so that the lanes stay together.
        TLane smaller = TLane.Select(isInside, TLane.Min(asset, cash), two), larger = TLane.Select(isInside, TLane.Max(asset, cash), two);
        timeValue = TLane.Select(isInside, timeValue, one);
        gap = TLane.Select(isInside, gap, one);
        TLane distance = TLane.Select(isInside, TLane.Abs(logMoneyness), zero);
        TLane isUnbounded = TLane.AreEqual(distance, TLane.Broadcast(double.PositiveInfinity)); // the quotient of the legs was no double
        if (TLane.IsAnyTrue(isUnbounded)) distance = TLane.Select(isUnbounded, ImpliedParts.LogQuotient(larger, smaller), distance);
        TLane deviation = LognormalInverse.Deviation(smaller, larger, distance, timeValue, gap);
        return new((deviation / TLane.Sqrt(o.Years)) & isInside, status);
    }
}

/// <summary>The volatility that a price implies on a lognormal forward: legs and moneyness as in <see cref="ForwardFormula"/>.</summary>
internal readonly struct ForwardImplied : IImpliedFormula
{
    [MethodImpl(HotLoop.Options)]
    public static ImpliedLanes<TLane> Imply<TLane>(in OptionLanes<TLane> o)
        where TLane : struct, ILane<TLane>
    {
        TLane discount = FormulaParts.Discount(o.Rate, o.Years);
        return LognormalImplied.Imply(o, o.Spot * discount, o.Strike * discount, FormulaParts.LogRatio(o.Spot, o.Strike));
    }
}
