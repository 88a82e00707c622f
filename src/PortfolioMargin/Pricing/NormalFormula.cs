using System.Runtime.CompilerServices;
using PortfolioMargin.Numerics;

namespace PortfolioMargin.Pricing;

/// <summary>Bachelier's formula on a forward of any sign. w = sigmaN sqrt(T), d = (F - K) / w; the yield is not used.
/// Source: L. Bachelier, Theorie de la speculation (1900).</summary>
internal readonly struct NormalFormula : IOptionFormula
{
    [MethodImpl(HotLoop.Options)]
    public static TLane Price<TLane>(in OptionLanes<TLane> o)
        where TLane : struct, ILane<TLane> =>
        LaneMath.ExpOfProduct(-o.Rate, o.Years) * NormalValue.Of(o.Eta, o.Spot - o.Strike, FormulaParts.Deviation(o.Volatility, o.Years));

    /// <summary>The closed derivatives; where phi(d) is 0 every term that it multiplies is 0.</summary>
    [MethodImpl(HotLoop.Options)]
    public static GreekLanes<TLane> Greeks<TLane>(in OptionLanes<TLane> o)
        where TLane : struct, ILane<TLane>
    {
        TLane zero = TLane.Broadcast(0), half = TLane.Broadcast(0.5);
        TLane rootYears = TLane.Sqrt(o.Years);
        TLane w = FormulaParts.Deviation(o.Volatility, o.Years);
        TLane discount = FormulaParts.Discount(o.Rate, o.Years);
        TLane distance = o.Spot - o.Strike;
        TLane d = FormulaParts.Quotient(distance, w);
        TLane density = discount * FormulaParts.Pdf(d);
        TLane noDensity = TLane.AreEqual(density, zero);
        TLane slant = FormulaParts.Quotient(d, o.Volatility);

        GreekLanes<TLane> greeks = default;
        greeks.Price = discount * FormulaParts.Normal(o.Eta, distance, w);
        greeks.Delta = discount * o.Eta * FormulaParts.Cdf(o.Eta * d);
        greeks.Gamma = TLane.Select(noDensity, zero, density / w);
        greeks.Vega = density * rootYears;
        greeks.Theta = (o.Rate * greeks.Price) - TLane.Select(noDensity, zero, FormulaParts.Quotient(density * o.Volatility * half, rootYears));
        greeks.Rho = -(o.Years * greeks.Price);
        greeks.Vanna = TLane.Select(noDensity, zero, -(density * slant));
        greeks.Volga = TLane.Select(noDensity, zero, greeks.Vega * d * slant);
        greeks.Charm = (o.Rate * greeks.Delta) + TLane.Select(noDensity, zero, density * FormulaParts.Quotient(half * d, o.Years));
        return greeks;
    }
}
