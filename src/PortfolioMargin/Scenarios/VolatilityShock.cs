using System.Runtime.CompilerServices;
using PortfolioMargin.Numerics;

namespace PortfolioMargin;

/// <summary>What a scenario does to implied volatilities. Open: a rule book may bring its own. Applied once per expiry and scenario, to all strikes held.
/// Equal inputs must give equal bits, so use plain arithmetic only.</summary>
public abstract record VolatilityShock
{
    /// <summary>Volatilities stay.</summary>
    public static VolatilityShock None { get; } = new NoChange();

    /// <summary>Whether <see cref="Apply"/> reads the shocked forward, as skews do; true unless a kind says otherwise.
    /// One that does not is applied once to all scenarios that share it, whatever their prices.</summary>
    public virtual bool DependsOnForward => true;

    /// <summary>The volatilities of one expiry after the shock.</summary>
    /// <param name="volatilities">Volatilities before, one per strike.</param>
    /// <param name="strikes">The strikes, in the quote currency.</param>
    /// <param name="shockedForward">Forward price of the expiry after the price shock.</param>
    /// <param name="years">Time to expiry before any passing of time in the scenario, ACT/365F.</param>
    /// <param name="destination">Receives the volatilities after the shock; finite, not below 0.</param>
    public abstract void Apply(
        ReadOnlySpan<double> volatilities, ReadOnlySpan<double> strikes, double shockedForward, double years, Span<double> destination);

    /// <summary>Every volatility times (1 + fraction), not below 0.</summary>
    /// <param name="fraction">The change: 0.25 is a quarter up.</param>
    /// <returns>The shock.</returns>
    public static VolatilityShock Relative(double fraction) => fraction == 0 ? None : new RelativeChange(fraction);

    /// <summary>Every volatility plus a number of points, not below 0.</summary>
    /// <param name="points">The change: 0.05 is five volatility points.</param>
    /// <returns>The shock.</returns>
    public static VolatilityShock Points(double points) => points == 0 ? None : new PointsChange(points);

    private sealed record NoChange : VolatilityShock
    {
        public override bool DependsOnForward => false;

        public override void Apply(
            ReadOnlySpan<double> volatilities, ReadOnlySpan<double> strikes, double shockedForward, double years, Span<double> destination) =>
            volatilities.CopyTo(destination);
    }

    private sealed record RelativeChange(double Fraction) : VolatilityShock
    {
        public double Fraction { get; } = Guard.Finite(Fraction, "volatility shock");

        public override bool DependsOnForward => false;

        [MethodImpl(HotLoop.Options)] // a loop that a fresh process should not run unoptimised
        public override void Apply(
            ReadOnlySpan<double> volatilities, ReadOnlySpan<double> strikes, double shockedForward, double years, Span<double> destination)
        {
            for (int i = 0; i < volatilities.Length; i++) destination[i] = Math.Max(0, volatilities[i] * (1 + Fraction));
        }
    }

    private sealed record PointsChange(double Amount) : VolatilityShock
    {
        public double Amount { get; } = Guard.Finite(Amount, "volatility shock");

        public override bool DependsOnForward => false;

        [MethodImpl(HotLoop.Options)] // a loop that a fresh process should not run unoptimised
        public override void Apply(
            ReadOnlySpan<double> volatilities, ReadOnlySpan<double> strikes, double shockedForward, double years, Span<double> destination)
        {
            for (int i = 0; i < volatilities.Length; i++) destination[i] = Math.Max(0, volatilities[i] + Amount);
        }
    }
}
