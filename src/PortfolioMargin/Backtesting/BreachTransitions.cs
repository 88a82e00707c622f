using PortfolioMargin.Numerics;

namespace PortfolioMargin.Backtesting;

/// <summary>How days with and without breach followed each other: one count per pair of neighbouring days.</summary>
/// <param name="CalmToCalm">No breach after no breach.</param>
/// <param name="CalmToBreach">A breach after none.</param>
/// <param name="BreachToCalm">No breach after one.</param>
/// <param name="BreachToBreach">A breach after a breach.</param>
public readonly record struct BreachTransitions(int CalmToCalm, int CalmToBreach, int BreachToCalm, int BreachToBreach)
{
    /// <summary>Pairs of neighbouring days.</summary>
    public int Count => CalmToCalm + CalmToBreach + BreachToCalm + BreachToBreach;

    /// <summary>Counts the transitions of a series.</summary>
    /// <param name="breaches">Whether each day was a breach, in order of time.</param>
    /// <returns>The counts.</returns>
    public static BreachTransitions Of(ReadOnlySpan<bool> breaches)
    {
        Span<int> counts = stackalloc int[4];
        for (int i = 1; i < breaches.Length; i++) counts[(breaches[i - 1] ? 2 : 0) + (breaches[i] ? 1 : 0)]++;
        return new(counts[0], counts[1], counts[2], counts[3]);
    }

    internal void Check()
    {
        foreach (int count in (ReadOnlySpan<int>)[CalmToCalm, CalmToBreach, BreachToCalm, BreachToBreach])
            Guard.NonNegative(count, "a count of transitions");
        if (Math.Abs(CalmToBreach - BreachToCalm) > 1)
            throw new ArgumentException($"{this} cannot be: a series changes its state forth and back in turn, so the two counts of changes differ by at most 1.", "transitions");
    }
}
