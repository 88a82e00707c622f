using PortfolioMargin.Numerics;

namespace PortfolioMargin.Pricing;

/// <summary>The forwards of one expiry in every column (the unshocked market and the scenarios), as the grid kernel wants them: what depends on
/// the forward alone is computed here once, not per option. Everything is taken relative to the first forward, so that prices in other units
/// (2^k times) give the same bits 2^k times.</summary>
internal sealed class ForwardColumns
{
    /// <summary>Columns are padded to whole blocks of the widest lane, so that no width has a tail.</summary>
    public const int Block = 8;

    /// <summary>States that one table holds; more are expanded column by column.</summary>
    public const int TableSize = Block;

    /// <summary>Numbers that may lie on the stack: 4 kB.</summary>
    private const int LargestOnStack = 512;

    /// <param name="forwards">F per column, finite, 0 or more; the first is the unshocked one. Kept, not copied: it must not change any more.</param>
    /// <param name="states">Which deviation a column has, 0 up to the number of states; kept likewise.</param>
    public ForwardColumns(double[] forwards, int[] states)
    {
        SpanCheck.SameLength(states.Length, nameof(states), forwards.Length, nameof(forwards));
        Forwards = forwards;
        States = states;
        Stride = Padded(forwards.Length);
        StateStride = Padded(Largest(states) + 1);
        Reference = forwards[0] > 0 ? forwards[0] : 1;
        Logs = new double[Stride];
        Roots = new double[Stride];
        Picks = new long[Stride];
        Span<double> padded = Stride <= LargestOnStack ? stackalloc double[Stride] : new double[Stride];
        forwards.CopyTo(padded);
        padded[forwards.Length..].Fill(forwards[^1]);
        for (int c = 0; c < states.Length; c++) Picks[c] = states[c];
        Picks.AsSpan(states.Length).Fill(states[^1]);
        var relative = new RelativePriceLoop(Reference, 1, padded, Logs, Roots);
        LaneRunner.Run(ref relative, LaneWidth.Widest);
    }

    /// <summary>A plain loop: the library's generic one would be most of what a fresh process compiles for this class.</summary>
    private static int Largest(ReadOnlySpan<int> states)
    {
        int largest = 0;
        foreach (int state in states) largest = Math.Max(largest, state);
        return largest;
    }

    /// <summary>A count rounded up to whole blocks.</summary>
    public static int Padded(int count) => (count + Block - 1) / Block * Block;

    /// <summary>F, [column], not padded.</summary>
    public double[] Forwards { get; }

    /// <summary>State, [column], not padded.</summary>
    public int[] States { get; }

    /// <summary>Columns with padding: the length of a row of time values.</summary>
    public int Stride { get; }

    /// <summary>States with padding: the length of a row of deviations.</summary>
    public int StateStride { get; }

    /// <summary>The forward that the others are relative to: the first, or 1 where that is 0.</summary>
    public double Reference { get; }

    /// <summary>ln(F / reference), padded; -Infinity at 0.</summary>
    public double[] Logs { get; }

    /// <summary>sqrt(F / reference), padded.</summary>
    public double[] Roots { get; }

    /// <summary>State, padded, as the lanes read it.</summary>
    public long[] Picks { get; }
}
