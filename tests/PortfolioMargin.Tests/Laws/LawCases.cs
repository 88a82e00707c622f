using System.Globalization;

namespace PortfolioMargin.Tests.Laws;

/// <summary>How much the law tests try, and with which seeds. The switch is the environment variable PORTFOLIOMARGIN_LAW_CASES, the number of random
/// cases per law: 50 unless stated, 1000 in the long sweep. Laws of long sequences do a hundred operations per case (100,000 in the long sweep).
/// A failure prints its seed; PORTFOLIOMARGIN_LAW_SEED runs that seed alone.</summary>
internal static class LawCases
{
    /// <summary>Random cases per law.</summary>
    public static int Count { get; } = Number("PORTFOLIOMARGIN_LAW_CASES") ?? 50;

    /// <summary>Operations of laws that follow one account through a long life.</summary>
    public static int Operations { get; } = 100 * Count;

    /// <summary>Tries a law on seeds 1, 2, 3 and on.</summary>
    public static void ForAll(Action<Random> law, int? count = null)
    {
        int alone = Number("PORTFOLIOMARGIN_LAW_SEED") ?? 0;
        int first = alone > 0 ? alone : 1, last = alone > 0 ? alone : count ?? Count;
        for (int seed = first; seed <= last; seed++)
        {
            try
            {
                law(new(seed));
            }
            catch (Exception problem)
            {
                throw new AssertionException($"seed {seed}: {problem.Message}", problem);
            }
        }
    }

    private static int? Number(string name) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;
}
