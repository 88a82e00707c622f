using PortfolioMargin.Numerics;

namespace PortfolioMargin.Pricing;

/// <summary>Price and sensitivities of <c>TLane.Width</c> options side by side; fields as in <see cref="Greeks"/>.</summary>
internal struct GreekLanes<TLane>
    where TLane : struct, ILane<TLane>
{
    public TLane Price, Delta, Gamma, Vega, Theta, Rho, Vanna, Volga, Charm;

    /// <summary>Writes nine rows of <c>TLane.Width</c> numbers, in the order of the fields.</summary>
    public readonly void Store(ref double scratch)
    {
        Price.Store(ref scratch, 0);
        Delta.Store(ref scratch, TLane.Width);
        Gamma.Store(ref scratch, 2 * TLane.Width);
        Vega.Store(ref scratch, 3 * TLane.Width);
        Theta.Store(ref scratch, 4 * TLane.Width);
        Rho.Store(ref scratch, 5 * TLane.Width);
        Vanna.Store(ref scratch, 6 * TLane.Width);
        Volga.Store(ref scratch, 7 * TLane.Width);
        Charm.Store(ref scratch, 8 * TLane.Width);
    }
}
