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
