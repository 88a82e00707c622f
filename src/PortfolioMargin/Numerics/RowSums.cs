using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace PortfolioMargin.Numerics;

/// <summary>Sums of rows, column by column: never across a row, so that the bits do not depend on the width of the vectors.</summary>
internal static class RowSums
{
    /// <summary>totals[s] = quantity * row[s] + totals[s], rounded once, for every s.</summary>
    /// <param name="totals">The running totals; must not overlap <paramref name="row"/>.</param>
    /// <param name="quantity">The factor of the row.</param>
    /// <param name="row">As many numbers as there are totals.</param>
    /// <param name="width">The width to compute in.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void Accumulate(Span<double> totals, double quantity, ReadOnlySpan<double> row, LaneWidth width = LaneWidth.Widest)
    {
        if (totals.Length != row.Length)
            throw new ArgumentException($"row has {row.Length} numbers for {totals.Length} totals; pass a row of the same length.", nameof(row));
        int done = (width == LaneWidth.Widest ? LaneRunner.Widest : width) switch
        {
            LaneWidth.Bits512 => Walk<Vector512Lane>(totals, quantity, row, 0),
            LaneWidth.Bits256 => Walk<Vector256Lane>(totals, quantity, row, 0),
            LaneWidth.Bits128 => Walk<Vector128Lane>(totals, quantity, row, 0),
            _ => 0,
        };
        Walk<ScalarLane>(totals, quantity, row, done);
    }

    /// <summary>Adds whole lanes only, each once; returns where it stopped.</summary>
    [MethodImpl(HotLoop.Options)]
    private static int Walk<TLane>(Span<double> totals, double quantity, ReadOnlySpan<double> row, int offset)
        where TLane : struct, ILane<TLane>
    {
        ref double total = ref MemoryMarshal.GetReference(totals);
        ref readonly double term = ref MemoryMarshal.GetReference(row);
        TLane factor = TLane.Broadcast(quantity);
        for (; offset <= totals.Length - TLane.Width; offset += TLane.Width)
            TLane.FusedMultiplyAdd(factor, TLane.Load(in term, offset), TLane.Load(ref total, offset)).Store(ref total, offset);
        return offset;
    }
}
