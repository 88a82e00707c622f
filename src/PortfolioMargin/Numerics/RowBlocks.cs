using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace PortfolioMargin.Numerics;

/// <summary>Sums of rows of a table in blocks, column by column, as <see cref="BlockSum"/> does it for one column. Never across a row, so that the bits
/// do not depend on the width of the vectors. The number of columns is a multiple of <see cref="Padding"/>.</summary>
internal static class RowBlocks
{
    /// <summary>Columns are padded with zeros to a multiple of this, so that every row is whole vectors.</summary>
    public const int Padding = 8;

    /// <summary>Vectors that are summed at a time, their running sums in registers.</summary>
    private const int Together = 4;

    /// <summary>The number of columns with padding.</summary>
    public static int Padded(int columns) => (columns + Padding - 1) / Padding * Padding;

    /// <summary>Continues a sum over rows: where a row starts a block, sums += block and block = 0; then block = factor x row + block, rounded once.</summary>
    /// <param name="table">Rows side by side, [row, column].</param>
    /// <param name="rows">Which rows; below the number of rows in the table (the caller has checked that).</param>
    /// <param name="factors">One factor per row.</param>
    /// <param name="starts">Whether a row starts a block, [row of the table].</param>
    /// <param name="block">Sum of the open block, [column].</param>
    /// <param name="sums">Sum of the closed blocks, [column].</param>
    /// <param name="width">The width to compute in.</param>
    public static void Add(
        ReadOnlySpan<double> table, ReadOnlySpan<int> rows, ReadOnlySpan<double> factors, ReadOnlySpan<bool> starts, Span<double> block, Span<double> sums, LaneWidth width = LaneWidth.Widest)
    {
        if (block.Length != sums.Length || sums.Length % Padding != 0 || rows.Length != factors.Length)
            throw new ArgumentException($"Got {block.Length} and {sums.Length} columns, {rows.Length} rows and {factors.Length} factors; pass equal numbers, columns a multiple of {Padding}.", nameof(sums));
        switch (width == LaneWidth.Widest ? LaneRunner.Widest : width)
        {
            case LaneWidth.Bits512: Walk<Vector512Lane>(table, rows, factors, starts, block, sums); break;
            case LaneWidth.Bits256: Walk<Vector256Lane>(table, rows, factors, starts, block, sums); break;
            case LaneWidth.Bits128: Walk<Vector128Lane>(table, rows, factors, starts, block, sums); break;
            default: Walk<ScalarLane>(table, rows, factors, starts, block, sums); break;
        }
    }

    /// <summary>Adds rows that lie side by side, one after the other: sums += row. Closes blocks.</summary>
    /// <param name="rows">Rows, [row, column].</param>
    /// <param name="sums">The sums, [column].</param>
    public static void Close(ReadOnlySpan<double> rows, Span<double> sums)
    {
        if (sums.Length % Padding != 0 || (sums.Length > 0 && rows.Length % sums.Length != 0))
            throw new ArgumentException($"Got {rows.Length} numbers for {sums.Length} columns; pass whole rows, columns a multiple of {Padding}.", nameof(rows));
        switch (LaneRunner.Widest)
        {
            case LaneWidth.Bits512: Close<Vector512Lane>(rows, sums); break;
            case LaneWidth.Bits256: Close<Vector256Lane>(rows, sums); break;
            case LaneWidth.Bits128: Close<Vector128Lane>(rows, sums); break;
            default: Close<ScalarLane>(rows, sums); break;
        }
    }

    [MethodImpl(HotLoop.Options)]
    private static void Close<TLane>(ReadOnlySpan<double> rows, Span<double> sums)
        where TLane : struct, ILane<TLane>
    {
        ref double first = ref MemoryMarshal.GetReference(rows);
        ref double sum = ref MemoryMarshal.GetReference(sums);
        for (int column = 0; column < sums.Length; column += TLane.Width)
        {
            TLane closed = TLane.Load(in sum, column);
            for (int at = column; at < rows.Length; at += sums.Length) closed += TLane.Load(in first, at);
            closed.Store(ref sum, column);
        }
    }

    [MethodImpl(HotLoop.Options)]
    private static void Walk<TLane>(
        ReadOnlySpan<double> table, ReadOnlySpan<int> rows, ReadOnlySpan<double> factors, ReadOnlySpan<bool> starts, Span<double> block, Span<double> sums)
        where TLane : struct, ILane<TLane>
    {
        int column = 0;
        for (; column <= sums.Length - (Together * TLane.Width); column += Together * TLane.Width)
        {
            if (column == sums.Length - ((Together + 1) * TLane.Width)) // a last vector by itself would wait for its own sums
            {
                Five<TLane>(table, rows, factors, starts, block, sums, column);
                return;
            }

            Four<TLane>(table, rows, factors, starts, block, sums, column);
        }

        for (; column < sums.Length; column += TLane.Width) One<TLane>(table, rows, factors, starts, block, sums, column);
    }

    [MethodImpl(HotLoop.Options)]
    private static void Four<TLane>(
        ReadOnlySpan<double> table, ReadOnlySpan<int> rows, ReadOnlySpan<double> factors, ReadOnlySpan<bool> starts, Span<double> block, Span<double> sums, int column)
        where TLane : struct, ILane<TLane>
    {
        ref double open = ref Unsafe.Add(ref MemoryMarshal.GetReference(block), column);
        ref double closed = ref Unsafe.Add(ref MemoryMarshal.GetReference(sums), column);
        int w = TLane.Width, stride = sums.Length;
        TLane b0 = TLane.Load(in open, 0), b1 = TLane.Load(in open, w), b2 = TLane.Load(in open, 2 * w), b3 = TLane.Load(in open, 3 * w);
        TLane s0 = TLane.Load(in closed, 0), s1 = TLane.Load(in closed, w), s2 = TLane.Load(in closed, 2 * w), s3 = TLane.Load(in closed, 3 * w);
        ref double first = ref Unsafe.Add(ref MemoryMarshal.GetReference(table), column);
        ref int row = ref MemoryMarshal.GetReference(rows);
        ref double factor = ref MemoryMarshal.GetReference(factors);
        ref bool start = ref MemoryMarshal.GetReference(starts);
        for (int i = 0; i < rows.Length; i++)
        {
            int at = Unsafe.Add(ref row, i);
            if (Unsafe.Add(ref start, at))
            {
                (s0, s1, s2, s3) = (s0 + b0, s1 + b1, s2 + b2, s3 + b3);
                b0 = b1 = b2 = b3 = default;
            }

            ref double cells = ref Unsafe.Add(ref first, (nint)at * stride);
            TLane f = TLane.Broadcast(Unsafe.Add(ref factor, i));
            b0 = TLane.FusedMultiplyAdd(f, TLane.Load(in cells, 0), b0);
            b1 = TLane.FusedMultiplyAdd(f, TLane.Load(in cells, w), b1);
            b2 = TLane.FusedMultiplyAdd(f, TLane.Load(in cells, 2 * w), b2);
            b3 = TLane.FusedMultiplyAdd(f, TLane.Load(in cells, 3 * w), b3);
        }

        b0.Store(ref open, 0);
        b1.Store(ref open, w);
        b2.Store(ref open, 2 * w);
        b3.Store(ref open, 3 * w);
        s0.Store(ref closed, 0);
        s1.Store(ref closed, w);
        s2.Store(ref closed, 2 * w);
        s3.Store(ref closed, 3 * w);
    }

    [MethodImpl(HotLoop.Options)]
    private static void Five<TLane>(
        ReadOnlySpan<double> table, ReadOnlySpan<int> rows, ReadOnlySpan<double> factors, ReadOnlySpan<bool> starts, Span<double> block, Span<double> sums, int column)
        where TLane : struct, ILane<TLane>
    {
        ref double open = ref Unsafe.Add(ref MemoryMarshal.GetReference(block), column);
        ref double closed = ref Unsafe.Add(ref MemoryMarshal.GetReference(sums), column);
        int w = TLane.Width, stride = sums.Length;
        TLane b0 = TLane.Load(in open, 0), b1 = TLane.Load(in open, w), b2 = TLane.Load(in open, 2 * w), b3 = TLane.Load(in open, 3 * w), b4 = TLane.Load(in open, 4 * w);
        TLane s0 = TLane.Load(in closed, 0), s1 = TLane.Load(in closed, w), s2 = TLane.Load(in closed, 2 * w), s3 = TLane.Load(in closed, 3 * w), s4 = TLane.Load(in closed, 4 * w);
        ref double first = ref Unsafe.Add(ref MemoryMarshal.GetReference(table), column);
        ref int row = ref MemoryMarshal.GetReference(rows);
        ref double factor = ref MemoryMarshal.GetReference(factors);
        ref bool start = ref MemoryMarshal.GetReference(starts);
        for (int i = 0; i < rows.Length; i++)
        {
            int at = Unsafe.Add(ref row, i);
            if (Unsafe.Add(ref start, at))
            {
                (s0, s1, s2, s3, s4) = (s0 + b0, s1 + b1, s2 + b2, s3 + b3, s4 + b4);
                b0 = b1 = b2 = b3 = b4 = default;
            }

            ref double cells = ref Unsafe.Add(ref first, (nint)at * stride);
            TLane f = TLane.Broadcast(Unsafe.Add(ref factor, i));
            b0 = TLane.FusedMultiplyAdd(f, TLane.Load(in cells, 0), b0);
            b1 = TLane.FusedMultiplyAdd(f, TLane.Load(in cells, w), b1);
            b2 = TLane.FusedMultiplyAdd(f, TLane.Load(in cells, 2 * w), b2);
            b3 = TLane.FusedMultiplyAdd(f, TLane.Load(in cells, 3 * w), b3);
            b4 = TLane.FusedMultiplyAdd(f, TLane.Load(in cells, 4 * w), b4);
        }

        b0.Store(ref open, 0);
        b1.Store(ref open, w);
        b2.Store(ref open, 2 * w);
        b3.Store(ref open, 3 * w);
        b4.Store(ref open, 4 * w);
        s0.Store(ref closed, 0);
        s1.Store(ref closed, w);
        s2.Store(ref closed, 2 * w);
        s3.Store(ref closed, 3 * w);
        s4.Store(ref closed, 4 * w);
    }

    [MethodImpl(HotLoop.Options)]
    private static void One<TLane>(
        ReadOnlySpan<double> table, ReadOnlySpan<int> rows, ReadOnlySpan<double> factors, ReadOnlySpan<bool> starts, Span<double> block, Span<double> sums, int column)
        where TLane : struct, ILane<TLane>
    {
        TLane open = TLane.Load(in MemoryMarshal.GetReference(block), column), closed = TLane.Load(in MemoryMarshal.GetReference(sums), column);
        ref double first = ref Unsafe.Add(ref MemoryMarshal.GetReference(table), column);
        for (int i = 0; i < rows.Length; i++)
        {
            int at = rows[i];
            if (starts[at])
            {
                closed += open;
                open = default;
            }

            open = TLane.FusedMultiplyAdd(TLane.Broadcast(factors[i]), TLane.Load(in Unsafe.Add(ref first, (nint)at * sums.Length), 0), open);
        }

        open.Store(ref MemoryMarshal.GetReference(block), column);
        closed.Store(ref MemoryMarshal.GetReference(sums), column);
    }
}
