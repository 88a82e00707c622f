namespace PortfolioMargin.Pricing;

/// <summary>What a scenario says of an expiry, beside the spot price: the terms that an exercise boundary depends on.</summary>
internal readonly record struct AmericanTerms(double Rate, double CarryYield, double Volatility, double Years);
