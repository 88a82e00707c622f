using System.Collections.Immutable;
using PortfolioMargin.Numerics;
using static System.FormattableString;

namespace PortfolioMargin.Backtesting;

/// <summary>Were losses beyond the requirement as large as promised? C. Acerbi, B. Szekely, Backtesting Expected Shortfall, Risk (December 2014), tests 1 and 2.
/// Both statistics have mean 0 if the promise is kept; negative means that losses were larger, or more.</summary>
public sealed record ShortfallTest
{
    private readonly ImmutableArray<double> _valueAtRisk;
    private readonly ImmutableArray<double> _shortfall;
    private readonly double _tail;

    private ShortfallTest(ReadOnlySpan<double> profits, ImmutableArray<double> valueAtRisk, ImmutableArray<double> shortfall, double confidence)
    {
        (_valueAtRisk, _shortfall, _tail) = (valueAtRisk, shortfall, Likelihood.BreachProbability(confidence));
        (Observations, Confidence) = (profits.Length, confidence);
        double sum = 0;
        for (int t = 0; t < profits.Length; t++)
        {
            if (!(profits[t] + valueAtRisk[t] < 0)) continue;
            Breaches++;
            sum += profits[t] / shortfall[t];
        }

        Z1 = Breaches == 0 ? null : sum / Breaches + 1;
        Z2 = sum / (Observations * _tail) + 1;
    }

    /// <summary>Days that were looked at.</summary>
    public int Observations { get; }

    /// <summary>Days with a loss above the value-at-risk.</summary>
    public int Breaches { get; }

    /// <summary>The level of both forecasts, such as 0.975.</summary>
    public double Confidence { get; }

    /// <summary>Test 1: the mean over breaches of profit / shortfall, plus 1. It looks at sizes alone; none without a breach, which is no proof of anything.</summary>
    public double? Z1 { get; }

    /// <summary>Test 2: the sum over breaches of profit / shortfall, divided by their expected number, plus 1. It looks at sizes and number together; 1 without a breach.</summary>
    public double Z2 { get; }

    /// <summary>The test of a series.</summary>
    /// <param name="profits">Realised profits, losses negative.</param>
    /// <param name="valueAtRisk">Forecast of each day, above 0.</param>
    /// <param name="shortfall">Expected shortfall forecast of each day at the same level; not below the value-at-risk.</param>
    /// <param name="confidence">The level, between 0 and 1; taken as the decimal written.</param>
    /// <returns>The test.</returns>
    /// <exception cref="ArgumentException">The series differ in length or are empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public static ShortfallTest Of(ReadOnlySpan<double> profits, ReadOnlySpan<double> valueAtRisk, ReadOnlySpan<double> shortfall, double confidence)
    {
        if (profits.IsEmpty || valueAtRisk.Length != profits.Length || shortfall.Length != profits.Length)
            throw new ArgumentException(Invariant($"There are {profits.Length} profits, {valueAtRisk.Length} values-at-risk and {shortfall.Length} shortfalls; expected the same number of each, at least 1."), nameof(profits));
        for (int t = 0; t < profits.Length; t++)
        {
            Guard.Finite(profits[t], Invariant($"profits[{t}]"));
            Guard.Positive(valueAtRisk[t], Invariant($"valueAtRisk[{t}]"));
            if (!(Guard.Positive(shortfall[t], Invariant($"shortfall[{t}]")) >= valueAtRisk[t]))
                throw new ArgumentOutOfRangeException(nameof(shortfall), shortfall[t], Invariant($"shortfall[{t}] is {shortfall[t]:R}; expected at least the value-at-risk of the day, {valueAtRisk[t]:R}."));
        }

        return new(profits, [.. valueAtRisk], [.. shortfall], confidence);
    }

    /// <summary>The statistics that the model's own law would give: the test's distribution if the promise is kept, for p-values and critical values.</summary>
    /// <param name="quantile">The model's profit of a day (index from 0) at a probability inside (0, 1): the inverse of its distribution function. Called from several threads.</param>
    /// <param name="paths">Number of simulated series, at least 1.</param>
    /// <param name="seed">Seed of the random numbers; equal seeds give equal bits on any number of threads.</param>
    /// <param name="maxDegreeOfParallelism">Number of threads; -1 for as many as there are processors.</param>
    /// <param name="progress">Told the share that is done.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The simulated distribution of Z2, with the p-value of the observed one.</returns>
    public ShortfallSimulation Simulate(
        Func<int, double, double> quantile, int paths = 10_000, ulong seed = 1, int maxDegreeOfParallelism = -1, IProgress<double>? progress = null, CancellationToken cancellationToken = default)
    {
        Guard.NotNull(quantile, nameof(quantile));
        if (paths < 1) throw new ArgumentOutOfRangeException(nameof(paths), paths, Invariant($"paths is {paths}; expected at least 1."));
        var simulated = new double[paths];
        const int PathsPerPiece = 64;
        Pieces.Run((paths + PathsPerPiece - 1) / PathsPerPiece, maxDegreeOfParallelism, () => 0, (piece, _) =>
        {
            for (int path = piece * PathsPerPiece; path < Math.Min(paths, (piece + 1) * PathsPerPiece); path++) simulated[path] = Path(quantile, seed, (ulong)path);
        }, progress, cancellationToken);
        Array.Sort(simulated);
        return new(Z2, [.. simulated]);
    }

    /// <summary>The test in a sentence.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => Invariant($"{Breaches} breaches in {Observations} observations, {Observations * _tail:0.##} expected: Z1 {(Z1 is { } z ? Invariant($"{z:0.####}") : "undefined without a breach")}, Z2 {Z2:0.####}");

    private double Path(Func<int, double, double> quantile, ulong seed, ulong path)
    {
        double sum = 0;
        for (int t = 0; t < Observations; t++)
        {
            var (even, odd) = CounterRandom.Pair(seed, path, (uint)(t / 2), 0);
            double profit = Guard.Finite(quantile(t, t % 2 == 0 ? even : odd), Invariant($"the model's quantile of day {t}"));
            if (profit + _valueAtRisk[t] < 0) sum += profit / _shortfall[t];
        }

        return sum / (Observations * _tail) + 1;
    }
}
