namespace PortfolioMargin;

/// <summary>Slopes that follow from those of other amounts and are worked out when they are first read. Threads that read at the same time may both work
/// them out, to the same bits; afterwards the terms are forgotten, so that they do not stay in memory for it.</summary>
internal sealed class LinearCombination : SlopeSource
{
    /// <summary>Combinations that may stand one on the other unread: a sum that grows term by term must not grow the stack with it.</summary>
    private const int Deepest = 64;

    private object _state; // the terms, then the slopes

    private LinearCombination(Term[] terms, int depth)
    {
        _state = terms;
        Depth = depth;
    }

    public override int Depth { get; }

    public override LocalSlopes Known
    {
        get
        {
            object state = Volatile.Read(ref _state);
            if (state is LocalSlopes known) return known;
            known = LocalSlopes.Merge((Term[])state);
            Volatile.Write(ref _state, known);
            return known;
        }
    }

    /// <summary>The combination of terms that all matter.</summary>
    public static SlopeSource Of(Term[] terms)
    {
        int depth = 0;
        foreach (var term in terms) depth = Math.Max(depth, term.Slopes.Depth);
        var combination = new LinearCombination(terms, depth + 1);
        return depth < Deepest ? combination : combination.Known;
    }
}
