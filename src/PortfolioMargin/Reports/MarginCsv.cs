using System.Globalization;
using System.Text;
using PortfolioMargin.Backtesting;
using PortfolioMargin.Numerics;

namespace PortfolioMargin.Reports;

/// <summary>Backtests as CSV: RFC 4180 with LF, invariant numbers in shortest round-trip form, times in ISO 8601 UTC.</summary>
public static class MarginCsv
{
    /// <summary>The intervals of backtests, one row each, gaps included with empty numbers and their reason.</summary>
    /// <param name="results">The results, one after the other.</param>
    /// <returns>The text, with a header line.</returns>
    public static string Write(params IEnumerable<BacktestResult> results)
    {
        var text = new StringBuilder("name,start,end,currency,requirement,profit,breach,factor,factorProfit,position,positionProfit,gap\n");
        foreach (var result in Guard.NotNull(results, nameof(results)))
        {
            var rows = result.Observations.Select(observation => (observation.Start, Row: Row(result, observation)))
                .Concat(result.Gaps.Select(gap => (gap.Start, Row: (string[])[result.Name, Time(gap.Start), "", "", "", "", "", "", "", "", "", gap.Reason])));
            foreach (var (_, row) in rows.OrderBy(entry => entry.Start)) text.AppendJoin(',', row.Select(Field)).Append('\n');
        }

        return text.ToString();
    }

    private static string[] Row(BacktestResult result, MarginObservation observation)
    {
        string[] cause = observation.Cause is { Factors.IsEmpty: false, Positions.IsEmpty: false } known
            ? [known.Factors[0].Factor, Number(known.Factors[0].Profit), known.Positions[0].Position.ToString(), Number(known.Positions[0].Profit)]
            : ["", "", "", ""];
        return [result.Name, Time(observation.Start), Time(observation.End), result.Currency.Code, Number(observation.Requirement), Number(observation.Profit), observation.IsBreach ? "1" : "0", .. cause, ""];
    }

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>Quoted where it must be. A text that a spreadsheet would take for a formula gets an apostrophe; numbers do not.</summary>
    private static string Field(string text)
    {
        bool formula = text.Length > 0 && "=+-@\t".Contains(text[0], StringComparison.Ordinal) && !double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _);
        string safe = formula ? "'" + text : text;
        return safe.AsSpan().IndexOfAny(",\"\n\r") >= 0 ? $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : safe;
    }
}
