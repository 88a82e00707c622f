namespace PortfolioMargin.Pricing;

/// <summary>How accurately an American option is priced where no cash dividends are paid. The figures are absolute errors as fractions of the strike,
/// held against an independent reference in the tests for |rates| up to 100 %, volatility x root of time from 1e-3 to 5.</summary>
public enum AmericanAccuracy
{
    /// <summary>1e-8 of the strike; the critical price to 1e-6 of itself.</summary>
    Default,

    /// <summary>2e-6 of the strike, root mean square over ordinary terms (volatility 15 % to 60 %, up to a year); up to 1e-3 for decades at small volatilities.</summary>
    Fast,

    /// <summary>1e-10 of the strike, 1e-9 for decades.</summary>
    Accurate,
}
