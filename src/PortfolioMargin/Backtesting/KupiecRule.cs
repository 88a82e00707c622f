using PortfolioMargin.Numerics;
using static System.FormattableString;

namespace PortfolioMargin.Backtesting;

/// <summary>Which numbers of breaches Kupiec's test accepts at a level, and how often it is wrong: its true size, and its power against a model that breaches more often.
/// In small samples the true size differs from the nominal one: 250 days at 99 % and 5 % accept 1 to 6 breaches with a size of 9.5 %.</summary>
public sealed record KupiecRule
{
    private KupiecRule(int observations, double confidence, double level)
    {
        double p = Likelihood.BreachProbability(confidence), root = Elementary.NormalInverse(level / 2);
        (Observations, Confidence, Level, CriticalValue) = (observations, confidence, level, root * root);
        int centre = (int)Math.Round(observations * p);
        (LowestAccepted, HighestAccepted) = (centre, centre);
        while (LowestAccepted > 0 && Accepts(LowestAccepted - 1, p)) LowestAccepted--;
        while (HighestAccepted < observations && Accepts(HighestAccepted + 1, p)) HighestAccepted++;
        Size = Power(p);
    }

    /// <summary>Days that are looked at.</summary>
    public int Observations { get; }

    /// <summary>The promised coverage.</summary>
    public double Confidence { get; }

    /// <summary>Nominal probability of rejecting a model that keeps its promise.</summary>
    public double Level { get; }

    /// <summary>The likelihood ratio above which the test rejects.</summary>
    public double CriticalValue { get; }

    /// <summary>The fewest breaches that are accepted.</summary>
    public int LowestAccepted { get; }

    /// <summary>The most breaches that are accepted.</summary>
    public int HighestAccepted { get; }

    /// <summary>True probability of rejecting a model that keeps its promise.</summary>
    public double Size { get; }

    /// <summary>The rule of a sample size.</summary>
    /// <param name="observations">Days, at least 1.</param>
    /// <param name="confidence">The promised coverage, between 0 and 1.</param>
    /// <param name="level">Nominal size of the test, between 0 and 1.</param>
    /// <returns>The rule.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public static KupiecRule Of(int observations, double confidence, double level = 0.05)
    {
        Likelihood.CheckCounts(observations, 0);
        if (!(level > 0 && level < 1)) throw new ArgumentOutOfRangeException(nameof(level), level, Invariant($"level is {level:R}; expected a number above 0 and below 1, such as 0.05."));
        return new(observations, confidence, level);
    }

    /// <summary>Probability of rejecting a model whose losses exceed the requirement with a given probability a day.</summary>
    /// <param name="breachProbability">The true probability, 0 to 1.</param>
    /// <returns>The power; the size where the promise is kept.</returns>
    public double Power(double breachProbability)
    {
        var law = new BinomialLaw(Observations, Guard.Fraction(breachProbability, nameof(breachProbability)));
        double low = LowestAccepted == 0 ? 0 : law.AtMost(LowestAccepted - 1);
        return Math.Min(1, low + (HighestAccepted == Observations ? 0 : law.AtLeast(HighestAccepted + 1)));
    }

    private bool Accepts(int breaches, double p) => Likelihood.Proportion(Observations, breaches, p) <= CriticalValue;
}
