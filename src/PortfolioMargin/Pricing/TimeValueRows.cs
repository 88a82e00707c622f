using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using PortfolioMargin.Numerics;

namespace PortfolioMargin.Pricing;

/// <summary>The loops around <see cref="TimeValue"/>: strikes outside, columns inside, in one method, so that constants stay in registers.</summary>
internal static class TimeValueRows
{
    /// <param name="columns">The forwards.</param>
    /// <param name="logs">ln(K / reference) per strike.</param>
    /// <param name="scales">Factor of the row per strike.</param>
    /// <param name="deviations">w, [strike, padded states].</param>
    /// <param name="values">Receives time values, [strike, stride].</param>
    /// <param name="width">The width to compute in.</param>
    public static void Fill(
        ForwardColumns columns, ReadOnlySpan<double> logs, ReadOnlySpan<double> scales, ReadOnlySpan<double> deviations, Span<double> values, LaneWidth width)
    {
        switch (width == LaneWidth.Widest ? LaneRunner.Widest : width)
        {
            case LaneWidth.Bits512: Fill<Vector512Lane>(columns, logs, scales, deviations, values); break;
            case LaneWidth.Bits256: Fill<Vector256Lane>(columns, logs, scales, deviations, values); break;
            case LaneWidth.Bits128: Fill<Vector128Lane>(columns, logs, scales, deviations, values); break;
            default: Fill<ScalarLane>(columns, logs, scales, deviations, values); break;
        }
    }

    private static void Fill<TLane>(
        ForwardColumns columns, ReadOnlySpan<double> logs, ReadOnlySpan<double> scales, ReadOnlySpan<double> deviations, Span<double> values)
        where TLane : struct, ILane<TLane>
    {
        if (columns.StateStride == ForwardColumns.TableSize) Picked<TLane>(columns, logs, scales, deviations, values);
        else Expanded<TLane>(columns, logs, scales, deviations, values);
    }

    /// <summary>Up to eight states, picked from a table per strike: venue grids, where few volatilities meet many prices.</summary>
    [MethodImpl(HotLoop.Options)]
    private static void Picked<TLane>(
        ForwardColumns columns, ReadOnlySpan<double> logs, ReadOnlySpan<double> scales, ReadOnlySpan<double> deviations, Span<double> values)
        where TLane : struct, ILane<TLane>
    {
        Span<double> halves = stackalloc double[logs.Length * ForwardColumns.TableSize], inverses = stackalloc double[halves.Length];
        Prepare<TLane>(deviations, halves, inverses);
        ref readonly double log = ref MemoryMarshal.GetArrayDataReference(columns.Logs);
        ref readonly double root = ref MemoryMarshal.GetArrayDataReference(columns.Roots);
        ref readonly long pick = ref MemoryMarshal.GetArrayDataReference(columns.Picks);
        int stride = columns.Stride;
        for (int i = 0; i < logs.Length; i++)
        {
            ref double row = ref values.Slice(i * stride, stride)[0];
            ref readonly double half = ref halves[i * ForwardColumns.TableSize];
            ref readonly double inverse = ref inverses[i * ForwardColumns.TableSize];
            TLane logStrike = TLane.Broadcast(logs[i]), scale = TLane.Broadcast(scales[i]);
            for (int c = 0; c < stride; c += TLane.Width)
            {
                TLane distance = TLane.Abs(TLane.Load(in log, c) - logStrike);
                TLane value = TimeValue.Of(distance, TLane.Pick(in inverse, in pick, c), TLane.Pick(in half, in pick, c));
                (value * (TLane.Load(in root, c) * scale)).Store(ref row, c);
            }
        }
    }

    /// <summary>More states, expanded to one deviation per column: simulations, where every scenario may have a volatility of its own.</summary>
    [MethodImpl(HotLoop.Options)]
    private static void Expanded<TLane>(
        ForwardColumns columns, ReadOnlySpan<double> logs, ReadOnlySpan<double> scales, ReadOnlySpan<double> deviations, Span<double> values)
        where TLane : struct, ILane<TLane>
    {
        int stride = columns.Stride;
        double[] expanded = ArrayPool<double>.Shared.Rent(stride);
        ref readonly double log = ref MemoryMarshal.GetArrayDataReference(columns.Logs);
        ref readonly double root = ref MemoryMarshal.GetArrayDataReference(columns.Roots);
        ref readonly double deviation = ref MemoryMarshal.GetArrayDataReference(expanded);
        for (int i = 0; i < logs.Length; i++)
        {
            var states = deviations.Slice(i * columns.StateStride, columns.StateStride);
            for (int c = 0; c < stride; c++) expanded[c] = states[(int)columns.Picks[c]];
            ref double row = ref values.Slice(i * stride, stride)[0];
            TLane logStrike = TLane.Broadcast(logs[i]), scale = TLane.Broadcast(scales[i]);
            for (int c = 0; c < stride; c += TLane.Width)
            {
                TLane distance = TLane.Abs(TLane.Load(in log, c) - logStrike), w = TLane.Load(in deviation, c);
                TLane value = TimeValue.Of(distance, TimeValue.Inverse(w), TimeValue.Half(w));
                (value * (TLane.Load(in root, c) * scale)).Store(ref row, c);
            }
        }

        ArrayPool<double>.Shared.Return(expanded);
    }

    /// <summary>t and 1/w of every table.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Prepare<TLane>(ReadOnlySpan<double> deviations, Span<double> halves, Span<double> inverses)
        where TLane : struct, ILane<TLane>
    {
        ref readonly double deviation = ref MemoryMarshal.GetReference(deviations[..halves.Length]);
        for (int k = 0; k < halves.Length; k += TLane.Width)
        {
            TLane w = TLane.Load(in deviation, k);
            TimeValue.Half(w).Store(ref MemoryMarshal.GetReference(halves), k);
            TimeValue.Inverse(w).Store(ref MemoryMarshal.GetReference(inverses), k);
        }
    }
}
