using System.Globalization;
using PortfolioMargin.Numerics;

namespace PortfolioMargin;

/// <summary>A signed number of contracts of one instrument.</summary>
public readonly record struct Position
{
    /// <summary>States a position.</summary>
    /// <param name="instrument">What is held.</param>
    /// <param name="quantity">Contracts, long positive; finite.</param>
    /// <exception cref="ArgumentOutOfRangeException">The quantity is not finite.</exception>
    public Position(Instrument instrument, double quantity)
    {
        Instrument = Guard.NotNull(instrument, nameof(instrument));
        Quantity = Guard.Finite(quantity, $"quantity of {instrument}") + 0.0;
    }

    /// <summary>What is held.</summary>
    public Instrument Instrument { get; }

    /// <summary>Contracts, long positive.</summary>
    public double Quantity { get; }

    /// <summary>Reads (quantity, instrument) as a position.</summary>
    /// <param name="pair">Contracts and instrument.</param>
    public static implicit operator Position((double Quantity, Instrument Instrument) pair) => new(pair.Instrument, pair.Quantity);

    /// <summary>The position as "-1 x BTC 2026-12-25 110000 call".</summary>
    /// <returns>The text.</returns>
    public override string ToString() => $"{Quantity.ToString("R", CultureInfo.InvariantCulture)} x {Instrument}";
}
