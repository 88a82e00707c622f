using System.Collections.Immutable;
using PortfolioMargin.Numerics;
using static System.FormattableString;

namespace PortfolioMargin.Backtesting;

/// <summary>What a backtest found. Immutable. Money in <see cref="Currency"/>.</summary>
public sealed record BacktestResult
{
    internal BacktestResult(string name, Currency currency, BacktestOptions options, ImmutableArray<MarginObservation> observations, ImmutableArray<BacktestGap> gaps) =>
        (Name, Currency, Options, Observations, Gaps) = (name, currency, options, observations, gaps);

    /// <summary>What it is called.</summary>
    public string Name { get; }

    /// <summary>Currency of every amount.</summary>
    public Currency Currency { get; }

    /// <summary>How it was done.</summary>
    public BacktestOptions Options { get; }

    /// <summary>Intervals that were tested, in order of time.</summary>
    public ImmutableArray<MarginObservation> Observations { get; }

    /// <summary>Intervals that could not be tested, with reasons, in order of time.</summary>
    public ImmutableArray<BacktestGap> Gaps { get; }

    /// <summary>Intervals whose loss exceeded the requirement.</summary>
    public IEnumerable<MarginObservation> Breaches => Observations.Where(observation => observation.IsBreach);

    /// <summary>Tests of coverage: number of breaches, whether they come alone, the traffic light.</summary>
    /// <param name="confidence">The coverage that the rule book promises, such as 0.99. A rule with floors and add-ons covers more than its quantile: state what it really promises.</param>
    /// <returns>The tests. Intervals before and after a gap count as neighbours.</returns>
    /// <exception cref="InvalidOperationException">Intervals overlap, or fewer than two were tested.</exception>
    public CoverageTests Coverage(double confidence)
    {
        if (Options.Overlapping && Options.HoldingDays > 1)
            throw new InvalidOperationException($"The intervals of {Name} overlap, so their losses are not independent and tests of coverage mean nothing; run it with Overlapping = false.");
        if (Observations.Length < 2)
            throw new InvalidOperationException($"{Name} has {Observations.Length} tested intervals, expected at least 2{(Gaps.IsEmpty ? "; give more days" : $"; the first of {Gaps.Length} gaps: {Gaps[0].Reason}")}");
        bool[] breaches = [.. Observations.Select(observation => observation.IsBreach)];
        int count = breaches.Count(breach => breach);
        return new(KupiecTest.Of(breaches.Length, count, confidence), ChristoffersenTest.Of(breaches, confidence), TrafficLight.Of(breaches.Length, count, confidence), KupiecRule.Of(breaches.Length, confidence));
    }

    /// <summary>Tests of losses beyond the requirement, this result being of a rule of value-at-risk.</summary>
    /// <param name="shortfall">The result of the same days under the same rule with expected shortfall.</param>
    /// <param name="confidence">The level of both.</param>
    /// <returns>The test.</returns>
    /// <exception cref="ArgumentException">The results are of different days or portfolios.</exception>
    public ShortfallTest Shortfall(BacktestResult shortfall, double confidence)
    {
        Guard.NotNull(shortfall, nameof(shortfall));
        for (int i = 0; i < Math.Max(Observations.Length, shortfall.Observations.Length); i++)
        {
            var (own, other) = (Observations.ElementAtOrDefault(i), shortfall.Observations.ElementAtOrDefault(i));
            if (own?.Start != other?.Start || own?.Profit != other?.Profit)
                throw new ArgumentException(Invariant($"Interval {i} of {Name} begins {own?.Start:yyyy-MM-dd} with profit {own?.Profit:R}, of {shortfall.Name} {other?.Start:yyyy-MM-dd} with {other?.Profit:R}; both must be of the same days and portfolios."), nameof(shortfall));
        }

        return ShortfallTest.Of([.. Observations.Select(o => o.Profit)], [.. Observations.Select(o => o.Requirement)], [.. shortfall.Observations.Select(o => o.Requirement)], confidence);
    }

    /// <summary>How the requirement moved.</summary>
    /// <param name="days">Numbers of intervals to look at rises over; 1, 5 and 30 unless stated.</param>
    /// <returns>The measures.</returns>
    public ProcyclicalityMeasures Procyclicality(params ReadOnlySpan<int> days) => ProcyclicalityMeasures.Of(Observations.Select(observation => observation.Requirement), days);

    /// <summary>The result in a sentence.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => Invariant($"{Name}: {Breaches.Count()} breaches in {Observations.Length} intervals, {Gaps.Length} gaps");
}

/// <summary>Tests of coverage together, with what they can see.</summary>
/// <param name="Kupiec">Number of breaches.</param>
/// <param name="Christoffersen">Whether they come alone.</param>
/// <param name="TrafficLight">The light.</param>
/// <param name="Rule">Which numbers the first test accepts at 5 %, its true size and power.</param>
public sealed record CoverageTests(KupiecTest Kupiec, ChristoffersenTest Christoffersen, TrafficLight TrafficLight, KupiecRule Rule)
{
    /// <summary>The tests in sentences, the power beside them.</summary>
    /// <returns>Several lines.</returns>
    public override string ToString() => string.Join('\n', Kupiec, Christoffersen, TrafficLight, Invariant(
        $"accepted at {Percent.Plain(Rule.Level)}: {Rule.LowestAccepted} to {Rule.HighestAccepted} breaches (true size {Rule.Size:0.####}); a model that breaches twice as often is rejected with probability {Rule.Power(Math.Min(1, 2 * Likelihood.BreachProbability(Rule.Confidence))):0.###}"));
}
