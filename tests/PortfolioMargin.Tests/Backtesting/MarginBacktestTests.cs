using PortfolioMargin.Backtesting;
using PortfolioMargin.Tests.Laws;
using static PortfolioMargin.Tests.Backtesting.FlatRuleBook;

namespace PortfolioMargin.Tests.Backtesting;

/// <summary>Requirements against what was then made: by hand, by brute force, with gaps, causes, and the same bits on any number of threads.</summary>
public class MarginBacktestTests
{
    private static readonly Portfolio Long = Portfolio.Of((2, new Future(Spx, Start.AddDays(100))));

    [Test]
    public void A_small_backtest_by_hand()
    {
        // Two futures, required 50. 100 to 110: +20. 110 to 85: -50, not above 50. 85 to 59: -52: a breach. 59 to 60: +2.
        var result = Run(50, Long, 100, 110, 85, 59, 60);
        result.Observations.Select(o => o.Profit).ShouldBe([20, -50, -52, 2]);
        result.Observations.Select(o => o.IsBreach).ShouldBe([false, false, true, false]);
        result.Observations.ShouldAllBe(o => o.Requirement == 50);
        var breach = result.Breaches.Single();
        (breach.Start, breach.End).ShouldBe((Start.AddDays(2), Start.AddDays(3)));
        breach.Cause!.Factors.Single().ShouldBe(new("SPX price", -52));
        breach.Cause.Positions.Single().Profit.ShouldBe(-52);
        result.Currency.ShouldBe(new("USD"));
    }

    [Test]
    public void A_holding_period_takes_the_profit_at_its_end_and_periods_do_not_overlap_unless_asked()
    {
        // Holding 2: 100 to 85 and 85 to 60. Overlapping also 110 to 59.
        Run(50, Long, [100, 110, 85, 59, 60], new() { HoldingDays = 2 }).Observations.Select(o => o.Profit).ShouldBe([-30, -50]);
        var overlapping = Run(50, Long, [100, 110, 85, 59, 60], new() { HoldingDays = 2, Overlapping = true });
        overlapping.Observations.Select(o => o.Profit).ShouldBe([-30, -102, -50]);
        Should.Throw<InvalidOperationException>(() => overlapping.Coverage(0.99)).Message.ShouldContain("overlap");
        Run(50, Long, [100, 110, 85], new() { Level = RequirementLevel.Maintenance }).Observations[0].Requirement.ShouldBe(40);
    }

    [Test]
    public void What_expires_on_the_way_is_worth_its_intrinsic_value_from_then_on()
    {
        // Put 100, expired at day 1: settled at the 90 of day 1 although day 2 stands at 70; value at the start is zero volatility's intrinsic 0.
        var put = Portfolio.Of((-3, VanillaOption.Put(Spx, 100, Start.AddDays(1))));
        var days = new[] { (0, 100d), (1, 90), (2, 70) }.Select(day => BacktestDay.Of(Market(day.Item1, day.Item2, volatility: 0), put));
        new MarginBacktest(new MarginCalculator(new FlatRuleBook(1)), new() { HoldingDays = 2 }).Run("put", days).Observations.Single().Profit.ShouldBe(-30);
        new MarginBacktest(new MarginCalculator(new FlatRuleBook(1))).Run("put", days.Take(2)).Observations.Single().Profit.ShouldBe(-30);
    }

    [Test]
    public void An_inverse_contract_makes_coin_that_counts_at_the_first_market()
    {
        // 10 USD inverse perpetual x 100 short at 50,000: in coin 1000 (1/50000 - 1/40000) x -1 = +0.005; at 50,000 per coin: 250.
        static BacktestDay Day(int day, double spot) => BacktestDay.Of(
            MarketSnapshot.At(Start.AddDays(day)).With(Coin, spot, 0.5), Portfolio.Of((-100, new Perpetual(Coin) { Payoff = PayoffStyle.Inverse, Multiplier = 10 })));
        new MarginBacktest(new MarginCalculator(new FlatRuleBook(1))).Run("coin", [Day(0, 50_000), Day(1, 40_000)]).Observations.Single().Profit.ShouldBe(250, 1e-9);
    }

    [Test]
    public void Dividends_of_a_share_belong_to_its_holder()
    {
        static BacktestDay Day(int day, double spot) => BacktestDay.Of(
            MarketSnapshot.At(Start.AddDays(day)).With(new UnderlyingMarket(Spx, spot) { Dividends = [new(DateOnly.FromDateTime(Start.Date).AddDays(1), 2)] }), Portfolio.Of((10, new SpotAsset(Spx))));
        new MarginBacktest(new MarginCalculator(new FlatRuleBook(1))).Run("share", [Day(0, 100), Day(1, 98), Day(2, 98)]).Observations.Select(o => o.Profit).ShouldBe([0, 0]);
    }

    [Test]
    public void A_missing_market_is_a_gap_and_never_a_number()
    {
        BacktestDay[] days = [BacktestDay.Of(Market(0, 100), Long), BacktestDay.Of(Market(1, 101), Long), BacktestDay.MissingAt(Start.AddDays(2), "the exchange was closed"), BacktestDay.Of(Market(3, 90), Long), BacktestDay.Of(Market(40, 91), Long), BacktestDay.Of(Market(41, 92), Long)];
        var result = new MarginBacktest(new MarginCalculator(new FlatRuleBook(50)), new() { LongestInterval = TimeSpan.FromDays(5) }).Run("gaps", days);
        result.Observations.Select(o => o.Start).ShouldBe([Start, Start.AddDays(40)]);
        result.Gaps.Select(gap => gap.Start).ShouldBe([Start.AddDays(1), Start.AddDays(2), Start.AddDays(3)]);
        result.Gaps[0].Reason.ShouldContain("2026-01-07: the exchange was closed");
        result.Gaps[2].Reason.ShouldContain("longer than 5 days");

        var stranger = Portfolio.Of((1, new SpotAsset(new("ABC"))));
        var without = new MarginBacktest(new MarginCalculator(new FlatRuleBook(50))).Run("stranger", new[] { 0, 1, 2 }.Select(day => BacktestDay.Of(Market(day, 100), stranger)));
        without.Observations.ShouldBeEmpty();
        without.Gaps.ShouldAllBe(gap => gap.Reason.Contains("ABC: spot price"));
        Should.Throw<InvalidOperationException>(() => without.Coverage(0.99)).Message.ShouldContain("ABC");
    }

    [Test]
    public void Breaches_are_those_of_brute_force_and_higher_margins_never_add_one() => LawCases.ForAll(
        random =>
        {
            int seed = random.Next();
            var markets = Walk(40, seed).ToList();
            double scale = 0.3 * random.NextDouble();
            var result = Test(scale, markets);
            result.Observations.Length.ShouldBe(39);
            for (int i = 0; i < 39; i++)
            {
                var held = new RollingPortfolio("strangle", Strangle, RollingPortfolio.Monthly).Over(markets.Take(i + 1)).Last().Account!.Portfolio;
                double Value(MarketSnapshot market) => held.Positions.Sum(p => p.Quantity * Revaluer.Default.Revalue([p.Instrument], market, ScenarioSet.None.ValuedBy(new() { Expired = ExpiredPolicy.Intrinsic })).Unit(p.Instrument).Value);
                double profit = Value(markets[i + 1]) - Value(markets[i]), required = new MarginCalculator(new FlatRuleBook(scale, scan: true)).Calculate(held, markets[i]).Initial;
                result.Observations[i].Profit.ShouldBe(profit, 1e-9);
                result.Observations[i].Requirement.ShouldBe(required);
                result.Observations[i].IsBreach.ShouldBe(-result.Observations[i].Profit > required);
            }

            Test(scale + 0.1, markets).Breaches.Select(b => b.Start).ShouldBeSubsetOf(result.Breaches.Select(b => b.Start));
        },
        LawCases.Count / 10);

    [Test]
    public void Causes_add_up_to_the_profit_by_factor_and_by_position()
    {
        var days = new RollingPortfolio("strangle", Strangle, RollingPortfolio.Monthly).Over(Walk(60, 3));
        var result = new MarginBacktest(new MarginCalculator(new FlatRuleBook(0.1, scan: true)), new() { AttributeAll = true }).Run("all", days);
        foreach (var observation in result.Observations)
        {
            observation.Cause!.Factors.Sum(factor => factor.Profit).ShouldBe(observation.Profit, 1e-8);
            observation.Cause.Positions.Sum(position => position.Profit).ShouldBe(observation.Profit, 1e-8);
            observation.Cause.Factors.Select(factor => factor.Profit).ShouldBe(observation.Cause.Factors.Select(factor => factor.Profit).Order());
            observation.Cause.Factors.ShouldNotContain(factor => factor.Factor == "marks" && Math.Abs(factor.Profit) > 1e-8); // no quotes, nothing beyond the model
        }

        result.Observations.ShouldContain(o => o.Cause!.Factors.Any(factor => factor.Factor == "SPX volatility") && o.Cause.Factors.Any(factor => factor.Factor == "time" && factor.Profit > 0));
    }

    [Test]
    public void One_factor_alone_is_the_whole_cause()
    {
        var put = Portfolio.Of((-1, VanillaOption.Put(Spx, 5000, Start.AddDays(60))));
        static string Worst(BacktestResult result) => result.Breaches.Single().Cause!.Factors[0].Factor;
        BacktestResult Two(MarketSnapshot from, MarketSnapshot to) => new MarginBacktest(new MarginCalculator(new FlatRuleBook(1e-6))).Run("two", [BacktestDay.Of(from, put), BacktestDay.Of(to, put)]);
        Worst(Two(Market(0, 5000), Market(1, 4800))).ShouldBe("SPX price");
        Worst(Two(Market(0, 5000), Market(1, 5000, 0.4))).ShouldBe("SPX volatility");
        Worst(Two(Market(0, 5000, rate: 0.05), Market(1, 5000, rate: -0.05))).ShouldBe("SPX rates");
        var marked = Two(Market(0, 5000).With(put.Positions[0].Instrument, new Quote(100, null)), Market(1, 5000).With(put.Positions[0].Instrument, new Quote(300, null)));
        Worst(marked).ShouldBe("marks");
        marked.Breaches.Single().Profit.ShouldBe(-200);
    }

    [Test]
    public void The_bits_do_not_depend_on_threads_and_progress_rises([Values(1, 2, 3, 8)] int threads)
    {
        var alone = Test(0.2, Walk(300, 11));
        var heard = new List<int>();
        var days = new RollingPortfolio("strangle", Strangle, RollingPortfolio.Monthly).Over(Walk(300, 11));
        var result = new MarginBacktest(new MarginCalculator(new FlatRuleBook(0.2, scan: true)), new() { MaxDegreeOfParallelism = threads }).Run("threads", days, new Listener(heard.Add));
        result.Observations.Select(o => (o.Start, o.Requirement, o.Profit, o.Cause?.ToString())).ShouldBe(alone.Observations.Select(o => (o.Start, o.Requirement, o.Profit, o.Cause?.ToString())));
        heard.ShouldBe(heard.Order());
        heard[^1].ShouldBe(299);
        heard.Count.ShouldBeGreaterThan(1);
    }

    [Test]
    public void Days_are_read_as_they_are_needed_and_a_stop_ends_the_run()
    {
        using var stop = new CancellationTokenSource();
        int read = 0;
        IEnumerable<BacktestDay> Endless()
        {
            for (int day = 0; ; day++)
            {
                if (++read == 1000) stop.Cancel();
                yield return BacktestDay.Of(Market(day, 100 + day % 7), Long);
            }
        }

        var future = Portfolio.Of((1, new Perpetual(Spx)));
        Should.Throw<OperationCanceledException>(() => new MarginBacktest(new MarginCalculator(new FlatRuleBook(50))).Run("endless", Endless().Select(day => BacktestDay.Of(day.Market!, future)), null, stop.Token));
        read.ShouldBeLessThan(1400);
    }

    [Test]
    public void A_rule_may_change_with_the_day()
    {
        var days = new[] { 100d, 110, 120 }.Select((spot, day) => BacktestDay.Of(Market(day, spot), Long));
        new MarginBacktest(market => new MarginCalculator(new FlatRuleBook(market[Spx].Spot))).Run("dated", days).Observations.Select(o => o.Requirement).ShouldBe([100, 110]);
    }

    [Test]
    public void A_rolling_portfolio_is_struck_by_its_rule_and_when_something_has_expired()
    {
        var markets = Enumerable.Range(0, 70).Select(day => Market(day, 5000 + day)).ToList();
        double[] Strikes(Func<MarketSnapshot, MarketSnapshot, bool> rule) => [.. new RollingPortfolio("x", Strangle, rule).Over(markets).Select(day => ((VanillaOption)day.Account!.Portfolio.Positions[0].Instrument).Strike).Distinct()];
        Strikes(RollingPortfolio.Monthly).Length.ShouldBe(3); // 5 January, 1 February, 1 March
        Strikes(RollingPortfolio.Never).Length.ShouldBe(3);   // struck again after 30 and 60 days, as it expires
        Strikes(RollingPortfolio.Daily).Length.ShouldBeGreaterThan(30);
        new RollingPortfolio("x", Strangle, RollingPortfolio.Never).Over([BacktestDay.MissingAt(Start.AddDays(-1), "no data"), BacktestDay.Of(markets[0], Portfolio.Empty)]).First().Missing.ShouldBe("no data");
    }

    [Test]
    public void Shortfall_is_tested_on_two_results_of_the_same_days()
    {
        // Losses 52 and 2 x 26... required 50 and shortfall 60: one breach of -52: Z1 = -52/60 + 1, Z2 = -52/60/(4 x 0.25) + 1.
        var (small, large) = (Run(50, Long, 100, 110, 85, 59, 60), Run(60, Long, 100, 110, 85, 59, 60));
        var test = small.Shortfall(large, 0.75);
        test.Z1!.Value.ShouldBe(1 - (52 / 60d), 1e-15);
        test.Z2.ShouldBe(1 - (52 / 60d), 1e-15);
        Should.Throw<ArgumentException>(() => small.Shortfall(Run(60, Long, 100, 110), 0.75)).Message.ShouldContain("same days");
        var coverage = small.Coverage(0.99);
        (coverage.Kupiec.Breaches, coverage.Kupiec.Observations, coverage.Christoffersen.Transitions).ShouldBe((1, 4, new(1, 1, 1, 0)));
        coverage.ToString().ShouldContain("twice as often");
        small.Procyclicality().PeakToTrough.ShouldBe(1);
    }

    [Test]
    public void Bad_input_is_named()
    {
        var calculator = new MarginCalculator(new FlatRuleBook(50));
        Should.Throw<ArgumentException>(() => new MarginBacktest(calculator).Run("order", [BacktestDay.Of(Market(1, 100), Long), BacktestDay.Of(Market(0, 100), Long)])).Message.ShouldContain("2026-01-05 16:00Z comes after 2026-01-06");
        Should.Throw<ArgumentOutOfRangeException>(() => new BacktestOptions { HoldingDays = 0 }).Message.ShouldContain("HoldingDays is 0");
        Should.Throw<ArgumentOutOfRangeException>(() => new BacktestOptions { LongestInterval = TimeSpan.Zero }).Message.ShouldContain("interval");
        Should.Throw<ArgumentOutOfRangeException>(() => new BacktestOptions { MaxDegreeOfParallelism = 0 }).Message.ShouldContain("threads");
        Should.Throw<ArgumentException>(() => new MarginBacktest(calculator).Run("currency", [BacktestDay.Of(Market(0, 100), Long), BacktestDay.Of(MarketSnapshot.At(Start.AddDays(1)).ReportIn(new("EUR")).With(Spx, 100, 0.2), Long), BacktestDay.Of(Market(2, 100), Long)])).Message.ShouldContain("EUR");
        Should.Throw<ArgumentException>(() => BacktestDay.MissingAt(Start, " ")).Message.ShouldContain("reason");
        Should.Throw<ArgumentNullException>(() => new MarginBacktest((MarginCalculator)null!)).Message.ShouldContain("calculator");
        new MarginBacktest(calculator).Run("nothing", []).Observations.ShouldBeEmpty();
    }

    private static BacktestResult Run(double required, Portfolio portfolio, params double[] spots) => Run(required, portfolio, spots, null);

    private static BacktestResult Run(double required, Portfolio portfolio, double[] spots, BacktestOptions? options) =>
        new MarginBacktest(new MarginCalculator(new FlatRuleBook(required)), options).Run("small", spots.Select((spot, day) => BacktestDay.Of(Market(day, spot), portfolio)));

    private static BacktestResult Test(double scale, IEnumerable<MarketSnapshot> markets) => new MarginBacktest(new MarginCalculator(new FlatRuleBook(scale, scan: true)), new() { MaxDegreeOfParallelism = 1 })
        .Run("strangle", new RollingPortfolio("strangle", Strangle, RollingPortfolio.Monthly).Over(markets));

    private sealed class Listener(Action<int> heard) : IProgress<int>
    {
        public void Report(int value) => heard(value);
    }
}
