using PortfolioMargin.Numerics;
using static System.FormattableString;

namespace PortfolioMargin;

/// <summary>The ranges that market numbers must lie in; outside them a number is taken for a slip of unit, not for a market.</summary>
internal static class MarketBounds
{
    /// <summary>Largest size of a rate: 10 is 1,000 % a year.</summary>
    public const double LargestRate = 10;

    /// <summary>Largest lognormal volatility: 20 is 2,000 %. Boards show up to about 500 % in the last hour before expiry.</summary>
    public const double LargestVolatility = 20;

    /// <summary>Largest size of rate x years: beyond it the discount factor leaves the range of a double.</summary>
    public const double LargestExponent = 700;

    public static double Rate(double rate, string name) => Math.Abs(rate) <= LargestRate
        ? rate
        : throw new ArgumentOutOfRangeException(name, rate, Invariant(
            $"{name} is {rate:R}; expected a fraction per year between -{LargestRate} and {LargestRate}. {PercentHint(rate)}"));

    public static void Lognormal(double volatility, string name)
    {
        Guard.NonNegative(volatility, name);
        if (volatility > LargestVolatility)
        {
            throw new ArgumentOutOfRangeException(name, volatility, Invariant(
                $"{name} is {volatility:R}; expected a fraction between 0 and {LargestVolatility}. {PercentHint(volatility)}"));
        }
    }

    private static string PercentHint(double value) => double.IsFinite(value)
        ? Invariant($"{value:R} looks like percent; pass {value / 100:R}.")
        : "Pass a finite number.";
}
