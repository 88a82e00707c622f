using PortfolioMargin.Numerics;

namespace PortfolioMargin.Pricing;

/// <summary>The inverse of a pricing formula, written once for every width.</summary>
internal interface IImpliedFormula
{
    /// <param name="option">The terms; the price stands where the volatility does otherwise. Years are above 0.</param>
    static abstract ImpliedLanes<TLane> Imply<TLane>(in OptionLanes<TLane> option)
        where TLane : struct, ILane<TLane>;
}
