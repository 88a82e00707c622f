using PortfolioMargin.Numerics;

namespace PortfolioMargin.Pricing;

/// <summary>Time values (value less intrinsic value) of many strikes of one expiry in every column, undiscounted, lognormal; lanes = columns.
/// A call and a put at one strike share them. |error| at most 1e-15 sqrt(FK); equal forward and deviation give equal bits wherever they stand.</summary>
internal static class TimeValueGrid
{
    /// <summary>Strikes per piece of work: their tables and factors fill 5 kB of stack.</summary>
    private const int StrikesPerBlock = 32;

    /// <summary>Fills one row per strike.</summary>
    /// <param name="columns">The forwards.</param>
    /// <param name="strikes">K per strike, finite; at or below 0 there is no time value.</param>
    /// <param name="deviations">sigma sqrt(T), [strike, padded states of the columns], finite, 0 or more; the padding is 0.</param>
    /// <param name="values">Receives time values, [strike, stride of the columns], 0 or more; the padding holds any numbers.</param>
    /// <param name="width">The width to compute in; the bits do not depend on it.</param>
    public static void Fill(
        ForwardColumns columns, ReadOnlySpan<double> strikes, ReadOnlySpan<double> deviations, Span<double> values, LaneWidth width = LaneWidth.Widest)
    {
        int states = columns.StateStride, stride = columns.Stride;
        SpanCheck.Holds(deviations.Length, nameof(deviations), strikes.Length * states);
        SpanCheck.Holds(values.Length, nameof(values), strikes.Length * stride);
        Span<double> logs = stackalloc double[StrikesPerBlock], scales = stackalloc double[StrikesPerBlock];
        for (int first = 0; first < strikes.Length; first += StrikesPerBlock)
        {
            int count = Math.Min(StrikesPerBlock, strikes.Length - first);
            var relative = new RelativePriceLoop(columns.Reference, TimeValue.Scale * columns.Reference, strikes.Slice(first, count), logs, scales);
            LaneRunner.Run(ref relative, width);
            TimeValueRows.Fill(columns, logs[..count], scales, deviations[(first * states)..], values[(first * stride)..], width);
        }

        Correct(columns, strikes, deviations, values, width);
    }

    /// <summary>Strikes and deviations outside the domain of <see cref="TimeValue"/>: by the full-domain form.</summary>
    private static void Correct(ForwardColumns columns, ReadOnlySpan<double> strikes, ReadOnlySpan<double> deviations, Span<double> values, LaneWidth width)
    {
        double[]? own = null, exact = null;
        for (int i = 0; i < strikes.Length; i++)
        {
            var row = values.Slice(i * columns.Stride, columns.Forwards.Length);
            if (strikes[i] <= 0)
            {
                row.Clear();
                continue;
            }

            var states = deviations.Slice(i * columns.StateStride, columns.StateStride);
            if (SpanCheck.FirstOutside(states, 0, TimeValue.LargestDeviation) < 0) continue;
            own ??= new double[row.Length];
            exact ??= new double[row.Length];
            for (int c = 0; c < row.Length; c++) own[c] = states[columns.States[c]];
            OptionGrid.LognormalTimeValues(strikes[i], columns.Forwards, own, exact, width);
            for (int c = 0; c < row.Length; c++)
                if (own[c] > TimeValue.LargestDeviation) row[c] = exact[c];
        }
    }
}
