using System.Runtime.CompilerServices;
using PortfolioMargin.Numerics;

namespace PortfolioMargin.Pricing;

/// <summary>The inverse of <see cref="NormalValue"/>. d = |F - K| / w, tv = w phi(d) (1 - d M(d)), M the Mills ratio.</summary>
internal readonly struct NormalImplied : IImpliedFormula
{
    /// <summary>Below this quotient of distance and time value the logarithm of the seed is its series.</summary>
    private const double NearTheMoney = 1e-3;

    /// <remarks>The intrinsic value has the bits that the price has without volatility, so a price at it is recognised exactly.</remarks>
    [MethodImpl(HotLoop.Options)]
    public static ImpliedLanes<TLane> Imply<TLane>(in OptionLanes<TLane> o)
        where TLane : struct, ILane<TLane>
    {
        TLane zero = TLane.Broadcast(0), one = TLane.Broadcast(1);
        TLane discount = FormulaParts.Discount(o.Rate, o.Years);
        TLane signed = o.Eta * (o.Spot - o.Strike);
        TLane timeValue = o.Volatility - (discount * TLane.Max(zero, signed));
        TLane isAbove = TLane.LessThan(zero, timeValue);
        TLane value = TLane.Select(isAbove, timeValue / discount, one);
        TLane distance = TLane.Abs(signed);
        TLane volatility = Refine(distance, value, Seed(distance, value)) / TLane.Sqrt(o.Years);
        TLane isFinite = TLane.LessThan(volatility, TLane.Broadcast(double.PositiveInfinity));
        TLane status = TLane.Select(TLane.AreEqual(timeValue, zero), one, zero);
        status = TLane.Select(isAbove, TLane.Select(isFinite, one + 1, one + 2), status);
        return new(volatility & isAbove & isFinite, status);
    }

    /// <summary>w to 6e-5 of itself.</summary>
    /// <remarks>d = s sqrt(P(s)/Q(s)), s = ln(1 + |F - K|/tv), which is 0.4 s at the money and sqrt(2 s) far from it; P, Q: degree 3 over 4, fitted over
    /// d in 0.001..38 by reweighted least squares.</remarks>
    [MethodImpl(HotLoop.Options)]
    public static TLane Seed<TLane>(TLane distance, TLane value)
        where TLane : struct, ILane<TLane>
    {
        TLane quotient = distance / value;
        TLane isNear = TLane.LessThan(quotient, TLane.Broadcast(NearTheMoney));
        TLane series = quotient * TLane.FusedMultiplyAdd(quotient, TLane.FusedMultiplyAdd(quotient, 1.0 / 3, -0.5), 1);
        TLane s = TLane.Select(isNear, series, ImpliedParts.LogOnePlus(quotient, distance, value));
        TLane p = TLane.FusedMultiplyAdd(s, 1.43030736656e-5, 0.00376080602448);
        p = TLane.FusedMultiplyAdd(p, s, 0.0281080850415);
        p = TLane.FusedMultiplyAdd(p, s, 0.159171166661);
        TLane q = TLane.FusedMultiplyAdd(s, 7.15407625704e-6, 0.00197316477099);
        q = TLane.FusedMultiplyAdd(q, s, 0.0299516556851);
        q = TLane.FusedMultiplyAdd(q, s, 0.177503687199);
        q = TLane.FusedMultiplyAdd(q, s, 1);
        TLane root = TLane.Sqrt(q / (p * TLane.Select(isNear, TLane.Broadcast(1), s * s)));
        return root * TLane.Select(isNear, value * TLane.FusedMultiplyAdd(quotient, TLane.FusedMultiplyAdd(quotient, -1.0 / 12, 0.5), 1), distance);
    }

    /// <summary>One step from the seed, which ends within a rounding of what double allows.</summary>
    [MethodImpl(HotLoop.Options)]
    public static TLane Refine<TLane>(TLane distance, TLane value, TLane deviation)
        where TLane : struct, ILane<TLane>
    {
        TLane d = distance / deviation;
        LaneNormal.TailRatio(d, out TLane numerator, out TLane denominator);
        TLane rest = TLane.FusedMultiplyAdd(-d, numerator / denominator, LaneNormal.DensityAtZero);
        TLane error = TLane.FusedMultiplyAdd(d * -0.5, d, ImpliedParts.LogQuotient(rest * deviation, value));
        TLane ratio = rest * (1 / LaneNormal.DensityAtZero), slope = d * d * ratio; // ratio over w
        return deviation - (deviation * ImpliedParts.Step(error, ratio, slope, slope * ratio * -3));
    }
}
