namespace PortfolioMargin;

/// <summary>Where the slopes of an amount come from: they are there, or follow from those of other amounts.</summary>
internal abstract class SlopeSource
{
    /// <summary>The slopes; the same bits whenever they are asked for.</summary>
    public abstract LocalSlopes Known { get; }

    /// <summary>How many combinations stand one on the other below this one.</summary>
    public abstract int Depth { get; }

    private bool IsEmpty => this is LocalSlopes { Rows.Length: 0 };

    /// <summary>The slopes of a linear combination. Most amounts of a ledger are never asked for theirs, so they are not worked out here.</summary>
    /// <param name="terms">The terms; those of factor 0 and those without rows do not matter.</param>
    public static SlopeSource Of(ReadOnlySpan<Term> terms)
    {
        int count = 0;
        foreach (var term in terms)
            if (Matters(term)) count++;
        if (count == 0) return LocalSlopes.None;
        var kept = new Term[count];
        count = 0;
        foreach (var term in terms)
            if (Matters(term)) kept[count++] = term;
        return count == 1 && kept[0].Factor == 1 ? kept[0].Slopes : LinearCombination.Of(kept);
    }

    private static bool Matters(in Term term) => term.Factor != 0 && !term.Slopes.IsEmpty;
}

/// <summary>One term of a linear combination.</summary>
/// <param name="Slopes">Its slopes.</param>
/// <param name="Factor">What they are multiplied by.</param>
internal readonly record struct Term(SlopeSource Slopes, double Factor);
