using System.Runtime.CompilerServices;
using PortfolioMargin.Numerics;

namespace PortfolioMargin.Pricing;

/// <summary>Black's formula on a forward: the spot stands for F, the yield equals the rate, and rho keeps F fixed.
/// Source: F. Black, The Pricing of Commodity Contracts (1976).</summary>
internal readonly struct ForwardFormula : IOptionFormula
{
    [MethodImpl(HotLoop.Options)]
    public static TLane Price<TLane>(in OptionLanes<TLane> o)
        where TLane : struct, ILane<TLane>
    {
        TLane discount = LaneMath.ExpOfProduct(-o.Rate, o.Years);
        return LognormalValue.Of(
            o.Eta, o.Spot * discount, o.Strike * discount, LaneMath.LogRatio(o.Spot, o.Strike), FormulaParts.Deviation(o.Volatility, o.Years));
    }

    [MethodImpl(HotLoop.Options)]
    public static GreekLanes<TLane> Greeks<TLane>(in OptionLanes<TLane> o)
        where TLane : struct, ILane<TLane>
    {
        GreekLanes<TLane> greeks = LognormalFormula.Greeks(new OptionLanes<TLane>(o.Eta, o.Spot, o.Strike, o.Rate, o.Rate, o.Volatility, o.Years));
        greeks.Rho = -(o.Years * greeks.Price);
        return greeks;
    }
}
