namespace PortfolioMargin;

/// <summary>One option of a board.</summary>
/// <param name="Time">When it was observed.</param>
/// <param name="Instrument">The option.</param>
/// <param name="Forward">Forward price of its expiry at that moment, in the quote currency.</param>
/// <param name="Index">Index price at that moment, in the quote currency.</param>
/// <param name="Mark">Mark price per unit, in coin for inverse options; absent where the venue shows none.</param>
/// <param name="Volatility">Implied volatility as a fraction; absent where the venue shows none.</param>
/// <param name="Bid">Best bid; absent without one.</param>
/// <param name="Ask">Best offer; absent without one.</param>
/// <param name="Delta">The venue's delta; absent where it shows none.</param>
public sealed record BoardRow(
    DateTimeOffset Time, VanillaOption Instrument, double Forward, double Index, double? Mark, double? Volatility, double? Bid, double? Ask, double? Delta);

/// <summary>A board put together: a market with what a careful user should know of it.</summary>
/// <param name="Market">The market.</param>
/// <param name="Rows">Number of rows that were read.</param>
/// <param name="Diagnostics">Rows without numbers, crossed quotes, forwards that moved while the board was read.</param>
public sealed record Board(MarketSnapshot Market, int Rows, System.Collections.Immutable.ImmutableArray<Diagnostic> Diagnostics);
