using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace PortfolioMargin.Numerics;

/// <summary>Sums of rows in blocks, as <see cref="RowBlocks"/>, of rows that lie anywhere in memory and need no padding. Five vectors of columns at a time are
/// summed in registers over all rows; vectors at the end overlap, which repeats the same operations on the same cells.</summary>
internal static class RowStrips
{
    private const int Together = 5;

    /// <summary>Sums all rows.</summary>
    /// <param name="source">The rows.</param>
    /// <param name="sums">Receives the sum of each column.</param>
    /// <param name="width">The width to compute in.</param>
    public static void Sum<TSource>(in TSource source, Span<double> sums, LaneWidth width = LaneWidth.Widest)
        where TSource : struct, IRowSource, allows ref struct
    {
        if (width == LaneWidth.Widest) width = LaneRunner.Widest;
        if (width == LaneWidth.Bits512 && sums.Length >= 8) Walk<TSource, Vector512Lane>(source, sums);
        else if (width is LaneWidth.Bits512 or LaneWidth.Bits256 && sums.Length >= 4) Walk<TSource, Vector256Lane>(source, sums);
        else if (width != LaneWidth.Scalar && sums.Length >= 2) Walk<TSource, Vector128Lane>(source, sums);
        else Walk<TSource, ScalarLane>(source, sums);
    }

    [MethodImpl(HotLoop.Options)]
    private static void Walk<TSource, TLane>(in TSource source, Span<double> sums)
        where TSource : struct, IRowSource, allows ref struct
        where TLane : struct, ILane<TLane>
    {
        int w = TLane.Width, last = sums.Length - w;
        for (int column = 0; column < sums.Length; column += Together * w)
            Strip<TSource, TLane>(source, sums, Math.Min(column, last), Math.Min(column + w, last), Math.Min(column + (2 * w), last), Math.Min(column + (3 * w), last), Math.Min(column + (4 * w), last));
    }

    [MethodImpl(HotLoop.Options)]
    private static void Strip<TSource, TLane>(in TSource source, Span<double> sums, int c0, int c1, int c2, int c3, int c4)
        where TSource : struct, IRowSource, allows ref struct
        where TLane : struct, ILane<TLane>
    {
        TLane b0 = default, b1 = default, b2 = default, b3 = default, b4 = default;
        TLane s0 = default, s1 = default, s2 = default, s3 = default, s4 = default;
        for (int row = 0; row < source.Count; row++)
        {
            double factor = source.Factor(row);
            if (factor == 0) continue;
            if (source.StartsBlock(row))
            {
                (s0, s1, s2, s3, s4) = (s0 + b0, s1 + b1, s2 + b2, s3 + b3, s4 + b4);
                b0 = b1 = b2 = b3 = b4 = default;
            }

            var cells = source.Cells(row);
            if (cells.Length != sums.Length) throw Mismatch(row, cells.Length, sums.Length);
            ref readonly double first = ref MemoryMarshal.GetReference(cells);
            TLane f = TLane.Broadcast(factor);
            b0 = TLane.FusedMultiplyAdd(f, TLane.Load(in first, c0), b0);
            b1 = TLane.FusedMultiplyAdd(f, TLane.Load(in first, c1), b1);
            b2 = TLane.FusedMultiplyAdd(f, TLane.Load(in first, c2), b2);
            b3 = TLane.FusedMultiplyAdd(f, TLane.Load(in first, c3), b3);
            b4 = TLane.FusedMultiplyAdd(f, TLane.Load(in first, c4), b4);
        }

        ref double sum = ref MemoryMarshal.GetReference(sums);
        (s0 + b0).Store(ref sum, c0);
        (s1 + b1).Store(ref sum, c1);
        (s2 + b2).Store(ref sum, c2);
        (s3 + b3).Store(ref sum, c3);
        (s4 + b4).Store(ref sum, c4);
    }

    private static ArgumentException Mismatch(int row, int cells, int sums) => new($"Row {row} has {cells} cells for {sums} sums; pass rows of one length.", nameof(row));
}
