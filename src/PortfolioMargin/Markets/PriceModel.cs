namespace PortfolioMargin;

/// <summary>How the price of an underlying is distributed, and so what its volatility means.</summary>
public enum PriceModel
{
    /// <summary>Black's model: prices above 0, volatility as a fraction per square root of a year.</summary>
    Lognormal,

    /// <summary>Bachelier's model: prices of any sign, volatility in price units per square root of a year.</summary>
    Normal,
}
