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

    public override bool IsEmpty => false;

    /// <summary>The slopes of a linear combination. Most amounts of a ledger are never asked for theirs, so they are not worked out here.</summary>
    /// <param name="terms">The terms; those of factor 0 and those without rows do not matter.</param>
    public static SlopeSource Of(ReadOnlySpan<Term> terms)
    {
        int count = 0, depth = 0;
        foreach (var term in terms)
            if (Matters(term)) count++;
        if (count == 0) return LocalSlopes.None;
        var kept = new Term[count];
        count = 0;
        foreach (var term in terms)
        {
            if (!Matters(term)) continue;
            kept[count++] = term;
            depth = Math.Max(depth, term.Slopes.Depth);
        }

        if (count == 1 && kept[0].Factor == 1) return kept[0].Slopes;
        var combination = new LinearCombination(kept, depth + 1);
        return depth < Deepest ? combination : combination.Known;
    }

    private static bool Matters(in Term term) => term.Factor != 0 && !term.Slopes.IsEmpty;
}
