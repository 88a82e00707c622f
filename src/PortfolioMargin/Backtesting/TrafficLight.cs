using System.Collections.Immutable;
using PortfolioMargin.Numerics;
using static System.FormattableString;

namespace PortfolioMargin.Backtesting;

/// <summary>The zones of the Basel Committee.</summary>
public enum TrafficZone
{
    /// <summary>No reason to doubt the model.</summary>
    Green,

    /// <summary>Breaches that a right model may still have.</summary>
    Yellow,

    /// <summary>Breaches that a right model has less than once in 10,000 samples.</summary>
    Red,
}

/// <summary>The traffic light of the Basel Committee, Supervisory Framework for the Use of Backtesting (January 1996) and MAR32 (2019): green while the probability of at most
/// this many breaches is below 95 %, yellow below 99.99 %, red from there.</summary>
public sealed record TrafficLight
{
    private const double YellowProbability = 0.95, RedProbability = 0.9999;

    private readonly BinomialLaw _law;

    private TrafficLight(int observations, int breaches, double confidence)
    {
        (Observations, Breaches, Confidence) = (observations, breaches, confidence);
        _law = new(observations, Likelihood.BreachProbability(confidence));
        (AtMost, AtLeast) = (_law.AtMost(breaches), _law.AtLeast(breaches));
        YellowFrom = First(YellowProbability);
        RedFrom = First(RedProbability);
        Zone = breaches < YellowFrom ? TrafficZone.Green : breaches < RedFrom ? TrafficZone.Yellow : TrafficZone.Red;
    }

    /// <summary>Days that were looked at.</summary>
    public int Observations { get; }

    /// <summary>Days with a breach.</summary>
    public int Breaches { get; }

    /// <summary>The promised coverage.</summary>
    public double Confidence { get; }

    /// <summary>The zone.</summary>
    public TrafficZone Zone { get; }

    /// <summary>Probability of at most this many breaches if the promise is kept.</summary>
    public double AtMost { get; }

    /// <summary>Probability of at least this many breaches if the promise is kept.</summary>
    public double AtLeast { get; }

    /// <summary>The fewest breaches of the yellow zone.</summary>
    public int YellowFrom { get; }

    /// <summary>The fewest breaches of the red zone.</summary>
    public int RedFrom { get; }

    /// <summary>What is added to the multiplier of 3 for capital, in the text of 1996; only 250 days at 99 % have one.</summary>
    public double? PlusFactor => Factor([0, 0.40, 0.50, 0.65, 0.75, 0.85, 1.00]);

    /// <summary>What is added to the multiplier of 1.5 for capital, in the text of 2019 (MAR32.9); only 250 days at 99 % have one.</summary>
    public double? PlusFactor2019 => Factor([0, 0.20, 0.26, 0.33, 0.38, 0.42, 0.50]);

    /// <summary>The light of a number of breaches.</summary>
    /// <param name="observations">Days, at least 1.</param>
    /// <param name="breaches">Days with a loss above the requirement.</param>
    /// <param name="confidence">The promised coverage, between 0 and 1; taken as the decimal written.</param>
    /// <returns>The light.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public static TrafficLight Of(int observations, int breaches, double confidence)
    {
        Likelihood.CheckCounts(observations, breaches);
        return new(observations, breaches, confidence);
    }

    /// <summary>Probability of a zone for a model whose losses exceed the requirement with a given probability a day: what the light can and cannot see.</summary>
    /// <param name="zone">The zone.</param>
    /// <param name="breachProbability">The true probability, 0 to 1.</param>
    /// <returns>The probability; the three zones add up to 1.</returns>
    public double ProbabilityOf(TrafficZone zone, double breachProbability)
    {
        var law = new BinomialLaw(Observations, Guard.Fraction(breachProbability, nameof(breachProbability)));
        return Guard.Defined(zone, nameof(zone)) switch
        {
            TrafficZone.Green => law.AtMost(YellowFrom - 1),
            TrafficZone.Red => law.AtLeast(RedFrom),
            _ => Enumerable.Range(YellowFrom, RedFrom - YellowFrom).Sum(k => law[k]),
        };
    }

    /// <summary>The light in a sentence, with what it cannot see.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => Invariant(
        $"{Zone.ToString().ToLowerInvariant()}: {Breaches} breaches in {Observations} observations (yellow from {YellowFrom}, red from {RedFrom}); a model that breaches twice as often is green with probability {ProbabilityOf(TrafficZone.Green, Math.Min(1, 2 * Likelihood.BreachProbability(Confidence))):0.###}");

    /// <summary>Compares by what it says.</summary>
    /// <param name="other">The other light.</param>
    /// <returns>Whether observations, breaches and confidence are equal.</returns>
    public bool Equals(TrafficLight? other) => other is not null && (Observations, Breaches, Confidence) == (other.Observations, other.Breaches, other.Confidence);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Observations, Breaches, Confidence);

    /// <summary>The fewest breaches whose cumulative probability reaches a level; one past the observations where none does.</summary>
    private int First(double level)
    {
        int k = _law.First;
        while (k <= Observations && _law.AtMost(k) < level) k++;
        return k;
    }

    private double? Factor(ImmutableArray<double> fromFour) => Observations == 250 && Confidence == 0.99 ? fromFour[Math.Clamp(Breaches - 4, 0, 6)] : null;
}
