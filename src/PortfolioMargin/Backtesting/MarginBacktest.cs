using PortfolioMargin.Numerics;
using static System.FormattableString;

namespace PortfolioMargin.Backtesting;

/// <summary>Holds a rule book against history: what it required each day, and what the portfolio of that day then made. Days are read one after the other and forgotten,
/// so a history may be longer than memory. Immutable and safe to share between threads; the same bits for any number of threads.</summary>
public sealed class MarginBacktest
{
    /// <summary>Intervals that are worked on together.</summary>
    private const int IntervalsPerBatch = 128;

    private readonly Func<MarketSnapshot, MarginCalculator> _calculatorOf;
    private readonly BacktestOptions _options;

    /// <summary>A backtest of one calculator for all days.</summary>
    /// <param name="calculator">Whose rule is tested; one without slopes is faster.</param>
    /// <param name="options">How; absent: one day, initial requirement.</param>
    public MarginBacktest(MarginCalculator calculator, BacktestOptions? options = null)
        : this(_ => calculator, options) => Guard.NotNull(calculator, nameof(calculator));

    /// <summary>A backtest of a rule that changes with the day, such as one that may know only the history until then.</summary>
    /// <param name="calculatorOf">The calculator of a market; called from several threads.</param>
    /// <param name="options">How; absent: one day, initial requirement.</param>
    public MarginBacktest(Func<MarketSnapshot, MarginCalculator> calculatorOf, BacktestOptions? options = null)
    {
        _calculatorOf = Guard.NotNull(calculatorOf, nameof(calculatorOf));
        _options = options ?? BacktestOptions.Default;
    }

    /// <summary>Runs over days.</summary>
    /// <param name="name">What the result is called in tables and pictures.</param>
    /// <param name="days">Days in ascending order of time; read once, on the calling thread. The last ones begin no interval of their own.</param>
    /// <param name="progress">Told the number of intervals done so far, rising.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>Intervals tested, and those that could not be, with reasons: what is wrong with the data of a day is a gap, never a zero and never an earlier number.</returns>
    /// <exception cref="ArgumentException">The days are not in ascending order.</exception>
    /// <exception cref="OperationCanceledException">The work was stopped.</exception>
    public BacktestResult Run(string name, IEnumerable<BacktestDay> days, IProgress<int>? progress = null, CancellationToken cancellationToken = default)
    {
        Guard.Text(name, nameof(name));
        var observations = new List<MarginObservation>();
        var gaps = new List<BacktestGap>();
        Currency? currency = null;
        int done = 0;
        foreach (var batch in Intervals(Guard.NotNull(days, nameof(days))).Chunk(IntervalsPerBatch))
        {
            var outcomes = new (MarginObservation? Observation, BacktestGap? Gap)[batch.Length];
            Pieces.Run(batch.Length, _options.MaxDegreeOfParallelism, () => 0, (i, _) => outcomes[i] = Test(batch[i], cancellationToken), null, cancellationToken);
            foreach (var (observation, gap) in outcomes)
            {
                if (observation is not null) observations.Add(observation);
                if (gap is not null) gaps.Add(gap);
            }

            currency ??= batch.Select(interval => interval[0].Market?.ReportingCurrency).FirstOrDefault(known => known is not null);
            CheckCurrency(batch, currency);
            progress?.Report(done += batch.Length);
        }

        return new(name, currency ?? new("USD"), _options, [.. observations], [.. gaps]);
    }

    /// <summary>Stretches of days from a requirement to its profit: every day begins one, or every HoldingDays-th.</summary>
    private IEnumerable<BacktestDay[]> Intervals(IEnumerable<BacktestDay> days)
    {
        var window = new List<BacktestDay>();
        foreach (var day in days)
        {
            Guard.NotNull(day, nameof(days));
            if (window.Count > 0 && day.Time <= window[^1].Time)
                throw new ArgumentException(Invariant($"Day {day.Time:yyyy-MM-dd HH:mm}Z comes after {window[^1].Time:yyyy-MM-dd HH:mm}Z; give days in ascending order of time, each once."), nameof(days));
            window.Add(day);
            if (window.Count <= _options.HoldingDays) continue;
            yield return [.. window];
            window.RemoveRange(0, _options.Overlapping ? 1 : _options.HoldingDays);
        }
    }

    private static void CheckCurrency(IEnumerable<BacktestDay[]> batch, Currency? currency)
    {
        foreach (var interval in batch)
        {
            if (interval[0].Market is { } market && market.ReportingCurrency != currency)
                throw new ArgumentException(Invariant($"The market of {market.Time:yyyy-MM-dd} reports in {market.ReportingCurrency}, earlier ones in {currency}; report all days in one currency."), nameof(batch));
        }
    }

    private (MarginObservation? Observation, BacktestGap? Gap) Test(BacktestDay[] interval, CancellationToken cancellationToken)
    {
        var (first, last) = (interval[0], interval[^1]);
        if (interval.FirstOrDefault(day => !day.IsKnown) is { } missing) return (null, new(first.Time, Invariant($"No market on {missing.Time:yyyy-MM-dd}: {missing.Missing}.")));
        if (last.Time - first.Time > _options.LongestInterval)
            return (null, new(first.Time, Invariant($"From {first.Time:yyyy-MM-dd} to {last.Time:yyyy-MM-dd} is longer than {_options.LongestInterval.Value.TotalDays:0.##} days.")));
        try
        {
            return (Observe(interval, cancellationToken), null);
        }
        catch (Exception problem) when (AccountLoop.IsOfTheData(problem) || problem is KeyNotFoundException)
        {
            return (null, new(first.Time, Invariant($"From {first.Time:yyyy-MM-dd} to {last.Time:yyyy-MM-dd}: {problem.Message}")));
        }
    }

    private MarginObservation Observe(BacktestDay[] interval, CancellationToken cancellationToken)
    {
        var (first, last) = (interval[0], interval[^1]);
        var margin = Guard.NotNull(_calculatorOf(first.Market!), "the calculator of a day").Calculate(first.Account!, first.Market!, cancellationToken);
        var revaluer = margin.Risk.Arrays.Revaluer;
        var settling = RealisedProfit.Settling(_options.Valuation ?? margin.Risk.Scenarios.Valuation);
        var start = revaluer.Revalue(margin.Risk.Arrays.Instruments, first.Market!, settling, cancellationToken);
        var held = new RiskMatrix(start, new Account(first.Account!.Portfolio), slopes: false);
        var later = Settled(held, interval, settling, revaluer, cancellationToken);
        double[] profits = RealisedProfit.Of(held, instrument => later[instrument], last.Time);
        double requirement = _options.Level == RequirementLevel.Initial ? margin.Initial : margin.Maintenance;
        var observation = new MarginObservation(first.Time, last.Time, requirement, Guard.Finite(profits.Sum(), "the realised profit"));
        return observation.IsBreach || _options.AttributeAll
            ? observation with { Cause = ProfitAttribution.Of(held, last.Market!, profits, settling, revaluer, cancellationToken) }
            : observation;
    }

    /// <summary>Values at the end; of what expired on the way, in the first market from its expiry on.</summary>
    private static Dictionary<Instrument, UnitRisk> Settled(RiskMatrix held, BacktestDay[] interval, ScenarioSet settling, IRevaluer revaluer, CancellationToken cancellationToken)
    {
        var values = new Dictionary<Instrument, UnitRisk>();
        var byDay = held.All.Rows.Select(row => row.Instrument).GroupBy(instrument => Array.FindIndex(interval, 1, day => instrument.Expiry <= day.Time));
        foreach (var group in byDay)
        {
            var market = interval[group.Key < 0 ? ^1 : group.Key].Market!;
            foreach (var unit in revaluer.Revalue(group, market, settling, cancellationToken).Units()) values.Add(unit.Instrument, unit);
        }

        return values;
    }
}
