namespace PortfolioMargin.Tests.Scenarios;

public class ScenarioSetTest
{
    private static readonly Underlying Bitcoin = new("BTC");
    private static readonly MarketSnapshot Market = MarketSnapshot.At(new(2026, 3, 13, 10, 0, 0, TimeSpan.Zero)).With(Bitcoin, spot: 100, volatility: 0.5, rate: 0.05);
    private static readonly VanillaOption Call = VanillaOption.Call(Bitcoin, 100, Market.Time.AddDays(90));

    [Test]
    public void A_set_needs_a_scenario() => Should.Throw<ArgumentException>(() => ScenarioSet.Of()).Message.ShouldContain("at least one scenario");

    [Test]
    public void A_shock_that_is_not_a_number_is_refused()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => PriceShock.Relative(double.NaN));
        Should.Throw<ArgumentOutOfRangeException>(() => VolatilityShock.Relative(double.NaN));
        Should.Throw<ArgumentOutOfRangeException>(() => new Scenario("x", Shock.None, double.NaN));
    }

    [Test]
    public void A_price_below_zero_is_refused_under_the_lognormal_model_and_priced_under_the_normal_one()
    {
        var crash = ScenarioSet.Of(new Scenario("crash", new(PriceShock.Relative(-1.5), VolatilityShock.None)));
        Should.Throw<ArgumentOutOfRangeException>(() => Revaluer.Default.Revalue([Call], Market, crash)).Message.ShouldContain("crash");
        var normal = MarketSnapshot.At(Market.Time).With(new UnderlyingMarket(Bitcoin, 100) { Model = PriceModel.Normal, Volatility = new FlatVolatility(30) });
        double.IsFinite(Revaluer.Default.Revalue([Call], normal, crash)[Call][0]).ShouldBeTrue();
    }

    [Test]
    public void An_underlying_may_have_rows_of_its_own()
    {
        var set = ScenarioSet.Grid(price: [-0.1, 0.1], volatility: [0]).Add("tail", new Scenario("tail", new(PriceShock.Relative(-0.5), VolatilityShock.None), 0.35))
            .For(Bitcoin, "main", new Scenario("own", new(PriceShock.Relative(0.3), VolatilityShock.None)));
        set.RowsFor(Bitcoin).Select(row => row.Name).ShouldBe(["own", "tail"]);
        set.Named("tail", Bitcoin).ShouldBe(1..2);
        set.Named("tail", new("ETH")).ShouldBe(2..3);
        Should.Throw<ArgumentException>(() => set.Named("tale", Bitcoin)).Message.ShouldContain("tail");
        Should.Throw<ArgumentException>(() => set.For(Bitcoin, "tale", new Scenario("x", Shock.None))).Message.ShouldContain("main");
    }

    [Test]
    public void Cover_counts_inside_the_array_and_weight_does_not()
    {
        var move = new Shock(PriceShock.Relative(0.3), VolatilityShock.None);
        var arrays = Revaluer.Default.Revalue([Call], Market, ScenarioSet.Of(new Scenario("full", move), new Scenario("covered", move with { Cover = 0.25 }), new Scenario("weighted", move, 0.25)));
        arrays[Call][1].ShouldBe(0.25 * arrays[Call][0], 1e-12);
        arrays[Call][2].ShouldBe(arrays[Call][0]);
    }

    [Test]
    public void A_row_can_measure_delta()
    {
        var arrays = Revaluer.Default.Revalue([Call], Market, ScenarioSet.Of(new Scenario("delta", Shock.None) { Measure = Measure.Delta }));
        arrays[Call][0].ShouldBe(arrays.Unit(Call).ForwardDelta, 1e-15);
    }

    [Test]
    public void Time_past_the_expiry_leaves_the_intrinsic_value()
    {
        var later = ScenarioSet.Of(new Scenario("a year on", new(PriceShock.Relative(0.2), VolatilityShock.None) { Years = 1 }));
        var arrays = Revaluer.Default.Revalue([Call], Market, later);
        (arrays[Call][0] + arrays.Unit(Call).Value).ShouldBe(1.2 * arrays.Unit(Call).Forward - 100, 1e-9);
    }

    [Test]
    public void Discounting_at_the_market_rate_gives_the_discounted_price()
    {
        var set = ScenarioSet.Of(new Scenario("still", Shock.None)).ValuedBy(new() { Discounting = Discounting.Market });
        double years = 90 / 365d;
        Revaluer.Default.Revalue([Call], Market, set).Unit(Call).Value.ShouldBe(PortfolioMargin.Pricing.BlackScholes.Call(100, 100, 0.05, 0, 0.5, years), 1e-12);
    }

    [Test]
    public void Greeks_predict_small_scenarios()
    {
        var set = ScenarioSet.Of(new[] { 0.02, 0.01 }.Select(move => new Scenario($"{move}", new(PriceShock.Relative(move), VolatilityShock.None))));
        var arrays = Revaluer.Default.Revalue([Call], Market, set);
        var greeks = PortfolioMargin.Pricing.Black76.CallGreeks(arrays.Unit(Call).Forward, 100, 0, 0.5, 90 / 365d);
        double[] rest = [.. new[] { 0.02, 0.01 }.Select((move, s) =>
        {
            double step = move * arrays.Unit(Call).Forward;
            return arrays[Call][s] - (greeks.Delta * step + 0.5 * greeks.Gamma * step * step);
        })];
        (rest[0] / rest[1]).ShouldBe(8, 0.5);
    }

    [Test]
    public void Moving_a_grid_outward_need_not_raise_the_requirement()
    {
        // A short butterfly loses most in the middle: the counterexample to "wider is larger".
        var expiry = Market.Time;
        var book = Portfolio.Of((-1, VanillaOption.Call(Bitcoin, 104, expiry)), (2, VanillaOption.Call(Bitcoin, 109, expiry)), (-1, VanillaOption.Call(Bitcoin, 114, expiry)));
        double Worst(double move)
        {
            var arrays = Revaluer.Default.Revalue(book.Positions.Select(p => p.Instrument), Market, ScenarioSet.Of(new Scenario("up", new(PriceShock.Relative(move), VolatilityShock.None))));
            return new RiskMatrix(arrays, book).All.At(0).Value;
        }

        Worst(0.09).ShouldBe(-5, 1e-9);
        Worst(0.2).ShouldBe(0, 1e-9);
    }
}
