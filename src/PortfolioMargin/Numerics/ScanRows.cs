using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace PortfolioMargin.Numerics;

/// <summary>Sums rows in blocks as <see cref="RowBlocks"/> and takes the smallest weighted total, without writing the totals anywhere.</summary>
internal static class ScanRows
{
    private const int Together = 4;

    /// <summary>The smallest of 0 and weight x total over all columns; minus infinity where a total is not finite.</summary>
    /// <param name="table">Rows side by side, [row, column].</param>
    /// <param name="rows">Which rows; below the number of rows in the table (the caller has checked that).</param>
    /// <param name="factors">One factor per row, not 0.</param>
    /// <param name="starts">Whether a row starts a block, [row of the table].</param>
    /// <param name="weights">Weight of each column, 0 for padding; as many as a multiple of <see cref="RowBlocks.Padding"/>.</param>
    /// <param name="width">The width to compute in.</param>
    [MethodImpl(HotLoop.Options)]
    public static double Worst(
        ReadOnlySpan<double> table, ReadOnlySpan<int> rows, ReadOnlySpan<double> factors, ReadOnlySpan<bool> starts, ReadOnlySpan<double> weights, LaneWidth width = LaneWidth.Widest) =>
        (width == LaneWidth.Widest ? LaneRunner.Widest : width) switch
        {
            LaneWidth.Bits512 => Walk<Vector512Lane>(table, rows, factors, starts, weights),
            LaneWidth.Bits256 => Walk<Vector256Lane>(table, rows, factors, starts, weights),
            LaneWidth.Bits128 => Walk<Vector128Lane>(table, rows, factors, starts, weights),
            _ => Walk<ScalarLane>(table, rows, factors, starts, weights),
        };

    [MethodImpl(HotLoop.Options)]
    private static double Walk<TLane>(ReadOnlySpan<double> table, ReadOnlySpan<int> rows, ReadOnlySpan<double> factors, ReadOnlySpan<bool> starts, ReadOnlySpan<double> weights)
        where TLane : struct, ILane<TLane>
    {
        TLane worst = default;
        int column = 0;
        for (; column <= weights.Length - (Together * TLane.Width); column += Together * TLane.Width)
            worst = TLane.Min(Four<TLane>(table, rows, factors, starts, weights, column), worst);
        for (; column < weights.Length; column += TLane.Width)
            worst = TLane.Min(One<TLane>(table, rows, factors, starts, weights, column), worst);
        return WorstCell.Smallest(worst);
    }

    /// <summary>Four vectors of columns, their sums in registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLane Four<TLane>(
        ReadOnlySpan<double> table, ReadOnlySpan<int> rows, ReadOnlySpan<double> factors, ReadOnlySpan<bool> starts, ReadOnlySpan<double> weights, int column)
        where TLane : struct, ILane<TLane>
    {
        int w = TLane.Width, stride = weights.Length;
        TLane b0 = default, b1 = default, b2 = default, b3 = default, s0 = default, s1 = default, s2 = default, s3 = default;
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

        ref double weight = ref Unsafe.Add(ref MemoryMarshal.GetReference(weights), column);
        return TLane.Min(
            TLane.Min(Weighted(s0 + b0, TLane.Load(in weight, 0)), Weighted(s1 + b1, TLane.Load(in weight, w))),
            TLane.Min(Weighted(s2 + b2, TLane.Load(in weight, 2 * w)), Weighted(s3 + b3, TLane.Load(in weight, 3 * w))));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLane One<TLane>(
        ReadOnlySpan<double> table, ReadOnlySpan<int> rows, ReadOnlySpan<double> factors, ReadOnlySpan<bool> starts, ReadOnlySpan<double> weights, int column)
        where TLane : struct, ILane<TLane>
    {
        TLane open = default, closed = default;
        ref double first = ref Unsafe.Add(ref MemoryMarshal.GetReference(table), column);
        for (int i = 0; i < rows.Length; i++)
        {
            int at = rows[i];
            if (starts[at]) (closed, open) = (closed + open, default);
            open = TLane.FusedMultiplyAdd(TLane.Broadcast(factors[i]), TLane.Load(in Unsafe.Add(ref first, (nint)at * weights.Length), 0), open);
        }

        return Weighted(closed + open, TLane.Load(in MemoryMarshal.GetReference(weights), column));
    }

    /// <summary>weight x total; minus infinity where the total is not finite, so that no minimum can lose it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLane Weighted<TLane>(TLane total, TLane weight)
        where TLane : struct, ILane<TLane> =>
        TLane.Select(TLane.LessThan(TLane.Abs(total), TLane.Broadcast(double.PositiveInfinity)), weight * total, TLane.Broadcast(double.NegativeInfinity));
}
