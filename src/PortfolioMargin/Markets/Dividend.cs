namespace PortfolioMargin;

/// <summary>A cash dividend.</summary>
/// <param name="Date">Day on which the share trades without it.</param>
/// <param name="Amount">Cash per share, in the quote currency.</param>
public readonly record struct Dividend(DateOnly Date, double Amount);
