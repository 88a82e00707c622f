using static System.FormattableString;

namespace PortfolioMargin.Backtesting;

/// <summary>Were there as many breaches as promised? P. Kupiec, Techniques for Verifying the Accuracy of Risk Measurement Models, Journal of Derivatives 3 (1995):
/// the likelihood ratio of the observed share of breaches against the promised one. Both too many and too few count against the model.</summary>
public sealed record KupiecTest
{
    private KupiecTest(int observations, int breaches, double confidence, double probability)
    {
        (Observations, Breaches, Confidence) = (observations, breaches, confidence);
        LikelihoodRatio = Likelihood.Proportion(observations, breaches, probability);
        PValue = Likelihood.ChiSquareTail1(LikelihoodRatio);
        var law = new BinomialLaw(observations, probability);
        UpperTail = law.AtLeast(breaches);
        ExactPValue = Exact(law, observations, probability, LikelihoodRatio - Likelihood.Guard);
    }

    /// <summary>Days that were looked at.</summary>
    public int Observations { get; }

    /// <summary>Days with a loss above the requirement.</summary>
    public int Breaches { get; }

    /// <summary>The promised coverage, such as 0.99.</summary>
    public double Confidence { get; }

    /// <summary>The likelihood ratio; 0 where breaches are exactly as expected.</summary>
    public double LikelihoodRatio { get; }

    /// <summary>Probability of at least this ratio under chi-square with 1 degree of freedom; rough in small samples.</summary>
    public double PValue { get; }

    /// <summary>Probability of at least this ratio under the binomial distribution itself.</summary>
    public double ExactPValue { get; }

    /// <summary>Probability of at least this many breaches if the promise is kept: the one-sided test for too little margin.</summary>
    public double UpperTail { get; }

    /// <summary>The test of a number of breaches.</summary>
    /// <param name="observations">Days, at least 1; independent of each other.</param>
    /// <param name="breaches">Days with a loss above the requirement.</param>
    /// <param name="confidence">The promised coverage, between 0 and 1; taken as the decimal written.</param>
    /// <returns>The test.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public static KupiecTest Of(int observations, int breaches, double confidence)
    {
        Likelihood.CheckCounts(observations, breaches);
        return new(observations, breaches, confidence, Likelihood.BreachProbability(confidence));
    }

    /// <summary>The ratio falls up to the expected count and rises after it, so what is at least as unlikely is a lower and an upper tail.</summary>
    private static double Exact(BinomialLaw law, int n, double p, double least)
    {
        int low = law.First - 1, high = law.Last + 1;
        while (low + 1 < n * p && low < law.Last && Likelihood.Proportion(n, low + 1, p) >= least) low++;
        while (high - 1 >= n * p && high > law.First && Likelihood.Proportion(n, high - 1, p) >= least) high--;
        return Math.Min(1, (low < law.First ? 0 : law.AtMost(low)) + (high > law.Last ? 0 : law.AtLeast(high)));
    }

    /// <summary>The test in a sentence; a verdict is left to the reader, who sees the power beside it in <see cref="KupiecRule"/>.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => Invariant(
        $"{Breaches} breaches in {Observations} observations, {Observations * Likelihood.BreachProbability(Confidence):0.##} expected: likelihood ratio {LikelihoodRatio:0.####}, p-value {PValue:0.####} (exact {ExactPValue:0.####})");
}
