using PortfolioMargin.Numerics;

namespace PortfolioMargin.Pricing;

/// <summary>Implied volatilities of <c>TLane.Width</c> options side by side. The status is an <see cref="ImpliedVolatilityStatus"/> as a number;
/// where it is neither found nor at intrinsic value, the volatility is 0 and says nothing.</summary>
internal readonly struct ImpliedLanes<TLane>(TLane volatility, TLane status)
    where TLane : struct, ILane<TLane>
{
    public readonly TLane Volatility = volatility;
    public readonly TLane Status = status;
}
