using System.Runtime.InteropServices;
using PortfolioMargin.Numerics;

namespace PortfolioMargin.Pricing;

/// <summary>One option in many scenarios: lanes are scenarios. Values are undiscounted, per unit of the underlying. A value depends only on its own
/// forward and deviation, not on its place or the vector width. This is the seam behind which the kernel may change.</summary>
internal static class OptionGrid
{
    /// <summary>Values under the lognormal model.</summary>
    /// <param name="isCall">Call or put.</param>
    /// <param name="strike">Strike, any sign; at or below 0 a call is F - K and a put 0.</param>
    /// <param name="forwards">Forward price, [scenario], not below 0.</param>
    /// <param name="deviations">sigma sqrt(T), [scenario], not below 0; 0 gives the intrinsic value.</param>
    /// <param name="values">Receives the value, [scenario].</param>
    /// <param name="width">Vector width; 0 for the widest.</param>
    public static void Lognormal(
        bool isCall, double strike, ReadOnlySpan<double> forwards, ReadOnlySpan<double> deviations, Span<double> values, LaneWidth width = 0) =>
        Run<LognormalValue>(isCall, strike, forwards, deviations, values, width);

    /// <summary>Values under the normal model; forwards of any sign, deviations in price units.</summary>
    /// <inheritdoc cref="Lognormal"/>
    public static void Normal(
        bool isCall, double strike, ReadOnlySpan<double> forwards, ReadOnlySpan<double> deviations, Span<double> values, LaneWidth width = 0) =>
        Run<NormalValue>(isCall, strike, forwards, deviations, values, width);

    /// <summary>dV/dF under the lognormal model: N(d1) or N(d1) - 1. Without deviation 1, 0 or, exactly at the money, one half.</summary>
    /// <inheritdoc cref="Lognormal"/>
    public static void LognormalDeltas(
        bool isCall, double strike, ReadOnlySpan<double> forwards, ReadOnlySpan<double> deviations, Span<double> values, LaneWidth width = 0) =>
        Run<LognormalDelta>(isCall, strike, forwards, deviations, values, width);

    /// <summary>dV/dF under the normal model.</summary>
    /// <inheritdoc cref="Lognormal"/>
    public static void NormalDeltas(
        bool isCall, double strike, ReadOnlySpan<double> forwards, ReadOnlySpan<double> deviations, Span<double> values, LaneWidth width = 0) =>
        Run<NormalDelta>(isCall, strike, forwards, deviations, values, width);

    private static void Run<TFormula>(
        bool isCall, double strike, ReadOnlySpan<double> forwards, ReadOnlySpan<double> deviations, Span<double> values, LaneWidth width)
        where TFormula : struct, IOptionFormula
    {
        if (forwards.Length != values.Length || deviations.Length != values.Length)
            throw new ArgumentException($"Lengths differ: {forwards.Length} forwards, {deviations.Length} deviations, {values.Length} values.", nameof(values));
        switch (width == 0 ? LaneWidths.Widest : width)
        {
            case LaneWidth.Bits512: Run<TFormula, Lane512>(isCall, strike, forwards, deviations, values); break;
            case LaneWidth.Bits256: Run<TFormula, Lane256>(isCall, strike, forwards, deviations, values); break;
            case LaneWidth.Bits128: Run<TFormula, Lane128>(isCall, strike, forwards, deviations, values); break;
            default: Run<TFormula, ScalarLane>(isCall, strike, forwards, deviations, values); break;
        }
    }

    private static void Run<TFormula, T>(bool isCall, double strike, ReadOnlySpan<double> forwards, ReadOnlySpan<double> deviations, Span<double> values)
        where TFormula : struct, IOptionFormula
        where T : struct, ILane<T>
    {
        ref double forward = ref MemoryMarshal.GetReference(forwards);
        ref double deviation = ref MemoryMarshal.GetReference(deviations);
        ref double value = ref MemoryMarshal.GetReference(values);
        nint at = 0, count = values.Length;
        var (strikes, sign) = (T.Of(strike), T.Of(isCall ? 1 : -1));
        for (; at <= count - T.Count; at += T.Count)
            T.Store(TFormula.Value(sign, strikes, T.Load(ref forward, at), T.Load(ref deviation, at)), ref value, at);
        var (oneStrike, oneSign) = (ScalarLane.Of(strike), ScalarLane.Of(isCall ? 1 : -1));
        for (; at < count; at++)
            ScalarLane.Store(TFormula.Value(oneSign, oneStrike, ScalarLane.Load(ref forward, at), ScalarLane.Load(ref deviation, at)), ref value, at);
    }
}
