using PortfolioMargin.Numerics;

namespace PortfolioMargin.Pricing;

/// <summary>One lane of an <see cref="ExerciseLattice"/>: an option on strike 1 and its grid, which reaches <see cref="Reach"/> to both sides of the strike in ln S.</summary>
/// <param name="IsCall">Call or put.</param>
/// <param name="Rate">Rate per year.</param>
/// <param name="CarryYield">Yield per year.</param>
/// <param name="Volatility">Volatility, above 0.</param>
/// <param name="Years">Years to expiry, above 0.</param>
/// <param name="Reach">Half the width of the grid in ln S.</param>
/// <param name="Intervals">Intervals of the grid; even, so that the strike is a node.</param>
internal readonly record struct LatticeOption(bool IsCall, double Rate, double CarryYield, double Volatility, double Years, double Reach, int Intervals)
{
    /// <summary>Standard deviations to the ends of the grid, beyond the farthest spot that is asked for.</summary>
    private const double Deviations = 5;

    /// <summary>+1 where nodes run upward in price, from a put's exercised end; -1 for calls.</summary>
    public int Direction => IsCall ? -1 : 1;

    public double Spacing => 2 * Reach / Intervals;

    /// <summary>How far the grid must reach for a spot price in strikes, with dividends of a sum. Distances to the strike count in steps of three times, from 0.4 on, so that
    /// one grid serves most spots of a scenario set, and so that no value depends on the spots beside it.</summary>
    public static double ReachFor(double spot, double carry, double volatility, double years, double dividends)
    {
        double distance = 0.4, far = Math.Abs(Elementary.Log(spot));
        while (distance < far) distance *= 3;
        return distance + Math.Min(1, dividends) + (Deviations * volatility * Math.Sqrt(years)) + Math.Abs(carry * years);
    }

    public double Spot(int node) => Elementary.Exp(Direction * ((node * Spacing) - Reach));

    public double Intrinsic(double spot) => Math.Max(0, IsCall ? spot - 1 : 1 - spot);
}
