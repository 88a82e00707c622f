using System.Runtime.CompilerServices;
using PortfolioMargin.Numerics;

namespace PortfolioMargin.Pricing;

/// <summary>What the pricing formulas share. The longer parts, and the formulas themselves, are calls of their own: the compiler's budget for
/// inlining does not reach over a whole formula, and what it leaves out would be called operation by operation.</summary>
internal static class FormulaParts
{
    /// <summary>e^(-rate years); what the product loses in rounding is put back to first order, so the error is 2 ulp however large the exponent.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static TLane Discount<TLane>(TLane rate, TLane years)
        where TLane : struct, ILane<TLane>
    {
        TLane exponent = -(rate * years);
        TLane lost = TLane.FusedMultiplyAdd(rate, years, exponent);
        TLane m = LaneMath.ExpMantissa(exponent, out TLane n);
        return LaneMath.Scale(m - (m * lost), n);
    }

    /// <summary>ln(a/b) for a above 0 and b at least 0. What the quotient loses in rounding is put back, so that near a = b the logarithm keeps its
    /// relative accuracy and with it d1 and every greek that it multiplies.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static TLane LogRatio<TLane>(TLane a, TLane b)
        where TLane : struct, ILane<TLane>
    {
        TLane ratio = a / b;
        TLane lost = TLane.FusedMultiplyAdd(-ratio, b, a) / a;
        lost = TLane.Select(TLane.LessThan(ratio, TLane.Broadcast(double.PositiveInfinity)), lost, TLane.Broadcast(0));
        return LaneMath.Log(ratio) + lost;
    }

    /// <summary>sigma sqrt(T), 0 at T = 0 whatever sigma.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane Deviation<TLane>(TLane volatility, TLane years)
        where TLane : struct, ILane<TLane> =>
        TLane.Select(TLane.AreEqual(years, TLane.Broadcast(0)), years, volatility * TLane.Sqrt(years));

    /// <summary>N(x), as a call.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static TLane Cdf<TLane>(TLane x)
        where TLane : struct, ILane<TLane> => LaneNormal.Cdf(x);

    /// <summary>phi(x), as a call.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static TLane Pdf<TLane>(TLane x)
        where TLane : struct, ILane<TLane> => LaneNormal.Pdf(x);

    /// <summary>The value on a lognormal price, as a call.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static TLane Lognormal<TLane>(TLane eta, TLane asset, TLane cash, TLane logMoneyness, TLane deviation)
        where TLane : struct, ILane<TLane> => LognormalValue.Of(eta, asset, cash, logMoneyness, deviation);

    /// <summary>The value on a normally distributed price, as a call.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static TLane Normal<TLane>(TLane eta, TLane distance, TLane deviation)
        where TLane : struct, ILane<TLane> => NormalValue.Of(eta, distance, deviation);

    /// <summary>a / b, and 0 where a is 0, whatever b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane Quotient<TLane>(TLane a, TLane b)
        where TLane : struct, ILane<TLane> => TLane.Select(TLane.AreEqual(a, TLane.Broadcast(0)), a, a / b);
}
