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
        if (columns.StateStride != ForwardColumns.TableSize)
        {
            Fill(new(columns, logs, scales, deviations, default, default, values), width);
            return;
        }

        int cells = logs.Length * ForwardColumns.TableSize;
        Span<double> halves = stackalloc double[cells], inverses = stackalloc double[cells];
        var prepare = new DeviationLoop(deviations[..cells], halves, inverses);
        LaneRunner.Run(ref prepare, width);
        Fill(new(columns, logs, scales, default, halves, inverses, values), width);
    }

    private static void Fill(in Strikes strikes, LaneWidth width)
    {
        int stride = strikes.Columns.Stride, paired = stride / LaneRunner.LongestStep * LaneRunner.LongestStep;
        switch (width == LaneWidth.Widest ? LaneRunner.Widest : width)
        {
            case LaneWidth.Bits512:
                Fill<TwoLanes<Vector512Lane>>(in strikes, 0, paired);
                Fill<Vector512Lane>(in strikes, paired, stride);
                break;
            case LaneWidth.Bits256: Fill<Vector256Lane>(in strikes, 0, stride); break;
            case LaneWidth.Bits128: Fill<Vector128Lane>(in strikes, 0, stride); break;
            default: Fill<ScalarLane>(in strikes, 0, stride); break;
        }
    }

    private static void Fill<TLane>(in Strikes strikes, int from, int to)
        where TLane : struct, ILane<TLane>
    {
        if (from == to) return;
        if (strikes.Halves.IsEmpty) Expanded<TLane>(in strikes, from, to);
        else Picked<TLane>(in strikes, from, to);
    }

    /// <summary>Up to eight states, picked from a table per strike: venue grids, where few volatilities meet many prices.</summary>
    [MethodImpl(HotLoop.Options)]
    private static void Picked<TLane>(in Strikes strikes, int from, int to)
        where TLane : struct, ILane<TLane>
    {
        var columns = strikes.Columns;
        ref readonly double log = ref MemoryMarshal.GetArrayDataReference(columns.Logs);
        ref readonly double root = ref MemoryMarshal.GetArrayDataReference(columns.Roots);
        ref readonly long pick = ref MemoryMarshal.GetArrayDataReference(columns.Picks);
        for (int i = 0; i < strikes.Logs.Length; i++)
        {
            ref double row = ref strikes.Row(i);
            ref readonly double half = ref strikes.Halves[i * ForwardColumns.TableSize];
            ref readonly double inverse = ref strikes.Inverses[i * ForwardColumns.TableSize];
            TLane logStrike = TLane.Broadcast(strikes.Logs[i]), scale = TLane.Broadcast(strikes.Scales[i]);
            for (int c = from; c < to; c += TLane.Width)
            {
                TLane distance = TLane.Abs(TLane.Load(in log, c) - logStrike);
                TLane value = TimeValue.Of(distance, TLane.Pick(in inverse, in pick, c), TLane.Pick(in half, in pick, c));
                (value * (TLane.Load(in root, c) * scale)).Store(ref row, c);
            }
        }
    }

    /// <summary>More states, expanded to one deviation per column: simulations, where every scenario may have a volatility of its own.</summary>
    [MethodImpl(HotLoop.Options)]
    private static void Expanded<TLane>(in Strikes strikes, int from, int to)
        where TLane : struct, ILane<TLane>
    {
        var columns = strikes.Columns;
        double[] expanded = ArrayPool<double>.Shared.Rent(to);
        ref readonly double log = ref MemoryMarshal.GetArrayDataReference(columns.Logs);
        ref readonly double root = ref MemoryMarshal.GetArrayDataReference(columns.Roots);
        ref readonly double deviation = ref MemoryMarshal.GetArrayDataReference(expanded);
        for (int i = 0; i < strikes.Logs.Length; i++)
        {
            var states = strikes.Deviations.Slice(i * columns.StateStride, columns.StateStride);
            for (int c = from; c < to; c++) expanded[c] = states[(int)columns.Picks[c]];
            ref double row = ref strikes.Row(i);
            TLane logStrike = TLane.Broadcast(strikes.Logs[i]), scale = TLane.Broadcast(strikes.Scales[i]);
            for (int c = from; c < to; c += TLane.Width)
            {
                TLane distance = TLane.Abs(TLane.Load(in log, c) - logStrike), w = TLane.Load(in deviation, c);
                TLane value = TimeValue.Of(distance, TimeValue.Inverse(w), TimeValue.Half(w));
                (value * (TLane.Load(in root, c) * scale)).Store(ref row, c);
            }
        }

        ArrayPool<double>.Shared.Return(expanded);
    }

    /// <summary>A block of strikes and what the loops read of them, [strike] or [strike, padded states]; the tables are empty where there are more states than fit.</summary>
    private readonly ref struct Strikes(
        ForwardColumns columns,
        ReadOnlySpan<double> logs,
        ReadOnlySpan<double> scales,
        ReadOnlySpan<double> deviations,
        ReadOnlySpan<double> halves,
        ReadOnlySpan<double> inverses,
        Span<double> values)
    {
        private readonly Span<double> _values = values;

        public readonly ForwardColumns Columns = columns;
        public readonly ReadOnlySpan<double> Logs = logs, Scales = scales, Deviations = deviations, Halves = halves, Inverses = inverses;

        /// <summary>Where a row of values begins; the whole row is inside.</summary>
        public ref double Row(int strike) => ref _values.Slice(strike * Columns.Stride, Columns.Stride)[0];
    }

    /// <summary>t and 1/w of every entry of the tables.</summary>
    private readonly ref struct DeviationLoop(ReadOnlySpan<double> deviations, Span<double> halves, Span<double> inverses) : ILaneLoop
    {
        private readonly ReadOnlySpan<double> _deviations = deviations;
        private readonly Span<double> _halves = halves, _inverses = inverses;

        public int Length => _deviations.Length;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Step<TLane>(int offset)
            where TLane : struct, ILane<TLane>
        {
            TLane w = TLane.Load(in MemoryMarshal.GetReference(_deviations), offset);
            TimeValue.Half(w).Store(ref MemoryMarshal.GetReference(_halves), offset);
            TimeValue.Inverse(w).Store(ref MemoryMarshal.GetReference(_inverses), offset);
        }
    }
}
