using PortfolioMargin.Numerics;

namespace PortfolioMargin;

/// <summary>What a scenario does to prices. Open: a rule book may bring its own. Applied once per expiry and scenario, never per option.
/// Equal inputs must give equal bits, so use plain arithmetic only.</summary>
public abstract record PriceShock
{
    /// <summary>Prices stay.</summary>
    public static PriceShock None { get; } = new RelativeMove(0);

    /// <summary>The price after the shock.</summary>
    /// <param name="point">Where it stands before.</param>
    /// <returns>The shocked price, in the quote currency.</returns>
    public abstract double Apply(in ForwardPoint point);

    /// <summary>The move of the spot price as a fraction of it: -0.16 for 16 % down.</summary>
    /// <param name="spot">Spot price before the shock.</param>
    /// <returns>The fraction.</returns>
    public virtual double Move(double spot) => Apply(new(spot, spot, 0, 0)) / spot - 1;

    /// <summary>Whether every price moves by the fraction <see cref="Move"/> of itself.</summary>
    internal virtual bool IsProportional => false;

    /// <summary>Every price moves in proportion: F (1 + fraction).</summary>
    /// <param name="fraction">The move: -0.16 is 16 % down.</param>
    /// <returns>The shock.</returns>
    public static PriceShock Relative(double fraction) => new RelativeMove(fraction);

    /// <summary>Every price moves by the same amount: F + points.</summary>
    /// <param name="points">The move, in the quote currency.</param>
    /// <returns>The shock.</returns>
    public static PriceShock Absolute(double points) => new AbsoluteMove(points);

    /// <summary>Every price moves by a share of the spot price: F + S x fraction.</summary>
    /// <param name="fraction">The share.</param>
    /// <returns>The shock.</returns>
    public static PriceShock ShareOfSpot(double fraction) => new SpotShareMove(fraction);

    /// <summary>Only the part of a forward that settlement averaging has not fixed yet moves: (F - fixed) (1 + fraction) + fixed.</summary>
    /// <param name="fraction">The move of the variable part.</param>
    /// <returns>The shock.</returns>
    public static PriceShock VariablePart(double fraction) => new VariablePartMove(fraction);

    private sealed record RelativeMove(double Fraction) : PriceShock
    {
        public double Fraction { get; } = Guard.Finite(Fraction, "price shock");

        internal override bool IsProportional => true;

        public override double Apply(in ForwardPoint point) => point.Forward * (1 + Fraction);

        public override double Move(double spot) => Fraction;
    }

    private sealed record AbsoluteMove(double Points) : PriceShock
    {
        public double Points { get; } = Guard.Finite(Points, "price shock");

        public override double Apply(in ForwardPoint point) => point.Forward + Points;
    }

    private sealed record SpotShareMove(double Fraction) : PriceShock
    {
        public double Fraction { get; } = Guard.Finite(Fraction, "price shock");

        public override double Apply(in ForwardPoint point) => point.Forward + point.Spot * Fraction;

        public override double Move(double spot) => Fraction;
    }

    private sealed record VariablePartMove(double Fraction) : PriceShock
    {
        public double Fraction { get; } = Guard.Finite(Fraction, "price shock");

        public override double Apply(in ForwardPoint point) => point.Fixed == 0
            ? point.Forward * (1 + Fraction)
            : (point.Forward - point.Fixed) * (1 + Fraction) + point.Fixed;

        public override double Move(double spot) => Fraction;
    }
}
