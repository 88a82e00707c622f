using System.Runtime.CompilerServices;
using PortfolioMargin.Numerics;

namespace PortfolioMargin;

/// <summary>A change of volatility that is larger for near expiries: vol (1 + change x m), or vol + change x m in points, m = (reference / max(floor, days)) ^ power,
/// with one power before the reference term and another from it on. Not below <see cref="Minimum"/>, and never below 0.</summary>
public sealed record TermScaledVolatility : VolatilityShock
{
    private const double DaysPerYear = 365;

    /// <summary>Change at the reference term: 0.50 is half up, -0.25 a quarter down.</summary>
    public required double Change { get; init => field = Guard.Finite(value, nameof(Change)); }

    /// <summary>Whether the change is in volatility points (0.05 is five points), else a share of the volatility.</summary>
    public bool InPoints { get; init; }

    /// <summary>Power for terms shorter than the reference.</summary>
    public required double ShortTermPower { get; init => field = Guard.Finite(value, nameof(ShortTermPower)); }

    /// <summary>Power from the reference term on.</summary>
    public required double LongTermPower { get; init => field = Guard.Finite(value, nameof(LongTermPower)); }

    /// <summary>Term at which the change is as stated, in days; 30 unless stated.</summary>
    public double ReferenceDays { get; init => field = Guard.Positive(value, nameof(ReferenceDays)); } = 30;

    /// <summary>Shortest term that counts, in days; 1 unless stated. Above 0: a term of 0 days has no scale.</summary>
    public double FloorDays { get; init => field = Guard.Positive(value, nameof(FloorDays)); } = 1;

    /// <summary>Smallest volatility after the shock; 0 unless stated.</summary>
    public double Minimum { get; init => field = Guard.NonNegative(value, nameof(Minimum)); }

    /// <summary>The factor m of a term.</summary>
    /// <param name="years">Time to expiry, ACT/365F.</param>
    /// <returns>The factor by which the change is scaled; above 0.</returns>
    public double Scale(double years)
    {
        double days = years * DaysPerYear;
        double power = days < ReferenceDays ? ShortTermPower : LongTermPower;
        return Elementary.Pow(ReferenceDays / Math.Max(FloorDays, days), power);
    }

    /// <inheritdoc/>
    public override bool DependsOnForward => false;

    /// <inheritdoc/>
    [MethodImpl(HotLoop.Options)] // a loop that a fresh process should not run unoptimised
    public override void Apply(
        ReadOnlySpan<double> volatilities, ReadOnlySpan<double> strikes, double shockedForward, double years, Span<double> destination)
    {
        double change = Change * Scale(years), factor = InPoints ? 1 : 1 + change, points = InPoints ? change : 0;
        for (int i = 0; i < volatilities.Length; i++) destination[i] = Math.Max(Minimum, volatilities[i] * factor + points);
    }
}
