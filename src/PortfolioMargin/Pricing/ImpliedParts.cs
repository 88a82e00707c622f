using System.Runtime.CompilerServices;
using PortfolioMargin.Numerics;

namespace PortfolioMargin.Pricing;

/// <summary>What the inversions of the pricing formulas share. tv: time value, above 0; w = sigma sqrt(T).</summary>
internal static class ImpliedParts
{
    /// <summary>A step below this share of w, and of 1, is the last: the method is of fourth order, so the next would move w by less than a rounding.</summary>
    public const double LastStep = 1e-4;

    /// <summary>Quotients beyond are taken apart before the logarithm.</summary>
    private const double Huge = 1e280;

    /// <summary>ln(a/b) for a and b above 0, also where a/b is no double.</summary>
    [MethodImpl(HotLoop.Options)]
    public static TLane LogQuotient<TLane>(TLane a, TLane b)
        where TLane : struct, ILane<TLane>
    {
        TLane quotient = a / b;
        TLane log = LaneMath.LogOfNormal(quotient, TLane.Broadcast(0));
        TLane isExtreme = TLane.LessThan(TLane.Broadcast(Huge), quotient) | TLane.LessThan(quotient, TLane.Broadcast(1 / Huge));
        return TLane.IsAnyTrue(isExtreme) ? TLane.Select(isExtreme, LogOf(a) - LogOf(b), log) : log;
    }

    /// <summary>ln(1 + a/b) for a quotient that is not small, also where it is no double.</summary>
    [MethodImpl(HotLoop.Options)]
    public static TLane LogOnePlus<TLane>(TLane quotient, TLane a, TLane b)
        where TLane : struct, ILane<TLane>
    {
        TLane log = LaneMath.LogOfNormal(quotient + 1, TLane.Broadcast(0));
        TLane isExtreme = TLane.LessThan(TLane.Broadcast(Huge), quotient);
        return TLane.IsAnyTrue(isExtreme) ? TLane.Select(isExtreme, LogOf(a) - LogOf(b), log) : log;
    }

    /// <summary>Householder's step of third order for ln(price), whose derivatives follow from the price over its vega alone.</summary>
    /// <param name="error">ln(price at w) - ln(price asked).</param>
    /// <param name="ratio">Price over vega; for the distance to the upper bound the same with the other sign.</param>
    /// <param name="slope">d ln(vega) / dw, times the ratio: that has no unit and no overflow.</param>
    /// <param name="bend">d2 ln(vega) / dw2, times the square of the ratio.</param>
    /// <returns>What to take off w.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane Step<TLane>(TLane error, TLane ratio, TLane slope, TLane bend)
        where TLane : struct, ILane<TLane>
    {
        // The ratios of the higher derivatives to the first, times the ratio and its square, so that nothing is divided by it.
        TLane second = slope + -1;
        TLane third = TLane.FusedMultiplyAdd(second, second + -1, bend);
        TLane halley = error * second;
        TLane numerator = TLane.FusedMultiplyAdd(halley, -0.5, 1);
        TLane denominator = TLane.FusedMultiplyAdd(error * error, third * (1.0 / 6), -halley + 1);
        return error * ratio * numerator / denominator;
    }

    [MethodImpl(HotLoop.Options)]
    private static TLane LogOf<TLane>(TLane x)
        where TLane : struct, ILane<TLane> => LaneMath.Log(x);
}
