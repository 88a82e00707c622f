using PortfolioMargin.Pricing;

namespace PortfolioMargin.Tests.Revaluation;

/// <summary>American options through the public revaluer: the same numbers as the pricing functions, zero at zero shock, early exercise beside European ones.</summary>
internal sealed class AmericanRevaluationTests
{
    private static readonly Underlying Share = new("XYZ");
    private static readonly DateTimeOffset Time = new(2026, 3, 13, 21, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Expiry = Time.AddDays(146);
    private static readonly double Years = 146 / 365d;
    private static readonly Valuation Discounted = new() { Discounting = Discounting.Market };
    private static readonly double[] Moves = [-1, -0.15, -0.1, -0.05, 0, 0.05, 0.1, 0.15];

    private static MarketSnapshot Market(params (DateOnly Date, double Amount)[] dividends) => MarketSnapshot.At(Time).With(new UnderlyingMarket(Share, 100)
    {
        Rate = 0.05,
        Carry = 0.02,
        Volatility = new FlatVolatility(0.3),
        Dividends = [.. dividends.Select(d => new Dividend(d.Date, d.Amount))],
    });

    private static readonly MarketSnapshot Plain = Market(), Paying = Market((new(2026, 5, 15), 2), (new(2026, 7, 31), 1.5), (new(2027, 1, 1), 9));

    private static ScenarioSet Scenarios(Valuation valuation) => ScenarioSet.Grid(price: Moves, volatility: [-0.25, 0, 0.25]).ValuedBy(valuation);

    private static VanillaOption American(OptionRight right, double strike) => new(Share, right, strike, Expiry) { Exercise = ExerciseStyle.American };

    [Test]
    public void Profits_are_those_of_the_pricing_functions()
    {
        foreach (OptionRight right in Enum.GetValues<OptionRight>())
        {
            foreach (double strike in (double[])[80, 100, 125])
            {
                var option = American(right, strike) with { Multiplier = 100 };
                var unit = Revaluer.Default.Revalue([option], Plain, Scenarios(Discounted)).Unit(option);
                double value = Price(right, 100, strike, 0.3);
                (unit.Value / 100).ShouldBe(value, Tolerances.American.Scenario * strike);
                for (int s = 0; s < unit.ProfitAndLoss.Length; s++)
                {
                    var (move, change) = (Moves[s / 3], 0.25 * ((s % 3) - 1));
                    if (move == -1) continue; // the price 0, below
                    double expected = Price(right, 100 * (1 + move), strike, 0.3 * (1 + change)) - value;
                    (unit.ProfitAndLoss.Span[s] / 100).ShouldBe(expected, 2 * Tolerances.American.Scenario * strike, $"{right} {strike} {move} {change}");
                }
            }
        }

        static double Price(OptionRight right, double spot, double strike, double sigma) => right == OptionRight.Call
            ? AmericanOption.Call(spot, strike, 0.05, 0.02, sigma, Years)
            : AmericanOption.Put(spot, strike, 0.05, 0.02, sigma, Years);
    }

    [Test]
    public void Over_dividends_profits_are_those_of_the_pricing_functions()
    {
        CashDividend[] dividends = [.. Paying[Share].Dividends.Take(2).Select(d => new CashDividend(Paying.YearsTo(new(d.Date, TimeOnly.MinValue, TimeSpan.Zero)), d.Amount))];
        foreach (OptionRight right in Enum.GetValues<OptionRight>())
        {
            var option = American(right, 105);
            var unit = Revaluer.Default.Revalue([option], Paying, Scenarios(Discounted)).Unit(option);
            unit.Value.ShouldBe(Price(right, 100, 0.3));
            unit.ProfitAndLoss.Span[5].ShouldBe(Price(right, 85, 0.375) - Price(right, 100, 0.3));
            unit.SpotDelta.ShouldBe((Price(right, 100.5, 0.3) - Price(right, 99.5, 0.3)) / 1, 1e-3);
        }

        double Price(OptionRight right, double spot, double sigma) => right == OptionRight.Call
            ? AmericanOption.Call(spot, 105, 0.05, 0.02, sigma, Years, dividends)
            : AmericanOption.Put(spot, 105, 0.05, 0.02, sigma, Years, dividends);
    }

    [Test]
    public void An_empty_shock_is_exactly_zero()
    {
        foreach (var market in (MarketSnapshot[])[Plain, Paying])
        {
            foreach (Discounting discounting in Enum.GetValues<Discounting>())
            {
                var options = Enumerable.Range(0, 20).Select(i => American((OptionRight)(i % 2), 70 + (3 * i))).ToList();
                var arrays = Revaluer.Default.Revalue(options, market, Scenarios(new() { Discounting = discounting }));
                int zero = (Array.IndexOf(Moves, 0) * 3) + 1;
                foreach (var option in options) BitConverter.DoubleToInt64Bits(arrays[option][zero]).ShouldBe(0);
            }
        }
    }

    [Test]
    public void American_value_is_never_below_European_under_any_discounting()
    {
        foreach (Discounting discounting in Enum.GetValues<Discounting>())
        {
            foreach (double strike in (double[])[70, 90, 100, 110, 130])
            {
                foreach (OptionRight right in Enum.GetValues<OptionRight>())
                {
                    var american = American(right, strike);
                    var european = american with { Exercise = ExerciseStyle.European };
                    var arrays = Revaluer.Default.Revalue([american, european], Plain, Scenarios(new() { Discounting = discounting }));
                    arrays.Unit(american).Value.ShouldBeGreaterThanOrEqualTo(arrays.Unit(european).Value * (1 - 1e-12));
                }
            }
        }
    }

    [Test]
    public void Without_a_yield_a_call_has_the_European_profits()
    {
        var market = MarketSnapshot.At(Time).With(new UnderlyingMarket(Share, 100) { Rate = 0.05, Volatility = new FlatVolatility(0.3) });
        var american = American(OptionRight.Call, 95);
        var european = american with { Exercise = ExerciseStyle.European };
        var arrays = Revaluer.Default.Revalue([american, european], market, Scenarios(Discounted));
        for (int s = 0; s < arrays[american].Length; s++) arrays[american][s].ShouldBe(arrays[european][s], 1e-11);
        arrays.Unit(american).ForwardDelta.ShouldBe(arrays.Unit(european).ForwardDelta, 1e-11);
    }

    [Test]
    public void A_price_of_zero_leaves_the_put_its_strike_and_the_call_nothing()
    {
        var (put, call) = (American(OptionRight.Put, 100), American(OptionRight.Call, 100));
        foreach (var market in (MarketSnapshot[])[Plain, Paying])
        {
            var arrays = Revaluer.Default.Revalue([put, call], market, Scenarios(Discounted));
            (arrays.Unit(put).Value + arrays[put][1]).ShouldBe(100, 1e-9);
            (arrays.Unit(call).Value + arrays[call][1]).ShouldBe(0, 1e-9);
        }
    }

    [Test]
    public void Deltas_are_slopes_and_can_be_measured_in_scenarios()
    {
        var deltas = ScenarioSet.Of(
            new Scenario("delta", Shock.None) { Measure = Measure.Delta },
            new Scenario("up", new(PriceShock.Relative(0.001), VolatilityShock.None)),
            new Scenario("down", new(PriceShock.Relative(-0.001), VolatilityShock.None))).ValuedBy(Discounted);
        foreach (var market in (MarketSnapshot[])[Plain, Paying])
        {
            foreach (OptionRight right in Enum.GetValues<OptionRight>())
            {
                var option = American(right, 102);
                var unit = Revaluer.Default.Revalue([option], market, deltas).Unit(option);
                var p = unit.ProfitAndLoss.Span;
                unit.SpotDelta.ShouldBe((p[1] - p[2]) / 0.2, 1e-3);
                p[0].ShouldBe(unit.ForwardDelta, 1e-12);
            }
        }
    }

    [Test]
    public void Time_passes_over_ex_dates_until_expiry_is_intrinsic_value()
    {
        var put = American(OptionRight.Put, 110);
        var later = ScenarioSet.Of(
            new Scenario("after the first ex-date", new(PriceShock.None, VolatilityShock.None) { Years = 0.2 }),
            new Scenario("expiry", new(PriceShock.None, VolatilityShock.None) { Years = 1 })).ValuedBy(Discounted);
        var unit = Revaluer.Default.Revalue([put], Paying, later).Unit(put);
        double until = Paying.YearsTo(new(new DateOnly(2026, 7, 31), TimeOnly.MinValue, TimeSpan.Zero)) - 0.2;
        (unit.Value + unit.ProfitAndLoss.Span[0]).ShouldBe(AmericanOption.Put(98, 110, 0.05, 0.02, 0.3, Years - 0.2, new CashDividend(until, 1.5)), 1e-9);
        (unit.Value + unit.ProfitAndLoss.Span[1]).ShouldBe(110 - (100 - 3.5), 1e-9);
    }

    [Test]
    public void A_stated_forward_implies_the_yield()
    {
        double forward = 100 * Math.Exp((0.05 - 0.07) * Years);
        var market = MarketSnapshot.At(Time).With(new UnderlyingMarket(Share, 100) { Rate = 0.05, Volatility = new FlatVolatility(0.3), Expiries = [new(Expiry) { Forward = forward }] });
        var call = American(OptionRight.Call, 90);
        Revaluer.Default.Revalue([call], market, Scenarios(Discounted)).Unit(call).Value.ShouldBe(AmericanOption.Call(100, 90, 0.05, 0.07, 0.3, Years), 1e-4 * 0.9);
        var scenarios = ScenarioSet.Of(new Scenario("up", new(PriceShock.Absolute(forward * 0.1), VolatilityShock.None))).ValuedBy(Discounted);
        Revaluer.Default.Revalue([call], market, scenarios)[call][0].ShouldBe(
            AmericanOption.Call(110, 90, 0.05, 0.07, 0.3, Years) - AmericanOption.Call(100, 90, 0.05, 0.07, 0.3, Years), 1e-4 * 0.9);
    }

    [Test]
    public void The_bits_depend_neither_on_the_universe_nor_on_threads_nor_on_the_other_scenarios()
    {
        foreach (var market in (MarketSnapshot[])[Plain, Paying])
        {
            var options = Enumerable.Range(0, 24).SelectMany(i => (Instrument[])[American((OptionRight)(i % 2), 70 + (2.5 * i)), American((OptionRight)(i % 2), 70 + (2.5 * i)) with { Exercise = ExerciseStyle.European }]).ToList();
            var all = new Revaluer(1).Revalue(options, market, Scenarios(Discounted));
            new Revaluer(2).Revalue(options.AsEnumerable().Reverse(), market, Scenarios(Discounted)).Fingerprint().ShouldBe(all.Fingerprint());
            var alone = new Revaluer(1).Revalue([options[6]], market, Scenarios(Discounted));
            alone[options[6]].ToArray().ShouldBe(all[options[6]].ToArray());
            all.Extend([American(OptionRight.Put, 71)])[American(OptionRight.Put, 71)].ToArray()
                .ShouldBe(Revaluer.Default.Revalue([American(OptionRight.Put, 71)], market, Scenarios(Discounted))[American(OptionRight.Put, 71)].ToArray());
            var one = ScenarioSet.Of(new Scenario("up", new(PriceShock.Relative(0.15), VolatilityShock.Relative(0.25)))).ValuedBy(Discounted);
            new Revaluer(1).Revalue([options[6]], market, one)[options[6]][0].ShouldBe(all[options[6]][^1]);
        }
    }

    [Test]
    public void Zero_volatility_and_expiry_today_are_limits()
    {
        var put = American(OptionRight.Put, 110);
        var calm = ScenarioSet.Of(new Scenario("calm", new(PriceShock.None, VolatilityShock.Points(-1)))).ValuedBy(Discounted);
        foreach (var market in (MarketSnapshot[])[Plain, Paying])
        {
            var unit = Revaluer.Default.Revalue([put], market, calm).Unit(put);
            (unit.Value + unit.ProfitAndLoss.Span[0]).ShouldBeGreaterThanOrEqualTo(10 - 1e-9);
        }

        var expiring = new VanillaOption(Share, OptionRight.Put, 110, Time) { Exercise = ExerciseStyle.American };
        Revaluer.Default.Revalue([expiring], Plain, Scenarios(Discounted)).Unit(expiring).Value.ShouldBe(10);
    }
}
