namespace PortfolioMargin;

/// <summary>One row of a board, checked by itself. Absent numbers were not stated by the file.</summary>
public sealed record DeribitBoardRow
{
    internal DeribitBoardRow(long row, DeribitInstrumentName name, DateTimeOffset time) => (Row, Name, Time) = (row, name, time);

    /// <summary>Line of the CSV counted from 1 (the header is 1), or entry of the JSON result counted from 1.</summary>
    public long Row { get; }

    /// <summary>The instrument's name, taken apart.</summary>
    public DeribitInstrumentName Name { get; }

    /// <summary>When the venue published the row, in UTC.</summary>
    public DateTimeOffset Time { get; }

    /// <summary>Forward price of the expiry at the moment of the row, in the quote currency, above 0. Rows are published one by one, so it may differ between rows of one expiry.</summary>
    public double? Forward { get; init; }

    /// <summary>Index price at the moment of the row, in the quote currency, above 0.</summary>
    public double? Index { get; init; }

    /// <summary>Implied volatility of the mark as a fraction, 0 to 20: 0.45 is 45 %.</summary>
    public double? ImpliedVolatility { get; init; }

    /// <summary>Mark price per unit, in coin for inverse options; not below 0.</summary>
    public double? Mark { get; init; }

    /// <summary>Best bid per unit, in the unit of <see cref="Mark"/>; not below 0.</summary>
    public double? Bid { get; init; }

    /// <summary>Best ask per unit, in the unit of <see cref="Mark"/>; not below 0.</summary>
    public double? Ask { get; init; }

    /// <summary>Middle of bid and ask as the venue states it, in the unit of <see cref="Mark"/>; not below 0.</summary>
    public double? Mid { get; init; }

    /// <summary>The venue's delta per unit, -1 to 1.</summary>
    public double? Delta { get; init; }

    /// <summary>Contracts open, in units of the coin for options; not below 0.</summary>
    public double? OpenInterest { get; init; }

    /// <summary>Continuously compounded rate per year, between -10 and 10.</summary>
    public double? Rate { get; init; }
}
