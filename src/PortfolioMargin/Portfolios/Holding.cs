using PortfolioMargin.Numerics;

namespace PortfolioMargin;

/// <summary>Collateral: an amount of a currency or an asset. Negative is a debt.</summary>
public readonly record struct Holding
{
    /// <summary>States a holding.</summary>
    /// <param name="asset">What is held.</param>
    /// <param name="amount">Units of it; negative is a debt; finite.</param>
    /// <exception cref="ArgumentOutOfRangeException">The amount is not finite.</exception>
    public Holding(Currency asset, double amount)
    {
        if (asset.Code.Length == 0) throw new ArgumentException("A holding needs a currency with a code; got the default value.", nameof(asset));
        Asset = asset;
        Amount = Guard.Finite(amount, $"{asset} collateral") + 0.0;
    }

    /// <summary>What is held.</summary>
    public Currency Asset { get; }

    /// <summary>Units of it; negative is a debt.</summary>
    public double Amount { get; }

    /// <summary>Reads (amount, asset) as a holding.</summary>
    /// <param name="pair">Units and asset.</param>
    public static implicit operator Holding((double Amount, Currency Asset) pair) => new(pair.Asset, pair.Amount);
}
