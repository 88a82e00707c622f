namespace PortfolioMargin.Pricing;

/// <summary>A cash dividend during the life of an option.</summary>
/// <param name="Years">Time until the underlying trades without it, in years; dividends at or before now, or after expiry, do not count.</param>
/// <param name="Amount">Cash per unit of the underlying, 0 or more; the spot price falls by it, but not below 0.</param>
public readonly record struct CashDividend(double Years, double Amount);
