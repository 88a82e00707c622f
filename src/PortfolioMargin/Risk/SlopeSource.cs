namespace PortfolioMargin;

/// <summary>Where the slopes of an amount come from: they are there, or follow from those of other amounts.</summary>
internal abstract class SlopeSource
{
    /// <summary>The slopes; the same bits whenever they are asked for.</summary>
    public abstract LocalSlopes Known { get; }

    /// <summary>How many combinations stand one on the other up to this one.</summary>
    public abstract int Depth { get; }

    /// <summary>Whether no row matters.</summary>
    public abstract bool IsEmpty { get; }
}

/// <summary>One term of a linear combination.</summary>
/// <param name="Slopes">Its slopes.</param>
/// <param name="Factor">What they are multiplied by.</param>
internal readonly record struct Term(SlopeSource Slopes, double Factor);
