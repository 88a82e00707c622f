using PortfolioMargin.Numerics;

namespace PortfolioMargin;

/// <summary>Reads option boards of Deribit as collectors store them: CSV with a header, prices in coin, volatility as a fraction.</summary>
public static class DeribitBoard
{
    private const double HighestVolatility = 20; // a fraction: 2,000 %

    private static readonly string[] Columns =
        ["timestamp", "instrument_name", "underlying", "option_type", "strike", "bid_price", "ask_price", "mark_price", "implied_volatility", "delta", "index_price"];

    /// <summary>Rows one by one, in the order of the file, with bounded memory.</summary>
    /// <param name="reader">The text; not closed.</param>
    /// <param name="source">Name of the file, for messages.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>The rows; a header without rows gives none.</returns>
    /// <exception cref="MarginFormatException">A cell does not say what it should; row, column, value and likely cause are named.</exception>
    public static IEnumerable<BoardRow> ReadRows(TextReader reader, string source = "board", CancellationToken cancellationToken = default)
    {
        var lines = new CsvLines(Guard.NotNull(reader, nameof(reader)), source);
        lines.ReadHeader(Columns);
        while (lines.Next())
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return Row(lines);
        }
    }

    /// <summary>Reads a whole board into a market.</summary>
    /// <param name="reader">The text; not closed.</param>
    /// <param name="source">Name of the file, for messages.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>The market, and what was noticed.</returns>
    /// <exception cref="MarginFormatException">The text is malformed; nothing is loaded.</exception>
    public static Board Read(TextReader reader, string source = "board", CancellationToken cancellationToken = default)
    {
        var rows = ReadRows(reader, source, cancellationToken).ToList();
        return rows.Count > 0 ? BoardAssembly.Assemble(rows, source) : throw new MarginFormatException("no data; the header is there but no row follows", source);
    }

    private static BoardRow Row(CsvLines lines)
    {
        string name = lines.Text("instrument_name");
        if (!DeribitInstrument.TryParse(name, out var instrument, out string reason)) throw lines.Problem("instrument_name", reason);
        if (instrument is not VanillaOption option) throw lines.Problem("instrument_name", "expected an option; a board holds options only");
        if (lines.Number("strike") != option.Strike) throw lines.Problem("strike", $"differs from the strike in the name {name}");
        if (!lines.Text("option_type").Equals(option.Right == OptionRight.Call ? "call" : "put", StringComparison.Ordinal)) throw lines.Problem("option_type", $"differs from the name {name}");
        return new(
            lines.Time("timestamp"),
            option,
            Positive(lines, "underlying"),
            Positive(lines, "index_price"),
            NotNegative(lines, "mark_price"),
            Volatility(lines),
            NotNegative(lines, "bid_price"),
            NotNegative(lines, "ask_price"),
            lines.Number("delta"));
    }

    private static double Positive(CsvLines lines, string column) =>
        lines.Number(column) is { } value and > 0 ? value : throw lines.Problem(column, "expected a price above 0");

    private static double? NotNegative(CsvLines lines, string column) =>
        lines.Number(column) is not { } value ? null : value >= 0 ? value : throw lines.Problem(column, "expected a price not below 0");

    /// <summary>A volatility of 0 is how collectors write a missing one.</summary>
    private static double? Volatility(CsvLines lines) => lines.Number("implied_volatility") switch
    {
        null or 0 => null,
        > 0 and <= HighestVolatility and var value => value,
        > HighestVolatility => throw lines.Problem("implied_volatility", "looks like percent; this column holds fractions, 0.55 for 55 %"),
        _ => throw lines.Problem("implied_volatility", "expected a fraction above 0"),
    };
}
