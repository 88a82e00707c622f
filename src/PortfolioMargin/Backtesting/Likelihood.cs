using PortfolioMargin.Numerics;
using static System.FormattableString;

namespace PortfolioMargin.Backtesting;

/// <summary>What likelihood-ratio tests of counts share.</summary>
internal static class Likelihood
{
    /// <summary>Two ratios closer than this count as equal where exact probabilities are summed: the same table reached by another route may differ by roundings.</summary>
    public const double Guard = 1e-12;

    /// <summary>x ln(x/m) + m - x, not below 0: half the deviance of a count x from its expected value m. Near x = m the terms cancel, so there it is summed as
    /// the series of C. Loader, Fast and Accurate Computation of Binomial Probabilities (2000), section 3, in v = (x - m)/(x + m).</summary>
    public static double Deviance(double x, double m)
    {
        if (x == 0) return m;
        if (Math.Abs(x - m) > 0.1 * (x + m)) return x * Elementary.Log(x / m) + m - x;
        double v = (x - m) / (x + m), sum = (x - m) * v, power = 2 * x * v;
        for (int j = 1; j < 30; j++)
        {
            power *= v * v;
            double next = sum + power / (2 * j + 1);
            if (next == sum) break;
            sum = next;
        }

        return sum;
    }

    /// <summary>The likelihood ratio of x hits in n trials against the probability p; least at x = n p, where it is 0.</summary>
    public static double Proportion(int n, int x, double p) => 2 * (Deviance(x, n * p) + Deviance(n - x, n * (1 - p)));

    /// <summary>The likelihood ratio of a table of transitions against independence: twice the sum of count ln(count / expected).</summary>
    public static double Independence(in BreachTransitions t)
    {
        double calm = t.CalmToCalm + t.CalmToBreach, hit = t.BreachToCalm + t.BreachToBreach;
        double toCalm = t.CalmToCalm + t.BreachToCalm, toBreach = t.CalmToBreach + t.BreachToBreach, all = calm + hit;
        if (calm == 0 || hit == 0 || toCalm == 0 || toBreach == 0) return 0;
        return 2 * (Deviance(t.CalmToCalm, calm * toCalm / all) + Deviance(t.CalmToBreach, calm * toBreach / all)
            + Deviance(t.BreachToCalm, hit * toCalm / all) + Deviance(t.BreachToBreach, hit * toBreach / all));
    }

    /// <summary>P(chi-square with 1 degree of freedom at least x) = erfc(sqrt(x/2)).</summary>
    public static double ChiSquareTail1(double x) => Elementary.Erfc(Math.Sqrt(x / 2));

    /// <summary>P(chi-square with 2 degrees of freedom at least x) = exp(-x/2).</summary>
    public static double ChiSquareTail2(double x) => Elementary.Exp(-x / 2);

    /// <summary>1 - confidence as decimals: 0.99 gives 0.01, not 0.010000000000000009.</summary>
    public static double BreachProbability(double confidence)
    {
        if (confidence is > 0 and < 1 && (double)(1 - (decimal)confidence) is > 0 and < 1 and var probability) return probability;
        string hint = confidence is >= 1 and < 100 ? Invariant($" {confidence:R} looks like percent; pass {confidence / 100:R}.") : "";
        throw new ArgumentOutOfRangeException(nameof(confidence), confidence, Invariant($"confidence is {confidence:R}; expected a number above 0 and below 1, such as 0.99.{hint}"));
    }

    /// <summary>Checks a number of breaches in a number of observations.</summary>
    public static void CheckCounts(int observations, int breaches)
    {
        if (observations < 1) throw new ArgumentOutOfRangeException(nameof(observations), observations, Invariant($"observations is {observations}; expected at least 1."));
        if (breaches < 0 || breaches > observations)
            throw new ArgumentOutOfRangeException(nameof(breaches), breaches, Invariant($"breaches is {breaches}; expected 0 to {observations}, the number of observations."));
    }
}
