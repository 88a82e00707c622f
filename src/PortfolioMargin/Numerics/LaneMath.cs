using System.Runtime.CompilerServices;

namespace PortfolioMargin.Numerics;

/// <summary>Exponential and logarithm, written once for every width.
/// Coefficients: weighted least squares, reweighted towards the minimax fit, in 50 digits, rounded to double.
/// Bounds are tested over the reference rows in <c>Numerics/SpecialFunctionTests</c>.</summary>
internal static class LaneMath
{
    /// <summary>log2(e), rounded.</summary>
    private const double Log2E = 1.4426950408889634;

    /// <summary>1.5 * 2^52: adding and subtracting it rounds to a whole number, ties to even.</summary>
    private const double Rounder = 6755399441055744.0;

    /// <summary>ln 2, rounded, and what the rounding lost. n * Ln2 is subtracted with one rounding, which loses nothing: both are multiples of 2^-54.</summary>
    private const double Ln2 = 0.6931471805599453, Ln2Rest = 2.3190468138462996e-17;

    /// <summary>The first 41 bits of ln 2, so that n * Ln2Head is exact, and the rest.</summary>
    private const double Ln2Head = 0.693147180559663, Ln2Tail = 2.8235290563031577e-13;

    /// <summary>exp(x), at most 1 ulp off, subnormal results included; 0 below -745.14, +Infinity above 709.79.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane Exp<TLane>(TLane x)
        where TLane : struct, ILane<TLane> => Scale(ExpMantissa(x, out TLane n), n);

    /// <summary>m with exp(x) = m * 2^n, m in [0.7, 1.42], before anything can overflow or vanish.</summary>
    /// <remarks>r = x - n ln 2, |r| at most ln(2)/2; exp(r) = 1 + (r + r^2 q(r)) with q of degree 9, fit error 2^-57.9 relative.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane ExpMantissa<TLane>(TLane x, out TLane n)
        where TLane : struct, ILane<TLane> => ExpRemainder(x, out n) + 1;

    /// <summary>p with exp(x) = (1 + p) 2^n, p in [-0.3, 0.42], small where x is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLane ExpRemainder<TLane>(TLane x, out TLane n)
        where TLane : struct, ILane<TLane>
    {
        // The limits stand first so that NaN passes.
        x = TLane.Max(TLane.Broadcast(-746), TLane.Min(TLane.Broadcast(710), x));
        n = TLane.FusedMultiplyAdd(x, Log2E, Rounder) + -Rounder;
        TLane r = TLane.FusedMultiplyAdd(n, TLane.Broadcast(-Ln2), x);
        r = TLane.FusedMultiplyAdd(n, TLane.Broadcast(-Ln2Rest), r);
        return TLane.FusedMultiplyAdd(ExpCurve(r), r * r, r);
    }

    /// <summary>exp(a b), at most 2 ulp off however large the product, for |a b| up to 700: the result is a normal number.
    /// What the product loses in rounding joins the remainder.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane ExpOfProduct<TLane>(TLane a, TLane b)
        where TLane : struct, ILane<TLane>
    {
        TLane product = a * b;
        TLane rounded = TLane.FusedMultiplyAdd(product, Log2E, Rounder);
        TLane n = rounded + -Rounder;
        TLane r = TLane.FusedMultiplyAdd(n, TLane.Broadcast(-Ln2), product);
        r = TLane.FusedMultiplyAdd(n, TLane.Broadcast(-Ln2Rest), r) + TLane.FusedMultiplyAdd(a, b, -product);
        return TLane.ScaleByRounded(TLane.FusedMultiplyAdd(ExpCurve(r), r * r, r) + 1, rounded);
    }

    /// <summary>q(r) of exp(r) = 1 + r + r^2 q(r), |r| at most ln(2)/2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLane ExpCurve<TLane>(TLane r)
        where TLane : struct, ILane<TLane>
    {
        TLane q = TLane.Broadcast(2.5000226958361506e-08);
        q = TLane.FusedMultiplyAdd(q, r, 2.763026141006423e-07);
        q = TLane.FusedMultiplyAdd(q, r, 2.755758590828526e-06);
        q = TLane.FusedMultiplyAdd(q, r, 2.4801493059622653e-05);
        q = TLane.FusedMultiplyAdd(q, r, 0.00019841269507008813);
        q = TLane.FusedMultiplyAdd(q, r, 0.0013888888943671216);
        q = TLane.FusedMultiplyAdd(q, r, 0.008333333333494328);
        q = TLane.FusedMultiplyAdd(q, r, 0.04166666666652999);
        q = TLane.FusedMultiplyAdd(q, r, 0.16666666666666413);
        return TLane.FusedMultiplyAdd(q, r, 0.5000000000000011);
    }

    /// <summary>value * 2^n for a whole n in -2044..2046, rounded once where the result is subnormal.
    /// In two factors, since 2^n alone may not be a double.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane Scale<TLane>(TLane value, TLane n)
        where TLane : struct, ILane<TLane>
    {
        TLane half = TLane.FusedMultiplyAdd(n, 0.5, Rounder) + -Rounder;
        return value * TLane.PowerOfTwo(half) * TLane.PowerOfTwo(n - half);
    }

    /// <summary>ln(x), at most 1 ulp off, subnormal x included; -Infinity at 0, +Infinity at +Infinity, NaN below 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane Log<TLane>(TLane x)
        where TLane : struct, ILane<TLane>
    {
        TLane zero = TLane.Broadcast(0);
        TLane isSubnormal = TLane.LessThan(x, TLane.Broadcast(2.2250738585072014E-308));
        TLane scaled = TLane.Select(isSubnormal, x * 18014398509481984.0, x); // 2^54
        TLane log = LogOfNormal(scaled, TLane.Select(isSubnormal, TLane.Broadcast(-54), zero));
        TLane atBorder = TLane.Select(TLane.AreEqual(x, zero), TLane.Broadcast(double.NegativeInfinity), TLane.Broadcast(double.NaN));
        log = TLane.Select(TLane.LessThan(zero, x), log, atBorder);
        return TLane.Select(TLane.AreEqual(x, TLane.Broadcast(double.PositiveInfinity)), x, log);
    }

    /// <summary>ln(x) + addend * ln 2 for a positive normal x and a small whole addend.</summary>
    /// <remarks>x = m 2^n, f = m - 1 (exact), s = f/(2+f): ln m = 2 artanh(s) = f - f^2/2 + s (f^2/2 + s^2 g(s^2)), g of degree 6,
    /// fit error 2^-59.5 relative. The order of the additions keeps f, the largest term, unrounded until the end; exactly 0 at 1.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane LogOfNormal<TLane>(TLane x, TLane addend)
        where TLane : struct, ILane<TLane>
    {
        TLane f = TLane.Split(x, out TLane n) + -1;
        n += addend;
        return LogOfParts(f, n, n * Ln2Tail);
    }

    /// <summary>ln(x) of a positive normal x in two parts: <paramref name="whole"/>, a multiple of the head of ln 2, which subtracts from another one exactly,
    /// and the rest, at most 0.35 in size and half an ulp of that off.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane SplitLog<TLane>(TLane x, out TLane whole)
        where TLane : struct, ILane<TLane>
    {
        TLane f = TLane.Split(x, out TLane n) + -1;
        whole = n * Ln2Head;
        return LogOfParts(f, TLane.Broadcast(0), n * Ln2Tail);
    }

    /// <summary>ln(1 + f) + n ln 2 for f in [sqrt(1/2) - 1, sqrt(2) - 1], where <paramref name="rest"/> = n <see cref="Ln2Tail"/> and what else f leaves out.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLane LogOfParts<TLane>(TLane f, TLane n, TLane rest)
        where TLane : struct, ILane<TLane>
    {
        TLane s = f / (f + 2);
        TLane z = s * s;
        TLane g = TLane.Broadcast(0.14796262971779647);
        g = TLane.FusedMultiplyAdd(g, z, 0.15314018731460952);
        g = TLane.FusedMultiplyAdd(g, z, 0.18183565603132815);
        g = TLane.FusedMultiplyAdd(g, z, 0.22222198547575842);
        g = TLane.FusedMultiplyAdd(g, z, 0.28571428742653737);
        g = TLane.FusedMultiplyAdd(g, z, 0.39999999999413355);
        g = TLane.FusedMultiplyAdd(g, z, 0.6666666666666735);
        TLane halfSquare = f * f * 0.5;
        TLane small = TLane.FusedMultiplyAdd(s, TLane.FusedMultiplyAdd(z, g, halfSquare), rest);
        return TLane.FusedMultiplyAdd(n, TLane.Broadcast(Ln2Head), f - (halfSquare - small));
    }

    /// <summary>ln(1 + x), at most 2 ulp off; x itself for tiny x, -Infinity at -1, NaN below.</summary>
    /// <remarks>u = 1 + x is rounded and what that loses comes back as a quotient; where u needs no power of two, f is x itself.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane Log1p<TLane>(TLane x)
        where TLane : struct, ILane<TLane>
    {
        TLane zero = TLane.Broadcast(0), one = TLane.Broadcast(1);
        TLane u = x + 1;
        TLane back = u - one;
        TLane lost = (one - (u - back)) + (x - back);
        TLane f = TLane.Split(u, out TLane n) + -1;
        TLane isNear = TLane.AreEqual(n, zero);
        f = TLane.Select(isNear, x, f);
        lost = TLane.Select(isNear, zero, lost / u);
        TLane log = LogOfParts(f, n, TLane.FusedMultiplyAdd(n, TLane.Broadcast(Ln2Tail), lost));
        TLane atBorder = TLane.Select(TLane.AreEqual(u, zero), TLane.Broadcast(double.NegativeInfinity), TLane.Broadcast(double.NaN));
        log = TLane.Select(TLane.LessThan(zero, u), log, atBorder);
        return TLane.Select(TLane.AreEqual(x, TLane.Broadcast(double.PositiveInfinity)) | TLane.AreEqual(x, zero), x, log);
    }

    /// <summary>exp(x) - 1, at most 2 ulp off; x itself for tiny x, -1 below -40, +Infinity above 709.79.</summary>
    /// <remarks>exp(x) - 1 = 2^n p + (2^n - 1) with p = exp(r) - 1; past 40 the 1 no longer counts.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane Expm1<TLane>(TLane x)
        where TLane : struct, ILane<TLane>
    {
        TLane p = ExpRemainder(TLane.Max(TLane.Broadcast(-60), x), out TLane n);
        TLane power = TLane.PowerOfTwo(TLane.Min(TLane.Broadcast(60), n));
        TLane near = TLane.FusedMultiplyAdd(power, p, power + -1);
        TLane result = TLane.Select(TLane.LessThan(TLane.Broadcast(40), x), Scale(p + 1, n), near);
        return TLane.Select(TLane.AreEqual(x, TLane.Broadcast(0)), x, result);
    }

    /// <summary>ln(a/b) for a above 0 and b at least 0. What the quotient loses in rounding is put back, so that near a = b the logarithm keeps its
    /// relative accuracy.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane LogRatio<TLane>(TLane a, TLane b)
        where TLane : struct, ILane<TLane>
    {
        TLane ratio = a / b;
        TLane lost = TLane.FusedMultiplyAdd(-ratio, b, a) / a;
        lost = TLane.Select(TLane.LessThan(ratio, TLane.Broadcast(double.PositiveInfinity)), lost, TLane.Broadcast(0));
        return Log(ratio) + lost;
    }
}
