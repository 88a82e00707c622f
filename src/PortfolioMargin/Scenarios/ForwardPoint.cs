namespace PortfolioMargin;

/// <summary>Where a price stands before a shock. For spot and perpetuals <paramref name="Forward"/> is their own price and <paramref name="Years"/> 0.</summary>
/// <param name="Spot">Spot price of the underlying, in the quote currency.</param>
/// <param name="Forward">The price that is shocked: of spot, perpetual, future, or the forward of an option's expiry.</param>
/// <param name="Fixed">The part of the forward that settlement averaging has already fixed; 0 outside the averaging window.</param>
/// <param name="Years">Time to expiry, ACT/365F.</param>
public readonly record struct ForwardPoint(double Spot, double Forward, double Fixed, double Years);
