using PortfolioMargin.Numerics;

namespace PortfolioMargin;

/// <summary>What one unit of a currency is worth, and how far that is to be trusted.</summary>
public sealed record CurrencyMarket
{
    /// <summary>States the value of a currency.</summary>
    /// <param name="currency">The currency.</param>
    /// <param name="value">Value of one unit in the reporting currency; above 0.</param>
    /// <param name="confidence">Trust in that value, 0 to 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">Value not above 0, or confidence outside 0 to 1.</exception>
    public CurrencyMarket(Currency currency, double value, double confidence = 1)
    {
        if (currency.Code.Length == 0) throw new ArgumentException("A currency needs a code; got the default value.", nameof(currency));
        Currency = currency;
        Value = Guard.Positive(value, $"value of one {currency}");
        Confidence = Guard.Fraction(confidence, $"{currency} confidence");
    }

    /// <summary>The currency.</summary>
    public Currency Currency { get; }

    /// <summary>Value of one unit in the reporting currency.</summary>
    public double Value { get; }

    /// <summary>Trust in that value, 0 to 1.</summary>
    public double Confidence { get; }
}
