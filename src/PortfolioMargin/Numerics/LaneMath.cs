using System.Runtime.CompilerServices;

namespace PortfolioMargin.Numerics;

/// <summary>Elementary functions on lanes: straight-line IEEE arithmetic with explicit fused multiply-add, so the same bits on every width and machine.
/// Coefficients were fitted for this file in 50-digit arithmetic (interpolation in Chebyshev nodes; the Mills ratio by linearised least squares on
/// Chebyshev nodes mapped to 0..60); bounds are tested against the reference rows of special functions.
/// Legend: x argument, r reduced argument, k power of two, m mantissa, p and q polynomials.</summary>
internal static class LaneMath
{
    private const double Magic = 6755399441055744.0;          // 1.5 x 2^52: adding it rounds to an integer in the low bits
    private const double LogTwoHigh = 0.6931471803691238;     // 32 bits, so that k times it is exact
    private const double LogTwoLow = 1.9082149292705877e-10;
    private const double InverseRootTwoPi = 0.3989422804014327;

    /// <summary>e^x. exp(x) = 2^k exp(r), |r| at most ln 2 / 2; polynomial error 3.4e-19. At most 1 ulp off for normal results;
    /// 0 below -746, infinity above 709.79, subnormal results rounded once more.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Exp<T>(T x)
        where T : struct, ILane<T>
    {
        x = T.Select(T.Less(x, T.Of(-746)), T.Of(-746), x);
        x = T.Select(T.Less(T.Of(710), x), T.Of(710), x);
        var k = T.FusedMultiplyAdd(x, T.Of(1.4426950408889634), T.Of(Magic)) - T.Of(Magic);
        var r = T.FusedMultiplyAdd(k, T.Of(-LogTwoHigh), x);
        r = T.FusedMultiplyAdd(k, T.Of(-LogTwoLow), r);
        var p = T.Of(2.0914686968086876e-09);
        p = T.FusedMultiplyAdd(p, r, T.Of(2.5105217004720745e-08));
        p = T.FusedMultiplyAdd(p, r, T.Of(2.75572736431103e-07));
        p = T.FusedMultiplyAdd(p, r, T.Of(2.7557255400206422e-06));
        p = T.FusedMultiplyAdd(p, r, T.Of(2.4801587325547743e-05));
        p = T.FusedMultiplyAdd(p, r, T.Of(0.00019841269874820627));
        p = T.FusedMultiplyAdd(p, r, T.Of(0.0013888888888883748));
        p = T.FusedMultiplyAdd(p, r, T.Of(0.008333333333326136));
        p = T.FusedMultiplyAdd(p, r, T.Of(0.04166666666666667));
        p = T.FusedMultiplyAdd(p, r, T.Of(0.1666666666666667));
        p = T.FusedMultiplyAdd(p, r, T.Of(0.5));
        p = T.FusedMultiplyAdd(r * r, p, r) + T.Of(1);
        // 2^k in two steps, each inside the exponent range, so that subnormal results come out right.
        var half = T.FusedMultiplyAdd(k, T.Of(0.5), T.Of(Magic)) - T.Of(Magic);
        var first = T.ToExponent(half + T.Of(Magic + 1023));
        var second = T.ToExponent(k - half + T.Of(Magic + 1023));
        return p * first * second;
    }

    /// <summary>Natural logarithm of a positive number; -infinity at 0, NaN below. At most 1 ulp off.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Log<T>(T x)
        where T : struct, ILane<T>
    {
        var tiny = T.Less(x, T.Of(2.2250738585072014e-308));
        var normal = T.Select(tiny, x * T.Of(18014398509481984.0), x); // subnormals times 2^54
        var k = Exponent(normal);
        var m = T.SubtractBits(normal, T.ToExponent(k + T.Of(Magic)));
        k = T.Select(tiny, k - T.Of(54), k);
        var log = LogOf(m - T.Of(1), k);
        log = T.Select(T.Same(x, T.Of(0)), T.Of(double.NegativeInfinity), log);
        log = T.Select(T.Less(x, T.Of(0)), T.Of(double.NaN), log);
        return T.Select(T.Less(x, T.Of(double.PositiveInfinity)), log, x + T.Of(0)); // infinity and NaN stay
    }

    /// <summary>ln(a / b) of positive numbers, without loss where they are close: there a - b is exact.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T LogRatio<T>(T a, T b)
        where T : struct, ILane<T>
    {
        var ratio = a / b;
        var near = T.Less(T.Abs(ratio - T.Of(1)), T.Of(0.25));
        return T.Select(near, LogOf((a - b) / b, T.Of(0)), Log(ratio));
    }

    /// <summary>Mills ratio N(-z) / phi(z) for z in 0..60: P/Q of degrees 10 and 11, all coefficients positive, so nothing cancels. Error 2.3e-18 before rounding.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Mills<T>(T z)
        where T : struct, ILane<T>
    {
        var p = T.Of(1.000000000000041);
        p = T.FusedMultiplyAdd(p, z, T.Of(30.573383380430187));
        p = T.FusedMultiplyAdd(p, z, T.Of(460.1556583353215));
        p = T.FusedMultiplyAdd(p, z, T.Of(4430.530004841904));
        p = T.FusedMultiplyAdd(p, z, T.Of(29993.373723736673));
        p = T.FusedMultiplyAdd(p, z, T.Of(148553.07854056795));
        p = T.FusedMultiplyAdd(p, z, T.Of(544336.894632613));
        p = T.FusedMultiplyAdd(p, z, T.Of(1458720.5221084575));
        p = T.FusedMultiplyAdd(p, z, T.Of(2747781.871148661));
        p = T.FusedMultiplyAdd(p, z, T.Of(3314992.6516204174));
        p = T.FusedMultiplyAdd(p, z, T.Of(1980420.4271015995));
        var q = T.Of(1.0);
        q = T.FusedMultiplyAdd(q, z, T.Of(30.573383380442152));
        q = T.FusedMultiplyAdd(q, z, T.Of(461.15565833377127));
        q = T.FusedMultiplyAdd(q, z, T.Of(4461.103388341792));
        q = T.FusedMultiplyAdd(q, z, T.Of(30451.529375902817));
        q = T.FusedMultiplyAdd(q, z, T.Of(152922.46200709327));
        q = T.FusedMultiplyAdd(q, z, T.Of(573419.9506970322));
        q = T.FusedMultiplyAdd(q, z, T.Of(1598718.4108301725));
        q = T.FusedMultiplyAdd(q, z, T.Of(3236657.24966987));
        q = T.FusedMultiplyAdd(q, z, T.Of(4518681.90613779));
        q = T.FusedMultiplyAdd(q, z, T.Of(3905756.257396412));
        q = T.FusedMultiplyAdd(q, z, T.Of(1580146.8826829828));
        return p / q;
    }

    /// <summary>Standard normal density. The square is carried to twice the precision, so far tails keep their relative accuracy.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T NormalDensity<T>(T x)
        where T : struct, ILane<T>
    {
        var z = T.Abs(x);
        z = T.Select(T.Less(T.Of(60), z), T.Of(60), z);
        var square = z * z;
        var lost = T.FusedMultiplyAdd(z, z, T.Of(0) - square);
        var density = Exp(T.Of(-0.5) * square) * T.Of(InverseRootTwoPi);
        return T.FusedMultiplyAdd(density, T.Of(-0.5) * lost, density);
    }

    /// <summary>Standard normal distribution function, relative accuracy in both tails down to the smallest double.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T NormalCdf<T>(T x)
        where T : struct, ILane<T>
    {
        var z = T.Abs(x);
        z = T.Select(T.Less(T.Of(60), z), T.Of(60), z);
        var tail = NormalDensity(z) * Mills(z);
        return T.Select(T.Less(x, T.Of(0)), tail, T.Of(1) - tail);
    }

    /// <summary>Exponent k for which x = m 2^k with m between about 0.71 and 1.41.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Exponent<T>(T x)
        where T : struct, ILane<T>
    {
        var exponent = T.FromExponent(T.SubtractBits(x, T.Of(RootHalf)));
        return T.AddBits(exponent, T.Of(Magic)) - T.Of(Magic);
    }

    private const double RootHalf = 0.7071067811865476;

    /// <summary>ln(2^k (1 + f)): with s = f / (2 + f), ln(1 + f) = 2 s + s^3 R(s^2), written as f - s (f - R s^2) so that f stays exact. Polynomial error 4.7e-18.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T LogOf<T>(T f, T k)
        where T : struct, ILane<T>
    {
        var s = f / (T.Of(2) + f);
        var z = s * s;
        var r = T.Of(0.1461916613488797);
        r = T.FusedMultiplyAdd(r, z, T.Of(0.1533150161114533));
        r = T.FusedMultiplyAdd(r, z, T.Of(0.18182895750119193));
        r = T.FusedMultiplyAdd(r, z, T.Of(0.22222211043776857));
        r = T.FusedMultiplyAdd(r, z, T.Of(0.2857142862653362));
        r = T.FusedMultiplyAdd(r, z, T.Of(0.3999999999989827));
        r = T.FusedMultiplyAdd(r, z, T.Of(0.666666666666667));
        var low = T.FusedMultiplyAdd(k, T.Of(LogTwoLow), T.Of(0) - s * (f - r * z));
        return T.FusedMultiplyAdd(k, T.Of(LogTwoHigh), f + low);
    }
}
