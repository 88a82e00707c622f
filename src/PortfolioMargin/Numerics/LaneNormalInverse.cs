using System.Runtime.CompilerServices;

namespace PortfolioMargin.Numerics;

/// <summary>The logarithm and the inverse of the standard normal distribution function, written once for every width. R is the tail ratio of <see cref="LaneNormal"/>.
/// Bounds are tested over the reference rows in <c>Numerics/SpecialFunctionTests</c>.</summary>
internal static class LaneNormalInverse
{
    /// <summary>sqrt(2 pi), rounded, and what the rounding lost.</summary>
    private const double RootTwoPi = 2.5066282746310007, RootTwoPiRest = -1.8328579980459169e-16;

    /// <summary>ln N(x), at most 4 ulp off; finite down to -1.8e154.</summary>
    /// <remarks>Below 0: ln R(-x) - x^2/2, two terms of one sign. From 0 on: ln(1 - N(-x)).</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane LogCdf<TLane>(TLane x)
        where TLane : struct, ILane<TLane>
    {
        TLane z = TLane.Abs(x);
        TLane limit = TLane.Broadcast(1e6);
        LaneNormal.TailRatio(TLane.Min(limit, z), out TLane numerator, out TLane denominator);
        TLane ratio = numerator / denominator;

        // Past 1e6 the logarithm is below an ulp of x^2/2.
        TLane below = TLane.FusedMultiplyAdd(x * -0.5, x, LaneMath.Log(ratio));
        TLane m = LaneNormal.GaussianMantissa(z, out TLane n);
        TLane above = LaneMath.Log1p(-LaneMath.Scale(m * ratio, n));
        return TLane.Select(TLane.LessThan(x, TLane.Broadcast(0)), below, above);
    }

    /// <summary>x with N(x) = p, at most 2 ulp off; -Infinity at 0, +Infinity at 1, NaN outside.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane Inverse<TLane>(TLane p)
        where TLane : struct, ILane<TLane>
    {
        TLane zero = TLane.Broadcast(0), one = TLane.Broadcast(1);
        TLane q = p + -0.5;
        TLane tail = TLane.Min(p, one - p);
        TLane far = Tail(TLane.Max(TLane.Broadcast(double.Epsilon), tail));
        far = TLane.Select(TLane.AreEqual(tail, zero), TLane.Broadcast(double.PositiveInfinity), far);
        far = TLane.Select(TLane.LessThan(q, zero), -far, far);
        TLane x = TLane.Select(TLane.LessThan(TLane.Abs(q), TLane.Broadcast(0.425)), Center(q), far);

        // NaN fails both comparisons and so gives NaN.
        TLane isInside = TLane.LessThan(TLane.Broadcast(-double.Epsilon), p) & TLane.LessThan(p, TLane.Broadcast(1.0000000000000002));
        return TLane.Select(isInside, x, TLane.Broadcast(double.NaN));
    }

    /// <summary>x = q sqrt(2 pi) + q^3 g(0.425^2 - q^2) for q = p - 1/2 within 0.425.</summary>
    /// <remarks>g of degree 7 over 7, error 2.2e-17 relative in x (reweighted linear least squares in 70 digits); all its coefficients are positive.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLane Center<TLane>(TLane q)
        where TLane : struct, ILane<TLane>
    {
        TLane square = q * q;
        TLane y = TLane.Broadcast(0.180625) - square;
        TLane numerator = TLane.FusedMultiplyAdd(y, 0.02885599836035517, 1.8399219350458427);
        numerator = TLane.FusedMultiplyAdd(numerator, y, 4.303972166676028);
        numerator = TLane.FusedMultiplyAdd(numerator, y, 3.0949288751785495);
        numerator = TLane.FusedMultiplyAdd(numerator, y, 0.9477644791913317);
        numerator = TLane.FusedMultiplyAdd(numerator, y, 0.13785199967597755);
        numerator = TLane.FusedMultiplyAdd(numerator, y, 0.009384582536570438);
        numerator = TLane.FusedMultiplyAdd(numerator, y, 0.00024010374760301956);
        TLane denominator = y + 3.3922651449458248;
        denominator = TLane.FusedMultiplyAdd(denominator, y, 3.4766992526496647);
        denominator = TLane.FusedMultiplyAdd(denominator, y, 1.5436271861058017);
        denominator = TLane.FusedMultiplyAdd(denominator, y, 0.3411336344351041);
        denominator = TLane.FusedMultiplyAdd(denominator, y, 0.03912726318217643);
        denominator = TLane.FusedMultiplyAdd(denominator, y, 0.002221859254938153);
        denominator = TLane.FusedMultiplyAdd(denominator, y, 4.925441559437533e-05);
        TLane rest = TLane.FusedMultiplyAdd(square, numerator / denominator, RootTwoPiRest) * q;
        return TLane.FusedMultiplyAdd(q, TLane.Broadcast(RootTwoPi), rest);
    }

    /// <summary>x above 1.4 with N(-x) = t: a fit in sqrt(-2 ln t), then one step of Halley's method on N(-x) - t.</summary>
    /// <remarks>The fit is of degree 5 over 4, relative error 2.3e-9 (the same method); the step triples the digits. The residual is taken relative to the
    /// density, (R(x) - t exp(x^2/2)) sqrt(2 pi), whose rounding weighs 1/x^2 in x.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLane Tail<TLane>(TLane t)
        where TLane : struct, ILane<TLane>
    {
        TLane r = TLane.Sqrt(LaneMath.Log(t) * -2);
        TLane numerator = TLane.FusedMultiplyAdd(r, 1.000028372442632, 38.8969655449358);
        numerator = TLane.FusedMultiplyAdd(numerator, r, 270.7191529251379);
        numerator = TLane.FusedMultiplyAdd(numerator, r, 248.95120493025442);
        numerator = TLane.FusedMultiplyAdd(numerator, r, -497.964655684111);
        numerator = TLane.FusedMultiplyAdd(numerator, r, -277.6483243086813);
        TLane denominator = r + 38.90658407139929;
        denominator = TLane.FusedMultiplyAdd(denominator, r, 276.3587072124443);
        denominator = TLane.FusedMultiplyAdd(denominator, r, 391.81428141765247);
        denominator = TLane.FusedMultiplyAdd(denominator, r, 91.70662017875274);
        TLane x = numerator / denominator;

        TLane m = LaneNormal.GaussianMantissa(x, out TLane n);
        LaneNormal.TailRatio(x, out TLane ratioNumerator, out TLane ratioDenominator);
        TLane residual = ((ratioNumerator / ratioDenominator) - (LaneMath.Scale(t, -n) / m)) * RootTwoPi;
        return x + TLane.FusedMultiplyAdd(x * residual, residual * 0.5, residual);
    }
}
