using System.Runtime.CompilerServices;
using PortfolioMargin.Numerics;

namespace PortfolioMargin.Pricing;

/// <summary>Black and Scholes with a continuous yield.
/// A = S e^(-qT), B = K e^(-rT), w = sigma sqrt(T), x = ln(S/K) + (r - q) T, d1, d2 = x/w +- w/2.
/// Source: F. Black, M. Scholes, The Pricing of Options and Corporate Liabilities (1973); R. Merton, Theory of Rational Option Pricing (1973).</summary>
internal readonly struct LognormalFormula : IOptionFormula
{
    [MethodImpl(HotLoop.Options)]
    public static TLane Price<TLane>(in OptionLanes<TLane> o)
        where TLane : struct, ILane<TLane> => LognormalValue.Of(
            o.Eta,
            o.Spot * LaneMath.ExpOfProduct(-o.CarryYield, o.Years),
            o.Strike * LaneMath.ExpOfProduct(-o.Rate, o.Years),
            TLane.FusedMultiplyAdd(o.Rate - o.CarryYield, o.Years, LaneMath.LogRatio(o.Spot, o.Strike)),
            FormulaParts.Deviation(o.Volatility, o.Years));

    /// <summary>The closed derivatives; where phi(d1) is 0 every term that it multiplies is 0,
    /// and at x = 0 the quotients by w are replaced by their limits.</summary>
    [MethodImpl(HotLoop.Options)]
    public static GreekLanes<TLane> Greeks<TLane>(in OptionLanes<TLane> o)
        where TLane : struct, ILane<TLane>
    {
        TLane zero = TLane.Broadcast(0), half = TLane.Broadcast(0.5);
        TLane rootYears = TLane.Sqrt(o.Years);
        TLane w = FormulaParts.Deviation(o.Volatility, o.Years);
        TLane yieldDiscount = FormulaParts.Discount(o.CarryYield, o.Years);
        TLane asset = o.Spot * yieldDiscount;
        TLane cash = o.Strike * FormulaParts.Discount(o.Rate, o.Years);
        TLane x = LogMoneyness(o);
        TLane center = FormulaParts.Quotient(x, w);
        TLane d1 = center + (w * half), d2 = center - (w * half);
        TLane pdf = FormulaParts.Pdf(d1);
        TLane assetShare = o.Eta * FormulaParts.Cdf(o.Eta * d1), cashShare = o.Eta * FormulaParts.Cdf(o.Eta * d2);
        TLane noDensity = TLane.AreEqual(pdf, zero), atTheMoney = TLane.AreEqual(x, zero);

        // d2 / sigma, and d(d1)/dT.
        TLane slant = TLane.Select(atTheMoney, -(rootYears * half), d2 / o.Volatility);
        TLane carry = o.Rate - o.CarryYield;
        TLane drift = TLane.Select(
            atTheMoney,
            FormulaParts.Quotient(FormulaParts.Quotient(carry, o.Volatility) + (o.Volatility * 0.25), rootYears),
            (carry / w) - (half * d2 / o.Years));
        TLane decay = FormulaParts.Quotient(asset * pdf * o.Volatility * half, rootYears);

        GreekLanes<TLane> greeks = default;
        greeks.Price = FormulaParts.Lognormal(o.Eta, asset, cash, x, w);
        greeks.Delta = yieldDiscount * assetShare;
        greeks.Gamma = TLane.Select(noDensity, zero, yieldDiscount * pdf / o.Spot / w);
        greeks.Vega = asset * pdf * rootYears;
        greeks.Theta = (o.CarryYield * asset * assetShare) - (o.Rate * cash * cashShare) - TLane.Select(noDensity, zero, decay);
        greeks.Rho = o.Years * cash * cashShare;
        greeks.Vanna = TLane.Select(noDensity, zero, -(yieldDiscount * pdf * slant));
        greeks.Volga = TLane.Select(noDensity, zero, greeks.Vega * d1 * slant);
        greeks.Charm = (o.CarryYield * greeks.Delta) - TLane.Select(noDensity, zero, yieldDiscount * pdf * drift);
        return greeks;
    }

    [MethodImpl(HotLoop.Options)]
    internal static TLane LogMoneyness<TLane>(in OptionLanes<TLane> o)
        where TLane : struct, ILane<TLane> =>
        TLane.FusedMultiplyAdd(o.Rate - o.CarryYield, o.Years, FormulaParts.LogRatio(o.Spot, o.Strike));
}
