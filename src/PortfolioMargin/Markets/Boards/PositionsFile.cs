using PortfolioMargin.Numerics;

namespace PortfolioMargin;

/// <summary>Reads positions from CSV with the columns <c>instrument</c> (venue name) and <c>quantity</c> (signed contracts). Several rows of one instrument net.</summary>
public static class PositionsFile
{
    /// <summary>Reads a portfolio.</summary>
    /// <param name="reader">The text; not closed.</param>
    /// <param name="source">Name of the file, for messages.</param>
    /// <returns>The portfolio; a header without rows gives the empty one.</returns>
    /// <exception cref="MarginFormatException">A cell does not say what it should; row, column and value are named.</exception>
    public static Portfolio Read(TextReader reader, string source = "positions")
    {
        var lines = new CsvLines(Guard.NotNull(reader, nameof(reader)), source);
        lines.ReadHeader("instrument", "quantity");
        var positions = new List<Position>();
        while (lines.Next())
        {
            if (!DeribitInstrument.TryParse(lines.Text("instrument").Trim(), out var instrument, out string reason)) throw lines.Problem("instrument", reason);
            double quantity = lines.Number("quantity") ?? throw lines.Problem("quantity", "expected a number of contracts; the cell is empty");
            positions.Add(new(instrument, quantity));
        }

        return Portfolio.Of(positions);
    }
}
