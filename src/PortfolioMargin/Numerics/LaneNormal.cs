using System.Runtime.CompilerServices;

namespace PortfolioMargin.Numerics;

/// <summary>The standard normal distribution, written once for every width. phi: density, N: distribution function,
/// R(z) = N(-z) exp(z^2/2): the tail ratio (the Mills ratio over sqrt(2 pi)), which falls gently from 1/2 at 0 and so carries the tail without underflow.
/// Bounds are tested over the reference rows in <c>Numerics/SpecialFunctionTests</c>.</summary>
internal static class LaneNormal
{
    /// <summary>Past this many standard deviations exp(-z^2/2) is 0 in double.</summary>
    public const double Reach = 64;

    /// <summary>1 / sqrt(2 pi).</summary>
    public const double DensityAtZero = 0.3989422804014327;

    /// <summary>R(z) = <paramref name="numerator"/> / <paramref name="denominator"/> for z in 0..1e6.</summary>
    /// <remarks>Rational fit of degree 10 over 11, relative error 9.5e-18 over the whole domain (reweighted linear least squares in 60 digits,
    /// Chebyshev nodes in (z-3)/(z+3)). All coefficients are positive, so nothing cancels. The constants are in the ratio 1/2 exactly: R(0) = 1/2.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void TailRatio<TLane>(TLane z, out TLane numerator, out TLane denominator)
        where TLane : struct, ILane<TLane>
    {
        numerator = TLane.FusedMultiplyAdd(z, 0.3989422804014327, 11.700833464549392);
        numerator = TLane.FusedMultiplyAdd(numerator, z, 170.0970547217403);
        numerator = TLane.FusedMultiplyAdd(numerator, z, 1588.619539730802);
        numerator = TLane.FusedMultiplyAdd(numerator, z, 10463.325522124871);
        numerator = TLane.FusedMultiplyAdd(numerator, z, 50532.33566974094);
        numerator = TLane.FusedMultiplyAdd(numerator, z, 180845.07234731727);
        numerator = TLane.FusedMultiplyAdd(numerator, z, 473852.95621218503);
        numerator = TLane.FusedMultiplyAdd(numerator, z, 873198.0639843431);
        numerator = TLane.FusedMultiplyAdd(numerator, z, 1030197.845492383);
        numerator = TLane.FusedMultiplyAdd(numerator, z, 600466.4510779659);
        denominator = z + 29.329639998988142;
        denominator = TLane.FusedMultiplyAdd(denominator, z, 427.3700867969548);
        denominator = TLane.FusedMultiplyAdd(denominator, z, 4011.4082959227107);
        denominator = TLane.FusedMultiplyAdd(denominator, z, 26652.03768688821);
        denominator = TLane.FusedMultiplyAdd(denominator, z, 130589.20077004243);
        denominator = TLane.FusedMultiplyAdd(denominator, z, 478696.29820758355);
        denominator = TLane.FusedMultiplyAdd(denominator, z, 1306768.1651983927);
        denominator = TLane.FusedMultiplyAdd(denominator, z, 2593828.1012409716);
        denominator = TLane.FusedMultiplyAdd(denominator, z, 3554425.2186713824);
        denominator = TLane.FusedMultiplyAdd(denominator, z, 3018601.5121751647);
        denominator = TLane.FusedMultiplyAdd(denominator, z, 1200932.9021559318);
    }

    /// <summary>m with exp(-z^2/2) = m * 2^n for z at least 0; z past <see cref="Reach"/> counts as <see cref="Reach"/>.</summary>
    /// <remarks>The rounding error of z^2 is recovered by a fused multiply-add and applied to first order,
    /// so the relative error does not grow with z^2.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane GaussianMantissa<TLane>(TLane z, out TLane n)
        where TLane : struct, ILane<TLane>
    {
        z = TLane.Min(TLane.Broadcast(Reach), z);
        TLane minusHalf = TLane.Broadcast(-0.5);
        TLane square = z * z;
        TLane lost = TLane.FusedMultiplyAdd(z, z, -square);
        TLane m = LaneMath.ExpMantissa(square * minusHalf, out n);
        return TLane.FusedMultiplyAdd(m * minusHalf, lost, m);
    }

    /// <summary>phi(x), at most 3 ulp off.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane Pdf<TLane>(TLane x)
        where TLane : struct, ILane<TLane>
    {
        TLane m = GaussianMantissa(TLane.Abs(x), out TLane n);
        return LaneMath.Scale(m * DensityAtZero, n);
    }

    /// <summary>N(x), at most 4 ulp off down to the smallest double.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane Cdf<TLane>(TLane x)
        where TLane : struct, ILane<TLane>
    {
        TLane z = TLane.Min(TLane.Broadcast(Reach), TLane.Abs(x));
        TLane m = GaussianMantissa(z, out TLane n);
        TailRatio(z, out TLane numerator, out TLane denominator);
        TLane tail = LaneMath.Scale(m * (numerator / denominator), n);
        return TLane.Select(TLane.LessThan(x, TLane.Broadcast(0)), tail, TLane.Broadcast(1) - tail);
    }
}
