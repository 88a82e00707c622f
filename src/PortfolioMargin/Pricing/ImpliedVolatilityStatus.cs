namespace PortfolioMargin.Pricing;

/// <summary>Where a price stands between its bounds, in rising order of prices. Only two of the four have a volatility.</summary>
public enum ImpliedVolatilityStatus
{
    /// <summary>Less than the option is worth without any volatility: no volatility explains the price.</summary>
    BelowIntrinsic,

    /// <summary>Exactly what the option is worth without any volatility: the volatility is 0.</summary>
    AtIntrinsic,

    /// <summary>Between the bounds: there is one volatility, and it was found.</summary>
    Found,

    /// <summary>At or above what the option is worth at infinite volatility: no finite volatility explains the price.</summary>
    AtMaximum,
}
