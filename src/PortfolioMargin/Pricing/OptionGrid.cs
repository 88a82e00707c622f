using PortfolioMargin.Numerics;

namespace PortfolioMargin.Pricing;

/// <summary>Time values and forward deltas of options under many scenarios, in the full-domain form. <see cref="TimeValueGrid"/> is the fast form
/// for lognormal time values; here is what stands beside it: every deviation, the normal model, deltas.
/// The same inputs give the same bits wherever they stand. Nothing is checked but the lengths: the caller has checked the values.</summary>
internal static class OptionGrid
{
    /// <summary>Undiscounted value less intrinsic value of one unit on a lognormal forward, the same for a call and a put.
    /// Absolute error at most 8 eps (F + K), near the money about 2e-16 sqrt(FK).</summary>
    /// <param name="strike">K, finite, above 0.</param>
    /// <param name="forwards">F per scenario, finite, 0 or more; 0 gives the limit.</param>
    /// <param name="deviations">sigma sqrt(T) per scenario, finite, 0 or more; 0 gives 0.</param>
    /// <param name="values">One value per scenario, 0 or more; must not overlap the inputs.</param>
    /// <param name="width">The width to compute in; the bits do not depend on it.</param>
    public static void LognormalTimeValues(
        double strike, ReadOnlySpan<double> forwards, ReadOnlySpan<double> deviations, Span<double> values, LaneWidth width = LaneWidth.Widest)
    {
        CheckLengths(forwards, deviations, values);
        var loop = new LognormalTimeValueLoop(strike, forwards, deviations, values);
        LaneRunner.Run(ref loop, width);
    }

    /// <summary>Undiscounted value less intrinsic value of one unit on a normally distributed forward, the same for a call and a put.</summary>
    /// <param name="strike">K, finite, any sign.</param>
    /// <param name="forwards">F per scenario, finite, any sign.</param>
    /// <param name="deviations">sigmaN sqrt(T) per scenario, in units of the price, finite, 0 or more; 0 gives 0.</param>
    /// <param name="values">One value per scenario, 0 or more; must not overlap the inputs.</param>
    /// <param name="width">The width to compute in; the bits do not depend on it.</param>
    public static void NormalTimeValues(
        double strike, ReadOnlySpan<double> forwards, ReadOnlySpan<double> deviations, Span<double> values, LaneWidth width = LaneWidth.Widest)
    {
        CheckLengths(forwards, deviations, values);
        var loop = new NormalTimeValueLoop(strike, forwards, deviations, values);
        LaneRunner.Run(ref loop, width);
    }

    /// <summary>Undiscounted dV/dF per element on a lognormal forward: N(d1), for a put N(d1) - 1.
    /// At deviation 0 it is 1, 0 or -1, and half of the jump exactly at the money.</summary>
    /// <param name="etas">+1 for a call, -1 for a put.</param>
    /// <param name="strikes">K; above 0.</param>
    /// <param name="forwards">F, as for the values.</param>
    /// <param name="deviations">sigma sqrt(T), as for the values.</param>
    /// <param name="deltas">One delta per element; must not overlap the inputs.</param>
    /// <param name="width">The width to compute in; the bits do not depend on it.</param>
    public static void LognormalDeltas(
        ReadOnlySpan<double> etas, ReadOnlySpan<double> strikes, ReadOnlySpan<double> forwards, ReadOnlySpan<double> deviations, Span<double> deltas, LaneWidth width = LaneWidth.Widest)
    {
        CheckLengths(forwards, deviations, deltas);
        var loop = new LognormalDeltaLoop(etas, strikes, forwards, deviations, deltas);
        LaneRunner.Run(ref loop, width);
        for (int i = 0; i < forwards.Length; i++)
            if (strikes[i] <= 0) deltas[i] = etas[i] > 0 ? 1 : 0; // a call is the forward less cash, a put nothing
    }

    /// <summary>Undiscounted dV/dF per element on a normally distributed forward: N(d), for a put N(d) - 1. Inputs as above, strikes of any sign.</summary>
    public static void NormalDeltas(
        ReadOnlySpan<double> etas, ReadOnlySpan<double> strikes, ReadOnlySpan<double> forwards, ReadOnlySpan<double> deviations, Span<double> deltas, LaneWidth width = LaneWidth.Widest)
    {
        CheckLengths(forwards, deviations, deltas);
        var loop = new NormalDeltaLoop(etas, strikes, forwards, deviations, deltas);
        LaneRunner.Run(ref loop, width);
    }

    private static void CheckLengths(ReadOnlySpan<double> forwards, ReadOnlySpan<double> deviations, Span<double> results)
    {
        SpanCheck.SameLength(deviations.Length, nameof(deviations), forwards.Length, nameof(forwards));
        SpanCheck.Holds(results.Length, nameof(results), forwards.Length);
        if (results.Overlaps(forwards)) throw SpanCheck.Overlap(nameof(results), nameof(forwards));
        if (results.Overlaps(deviations)) throw SpanCheck.Overlap(nameof(results), nameof(deviations));
    }
}
