using System.Runtime.CompilerServices;
using PortfolioMargin.Numerics;

namespace PortfolioMargin.Pricing;

/// <summary>What the pricing formulas share.</summary>
internal static class FormulaParts
{
    /// <summary>e^(-rate years); what the product loses in rounding is put back to first order, so the error is 2 ulp however large the exponent.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane Discount<TLane>(TLane rate, TLane years)
        where TLane : struct, ILane<TLane>
    {
        TLane exponent = TLane.Broadcast(0) - (rate * years);
        TLane lost = TLane.FusedMultiplyAdd(rate, years, exponent);
        TLane m = LaneMath.ExpMantissa(exponent, out TLane n);
        return LaneMath.Scale(m - (m * lost), n);
    }

    /// <summary>ln(a/b) for a above 0 and b at least 0. What the quotient loses in rounding is put back, so that near a = b the logarithm keeps its
    /// relative accuracy and with it d1 and every greek that it multiplies.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane LogRatio<TLane>(TLane a, TLane b)
        where TLane : struct, ILane<TLane>
    {
        TLane ratio = a / b;
        TLane lost = TLane.FusedMultiplyAdd(TLane.Broadcast(0) - ratio, b, a) / a;
        lost = TLane.Select(TLane.LessThan(ratio, TLane.Broadcast(double.PositiveInfinity)), lost, TLane.Broadcast(0));
        return LaneMath.Log(ratio) + lost;
    }

    /// <summary>sigma sqrt(T), 0 at T = 0 whatever sigma.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane Deviation<TLane>(TLane volatility, TLane years)
        where TLane : struct, ILane<TLane> =>
        TLane.Select(TLane.AreEqual(years, TLane.Broadcast(0)), years, volatility * TLane.Sqrt(years));

    /// <summary>a / b, and 0 where a is 0, whatever b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane Quotient<TLane>(TLane a, TLane b)
        where TLane : struct, ILane<TLane> => TLane.Select(TLane.AreEqual(a, TLane.Broadcast(0)), a, a / b);
}
