using PortfolioMargin.Numerics;

namespace PortfolioMargin;

/// <summary>Reads Deribit boards row by row, in memory that does not grow with the file. Every row is checked before it is handed out;
/// when a later row is wrong the rows before it have already been handed out, so whoever needs all or nothing uses
/// <see cref="DeribitBoard"/>. The caller's stream or reader is left open and can be enumerated once. A file of 0 bytes is an error;
/// a header without rows, or an empty result, yields no rows.</summary>
public static class DeribitBoardReader
{
    private static readonly string[] Titles =
    [
        "instrument_name", "timestamp", "underlying", "index_price", "implied_volatility", "mark_price",
        "bid_price", "ask_price", "mid_price", "delta", "open_interest", "interest_rate", "strike", "option_type", "expiry_datetime", "currency",
    ];

    private const int Required = 6; // the columns up to mark_price

    /// <summary>Rows of a CSV board. Columns are found by their names: instrument_name, timestamp, underlying (the forward), index_price,
    /// implied_volatility (a fraction) and mark_price must be there; bid_price, ask_price, mid_price, delta, open_interest, interest_rate are
    /// read, and strike, option_type, expiry_datetime, currency are compared with the name, where they are; others are left alone.</summary>
    /// <param name="stream">UTF-8 text; left open.</param>
    /// <param name="options">Limits; <see cref="ReadingOptions.Default"/> unless stated.</param>
    /// <param name="cancellation">Ends the reading between two rows.</param>
    /// <returns>The rows in the order of the file, read while they are enumerated.</returns>
    /// <exception cref="MarginFormatException">While enumerating: the file is empty, or a row is wrong.</exception>
    public static IEnumerable<DeribitBoardRow> ReadCsv(Stream stream, ReadingOptions? options = null, CancellationToken cancellation = default)
    {
        Guard.NotNull(stream, nameof(stream));
        return Rows(stream, options ?? ReadingOptions.Default, cancellation);

        static IEnumerable<DeribitBoardRow> Rows(Stream stream, ReadingOptions options, CancellationToken cancellation)
        {
            using var text = TextSource.Text(stream);
            foreach (var row in CsvRows(text, options, cancellation)) yield return row;
        }
    }

    /// <summary>Rows of a CSV board, as from a stream.</summary>
    /// <param name="reader">The text; left open.</param>
    /// <param name="options">Limits; <see cref="ReadingOptions.Default"/> unless stated.</param>
    /// <param name="cancellation">Ends the reading between two rows.</param>
    /// <returns>The rows in the order of the file, read while they are enumerated.</returns>
    /// <exception cref="MarginFormatException">While enumerating: the file is empty, or a row is wrong.</exception>
    public static IEnumerable<DeribitBoardRow> ReadCsv(TextReader reader, ReadingOptions? options = null, CancellationToken cancellation = default) =>
        CsvRows(Guard.NotNull(reader, nameof(reader)), options ?? ReadingOptions.Default, cancellation);

    /// <summary>Rows of the venue's answer to public/get_book_summary_by_currency: an object with an array "result". mark_iv is in percent and is
    /// divided by 100; estimated_delivery_price is taken for the index; creation_timestamp is in milliseconds since 1970.</summary>
    /// <param name="stream">UTF-8 JSON; left open.</param>
    /// <param name="options">Limits; <see cref="ReadingOptions.Default"/> unless stated.</param>
    /// <param name="cancellation">Ends the reading between two rows.</param>
    /// <returns>The rows in the order of the file, read while they are enumerated.</returns>
    /// <exception cref="MarginFormatException">While enumerating: the text is empty, not JSON, cut off, or a row is wrong.</exception>
    public static IEnumerable<DeribitBoardRow> ReadJson(Stream stream, ReadingOptions? options = null, CancellationToken cancellation = default) =>
        JsonRows(Guard.NotNull(stream, nameof(stream)), options ?? ReadingOptions.Default, cancellation);

    /// <summary>Rows of the venue's JSON, as from a stream.</summary>
    /// <param name="reader">The JSON text; left open.</param>
    /// <param name="options">Limits; <see cref="ReadingOptions.Default"/> unless stated.</param>
    /// <param name="cancellation">Ends the reading between two rows.</param>
    /// <returns>The rows in the order of the file, read while they are enumerated.</returns>
    /// <exception cref="MarginFormatException">While enumerating: the text is empty, not JSON, cut off, or a row is wrong.</exception>
    public static IEnumerable<DeribitBoardRow> ReadJson(TextReader reader, ReadingOptions? options = null, CancellationToken cancellation = default)
    {
        Guard.NotNull(reader, nameof(reader));
        return Rows(reader, options ?? ReadingOptions.Default, cancellation);

        static IEnumerable<DeribitBoardRow> Rows(TextReader reader, ReadingOptions options, CancellationToken cancellation)
        {
            using var bytes = TextSource.Bytes(reader);
            foreach (var row in JsonRows(bytes, options, cancellation)) yield return row;
        }
    }

    private static IEnumerable<DeribitBoardRow> CsvRows(TextReader reader, ReadingOptions options, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var csv = new CsvReader(reader, options);
        var header = CsvHeader.Read(csv, options.SourceName, Titles, Required);
        var builder = new BoardRowBuilder(options.SourceName, column => Titles[(int)column]);
        while (csv.Read())
        {
            cancellation.ThrowIfCancellationRequested();
            header.CheckWidth(csv);
            yield return Row(csv, header, builder);
        }
    }

    private static DeribitBoardRow Row(CsvReader csv, CsvHeader header, BoardRowBuilder builder)
    {
        builder.Begin(csv.Row);
        for (int i = 0; i < Titles.Length; i++)
        {
            var column = (BoardColumn)i;
            var field = header.Field(csv, i);
            if (field.IsEmpty && column != BoardColumn.Instrument) continue;
            if (BoardRowBuilder.IsText(column)) builder.Set(column, field);
            else builder.Set(column, builder.Place(column).Number(field));
        }

        return builder.Build();
    }

    private static IEnumerable<DeribitBoardRow> JsonRows(Stream stream, ReadingOptions options, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var json = new DeribitJsonReader(stream, options);
        while (json.Next() is { } row)
        {
            cancellation.ThrowIfCancellationRequested();
            yield return row;
        }
    }
}
