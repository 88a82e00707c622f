namespace PortfolioMargin.Tests.Portfolios;

[TestFixture]
public sealed class PortfolioTests
{
    private static readonly Instrument Spot = new SpotAsset(new("BTC"));
    private static readonly Instrument Perp = new Perpetual(new("BTC"));

    [Test]
    public void Netting_is_exact_whatever_the_order()
    {
        Portfolio.Of((1e18, Spot), (-1e18, Spot), (1, Spot))[Spot].ShouldBe(1);
        Portfolio.Of((1e18, Spot), (1, Spot), (-1e18, Spot))[Spot].ShouldBe(1);
        Portfolio.Of((0.1, Spot), (0.2, Spot), (-0.3, Spot))[Spot].ShouldBe(0.1 + 0.2 - 0.3, 1e-16);
        double[] parts = [0.15, 0.1, 0.05, 1e17, -1e17];
        double forward = Portfolio.Of(parts.Select(part => new Position(Spot, part)))[Spot];
        Portfolio.Of(parts.Reverse().Select(part => new Position(Spot, part)))[Spot].ShouldBe(forward);
        forward.ShouldBe(0.3);
        Portfolio.Of(Enumerable.Repeat(new Position(Spot, 0.1), 10))[Spot].ShouldBe(1);
    }

    [Test]
    public void A_position_that_nets_to_zero_stays_listed()
    {
        Portfolio.Of((1, Spot), (-1, Spot)).Positions.ShouldBe([new Position(Spot, 0)]);
        Portfolio.Of((0, Spot)).Positions.Length.ShouldBe(1);
        double.IsNegative(Portfolio.Of((-0.0, Spot))[Spot]).ShouldBeFalse();
    }

    [Test]
    public void Positions_stand_in_canonical_order() =>
        Portfolio.Of((1, Perp), (2, Spot)).Positions.Select(position => position.Instrument).ShouldBe([Spot, Perp]);

    [Test]
    public void Operators_add_subtract_turn_round_and_scale()
    {
        var left = Portfolio.Of((1, Spot), (2, Perp));
        var right = Portfolio.Of((3, Spot));
        (left + right)[Spot].ShouldBe(4);
        (left - right)[Spot].ShouldBe(-2);
        (-left)[Perp].ShouldBe(-2);
        (2 * left)[Perp].ShouldBe(4);
        (left * 0.5)[Spot].ShouldBe(0.5);
        (left - left).Positions.ShouldAllBe(position => position.Quantity == 0);
        left.Where(instrument => instrument is Perpetual).Positions.Length.ShouldBe(1);
        right[Perp].ShouldBe(0);
        (Portfolio.Empty + Portfolio.Empty).Positions.ShouldBeEmpty();
    }

    [Test]
    public void What_cannot_be_held_is_refused()
    {
        Should.Throw<ArgumentNullException>(() => new Position(null!, 1));
        Should.Throw<ArgumentNullException>(() => Portfolio.Of(default(Position))).Message.ShouldContain("Position 0");
        Should.Throw<ArgumentNullException>(() => Portfolio.Of((IEnumerable<Position>)null!));
        Should.Throw<ArgumentOutOfRangeException>(() => new Position(Spot, double.NaN)).Message.ShouldContain("quantity of BTC spot");
        Should.Throw<ArgumentOutOfRangeException>(() => double.PositiveInfinity * Portfolio.Of((1, Spot)));
        Should.Throw<OverflowException>(() => Portfolio.Of((double.MaxValue, Spot), (double.MaxValue, Spot)));
    }
}
