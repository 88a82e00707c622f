using System.Runtime.CompilerServices;
using PortfolioMargin.Numerics;

namespace PortfolioMargin.Pricing;

/// <summary>What the pricing formulas share. The longer parts, and the formulas themselves, are calls of their own: the compiler's budget for
/// inlining does not reach over a whole formula, and what it leaves out would be called operation by operation.</summary>
internal static class FormulaParts
{
    /// <summary>e^(-rate years), at most 2 ulp off however large the exponent, as a call.</summary>
    [MethodImpl(HotLoop.Options)]
    public static TLane Discount<TLane>(TLane rate, TLane years)
        where TLane : struct, ILane<TLane> => LaneMath.ExpOfProduct(-rate, years);

    /// <summary>ln(a/b), as a call: near a = b d1 keeps its relative accuracy and with it every greek that it multiplies.</summary>
    [MethodImpl(HotLoop.Options)]
    public static TLane LogRatio<TLane>(TLane a, TLane b)
        where TLane : struct, ILane<TLane> => LaneMath.LogRatio(a, b);

    /// <summary>sigma sqrt(T), 0 at T = 0 whatever sigma.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane Deviation<TLane>(TLane volatility, TLane years)
        where TLane : struct, ILane<TLane> =>
        TLane.Select(TLane.AreEqual(years, TLane.Broadcast(0)), years, volatility * TLane.Sqrt(years));

    /// <summary>N(x), as a call.</summary>
    [MethodImpl(HotLoop.Options)]
    public static TLane Cdf<TLane>(TLane x)
        where TLane : struct, ILane<TLane> => LaneNormal.Cdf(x);

    /// <summary>phi(x), as a call.</summary>
    [MethodImpl(HotLoop.Options)]
    public static TLane Pdf<TLane>(TLane x)
        where TLane : struct, ILane<TLane> => LaneNormal.Pdf(x);

    /// <summary>The value on a lognormal price, as a call.</summary>
    [MethodImpl(HotLoop.Options)]
    public static TLane Lognormal<TLane>(TLane eta, TLane asset, TLane cash, TLane logMoneyness, TLane deviation)
        where TLane : struct, ILane<TLane> => LognormalValue.Of(eta, asset, cash, logMoneyness, deviation);

    /// <summary>The value on a normally distributed price, as a call.</summary>
    [MethodImpl(HotLoop.Options)]
    public static TLane Normal<TLane>(TLane eta, TLane distance, TLane deviation)
        where TLane : struct, ILane<TLane> => NormalValue.Of(eta, distance, deviation);

    /// <summary>a / b, and 0 where a is 0, whatever b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane Quotient<TLane>(TLane a, TLane b)
        where TLane : struct, ILane<TLane> => TLane.Select(TLane.AreEqual(a, TLane.Broadcast(0)), a, a / b);
}
