using static System.FormattableString;

namespace PortfolioMargin.RuleBooks;

/// <summary>Deltas of one contract month while calendar spreads are formed: what is left on each side, and what spreads took. Lives inside one assessment.</summary>
internal sealed class SpanMonth(ContractMonth month, Attributed delta, Attributed longs, Attributed shorts)
{
    /// <summary>The month.</summary>
    public ContractMonth Month { get; } = month;

    /// <summary>Net delta before any spread.</summary>
    public Attributed Delta { get; } = delta;

    /// <summary>Long deltas that are left; not below 0.</summary>
    public Attributed Longs { get; private set; } = longs;

    /// <summary>Short deltas that are left, as a size.</summary>
    public Attributed Shorts { get; private set; } = shorts;

    /// <summary>Deltas that spreads took, as a size.</summary>
    public Attributed Consumed { get; private set; } = Attributed.Zero;

    /// <summary>A month whose longs and shorts stay apart.</summary>
    public static SpanMonth Gross(ContractMonth month, Attributed longs, Attributed shorts) => new(month, longs - shorts, longs, shorts);

    /// <summary>A month whose longs and shorts offset.</summary>
    public static SpanMonth Net(ContractMonth month, Attributed delta) => new(month, delta, delta.Positive(), (-delta).Positive());

    /// <summary>What is left on a side.</summary>
    public Attributed Left(bool isLong) => isLong ? Longs : Shorts;

    /// <summary>Takes deltas of a side: what is wanted, or all there is.</summary>
    /// <returns>What was taken.</returns>
    public Attributed Take(bool isLong, Attributed wanted)
    {
        var left = Left(isLong);
        bool drained = wanted.Value > left.Value * (1 + SpanDeltas.Nothing);
        var taken = drained ? left : wanted;
        var rest = drained ? Attributed.Zero : SpanDeltas.Cleaned(left - wanted, left.Value);
        if (isLong) Longs = rest;
        else Shorts = rest;
        Consumed += taken;
        return taken;
    }

    /// <inheritdoc/>
    public override string ToString() => Invariant($"{Month}: {Longs.Value:0.####} long, {Shorts.Value:0.####} short");
}
