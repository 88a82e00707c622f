using System.Collections.Immutable;
using PortfolioMargin.Numerics;

namespace PortfolioMargin.Backtesting;

/// <summary>The distribution of Acerbi and Szekely's second statistic under the model's own law.</summary>
/// <param name="Observed">The observed statistic.</param>
/// <param name="Simulated">The simulated statistics, ascending.</param>
public sealed record ShortfallSimulation(double Observed, ImmutableArray<double> Simulated)
{
    /// <summary>Probability of a statistic at most as large as the observed one: (1 + how many simulated are) / (1 + paths), which never claims less than the simulation can see.</summary>
    public double PValue => (1.0 + Simulated.Count(value => value <= Observed)) / (1.0 + Simulated.Length);

    /// <summary>The statistic below which a test of a level rejects: the smallest simulated value with at least this share at or below it.</summary>
    /// <param name="level">Size of the test, between 0 and 1.</param>
    /// <returns>The critical value.</returns>
    public double CriticalValue(double level)
    {
        // The level as the decimal written: 0.05 x 100 paths is the 5th value, not the 6th by a rounding.
        decimal rank = Math.Ceiling((decimal)Guard.Fraction(level, nameof(level)) * Simulated.Length);
        return Simulated[Math.Max(0, (int)rank - 1)];
    }
}
