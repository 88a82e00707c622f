using PortfolioMargin.Numerics;

namespace PortfolioMargin.Pricing;

/// <summary>One option under many scenarios: undiscounted values and forward deltas, lanes = scenarios.
/// The same (forward, deviation) gives the same bits wherever it stands, so an unshocked scenario's profit is exactly 0.
/// Absolute error at most 8 eps (F + K), near the money about 2e-16 sqrt(FK); call - put = F - K to 4 eps (F + K).
/// Nothing is checked but the lengths: forwards and deviations come from the caller, who has checked them.</summary>
internal static class OptionGrid
{
    /// <summary>Undiscounted values of one unit on a lognormal forward.</summary>
    /// <param name="isCall">True for a call, false for a put.</param>
    /// <param name="strike">K, finite; at or below 0 a call is worth F - K and a put nothing.</param>
    /// <param name="forwards">F per scenario, finite, 0 or more; 0 gives the limit.</param>
    /// <param name="deviations">sigma sqrt(T) per scenario, finite, 0 or more; 0 gives the intrinsic value.</param>
    /// <param name="values">One value per scenario, 0 or more; must not overlap the inputs.</param>
    /// <param name="width">The width to compute in; the bits do not depend on it.</param>
    public static void Lognormal(
        bool isCall, double strike, ReadOnlySpan<double> forwards, ReadOnlySpan<double> deviations, Span<double> values, LaneWidth width = LaneWidth.Widest)
    {
        CheckLengths(forwards, deviations, values);
        if (strike <= 0)
        {
            for (int s = 0; s < forwards.Length; s++) values[s] = isCall ? forwards[s] - strike : 0;
            return;
        }

        var loop = new LognormalGridLoop(isCall ? 1 : -1, strike, forwards, deviations, values);
        LaneRunner.Run(ref loop, width);
    }

    /// <summary>Undiscounted values of one unit on a normally distributed forward.</summary>
    /// <param name="isCall">True for a call, false for a put.</param>
    /// <param name="strike">K, finite, any sign.</param>
    /// <param name="forwards">F per scenario, finite, any sign.</param>
    /// <param name="deviations">sigmaN sqrt(T) per scenario, in units of the price, finite, 0 or more; 0 gives the intrinsic value.</param>
    /// <param name="values">One value per scenario, 0 or more; must not overlap the inputs.</param>
    /// <param name="width">The width to compute in; the bits do not depend on it.</param>
    public static void Normal(
        bool isCall, double strike, ReadOnlySpan<double> forwards, ReadOnlySpan<double> deviations, Span<double> values, LaneWidth width = LaneWidth.Widest)
    {
        CheckLengths(forwards, deviations, values);
        var loop = new NormalGridLoop(isCall ? 1 : -1, strike, forwards, deviations, values);
        LaneRunner.Run(ref loop, width);
    }

    /// <summary>Undiscounted dV/dF of one unit on a lognormal forward: N(d1), for a put N(d1) - 1.
    /// At deviation 0 it is 1, 0 or -1, and half of the jump exactly at the money. Inputs as in <see cref="Lognormal"/>.</summary>
    public static void LognormalDeltas(
        bool isCall, double strike, ReadOnlySpan<double> forwards, ReadOnlySpan<double> deviations, Span<double> deltas, LaneWidth width = LaneWidth.Widest)
    {
        CheckLengths(forwards, deviations, deltas);
        if (strike <= 0)
        {
            deltas[..forwards.Length].Fill(isCall ? 1 : 0);
            return;
        }

        var loop = new LognormalDeltaLoop(isCall ? 1 : -1, strike, forwards, deviations, deltas);
        LaneRunner.Run(ref loop, width);
    }

    /// <summary>Undiscounted dV/dF of one unit on a normally distributed forward: N(d), for a put N(d) - 1.
    /// At deviation 0 it is 1, 0 or -1, and half of the jump exactly at the money. Inputs as in <see cref="Normal"/>.</summary>
    public static void NormalDeltas(
        bool isCall, double strike, ReadOnlySpan<double> forwards, ReadOnlySpan<double> deviations, Span<double> deltas, LaneWidth width = LaneWidth.Widest)
    {
        CheckLengths(forwards, deviations, deltas);
        var loop = new NormalDeltaLoop(isCall ? 1 : -1, strike, forwards, deviations, deltas);
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
