using System.Collections.Immutable;
using PortfolioMargin.Numerics;

namespace PortfolioMargin;

/// <summary>Series joined by day: one value of every risk factor on every day. Days that cannot be used are treated as the rules say and reported; nothing is filled in. Immutable.</summary>
public sealed class MarketHistory
{
    private MarketHistory(ImmutableArray<RiskFactor> factors, ImmutableArray<DateOnly> dates, ImmutableArray<ImmutableArray<double>> values, ImmutableArray<bool> breaks, ImmutableArray<Diagnostic> findings)
    {
        Factors = factors;
        Dates = dates;
        Values = values;
        Breaks = breaks;
        Findings = findings;
    }

    /// <summary>The risk factors, in the order in which they were given.</summary>
    public ImmutableArray<RiskFactor> Factors { get; }

    /// <summary>The days, ascending.</summary>
    public ImmutableArray<DateOnly> Dates { get; }

    /// <summary>What was dropped or kept, and why.</summary>
    public ImmutableArray<Diagnostic> Findings { get; }

    /// <summary>Values, [factor][day].</summary>
    internal ImmutableArray<ImmutableArray<double>> Values { get; }

    /// <summary>Whether no return ends on a day, since the interval before it is too long, [day]. The first day has none either.</summary>
    internal ImmutableArray<bool> Breaks { get; }

    /// <summary>The values of a factor, [day].</summary>
    /// <param name="factor">One of <see cref="Factors"/>.</param>
    /// <returns>Its values.</returns>
    /// <exception cref="KeyNotFoundException">The history does not hold it.</exception>
    public ReadOnlySpan<double> this[RiskFactor factor] => Factors.IndexOf(factor) is >= 0 and var index
        ? Values[index].AsSpan()
        : throw new KeyNotFoundException($"The history does not hold {factor}; it holds {string.Join(", ", Factors)}.");

    /// <summary>Joins series by day.</summary>
    /// <param name="rules">What is done about gaps and bad ticks; absent: <see cref="HistoryRules.Strict"/>.</param>
    /// <param name="series">What each series measures; days before the latest first day and after the earliest last day of them are outside the history.</param>
    /// <returns>The history.</returns>
    /// <exception cref="ArgumentException">A factor comes twice, the series have no common days, or a policy says to stop; the message lists the days.</exception>
    public static MarketHistory Join(HistoryRules? rules, params IReadOnlyList<(RiskFactor Factor, PriceSeries Series)> series)
    {
        Guard.NotNull(series, nameof(series));
        if (series.Count == 0) throw new ArgumentException("There is no series to join; give at least one.", nameof(series));
        if (series.Select(one => one.Factor).Distinct().Count() < series.Count) throw new ArgumentException("A risk factor comes twice; give each one series.", nameof(series));
        var join = new HistoryJoin(rules ?? HistoryRules.Strict, series);
        var (dates, values) = join.Days();
        var breaks = join.Breaks(dates, values);
        return new([.. series.Select(one => one.Factor)], [.. dates], [.. values.Select(row => row.ToImmutableArray())], breaks, [.. join.Findings]);
    }
}
