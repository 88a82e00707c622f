using System.Runtime.InteropServices;

namespace PortfolioMargin.Numerics;

/// <summary>Adds rows scenario by scenario. Never across scenarios: each total is one chain of fused multiply-adds, whatever the width.</summary>
internal static class RowSums
{
    /// <summary>totals[s] += quantity x row[s], rounded once.</summary>
    public static void Accumulate(Span<double> totals, double quantity, ReadOnlySpan<double> row, LaneWidth width = 0)
    {
        if (row.Length != totals.Length) throw new ArgumentException($"A row of {row.Length} values cannot be added to {totals.Length} totals.", nameof(row));
        switch (width == 0 ? LaneWidths.Widest : width)
        {
            case LaneWidth.Bits512: Accumulate<Lane512>(totals, quantity, row); break;
            case LaneWidth.Bits256: Accumulate<Lane256>(totals, quantity, row); break;
            case LaneWidth.Bits128: Accumulate<Lane128>(totals, quantity, row); break;
            default: Accumulate<ScalarLane>(totals, quantity, row); break;
        }
    }

    private static void Accumulate<T>(Span<double> totals, double quantity, ReadOnlySpan<double> row)
        where T : struct, ILane<T>
    {
        ref double total = ref MemoryMarshal.GetReference(totals);
        ref double source = ref MemoryMarshal.GetReference(row);
        nint at = 0, count = totals.Length;
        var factor = T.Of(quantity);
        for (; at <= count - T.Count; at += T.Count) T.Store(T.FusedMultiplyAdd(factor, T.Load(ref source, at), T.Load(ref total, at)), ref total, at);
        for (; at < count; at++) totals[(int)at] = Math.FusedMultiplyAdd(quantity, row[(int)at], totals[(int)at]);
    }
}
