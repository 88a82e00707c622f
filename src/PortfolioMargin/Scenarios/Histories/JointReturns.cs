using System.Collections.Immutable;
using PortfolioMargin.Numerics;
using static System.FormattableString;

namespace PortfolioMargin;

/// <summary>How risk factors moved together: one row per day (or per window of days, or per simulated path), the same rows for all factors. Immutable.</summary>
public sealed class JointReturns
{
    private readonly ImmutableSortedDictionary<string, FactorReturns> _byName;

    private JointReturns(ImmutableArray<FactorReturns> series, ImmutableArray<DateOnly> dates)
    {
        if (series.IsEmpty) throw new ArgumentException("There is no series of returns; give at least one.", nameof(series));
        Series = series;
        Dates = dates;
        Count = series[0].Values.Length;
        var byName = ImmutableSortedDictionary.CreateBuilder<string, FactorReturns>(StringComparer.Ordinal);
        foreach (var one in series)
        {
            if (one.Values.Length != Count)
                throw new ArgumentException(Invariant($"{one.Factor} has {one.Values.Length} returns and {series[0].Factor} {Count}; all series share their rows, so give all the same days."), nameof(series));
            if (!byName.TryAdd(one.Factor.ToString(), one)) throw new ArgumentException($"{one.Factor} has two series; give each risk factor one.", nameof(series));
        }

        if (Count == 0) throw new ArgumentException("The series of returns have no rows; give at least one.", nameof(series));
        if (!dates.IsEmpty && dates.Length != Count) throw new ArgumentException(Invariant($"There are {dates.Length} dates for {Count} rows; give each row one, or none at all."), nameof(dates));
        _byName = byName.ToImmutable();
        Underlyings = [.. series.Select(one => one.Factor.Underlying).Distinct().Order()];
    }

    /// <summary>The series, in the order in which they were given.</summary>
    public ImmutableArray<FactorReturns> Series { get; }

    /// <summary>The day that each row ends on; empty where the rows have none.</summary>
    public ImmutableArray<DateOnly> Dates { get; }

    /// <summary>Number of rows.</summary>
    public int Count { get; }

    /// <summary>Every underlying that has a series, in ordinal order.</summary>
    public ImmutableArray<Underlying> Underlyings { get; }

    /// <summary>The returns of a factor, [row].</summary>
    /// <param name="factor">The factor.</param>
    /// <returns>Its returns, oldest first.</returns>
    /// <exception cref="KeyNotFoundException">It has no series.</exception>
    public ReadOnlySpan<double> this[RiskFactor factor] => Find(factor) is { } series
        ? series.Values.AsSpan()
        : throw new KeyNotFoundException($"There are no returns of {factor}; there are those of {string.Join(", ", _byName.Keys)}.");

    /// <summary>Joins series.</summary>
    /// <param name="series">At least one series, all with the same number of rows.</param>
    /// <returns>The joint returns, without dates.</returns>
    /// <exception cref="ArgumentException">There is no series or row, numbers of rows differ, or a factor comes twice.</exception>
    public static JointReturns Of(params IEnumerable<FactorReturns> series) => new([.. Guard.NotNull(series, nameof(series))], []);

    /// <summary>The returns of a history, dated by the day that they end on.</summary>
    /// <param name="history">The history; intervals that its rules dropped have no return.</param>
    /// <param name="prices">How moves of prices are counted.</param>
    /// <param name="volatilities">How moves of volatilities are counted. Rates move absolutely.</param>
    /// <returns>The joint returns.</returns>
    /// <exception cref="ArgumentException">No interval is left, or a value that is not above 0 has no such return; the message names factor and day.</exception>
    public static JointReturns From(MarketHistory history, ReturnKind prices = ReturnKind.Logarithmic, ReturnKind volatilities = ReturnKind.Relative)
    {
        Guard.NotNull(history, nameof(history));
        List<int> days = [.. Enumerable.Range(1, history.Dates.Length - 1).Where(day => !history.Breaks[day])];
        return Of(history.Factors.Select(factor =>
        {
            var kind = factor.Kind switch { RiskFactorKind.Spot => prices, RiskFactorKind.Volatility => volatilities, _ => ReturnKind.Absolute };
            double[] values = history[factor].ToArray();
            return new FactorReturns(factor, kind, days.Select(day => FactorReturns.Between(values[day - 1], values[day], kind, factor, history.Dates[day])));
        })).Dated(days.Select(day => history.Dates[day]));
    }

    /// <summary>The same rows with the days that they end on.</summary>
    /// <param name="dates">One date per row, ascending.</param>
    /// <returns>The dated returns.</returns>
    /// <exception cref="ArgumentException">Another number of dates, or they do not ascend.</exception>
    public JointReturns Dated(params IEnumerable<DateOnly> dates)
    {
        ImmutableArray<DateOnly> days = [.. Guard.NotNull(dates, nameof(dates))];
        for (int row = 1; row < days.Length; row++)
            if (days[row] <= days[row - 1]) throw new ArgumentException(Invariant($"Date {row + 1} of the returns is {days[row]:yyyy-MM-dd} after {days[row - 1]:yyyy-MM-dd}; dates must ascend."), nameof(dates));
        return new(Series, days);
    }

    /// <summary>Some of the rows.</summary>
    /// <param name="rows">Which.</param>
    /// <returns>The shorter returns.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The range leaves the rows.</exception>
    public JointReturns Rows(Range rows)
    {
        var (start, count) = rows.GetOffsetAndLength(Count);
        return new([.. Series.Select(one => new FactorReturns(one.Factor, one.Kind, one.Values.Slice(start, count)))], Dates.IsEmpty ? [] : Dates.Slice(start, count));
    }

    /// <summary>The rows whose day lies in a window: a named replay, a stressed period.</summary>
    /// <param name="first">First day.</param>
    /// <param name="last">Last day.</param>
    /// <returns>The window.</returns>
    /// <exception cref="InvalidOperationException">The rows have no dates.</exception>
    /// <exception cref="ArgumentException">No row lies in the window.</exception>
    public JointReturns Between(DateOnly first, DateOnly last)
    {
        if (Dates.IsEmpty) throw new InvalidOperationException($"The rows have no dates; state them with {nameof(Dated)}.");
        int start = Dates.Count(day => day < first), end = Dates.Count(day => day <= last);
        return start < end ? Rows(start..end) : throw new ArgumentException(Invariant($"No row ends between {first:yyyy-MM-dd} and {last:yyyy-MM-dd}; the rows run from {Dates[0]:yyyy-MM-dd} to {Dates[^1]:yyyy-MM-dd}."), nameof(first));
    }

    /// <summary>The window of some rows that a measure finds worst: how a stressed period is chosen. The first one where several are equal.</summary>
    /// <param name="rows">Length of the window, 1 to the number of rows.</param>
    /// <param name="loss">What a window would cost, such as the requirement of a book on it.</param>
    /// <param name="step">Rows from the beginning of a window to that of the next.</param>
    /// <returns>The window.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The window is longer than the rows.</exception>
    public JointReturns WorstWindow(int rows, Func<JointReturns, double> loss, int step = 1)
    {
        Guard.NotNull(loss, nameof(loss));
        if (rows < 1 || rows > Count) throw new ArgumentOutOfRangeException(nameof(rows), rows, Invariant($"A window of {rows} rows; expected 1 to {Count}, the number of rows."));
        if (step < 1) throw new ArgumentOutOfRangeException(nameof(step), step, "Windows must begin at least one row apart.");
        JointReturns? worst = null;
        double largest = double.NegativeInfinity;
        for (int start = 0; start + rows <= Count; start += step)
        {
            var window = Rows(start..(start + rows));
            double cost = Guard.Finite(loss(window), "loss of a window");
            if (worst is null || cost > largest) (worst, largest) = (window, cost);
        }

        return worst!;
    }

    /// <summary>Weights that fall with age: decay to the power of the rows that follow, so that the newest row weighs 1 (age-weighted historical simulation;
    /// J. Boudoukh, M. Richardson, R. Whitelaw 1998).</summary>
    /// <param name="decay">Above 0, at most 1; 1 weighs all alike.</param>
    /// <returns>One weight per row, for <see cref="ScenarioSet"/> users to pass to a tail measure.</returns>
    public ImmutableArray<double> AgeWeights(double decay)
    {
        if (!(decay > 0 && decay <= 1)) throw new ArgumentOutOfRangeException(nameof(decay), decay, Invariant($"decay is {decay:R}; expected a number above 0, at most 1, such as 0.98."));
        double[] weights = new double[Count];
        weights[^1] = 1;
        for (int row = Count - 2; row >= 0; row--) weights[row] = weights[row + 1] * decay;
        return [.. weights];
    }

    /// <summary>Every return times a factor: the square root of a horizon, a stress.</summary>
    /// <param name="factor">The factor for a series; finite.</param>
    /// <returns>The scaled returns.</returns>
    public JointReturns Scaled(Func<RiskFactor, double> factor)
    {
        Guard.NotNull(factor, nameof(factor));
        return new([.. Series.Select(one => Scaled(one, Guard.Finite(factor(one.Factor), $"factor of {one.Factor}")))], Dates);
    }

    /// <summary>Returns over windows of several rows, each beginning one row later: n - days + 1 rows. Relative returns compound, the others add.</summary>
    /// <param name="days">Length of the windows, 1 or more.</param>
    /// <returns>The returns over the horizon.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The windows are longer than the history.</exception>
    public JointReturns Overlapping(int days) => Overlapping(_ => days);

    /// <summary>As <see cref="Overlapping(int)"/> with a length for each series; windows of one row end on the same day, and the longest decides how many rows there are.</summary>
    /// <param name="days">Length of the windows of a series, 1 or more.</param>
    /// <returns>The returns over the horizons.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The windows are longer than the history.</exception>
    public JointReturns Overlapping(Func<RiskFactor, int> days)
    {
        int[] lengths = [.. Series.Select(one => Guard.NotNull(days, nameof(days))(one.Factor))];
        int longest = lengths.Max();
        if (lengths.Min() < 1 || longest > Count)
            throw new ArgumentOutOfRangeException(nameof(days), longest, Invariant($"Horizons from {lengths.Min()} to {longest} days over {Count} rows; expected 1 to the number of rows."));
        return new([.. Series.Select((one, i) => new FactorReturns(
            one.Factor, one.Kind, Enumerable.Range(longest - 1, Count - longest + 1).Select(end => one.Compound(end - lengths[i] + 1, lengths[i]))))],
            Dates.IsEmpty ? [] : Dates[(longest - 1)..]);
    }

    /// <summary>Returns as the volatility of today would have made them: each is divided by the volatility that was expected for its day and multiplied by the one
    /// expected now (filtered historical simulation, G. Barone-Adesi et al. 1999). Each series alone, unless the filter updates correlations.</summary>
    /// <param name="filter">How volatility is estimated.</param>
    /// <returns>The filtered returns.</returns>
    public JointReturns Filtered(VolatilityFilter filter)
    {
        if (Guard.NotNull(filter, nameof(filter)).CorrelationDecay is { } decay) return new(CorrelationFilter.Apply(Series, filter, decay), Dates);
        return new([.. Series.Select(one => new FactorReturns(one.Factor, one.Kind, filter.Apply(one.Values.AsSpan(), one.Factor.ToString())))], Dates);
    }

    internal FactorReturns? Find(RiskFactor factor) => _byName.GetValueOrDefault(factor.ToString());

    private static FactorReturns Scaled(FactorReturns one, double factor) => factor == 1 ? one : new(one.Factor, one.Kind, one.Values.Select(value => value * factor));
}
