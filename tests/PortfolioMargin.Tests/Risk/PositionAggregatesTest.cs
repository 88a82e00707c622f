namespace PortfolioMargin.Tests.Risk;

public class PositionAggregatesTest
{
    private static readonly Underlying Ether = new("ETH");
    private static readonly DateTimeOffset Time = new(2026, 3, 13, 10, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Near = Time.AddDays(14), Far = Time.AddDays(42);

    /// <summary>The four cases of Derive's documents, for a call quantity and a put quantity of one strike.</summary>
    [TestCase(-3, 0, 3)]
    [TestCase(0, 2, 0)]
    [TestCase(-3, 2, 1)]
    [TestCase(3, -2, 0)]
    [TestCase(-3, -2, 5)]
    [TestCase(3, 2, 0)]
    public void Naked_shorts_of_one_strike(double calls, double puts, double naked)
    {
        var shorts = Group((calls, VanillaOption.Call(Ether, 2000, Near)), (puts, VanillaOption.Put(Ether, 2000, Near))).NakedShorts();
        shorts.Value.ShouldBe(naked);
        shorts.Rest.ShouldBe(0);
    }

    [Test]
    public void Strikes_and_expiries_never_offset_and_multipliers_count()
    {
        var group = Group(
            (5, VanillaOption.Call(Ether, 1900, Near)),
            (-2, VanillaOption.Call(Ether, 2000, Near)),
            (-1, VanillaOption.Call(Ether, 2000, Far)),
            (-1, VanillaOption.Put(Ether, 2000, Far) with { Multiplier = 10 }),
            (-7, new Perpetual(Ether)));
        group.NakedShorts().Value.ShouldBe(2 + 11);
        group.ShortUnits().Value.ShouldBe(2 + 11 + 7);
        group.GrossUnits().Value.ShouldBe(5 + 2 + 11 + 7);
        group.NetUnits().Value.ShouldBe(5 - 2 - 11 - 7);
        foreach (var amount in new[] { group.NakedShorts(), group.ShortUnits(), group.GrossUnits(), group.NetUnits() }) amount.Rest.ShouldBe(0);
    }

    [Test]
    public void An_empty_group_has_no_size()
    {
        var group = Group();
        foreach (var amount in new[] { group.NakedShorts(), group.ShortUnits(), group.GrossUnits(), group.NetUnits() }) amount.Value.ShouldBe(0);
    }

    private static RiskGroup Group(params (double Quantity, Instrument Instrument)[] positions)
    {
        var market = MarketSnapshot.At(Time).With(Ether, 2000, 0.6);
        var arrays = Revaluer.Default.Revalue(positions.Select(position => position.Instrument), market, ScenarioSet.None);
        return new RiskMatrix(arrays, Portfolio.Of(positions.Select(position => new Position(position.Instrument, position.Quantity)))).All;
    }
}
