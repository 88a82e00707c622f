using System.Runtime.CompilerServices;
using PortfolioMargin.Numerics;

namespace PortfolioMargin.Pricing;

/// <summary>Black's and Bachelier's formulas on lanes, undiscounted and out of the money; the other side adds the intrinsic value, which does not depend on volatility.
/// Legend: F forward, K strike, w = sigma sqrt(T), h = |ln(F/K)| / w, t = w / 2, M the Mills ratio N(-z)/phi(z).</summary>
internal static class BlackFormula
{
    /// <summary>Value of the out-of-the-money option under the lognormal model.
    /// With lo, hi the smaller and larger of F and K it is lo N(t - h) - hi N(-t - h), and lo phi(h - t) = hi phi(h + t) = E, so
    /// E (M(h - t) - M(h + t)) where h is at least t, else lo - E (M(t - h) + M(h + t)): one exponential and nothing large that cancels.
    /// Absolute error below 4e-15 sqrt(F K).</summary>
    /// <param name="forward">F, not below 0.</param>
    /// <param name="strike">K, above 0.</param>
    /// <param name="size">|ln(F/K)|.</param>
    /// <param name="deviation">w, not below 0.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T OutOfTheMoney<T>(T forward, T strike, T size, T deviation)
        where T : struct, ILane<T>
    {
        var low = T.Select(T.Less(forward, strike), forward, strike);
        var h = size / deviation;
        var t = T.Of(0.5) * deviation;
        var near = h - t;
        var inside = T.Less(near, T.Of(0));
        var small = AtMost60(T.Abs(near));
        var large = AtMost60(h + t);
        var scale = low * LaneMath.NormalDensity(small);
        var millsSmall = LaneMath.Mills(small);
        var millsLarge = LaneMath.Mills(large);
        var value = T.Select(inside, low - scale * (millsSmall + millsLarge), scale * (millsSmall - millsLarge));
        value = T.Select(T.Less(value, T.Of(0)), T.Of(0), value);
        // No deviation, or no price to deviate from: nothing is left out of the money.
        var alive = T.Select(T.Less(T.Of(0), deviation), T.Less(T.Of(0), low), T.Of(0));
        return T.Select(alive, value, T.Of(0));
    }

    /// <summary>Value of the out-of-the-money option under the normal model: w (phi(h) - h N(-h)) = w phi(h) (1 - h M(h)), h = |F - K| / w.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T NormalOutOfTheMoney<T>(T distance, T deviation)
        where T : struct, ILane<T>
    {
        var h = AtMost60(distance / deviation);
        var value = deviation * (LaneMath.NormalDensity(h) * T.FusedMultiplyAdd(T.Of(0) - h, LaneMath.Mills(h), T.Of(1)));
        value = T.Select(T.Less(value, T.Of(0)), T.Of(0), value);
        return T.Select(T.Less(T.Of(0), deviation), value, T.Of(0));
    }

    /// <summary>Beyond 60 deviations densities are exactly 0; NaN (0/0) becomes 60 too and is selected away by the caller.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T AtMost60<T>(T z)
        where T : struct, ILane<T> => T.Select(T.Less(z, T.Of(60)), z, T.Of(60));
}
