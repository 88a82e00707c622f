using PortfolioMargin.Numerics;

namespace PortfolioMargin.Pricing;

/// <summary>The terms of <c>TLane.Width</c> European options side by side.
/// S: spot, or forward; K: strike; r: rate; q: yield; sigma: volatility; T: years; eta: +1 for calls, -1 for puts.</summary>
internal readonly struct OptionLanes<TLane>(TLane eta, TLane spot, TLane strike, TLane rate, TLane carryYield, TLane volatility, TLane years)
    where TLane : struct, ILane<TLane>
{
    public readonly TLane Eta = eta;
    public readonly TLane Spot = spot;
    public readonly TLane Strike = strike;
    public readonly TLane Rate = rate;
    public readonly TLane CarryYield = carryYield;
    public readonly TLane Volatility = volatility;
    public readonly TLane Years = years;

    /// <summary>The same terms with another eta.</summary>
    public OptionLanes<TLane> For(TLane eta) => new(eta, Spot, Strike, Rate, CarryYield, Volatility, Years);
}
