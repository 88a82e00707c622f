using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using PortfolioMargin.Numerics;

namespace PortfolioMargin.Pricing;

/// <summary>From time values to the profit or loss of options of one expiry, lanes = scenarios:
/// cover (multiplier ((time value + max(0, eta (F - K))) conversion - from)). An unshocked scenario, whose value is <c>from</c> itself, gives +0.0.
/// Options outside, scenarios inside, in one method, so that what an option adds stays in registers.</summary>
internal static class OptionProfits
{
    /// <summary>Fills one row per option.</summary>
    /// <param name="columns">What the options share.</param>
    /// <param name="options">What each option adds.</param>
    /// <param name="profits">Receives the profits, [option, scenario].</param>
    /// <param name="width">The width to compute in; the bits do not depend on it.</param>
    /// <returns>Whether every profit is finite.</returns>
    public static bool Fill(in ProfitColumns columns, ReadOnlySpan<ProfitTerms> options, Span<double> profits, LaneWidth width = LaneWidth.Widest)
    {
        int scenarios = columns.Forwards.Length;
        SpanCheck.Holds(profits.Length, nameof(profits), options.Length * scenarios);
        if (width == LaneWidth.Widest) width = LaneRunner.Widest;
        if (scenarios == 0) return true;
        if (width == LaneWidth.Bits512 && scenarios >= Vector512Lane.Width) return Walk<Vector512Lane>(columns, options, profits);
        if (width is LaneWidth.Bits512 or LaneWidth.Bits256 && scenarios >= Vector256Lane.Width) return Walk<Vector256Lane>(columns, options, profits);
        if (width != LaneWidth.Scalar && scenarios >= Vector128Lane.Width) return Walk<Vector128Lane>(columns, options, profits);
        return Walk<ScalarLane>(columns, options, profits);
    }

    /// <summary>Full lanes, the last of a row moved back to end with it.</summary>
    [MethodImpl(HotLoop.Options)]
    private static bool Walk<TLane>(in ProfitColumns columns, ReadOnlySpan<ProfitTerms> options, Span<double> profits)
        where TLane : struct, ILane<TLane>
    {
        ref readonly double forward = ref MemoryMarshal.GetReference(columns.Forwards);
        ref readonly double conversion = ref MemoryMarshal.GetReference(columns.Conversions);
        ref readonly double cover = ref MemoryMarshal.GetReference(columns.Covers);
        int scenarios = columns.Forwards.Length, last = scenarios - TLane.Width;
        TLane zero = TLane.Broadcast(0), check = zero; // 0 x profit is not 0 where the profit is not finite
        for (int i = 0; i < options.Length; i++)
        {
            ref readonly var option = ref options[i];
            ref readonly double timeValue = ref columns.TimeValues.Slice(option.Row * columns.Stride, scenarios)[0];
            ref double row = ref profits.Slice(i * scenarios, scenarios)[0];
            TLane eta = TLane.Broadcast(option.Eta), strike = TLane.Broadcast(option.Strike), multiplier = TLane.Broadcast(option.Multiplier), from = TLane.Broadcast(option.From);
            for (int s = 0; ; s = Math.Min(s + TLane.Width, last))
            {
                TLane intrinsic = TLane.Max(zero, (TLane.Load(in forward, s) - strike) * eta);
                TLane change = (TLane.Load(in timeValue, s) + intrinsic) * TLane.Load(in conversion, s) - from;
                TLane profit = TLane.Load(in cover, s) * (change * multiplier) + zero;
                profit.Store(ref row, s);
                check = TLane.FusedMultiplyAdd(profit, zero, check);
                if (s == last) break;
            }
        }

        TLane finite = TLane.Select(TLane.AreEqual(check, zero), zero, TLane.Broadcast(1));
        return !TLane.IsAnyTrue(TLane.LessThan(zero, finite));
    }
}

/// <summary>What the options of an expiry share.</summary>
/// <param name="timeValues">Undiscounted, [strike, stride], from the first scenario on.</param>
/// <param name="stride">Length of a row of time values.</param>
/// <param name="forwards">F per scenario.</param>
/// <param name="conversions">Discount and, for inverse payoffs, coin per unit of the quote currency, per scenario.</param>
/// <param name="covers">Fraction that counts, per scenario.</param>
internal readonly ref struct ProfitColumns(
    ReadOnlySpan<double> timeValues, int stride, ReadOnlySpan<double> forwards, ReadOnlySpan<double> conversions, ReadOnlySpan<double> covers)
{
    public ReadOnlySpan<double> TimeValues { get; } = timeValues;

    public int Stride { get; } = stride;

    public ReadOnlySpan<double> Forwards { get; } = forwards;

    public ReadOnlySpan<double> Conversions { get; } = conversions;

    public ReadOnlySpan<double> Covers { get; } = covers;
}

/// <summary>What one option adds.</summary>
/// <param name="Eta">+1 for a call, -1 for a put.</param>
/// <param name="Strike">K.</param>
/// <param name="Multiplier">Units per contract.</param>
/// <param name="From">What profit is measured from, after conversion.</param>
/// <param name="Row">Its row of time values.</param>
internal readonly record struct ProfitTerms(double Eta, double Strike, double Multiplier, double From, int Row);
