using PortfolioMargin.Numerics;

namespace PortfolioMargin;

/// <summary>An open order: contracts that may be traded at any moment.</summary>
public readonly record struct Order
{
    /// <summary>States an open order.</summary>
    /// <param name="instrument">What would be traded.</param>
    /// <param name="quantity">Contracts, a buy positive; finite.</param>
    /// <param name="limit">The order's price, in the instrument's quote; none for a market order.</param>
    /// <exception cref="ArgumentOutOfRangeException">Quantity or limit is not finite.</exception>
    public Order(Instrument instrument, double quantity, double? limit = null)
    {
        Instrument = Guard.NotNull(instrument, nameof(instrument));
        Quantity = Guard.Finite(quantity, $"order quantity of {instrument}") + 0.0;
        Limit = limit is { } price ? Guard.Finite(price, $"order limit of {instrument}") : null;
    }

    /// <summary>What would be traded.</summary>
    public Instrument Instrument { get; }

    /// <summary>Contracts, a buy positive.</summary>
    public double Quantity { get; }

    /// <summary>The order's price; none for a market order.</summary>
    public double? Limit { get; }
}
