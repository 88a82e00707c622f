using System.Globalization;

namespace PortfolioMargin.Samples;

/// <summary>Daily moves of spot prices and volatilities, all underlyings together. A file has the columns date, underlying, close and volatility, in any order and among others; the names of a
/// collector of option boards (timestamp_utc, currency, index_price, atm_iv_30d) are known too. Of several rows a day the last counts.</summary>
internal static class SimulateHistory
{
    private static readonly string[][] Columns = [["date", "timestamp_utc"], ["underlying", "currency"], ["close", "index_price"], ["volatility", "atm_iv_30d"]];

    /// <summary>Calendar days over which a move is not counted as that of a day.</summary>
    private const int LongestInterval = 4;

    /// <summary>The moves of some underlyings up to a day, that day's own included.</summary>
    public static (JointReturns Returns, IEnumerable<Diagnostic> Findings) Read(string text, string name, IEnumerable<Underlying> underlyings, DateOnly from, DateOnly to)
    {
        string[] lines = text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        string[] titles = lines[0].Split(',');
        int[] at = [.. Columns.Select(names => Array.FindIndex(titles, names.Contains) is >= 0 and var index ? index : throw new UsageException($"{name} has no column {string.Join(" or ", names)}."))];
        var days = lines.Skip(1).Select(line => line.Split(',')).ToLookup(cells => cells[at[1]], StringComparer.Ordinal);
        var series = underlyings.SelectMany(underlying => ((RiskFactor Factor, int Column)[])[(RiskFactor.Spot(underlying), at[2]), (RiskFactor.Volatility(underlying), at[3])])
            .Select(one => (one.Factor, Series(one.Factor.ToString(), days[one.Factor.Underlying.Symbol].Select(cells => (cells[at[0]], cells[one.Column])).ToList()).Between(from, to))).ToList();
        var history = MarketHistory.Join(new() { Missing = HistoryPolicy.Drop, Intervals = HistoryPolicy.Drop, LongestInterval = LongestInterval }, series);
        return (JointReturns.From(history, ReturnKind.Relative), history.Findings);
    }

    private static PriceSeries Series(string name, List<(string Day, string Value)> rows) => rows.Count == 0
        ? throw new UsageException($"The history does not hold {name}.")
        : new(name, rows.Select(row => (Day: Date(row.Day), Value: Number(row.Value))).GroupBy(row => row.Day).Select(day => (day.Key, day.Last().Value)));

    private static DateOnly Date(string text) => text.Length >= 10 && DateOnly.TryParseExact(text[..10], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
        ? day
        : throw new UsageException($"The history has the date \"{text}\"; expected yyyy-MM-dd.");

    private static double? Number(string text) => text.Length == 0 ? null
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number
        : throw new UsageException($"The history has the number \"{text}\"; expected a decimal point and no separators.");
}
