using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace PortfolioMargin.Numerics;

/// <summary>The smallest weighted cell of a row of totals. A minimum is the same in any order, so here numbers of one row may meet.</summary>
internal static class WorstCell
{
    /// <summary>The smallest of 0 and weight x (factor x row + total) over all columns.</summary>
    /// <param name="totals">Totals, [column]; finite.</param>
    /// <param name="weights">Weight of each column, not below 0; padding has weight 0.</param>
    /// <param name="factor">Factor of a further row; 0 without one.</param>
    /// <param name="row">The further row, as long as the totals.</param>
    /// <returns>The smallest weighted total, 0 or below.</returns>
    [MethodImpl(HotLoop.Options)]
    public static double Of(ReadOnlySpan<double> totals, ReadOnlySpan<double> weights, double factor, ReadOnlySpan<double> row)
    {
        if (weights.Length != totals.Length || row.Length != totals.Length || totals.Length % RowBlocks.Padding != 0)
            throw new ArgumentException($"Got {totals.Length} totals, {weights.Length} weights and {row.Length} cells; pass equal numbers, a multiple of {RowBlocks.Padding}.", nameof(row));
        return LaneRunner.Widest switch
        {
            LaneWidth.Bits512 => Walk<Vector512Lane>(totals, weights, factor, row),
            LaneWidth.Bits256 => Walk<Vector256Lane>(totals, weights, factor, row),
            LaneWidth.Bits128 => Walk<Vector128Lane>(totals, weights, factor, row),
            _ => Walk<ScalarLane>(totals, weights, factor, row),
        };
    }

    /// <summary>Whether every number is finite.</summary>
    /// <param name="row">As many as a multiple of <see cref="RowBlocks.Padding"/>.</param>
    public static bool AreFinite(ReadOnlySpan<double> row) => LaneRunner.Widest switch // 0 x infinity is NaN, and neither 0 nor below 0
    {
        LaneWidth.Bits512 => ZeroTimes<Vector512Lane>(row),
        LaneWidth.Bits256 => ZeroTimes<Vector256Lane>(row),
        LaneWidth.Bits128 => ZeroTimes<Vector128Lane>(row),
        _ => ZeroTimes<ScalarLane>(row),
    };

    /// <summary>Two running minima, so that one does not wait for the other.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Walk<TLane>(ReadOnlySpan<double> totals, ReadOnlySpan<double> weights, double factor, ReadOnlySpan<double> row)
        where TLane : struct, ILane<TLane>
    {
        ref double total = ref MemoryMarshal.GetReference(totals);
        ref double weight = ref MemoryMarshal.GetReference(weights);
        ref double cell = ref MemoryMarshal.GetReference(row);
        TLane even = default, odd = default, many = TLane.Broadcast(factor);
        int offset = 0;
        for (; offset <= totals.Length - (2 * TLane.Width); offset += 2 * TLane.Width)
        {
            even = TLane.Min(TLane.Load(in weight, offset) * TLane.FusedMultiplyAdd(many, TLane.Load(in cell, offset), TLane.Load(in total, offset)), even);
            int next = offset + TLane.Width;
            odd = TLane.Min(TLane.Load(in weight, next) * TLane.FusedMultiplyAdd(many, TLane.Load(in cell, next), TLane.Load(in total, next)), odd);
        }

        if (offset < totals.Length)
            even = TLane.Min(TLane.Load(in weight, offset) * TLane.FusedMultiplyAdd(many, TLane.Load(in cell, offset), TLane.Load(in total, offset)), even);
        return Smallest(TLane.Min(even, odd));
    }

    [MethodImpl(HotLoop.Options)]
    private static bool ZeroTimes<TLane>(ReadOnlySpan<double> row)
        where TLane : struct, ILane<TLane>
    {
        ref double cell = ref MemoryMarshal.GetReference(row);
        TLane sum = default, zero = default;
        for (int offset = 0; offset < row.Length; offset += TLane.Width) sum = TLane.FusedMultiplyAdd(TLane.Load(in cell, offset), zero, sum);
        return Smallest(TLane.Select(TLane.AreEqual(sum, zero), zero, TLane.Broadcast(-1))) == 0;
    }

    /// <summary>The smallest double of a lane without NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Smallest<TLane>(TLane lane)
        where TLane : struct, ILane<TLane>
    {
        if (TLane.Width == 1) return Unsafe.BitCast<TLane, double>(lane);
        if (TLane.Width == 2) return Smallest(Unsafe.BitCast<TLane, Vector128<double>>(lane));
        if (TLane.Width == 4) return Smallest(Unsafe.BitCast<TLane, Vector256<double>>(lane));
        var wide = Unsafe.BitCast<TLane, Vector512<double>>(lane);
        return Smallest(Vector256.MinNative(wide.GetLower(), wide.GetUpper()));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Smallest(Vector256<double> lane) => Smallest(Vector128.MinNative(lane.GetLower(), lane.GetUpper()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Smallest(Vector128<double> lane) => Vector128.MinNative(lane, Vector128.Shuffle(lane, Vector128.Create(1L, 0L))).ToScalar();
}
