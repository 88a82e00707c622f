using System.Runtime.CompilerServices;
using PortfolioMargin.Numerics;

namespace PortfolioMargin.Pricing;

/// <summary>The undiscounted value of an option on a normally distributed forward F.
/// w = sigmaN sqrt(T), d = |F - K| / w, R the tail ratio N(-z) exp(z^2/2).</summary>
internal static class NormalValue
{
    /// <summary>The option's value: the time value plus eta (F - K) where that is positive.</summary>
    /// <param name="eta">+1 for a call, -1 for a put.</param>
    /// <param name="distance">F - K, any sign.</param>
    /// <param name="deviation">w, finite, 0 or more.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane Of<TLane>(TLane eta, TLane distance, TLane deviation)
        where TLane : struct, ILane<TLane> => TimeValue(distance, deviation) + TLane.Max(TLane.Broadcast(0), eta * distance);

    /// <summary>w exp(-d^2/2) (1/sqrt(2 pi) - d R(d)): the value out of the money, the same for a call and a put.</summary>
    /// <remarks>The bracket falls as 1/d^2 and loses as many ulps, which is what the price's own condition number allows.
    /// Depends on F and K only through F - K. Tested in <c>Reference/PriceReferenceTests</c>.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane TimeValue<TLane>(TLane distance, TLane deviation)
        where TLane : struct, ILane<TLane>
    {
        TLane zero = TLane.Broadcast(0);
        TLane d = TLane.Min(TLane.Broadcast(LaneNormal.Reach), TLane.Abs(distance) / deviation);
        LaneNormal.TailRatio(d, out TLane numerator, out TLane denominator);
        TLane rest = TLane.FusedMultiplyAdd(-d, numerator / denominator, LaneNormal.DensityAtZero);
        TLane m = LaneNormal.GaussianMantissa(d, out TLane n);
        TLane value = LaneMath.Scale(m * rest * deviation, n);
        return TLane.Select(TLane.AreEqual(deviation, zero), zero, TLane.Max(zero, value));
    }
}
