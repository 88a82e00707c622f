using System.Runtime.CompilerServices;

namespace PortfolioMargin.Numerics;

/// <summary>The error function and its complements, written once for every width. R is the tail ratio of <see cref="LaneNormal"/>.
/// Bounds are tested over the reference rows in <c>Numerics/SpecialFunctionTests</c>.</summary>
internal static class LaneError
{
    /// <summary>sqrt(2).</summary>
    private const double RootTwo = 1.4142135623730951;

    /// <summary>erfc(x) = 2 exp(-x^2) R(x sqrt(2)) for x at least 0, and 2 - erfc(-x) below.</summary>
    /// <remarks>exp(-x^2) is taken of x itself: its exponent must not see the rounding of x sqrt(2), which R forgives.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane Erfc<TLane>(TLane x)
        where TLane : struct, ILane<TLane>
    {
        TLane z = TLane.Min(TLane.Broadcast(LaneNormal.Reach), TLane.Abs(x));
        TLane square = z * z;
        TLane lost = TLane.FusedMultiplyAdd(z, z, -square);
        TLane m = LaneMath.ExpMantissa(-square, out TLane n);
        m -= m * lost;
        LaneNormal.TailRatio(z * RootTwo, out TLane numerator, out TLane denominator);
        TLane tail = LaneMath.Scale(m * 2 * (numerator / denominator), n);
        return TLane.Select(TLane.LessThan(x, TLane.Broadcast(0)), TLane.Broadcast(2) - tail, tail);
    }

    /// <summary>erf(x), at most 2 ulp off, tiny x included.</summary>
    /// <remarks>|x| below 1: x + x p(x^2) with p of degree 11, absolute error 2^-56.7 (weighted least squares, reweighted towards the minimax fit, in
    /// 80 digits); above: 1 - erfc|x|, where the error of erfc weighs less than a fifth.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane Erf<TLane>(TLane x)
        where TLane : struct, ILane<TLane>
    {
        TLane one = TLane.Broadcast(1);
        TLane z = TLane.Abs(x);
        TLane square = TLane.Min(one, z) * TLane.Min(one, z);
        TLane p = TLane.Broadcast(-7.731124545717474e-10);
        p = TLane.FusedMultiplyAdd(p, square, 1.3685845872455547e-08);
        p = TLane.FusedMultiplyAdd(p, square, -1.6200698400610666e-07);
        p = TLane.FusedMultiplyAdd(p, square, 1.6446426662571116e-06);
        p = TLane.FusedMultiplyAdd(p, square, -1.4924657726380165e-05);
        p = TLane.FusedMultiplyAdd(p, square, 0.00012055290884532152);
        p = TLane.FusedMultiplyAdd(p, square, -0.0008548325844856764);
        p = TLane.FusedMultiplyAdd(p, square, 0.0052239776044871395);
        p = TLane.FusedMultiplyAdd(p, square, -0.02686617064293055);
        p = TLane.FusedMultiplyAdd(p, square, 0.11283791670943177);
        p = TLane.FusedMultiplyAdd(p, square, -0.376126389031835);
        p = TLane.FusedMultiplyAdd(p, square, 0.12837916709551256);
        TLane near = TLane.FusedMultiplyAdd(x, p, x);
        TLane far = one - Erfc(z);
        far = TLane.Select(TLane.LessThan(x, TLane.Broadcast(0)), -far, far);
        return TLane.Select(TLane.LessThan(z, one), near, far);
    }

    /// <summary>erfcx(x) = exp(x^2) erfc(x), at most 4 ulp off; 1/(x sqrt(pi)) far out, +Infinity below -26.63.</summary>
    /// <remarks>2 R(x sqrt(2)) for x at least 0; below, 2 exp(x^2) - erfcx(-x) with the rounding of x^2 put back to first order.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane Erfcx<TLane>(TLane x)
        where TLane : struct, ILane<TLane>
    {
        TLane z = TLane.Abs(x);
        TLane scaled = z * RootTwo;
        TLane limit = TLane.Broadcast(1e6);
        LaneNormal.TailRatio(TLane.Min(limit, scaled), out TLane numerator, out TLane denominator);
        TLane tail = (numerator / denominator) * 2;

        // Past the fit R is its first term: the next is smaller by 1e-12 at 1e6, and the fit follows it from there by the ratio of the arguments.
        tail = TLane.Select(TLane.LessThan(limit, scaled), TLane.Broadcast(2 * LaneNormal.DensityAtZero) / scaled, tail);
        TLane near = TLane.Min(TLane.Broadcast(30), z);
        TLane square = near * near;
        TLane lost = TLane.FusedMultiplyAdd(near, near, -square);
        TLane m = LaneMath.ExpMantissa(square, out TLane n);
        TLane whole = LaneMath.Scale(TLane.FusedMultiplyAdd(m, lost, m) * 2, n);
        return TLane.Select(TLane.LessThan(x, TLane.Broadcast(0)), whole - tail, tail);
    }
}
