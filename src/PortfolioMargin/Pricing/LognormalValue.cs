using System.Runtime.CompilerServices;
using PortfolioMargin.Numerics;

namespace PortfolioMargin.Pricing;

/// <summary>The value of an option on a lognormal price. A = S e^(-qT) and B = K e^(-rT) are its two legs (undiscounted: F and K),
/// x = ln(A/B), w = sigma sqrt(T), h = |x|/w, t = w/2, z1 = h - t, z2 = h + t, R the tail ratio N(-z) exp(z^2/2).</summary>
internal static class LognormalValue
{
    /// <summary>The option's value: out of the money directly, in the money that plus the intrinsic value of the legs.</summary>
    /// <param name="eta">+1 for a call, -1 for a put.</param>
    /// <param name="asset">A, 0 or more.</param>
    /// <param name="cash">B, 0 or more.</param>
    /// <param name="logMoneyness">x; any infinity where a leg is 0.</param>
    /// <param name="deviation">w, 0 or more; +Infinity gives the larger bound.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane Of<TLane>(TLane eta, TLane asset, TLane cash, TLane logMoneyness, TLane deviation)
        where TLane : struct, ILane<TLane> =>
        TimeValue(asset, cash, logMoneyness, deviation) + TLane.Max(TLane.Broadcast(0), eta * (asset - cash));

    /// <summary>The value less the intrinsic value of the legs, 0 or more: the same for a call and a put.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane TimeValue<TLane>(TLane asset, TLane cash, TLane logMoneyness, TLane deviation)
        where TLane : struct, ILane<TLane> => OutOfTheMoney(TLane.Min(asset, cash), TLane.Abs(logMoneyness), deviation);

    /// <summary>L e (R(z1) - R(z2)) with L the smaller leg and e = exp(-z1^2/2); for z1 below 0 the same as L (1 - e (R(-z1) + R(z2))).</summary>
    /// <remarks>One exponential, no large terms that cancel. The difference of two ratios loses about h/w ulps, which is what the price's own
    /// condition number allows; absolute error at most 8 eps (A + B). L joins before the power of two, so prices down to 1e-300 keep their digits.
    /// Tested in <c>Reference/PriceReferenceTests</c>.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLane OutOfTheMoney<TLane>(TLane smaller, TLane distance, TLane deviation)
        where TLane : struct, ILane<TLane>
    {
        TLane zero = TLane.Broadcast(0);
        TLane h = distance / deviation;
        TLane t = deviation * 0.5;
        TLane z1 = h - t;
        TLane isBelow = TLane.LessThan(z1, zero);
        TLane near = TLane.Min(TLane.Broadcast(LaneNormal.Reach), TLane.Abs(z1));
        TLane far = TLane.Min(TLane.Broadcast(1e6), h + t);
        LaneNormal.TailRatio(near, out TLane nearNumerator, out TLane nearDenominator);
        LaneNormal.TailRatio(far, out TLane farNumerator, out TLane farDenominator);
        nearNumerator = TLane.Select(isBelow, -nearNumerator, nearNumerator);
        TLane crossed = TLane.FusedMultiplyAdd(nearNumerator, farDenominator, -(farNumerator * nearDenominator));
        TLane difference = crossed / (nearDenominator * farDenominator);
        TLane m = LaneNormal.GaussianMantissa(near, out TLane n);
        TLane value = LaneMath.Scale(m * difference * smaller, n);
        value = TLane.Max(zero, TLane.Select(isBelow, smaller + value, value));
        TLane isCertain = TLane.AreEqual(deviation, zero) | TLane.AreEqual(smaller, zero);
        return TLane.Select(isCertain, zero, value);
    }
}
