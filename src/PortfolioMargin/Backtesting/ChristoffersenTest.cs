using PortfolioMargin.Numerics;
using static System.FormattableString;

namespace PortfolioMargin.Backtesting;

/// <summary>Which days the share of breaches is taken over in conditional coverage. Both are in print.</summary>
public enum CoverageDays
{
    /// <summary>All n days.</summary>
    All,

    /// <summary>The n - 1 days that follow another one.</summary>
    Transitions,
}

/// <summary>Do breaches come alone? P. Christoffersen, Evaluating Interval Forecasts, International Economic Review 39 (1998): whether a breach makes a breach on the next
/// day more likely (independence), and whether number and independence hold together (conditional coverage).</summary>
public sealed record ChristoffersenTest
{
    /// <summary>Share of the exact p-value below which further counts of breaches no longer matter.</summary>
    private const double Negligible = 1e-17;

    private ChristoffersenTest(BreachTransitions transitions, int breaches, double confidence, CoverageDays days)
    {
        (Transitions, Breaches, Confidence, Days) = (transitions, breaches, confidence, days);
        double p = Likelihood.BreachProbability(confidence);
        Independence = Likelihood.Independence(transitions);
        IndependencePValue = Likelihood.ChiSquareTail1(Independence);
        IndependenceExactPValue = Tail(ArrangementLaw.Of(Observations, breaches), table => Likelihood.Independence(table), Independence);
        ConditionalCoverage = Coverage(transitions, breaches, p);
        ConditionalCoveragePValue = Likelihood.ChiSquareTail2(ConditionalCoverage);
        ConditionalCoverageExactPValue = ExactCoverage(p);
    }

    /// <summary>How days followed each other.</summary>
    public BreachTransitions Transitions { get; }

    /// <summary>Days that were looked at: one more than transitions.</summary>
    public int Observations => Transitions.Count + 1;

    /// <summary>Days with a breach.</summary>
    public int Breaches { get; }

    /// <summary>The promised coverage.</summary>
    public double Confidence { get; }

    /// <summary>Which days the share of breaches is taken over.</summary>
    public CoverageDays Days { get; }

    /// <summary>Likelihood ratio of independence; 0 without a breach.</summary>
    public double Independence { get; }

    /// <summary>Probability of at least this ratio under chi-square with 1 degree of freedom.</summary>
    public double IndependencePValue { get; }

    /// <summary>Probability of at least this ratio when all orders of the observed breaches are equally likely: exact, whatever the true coverage.</summary>
    public double IndependenceExactPValue { get; }

    /// <summary>Likelihood ratio of the promised share and independence together.</summary>
    public double ConditionalCoverage { get; }

    /// <summary>Probability of at least this ratio under chi-square with 2 degrees of freedom.</summary>
    public double ConditionalCoveragePValue { get; }

    /// <summary>Probability of at least this ratio when days breach independently with the promised probability: exact.</summary>
    public double ConditionalCoverageExactPValue { get; }

    /// <summary>The test of a series of days.</summary>
    /// <param name="breaches">Whether each day was a breach, in order of time; at least two days. Losses of overlapping periods are not independent and do not belong here.</param>
    /// <param name="confidence">The promised coverage, between 0 and 1; taken as the decimal written.</param>
    /// <param name="days">Which days the share of breaches is taken over.</param>
    /// <returns>The test.</returns>
    /// <exception cref="ArgumentException">There are fewer than two days.</exception>
    public static ChristoffersenTest Of(ReadOnlySpan<bool> breaches, double confidence, CoverageDays days = CoverageDays.All)
    {
        if (breaches.Length < 2) throw new ArgumentException(Invariant($"There are {breaches.Length} days; expected at least 2, since the test looks at neighbours."), nameof(breaches));
        return new(BreachTransitions.Of(breaches), breaches.Count(true), confidence, Guard.Defined(days, nameof(days)));
    }

    /// <summary>The test of counted transitions.</summary>
    /// <param name="transitions">How days followed each other.</param>
    /// <param name="firstIsBreach">Whether the first day, which no transition leads to, was a breach.</param>
    /// <param name="confidence">The promised coverage, between 0 and 1; taken as the decimal written.</param>
    /// <param name="days">Which days the share of breaches is taken over.</param>
    /// <returns>The test.</returns>
    /// <exception cref="ArgumentException">No series has these transitions.</exception>
    public static ChristoffersenTest Of(BreachTransitions transitions, bool firstIsBreach, double confidence, CoverageDays days = CoverageDays.All)
    {
        transitions.Check();
        if (transitions.Count < 1) throw new ArgumentException("There is no transition; expected at least 1.", nameof(transitions));
        int breaches = transitions.CalmToBreach + transitions.BreachToBreach + (firstIsBreach ? 1 : 0);
        return new(transitions, breaches, confidence, Guard.Defined(days, nameof(days)));
    }

    /// <summary>The test in a sentence.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => Invariant(
        $"{Transitions.BreachToBreach} of {Breaches} breaches follow another: independence {Independence:0.####}, p-value {IndependencePValue:0.####} (exact {IndependenceExactPValue:0.####}); conditional coverage {ConditionalCoverage:0.####}, p-value {ConditionalCoveragePValue:0.####} (exact {ConditionalCoverageExactPValue:0.####})");

    private double Coverage(in BreachTransitions table, int breaches, double p) => Likelihood.Independence(table) + (Days == CoverageDays.All
        ? Likelihood.Proportion(table.Count + 1, breaches, p)
        : Likelihood.Proportion(table.Count, table.CalmToBreach + table.BreachToBreach, p));

    private static double Tail(IEnumerable<(BreachTransitions Table, double Probability)> law, Func<BreachTransitions, double> ratio, double observed) =>
        Math.Min(1, law.Where(entry => ratio(entry.Table) >= observed - Likelihood.Guard).Sum(entry => entry.Probability));

    /// <summary>Over every number of breaches and every order of them, from the likeliest number outwards until the rest cannot matter.</summary>
    private double ExactCoverage(double p)
    {
        var law = new BinomialLaw(Observations, p);
        int mode = Math.Clamp((int)((Observations + 1.0) * p), law.First, law.Last);
        double sum = 0;
        for (int k = mode; k >= law.First && law.AtMost(k) > Negligible * sum; k--) sum += law[k] * Given(k);
        for (int k = mode + 1; k <= law.Last && law.AtLeast(k) > Negligible * sum; k++) sum += law[k] * Given(k);
        return Math.Min(1, sum);

        double Given(int k) => Tail(ArrangementLaw.Of(Observations, k), table => Coverage(table, k, p), ConditionalCoverage);
    }
}
