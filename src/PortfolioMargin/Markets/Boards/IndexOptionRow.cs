namespace PortfolioMargin;

/// <summary>One row of a file of closing prices, checked by itself.</summary>
/// <param name="Row">Line of the file, counted from 1.</param>
/// <param name="Expiry">Last day; absent in the row of the index itself.</param>
/// <param name="Strike">Strike price, above 0.</param>
/// <param name="Right">Call or put.</param>
/// <param name="Close">Closing price per unit, not below 0; absent where the file states none.</param>
/// <param name="Volatility">Volatility as the file states it, a fraction; absent where it states none.</param>
internal readonly record struct IndexOptionRow(long Row, DateOnly? Expiry, double Strike, OptionRight Right, double? Close, double? Volatility);
