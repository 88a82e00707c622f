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
    public static double Of(ReadOnlySpan<double> totals, ReadOnlySpan<double> weights, double factor, ReadOnlySpan<double> row)
    {
        if (weights.Length != totals.Length || row.Length != totals.Length || totals.Length % RowBlocks.Padding != 0)
            throw new ArgumentException($"Got {totals.Length} totals, {weights.Length} weights and {row.Length} cells; pass equal numbers, a multiple of {RowBlocks.Padding}.", nameof(row));
        return LaneRunner.Widest switch
        {
            LaneWidth.Bits512 => Fold(Walk<Vector512Lane>(totals, weights, factor, row)),
            LaneWidth.Bits256 => Fold(Walk<Vector256Lane>(totals, weights, factor, row)),
            LaneWidth.Bits128 => Fold(Walk<Vector128Lane>(totals, weights, factor, row)),
            _ => Fold(Walk<ScalarLane>(totals, weights, factor, row)),
        };
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static TLane Walk<TLane>(ReadOnlySpan<double> totals, ReadOnlySpan<double> weights, double factor, ReadOnlySpan<double> row)
        where TLane : struct, ILane<TLane>
    {
        ref double total = ref MemoryMarshal.GetReference(totals), weight = ref MemoryMarshal.GetReference(weights), cell = ref MemoryMarshal.GetReference(row);
        TLane worst = default, many = TLane.Broadcast(factor);
        for (int offset = 0; offset < totals.Length; offset += TLane.Width)
        {
            TLane sum = TLane.FusedMultiplyAdd(many, TLane.Load(in cell, offset), TLane.Load(in total, offset));
            worst = TLane.Min(TLane.Load(in weight, offset) * sum, worst);
        }

        return worst;
    }

    /// <summary>The smallest double of a lane.</summary>
    private static double Fold<TLane>(TLane lane)
        where TLane : struct, ILane<TLane>
    {
        if (TLane.Width == 1) return Unsafe.BitCast<TLane, double>(lane);
        if (TLane.Width == 2) return Fold(Unsafe.BitCast<TLane, Vector128<double>>(lane));
        if (TLane.Width == 4) return Fold(Unsafe.BitCast<TLane, Vector256<double>>(lane));
        var wide = Unsafe.BitCast<TLane, Vector512<double>>(lane);
        return Fold(Vector256.Min(wide.GetLower(), wide.GetUpper()));
    }

    private static double Fold(Vector256<double> lane) => Fold(Vector128.Min(lane.GetLower(), lane.GetUpper()));

    private static double Fold(Vector128<double> lane) => Math.Min(lane.ToScalar(), lane.GetElement(1));
}
