using System.Collections.Immutable;
using PortfolioMargin.Numerics;

namespace PortfolioMargin;

/// <summary>A whole Deribit option board, as a market snapshot. Either everything has been read, or an exception was thrown.
/// <para>The snapshot's time is that of the latest used row. The spot of an underlying is the median of its rows' index prices; the forward of
/// an expiry the median of its rows' forwards, since rows are published one by one and the forward moves meanwhile (a row's own forward
/// stays in <see cref="DeribitBoardRow.Forward"/>); its rate the median of the rows' rates, where rows state any. The median of an even
/// number is the mean of the middle two.</para>
/// <para>An expiry's smile has one point per strike. Where the call and the put of a strike state different volatilities, the one out of
/// the money holds (the call at and above the forward, the put below), and a diagnostic says so. Every used row is a quote with mark,
/// delta and its own time.</para>
/// <para>A volatility is held against the mark of its own row. Where Black's undiscounted price on the row's own forward is further from the mark than
/// <see cref="ReadingOptions.VolatilityTolerance"/>, the volatility that the mark implies is used; a diagnostic states how many and the worst.</para>
/// <para>Inverse boards are quoted in USD. Linear boards are quoted in USDC, whose value the caller adds by
/// <see cref="MarketSnapshot.With(Currency, double, double)"/>.</para>
/// <para>Rows without forward, implied volatility or mark, rows of futures and perpetuals, and rows at or past expiry are not used; each group is a diagnostic.</para></summary>
public sealed class DeribitBoard
{
    internal DeribitBoard(MarketSnapshot snapshot, ImmutableArray<Diagnostic> diagnostics, long rowCount, int usedRowCount) =>
        (Snapshot, Diagnostics, RowCount, UsedRowCount) = (snapshot, diagnostics, rowCount, usedRowCount);

    /// <summary>The market that the board describes, reporting in USD.</summary>
    public MarketSnapshot Snapshot { get; }

    /// <summary>What a careful user would check, with counts and examples; empty when there is nothing.</summary>
    public ImmutableArray<Diagnostic> Diagnostics { get; }

    /// <summary>Rows read.</summary>
    public long RowCount { get; }

    /// <summary>Rows that became quotes.</summary>
    public int UsedRowCount { get; }

    /// <summary>Reads a CSV board; columns as for <see cref="DeribitBoardReader.ReadCsv(Stream, ReadingOptions?, CancellationToken)"/>.</summary>
    /// <param name="stream">UTF-8 text; left open.</param>
    /// <param name="options">Limits; <see cref="ReadingOptions.Default"/> unless stated.</param>
    /// <param name="cancellation">Ends the reading between two rows.</param>
    /// <returns>The board.</returns>
    /// <exception cref="MarginFormatException">The text is not such a board, or has no usable row.</exception>
    public static DeribitBoard FromCsv(Stream stream, ReadingOptions? options = null, CancellationToken cancellation = default) =>
        FromRows(DeribitBoardReader.ReadCsv(stream, options, cancellation), options);

    /// <summary>Reads a CSV board, as from a stream.</summary>
    /// <param name="reader">The text; left open.</param>
    /// <param name="options">Limits; <see cref="ReadingOptions.Default"/> unless stated.</param>
    /// <param name="cancellation">Ends the reading between two rows.</param>
    /// <returns>The board.</returns>
    /// <exception cref="MarginFormatException">The text is not such a board, or has no usable row.</exception>
    public static DeribitBoard FromCsv(TextReader reader, ReadingOptions? options = null, CancellationToken cancellation = default) =>
        FromRows(DeribitBoardReader.ReadCsv(reader, options, cancellation), options);

    /// <summary>Reads the venue's JSON board; properties as for <see cref="DeribitBoardReader.ReadJson(Stream, ReadingOptions?, CancellationToken)"/>.</summary>
    /// <param name="stream">UTF-8 JSON; left open.</param>
    /// <param name="options">Limits; <see cref="ReadingOptions.Default"/> unless stated.</param>
    /// <param name="cancellation">Ends the reading between two rows.</param>
    /// <returns>The board.</returns>
    /// <exception cref="MarginFormatException">The text is not such a board, or has no usable row.</exception>
    public static DeribitBoard FromJson(Stream stream, ReadingOptions? options = null, CancellationToken cancellation = default) =>
        FromRows(DeribitBoardReader.ReadJson(stream, options, cancellation), options);

    /// <summary>Reads the venue's JSON board, as from a stream.</summary>
    /// <param name="reader">The JSON text; left open.</param>
    /// <param name="options">Limits; <see cref="ReadingOptions.Default"/> unless stated.</param>
    /// <param name="cancellation">Ends the reading between two rows.</param>
    /// <returns>The board.</returns>
    /// <exception cref="MarginFormatException">The text is not such a board, or has no usable row.</exception>
    public static DeribitBoard FromJson(TextReader reader, ReadingOptions? options = null, CancellationToken cancellation = default) =>
        FromRows(DeribitBoardReader.ReadJson(reader, options, cancellation), options);

    /// <summary>Assembles a board from rows, which may come from several files of one moment.</summary>
    /// <param name="rows">The rows; no instrument twice.</param>
    /// <param name="options">The name for error texts and the age of stale rows; <see cref="ReadingOptions.Default"/> unless stated.</param>
    /// <returns>The board.</returns>
    /// <exception cref="MarginFormatException">An instrument is there twice, an underlying is quoted in two currencies or lacks an index, or no row is usable.</exception>
    public static DeribitBoard FromRows(IEnumerable<DeribitBoardRow> rows, ReadingOptions? options = null)
    {
        var assembly = new BoardAssembly(options ?? ReadingOptions.Default);
        foreach (var row in Guard.NotNull(rows, nameof(rows))) assembly.Add(row);
        return assembly.Finish();
    }
}
