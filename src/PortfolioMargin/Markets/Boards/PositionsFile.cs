using PortfolioMargin.Numerics;

namespace PortfolioMargin;

/// <summary>Reads positions from a CSV with the columns <c>instrument</c> and <c>quantity</c>; other columns are left alone. Rows of one
/// instrument are netted exactly, as <see cref="Portfolio.Of(IEnumerable{Position})"/> does. A header without rows is an empty portfolio;
/// a file of 0 bytes is an error. Either every row is read, or an exception is thrown.</summary>
public static class PositionsFile
{
    private static readonly string[] Titles = ["instrument", "quantity"];

    /// <summary>Reads a portfolio.</summary>
    /// <param name="stream">UTF-8 text; left open.</param>
    /// <param name="options">Limits; <see cref="ReadingOptions.Default"/> unless stated.</param>
    /// <param name="instruments">Gives the instrument of a name, or null when there is none; Deribit names unless stated.</param>
    /// <param name="cancellation">Ends the reading between two rows.</param>
    /// <returns>The netted portfolio.</returns>
    /// <exception cref="MarginFormatException">The text is not such a table, a name is unknown or a quantity is not a finite number.</exception>
    public static Portfolio ReadCsv(Stream stream, ReadingOptions? options = null, Func<string, Instrument?>? instruments = null, CancellationToken cancellation = default)
    {
        using var text = TextSource.Text(stream);
        return ReadCsv(text, options, instruments, cancellation);
    }

    /// <summary>Reads a portfolio, as from a stream.</summary>
    /// <param name="reader">The text; left open.</param>
    /// <param name="options">Limits; <see cref="ReadingOptions.Default"/> unless stated.</param>
    /// <param name="instruments">Gives the instrument of a name, or null when there is none; Deribit names unless stated.</param>
    /// <param name="cancellation">Ends the reading between two rows.</param>
    /// <returns>The netted portfolio.</returns>
    /// <exception cref="MarginFormatException">The text is not such a table, a name is unknown or a quantity is not a finite number.</exception>
    public static Portfolio ReadCsv(TextReader reader, ReadingOptions? options = null, Func<string, Instrument?>? instruments = null, CancellationToken cancellation = default)
    {
        Guard.NotNull(reader, nameof(reader));
        options ??= ReadingOptions.Default;
        var csv = new CsvReader(reader, options);
        var header = CsvHeader.Read(csv, options.SourceName, Titles, Titles.Length);
        var positions = new List<Position>();
        while (csv.Read())
        {
            cancellation.ThrowIfCancellationRequested();
            header.CheckWidth(csv);
            var instrument = Named(header.Field(csv, 0), new(options.SourceName, csv.Row, Titles[0]), instruments);
            positions.Add(new(instrument, new TextPlace(options.SourceName, csv.Row, Titles[1]).Number(header.Field(csv, 1))));
        }

        return Net(positions, options.SourceName);
    }

    private static Instrument Named(ReadOnlySpan<char> text, TextPlace place, Func<string, Instrument?>? instruments)
    {
        if (instruments is null) return DeribitInstrumentName.TryParse(text, out var name, out string? reason) ? name.ToInstrument() : throw place.Error(reason, text);
        return instruments(text.ToString()) ?? throw place.Error("Unknown name: the given list of instruments does not have it.", text);
    }

    private static Portfolio Net(List<Position> positions, string source)
    {
        try
        {
            return Portfolio.Of(positions);
        }
        catch (OverflowException exception)
        {
            throw new MarginFormatException(exception.Message, source, innerException: exception);
        }
    }
}
