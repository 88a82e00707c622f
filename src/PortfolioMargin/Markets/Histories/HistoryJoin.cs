using System.Collections.Immutable;
using static System.FormattableString;

namespace PortfolioMargin;

/// <summary>Joins series by day under given rules, and remembers what it did.</summary>
internal sealed class HistoryJoin(HistoryRules rules, IReadOnlyList<(RiskFactor Factor, PriceSeries Series)> series)
{
    /// <summary>Days that a message lists before it counts the rest.</summary>
    private const int MostListed = 10;

    public List<Diagnostic> Findings { get; } = [];

    /// <summary>The common days and the values on them, [factor][day].</summary>
    public (List<DateOnly> Dates, List<double>[] Values) Days()
    {
        var first = series.Max(one => one.Series.Days[0].Date);
        var last = series.Min(one => one.Series.Days[^1].Date);
        var known = series.Select(one => one.Series.Days.Where(day => day.Date >= first && day.Date <= last && day.Value is not null).ToDictionary(day => day.Date, day => day.Value!.Value)).ToList();
        var all = new SortedSet<DateOnly>(series.SelectMany(one => one.Series.Days.Select(day => day.Date).Where(date => date >= first && date <= last)));
        List<DateOnly> dates = [.. all.Where(date => known.All(one => one.ContainsKey(date)))];
        Treat(rules.Missing, "missing-value", "values are missing", all.Except(dates).Select(date =>
            (date, string.Join(" and ", series.Where((_, i) => !known[i].ContainsKey(date)).Select(one => one.Series.Name)))));
        if (dates.Count < 2) throw new ArgumentException(Invariant($"The series have {dates.Count} days in common: {string.Join("; ", series.Select(one => one.Series))}. A return needs two."));
        RefuseNonPositive(dates, known);
        return WithoutSpikes(dates, [.. known.Select(one => dates.ConvertAll(date => one[date]))]);
    }

    /// <summary>Whether no return ends on a day.</summary>
    public ImmutableArray<bool> Breaks(List<DateOnly> dates, List<double>[] values)
    {
        var breaks = new bool[dates.Count];
        breaks[0] = true;
        var found = new List<(DateOnly, string)>();
        for (int day = 1; day < dates.Count; day++)
        {
            int length = dates[day].DayNumber - dates[day - 1].DayNumber;
            if (length > (rules.LongestInterval ?? int.MaxValue)) found.Add((dates[day], Invariant($"{length} days after the row before")));
        }

        Treat(rules.Intervals, "long-interval", "returns span long intervals", found);
        if (rules.Intervals == HistoryPolicy.Drop) foreach (var (date, _) in found) breaks[dates.BinarySearch(date)] = true;
        found.Clear();
        for (int day = 1; day < dates.Count; day++)
            for (int i = 0; i < values.Length; i++)
                if (!breaks[day] && Jumps(i, values[i][day - 1], values[i][day])) found.Add((dates[day], Invariant($"{series[i].Series.Name} from {values[i][day - 1]:R} to {values[i][day]:R}")));
        if (found.Count > 0 && rules.BadTicks != HistoryPolicy.Keep)
            Findings.Add(Diagnostic.Warning("large-jump", $"Values jump and stay, so that the jumps count as moves of the market: {Listed(found)}."));
        return [.. breaks];
    }

    /// <summary>A price or volatility that is not above 0 has no relative move.</summary>
    private void RefuseNonPositive(List<DateOnly> dates, List<Dictionary<DateOnly, double>> known)
    {
        List<(DateOnly Date, string)> found = [.. dates.SelectMany(date => known.Select((one, i) => (Value: one[date], i))
            .Where(entry => series[entry.i].Factor.Kind == RiskFactorKind.Volatility && entry.Value <= 0 || series[entry.i].Factor.Kind == RiskFactorKind.Spot && entry.Value == 0)
            .Select(entry => (date, Invariant($"{series[entry.i].Series.Name} is {entry.Value:R}"))))];
        Treat(rules.BadTicks == HistoryPolicy.Keep ? HistoryPolicy.Stop : rules.BadTicks, "bad-tick", "values are no prices or volatilities", found);
        foreach (var (date, _) in found) dates.Remove(date);
    }

    /// <summary>A spike jumps, and the next day stands again where the day before stood.</summary>
    private (List<DateOnly> Dates, List<double>[] Values) WithoutSpikes(List<DateOnly> dates, List<double>[] values)
    {
        var found = new SortedDictionary<DateOnly, string>();
        for (int i = 0; i < values.Length; i++)
        {
            for (int day = 1; day + 1 < dates.Count; day++)
            {
                var (before, at, after) = (values[i][day - 1], values[i][day], values[i][day + 1]);
                if (found.ContainsKey(dates[day - 1]) || !Jumps(i, before, at) || !Jumps(i, at, after) || Jumps(i, before, after)) continue;
                found.TryAdd(dates[day], Invariant($"{series[i].Series.Name} is {at:R} between {before:R} and {after:R}"));
            }
        }

        Treat(rules.BadTicks, "bad-tick", "values are spikes", found.Select(entry => (entry.Key, entry.Value)));
        if (rules.BadTicks != HistoryPolicy.Drop || found.Count == 0) return (dates, values);
        List<int> kept = [.. Enumerable.Range(0, dates.Count).Where(day => !found.ContainsKey(dates[day]))];
        return (kept.ConvertAll(day => dates[day]), Array.ConvertAll(values, row => kept.ConvertAll(day => row[day])));
    }

    private bool Jumps(int factor, double from, double to)
    {
        if (rules.LargestJump is not { } jump || series[factor].Factor.Kind == RiskFactorKind.Rate || !(from > 0) || !(to > 0)) return false;
        return to > from * (1 + jump) || to * (1 + jump) < from;
    }

    private void Treat(HistoryPolicy policy, string code, string what, IEnumerable<(DateOnly Date, string What)> days)
    {
        List<(DateOnly Date, string What)> found = [.. days];
        if (found.Count == 0) return;
        string message = Invariant($"On {found.Count} days {what}: {Listed(found)}.");
        if (policy == HistoryPolicy.Stop) throw new ArgumentException($"{message} Correct the series, or state another {nameof(HistoryPolicy)}.");
        Findings.Add(policy == HistoryPolicy.Drop ? Diagnostic.Information(code, $"Dropped. {message}") : Diagnostic.Warning(code, $"Kept. {message}"));
    }

    private static string Listed(List<(DateOnly Date, string What)> found) =>
        string.Join("; ", found.Take(MostListed).Select(entry => Invariant($"{entry.Date:yyyy-MM-dd} ({entry.What})"))) + (found.Count > MostListed ? Invariant($"; and {found.Count - MostListed} more") : "");
}
