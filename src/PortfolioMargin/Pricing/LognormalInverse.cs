using System.Runtime.CompilerServices;
using PortfolioMargin.Numerics;

namespace PortfolioMargin.Pricing;

/// <summary>The inverse of <see cref="LognormalValue"/>: w = sigma sqrt(T) from the time value. L: smaller leg, x = |ln(A/B)|, h = x/w, t = w/2,
/// z1 = h - t, z2 = h + t, R the tail ratio N(-z) exp(z^2/2); tv: time value, gap: bound less price, tv + gap = L.
/// tv = L exp(-z1^2/2) (R(z1) - R(z2)) for z1 above 0, gap = L exp(-z1^2/2) (R(-z1) + R(z2)) below; either over its vega needs no exponential.</summary>
internal static class LognormalInverse
{
    /// <summary>Up to this x and this share of L the seed is taken from the normal model.</summary>
    private const double NearDistance = 1.5, NearShare = 0.6;

    /// <summary>Below this w the series behind the seed is exact to double, and R(z1) - R(z2) would lose digits.</summary>
    private const double Narrow = 1e-3;

    /// <summary>A time value below this share of L is multiplied by 2^510 twice, before it becomes a subnormal share.</summary>
    private const double Tiny = 1e-290, TinyScale = 3.3519519824856493e+153;

    /// <summary>Where even the scaled time value is less, w is no double any more and becomes 0.</summary>
    private const double Least = 1e-280;

    /// <summary>Two or three steps do; the rest is for the last corners of the domain.</summary>
    private const int MostSteps = 8;

    /// <param name="smaller">L, above 0.</param>
    /// <param name="larger">The larger leg.</param>
    /// <param name="distance">x, 0 or more.</param>
    /// <param name="timeValue">tv, above 0.</param>
    /// <param name="gap">Above 0.</param>
    [MethodImpl(HotLoop.Options)]
    public static TLane Deviation<TLane>(in TLane smaller, in TLane larger, in TLane distance, in TLane timeValue, in TLane gap)
        where TLane : struct, ILane<TLane>
    {
        TLane w = Near(smaller, larger, distance, timeValue, out TLane isNarrow);
        TLane isFar = TLane.LessThan(TLane.Broadcast(NearDistance), distance) | TLane.LessThan(smaller * NearShare, timeValue);
        if (TLane.IsAnyTrue(isFar)) w = TLane.Select(isFar, Far(smaller, distance, timeValue, gap), w);

        TLane isOpen = TLane.Select(isFar, isFar, TLane.AreEqual(isNarrow, TLane.Broadcast(0)));
        for (int step = 0; step < MostSteps && TLane.IsAnyTrue(isOpen); step++)
        {
            TLane next = Refine(smaller, distance, timeValue, gap, w);
            TLane isLast = TLane.LessThan(TLane.Abs(next - w), TLane.Min(w, TLane.Broadcast(1)) * ImpliedParts.LastStep);
            w = TLane.Select(isOpen, next, w);
            isOpen = TLane.Select(isLast, TLane.Broadcast(0), isOpen);
        }

        return w;
    }

    /// <summary>w of an option that is narrow or near the money.</summary>
    /// <remarks>tv = sqrt(AB) times the integral of phi(x/u) exp(-u^2/8) over u in 0..w. With exp as a series this is the normal model's value for the
    /// distance x, less terms in w^3 and above; inverted: w = v + v^3/24 + 7 v^5/1920 + 127 v^7/322560 - x^2 v^3/2880, v the normal model's w for
    /// the time value x tv/(B - A). At x = 0 this is the series of the inverse error function.</remarks>
    /// <param name="smaller">L, above 0.</param>
    /// <param name="larger">The larger leg.</param>
    /// <param name="distance">x, 0 or more.</param>
    /// <param name="timeValue">tv, above 0.</param>
    /// <param name="isNarrow">Mask of what needs no further step.</param>
    [MethodImpl(HotLoop.Options)]
    private static TLane Near<TLane>(in TLane smaller, in TLane larger, in TLane distance, in TLane timeValue, out TLane isNarrow)
        where TLane : struct, ILane<TLane>
    {
        // Time value and distance are scaled alike where the former is no normal double any more; the result is scaled back.
        TLane one = TLane.Broadcast(1);
        TLane isTiny = TLane.LessThan(timeValue, smaller * Tiny);
        TLane scale = TLane.Select(isTiny, TLane.Broadcast(TinyScale), one);
        TLane rescale = scale * scale;

        // sinh(x/2) / (x/2) by its series: exact to double in the narrow case, good for a seed elsewhere.
        TLane square = distance * distance, scaled = distance * rescale;
        TLane sinh = TLane.FusedMultiplyAdd(square, TLane.FusedMultiplyAdd(square, 1.0 / 1920, 1.0 / 24), 1);
        TLane product = smaller * larger, middle = TLane.Sqrt(product);
        TLane isOdd = TLane.LessThan(product, TLane.Broadcast(1e-280)) | TLane.LessThan(TLane.Broadcast(1e280), product);
        if (TLane.IsAnyTrue(isOdd)) middle = TLane.Select(isOdd, TLane.Sqrt(smaller) * TLane.Sqrt(larger), middle);
        TLane value = timeValue * scale / (middle * sinh) * scale;
        value = TLane.Max(value, TLane.Broadcast(Least));
        TLane v = NormalImplied.Seed(scaled, value);
        isNarrow = TLane.LessThan(v, rescale * Narrow);
        if (TLane.IsAnyTrue(isNarrow)) v = TLane.Select(isNarrow, NormalImplied.Refine(scaled, value, v), v);
        if (TLane.IsAnyTrue(isTiny)) v /= rescale;

        TLane v2 = v * v;
        TLane series = TLane.FusedMultiplyAdd(TLane.FusedMultiplyAdd(v2, 127.0 / 322560, 7.0 / 1920), v2, 1.0 / 24);
        series = TLane.FusedMultiplyAdd(square, TLane.Broadcast(-1.0 / 2880), series);
        return TLane.FusedMultiplyAdd(v * v2, series, v);
    }

    /// <summary>w elsewhere, to a few percent.</summary>
    /// <remarks>At the inflection w = sqrt(2x), z1 = 0, the share is 1/2 - R(sqrt(2x)). Below it tv over twice that is nearly N(-z1), above it
    /// gap over twice the gap there is nearly N(z1); both with the slope of z1 at the inflection and with slope 1 far away. N is inverted by
    /// 26.2.23 of Abramowitz and Stegun.</remarks>
    [MethodImpl(HotLoop.Options)]
    private static TLane Far<TLane>(in TLane smaller, in TLane distance, in TLane timeValue, in TLane gap)
        where TLane : struct, ILane<TLane>
    {
        TLane one = TLane.Broadcast(1), two = TLane.Broadcast(2);
        TLane inflection = TLane.Sqrt(distance * 2);
        LaneNormal.TailRatio(inflection, out TLane numerator, out TLane denominator);
        TLane tail = numerator / denominator * 2;
        TLane isAbove = TLane.LessThan(one - tail, timeValue / smaller * 2);
        TLane twice = TLane.Select(isAbove, one + tail, one - tail);
        TLane log = ImpliedParts.LogQuotient(TLane.Select(isAbove, gap, timeValue), twice * smaller);
        TLane r = TLane.Sqrt(TLane.Max(log * -2, TLane.Broadcast(1.39)));
        TLane top = TLane.FusedMultiplyAdd(r, TLane.FusedMultiplyAdd(r, 0.010328, 0.802853), 2.515517);
        TLane bottom = TLane.FusedMultiplyAdd(r, TLane.FusedMultiplyAdd(r, TLane.FusedMultiplyAdd(r, 0.001308, 0.189269), 1.432788), 1);
        TLane z = TLane.Max(r - (top / bottom), TLane.Broadcast(0));
        TLane scale = TLane.Select(isAbove, inflection, two);
        TLane q = z * TLane.FusedMultiplyAdd(twice, scale, z) / (scale + z);
        q = TLane.Select(isAbove, z * TLane.FusedMultiplyAdd(twice, scale, z * 2) / (scale + (z * 2)), q);
        TLane sum = q + TLane.Sqrt(TLane.FusedMultiplyAdd(q, q, distance * 2));
        return TLane.Select(isAbove, sum, distance * 2 / sum);
    }

    /// <summary>One step towards the root, on the logarithm of the time value or of the gap, whichever the sign of z1 gives without cancellation.</summary>
    [MethodImpl(HotLoop.Options)]
    private static TLane Refine<TLane>(in TLane smaller, in TLane distance, in TLane timeValue, in TLane gap, in TLane w)
        where TLane : struct, ILane<TLane>
    {
        TLane inverse = TLane.Broadcast(1) / w;
        TLane h = distance * inverse, t = w * 0.5;
        TLane z1 = h - t, z2 = h + t;
        TLane isBelow = TLane.LessThan(z1, TLane.Broadcast(0));
        LaneNormal.TailRatio(TLane.Abs(z1), out TLane nearNumerator, out TLane nearDenominator);
        LaneNormal.TailRatio(z2, out TLane farNumerator, out TLane farDenominator);
        nearNumerator = TLane.Select(isBelow, -nearNumerator, nearNumerator);
        TLane crossed = TLane.FusedMultiplyAdd(nearNumerator, farDenominator, -(farNumerator * nearDenominator));
        TLane difference = crossed / (nearDenominator * farDenominator);
        TLane log = ImpliedParts.LogQuotient(TLane.Abs(difference) * smaller, TLane.Select(isBelow, gap, timeValue));
        TLane error = TLane.FusedMultiplyAdd(z1 * -0.5, z1, log);
        TLane ratio = difference * (1 / LaneNormal.DensityAtZero), perDeviation = ratio * inverse;
        TLane bend = -(TLane.FusedMultiplyAdd(h * 3, h, t * t) * perDeviation * perDeviation);
        TLane next = w - ImpliedParts.Step(error, ratio, z1 * z2 * perDeviation, bend);
        return TLane.Min(TLane.Max(next, w * 0.125), w * 8);
    }
}
