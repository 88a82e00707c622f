using PortfolioMargin.RuleBooks;

namespace PortfolioMargin.Tests.Margins;

/// <summary>Bad input gets a sentence: which object, which value, what was expected.</summary>
public class BadInputTest
{
    private static readonly Underlying Bitcoin = new("BTC");
    private static readonly DateTimeOffset Time = new(2026, 3, 13, 10, 0, 0, TimeSpan.Zero);
    private static readonly MarketSnapshot Market = MarketSnapshot.At(Time).With(Bitcoin, spot: 90_000, volatility: 0.5);
    private static readonly MarginCalculator Calculator = new(DeribitRuleBook.Default);

    [Test]
    public void Every_missing_number_is_listed_not_only_the_first()
    {
        var book = Portfolio.Of((1, new Perpetual(new("AAA"))), (1, new Perpetual(new("BBB"))), (1, new Perpetual(Bitcoin)));
        Should.Throw<MissingMarketDataException>(() => Calculator.Calculate(book, Market)).Missing.ShouldBe(["AAA: spot price", "BBB: spot price"]);
    }

    [Test]
    public void A_missing_volatility_is_named()
    {
        var bare = MarketSnapshot.At(Time).With(new UnderlyingMarket(Bitcoin, 90_000));
        Should.Throw<MissingMarketDataException>(() => Calculator.Calculate(Portfolio.Of((1, Call(Time.AddDays(30)))), bare)).Message.ShouldContain("volatility");
    }

    [Test]
    public void A_missing_currency_is_named()
    {
        var account = new Account(Portfolio.Empty) { Collateral = [new(new("XYZ"), 1)] };
        Should.Throw<MissingMarketDataException>(() => Calculator.Calculate(account, Market)).Message.ShouldContain("XYZ");
    }

    [Test]
    public void An_expired_option_is_refused_by_name() =>
        Should.Throw<ArgumentOutOfRangeException>(() => Calculator.Calculate(Portfolio.Of((1, Call(Time.AddSeconds(-1)))), Market)).Message.ShouldContain("Expired");

    [TestCase(ExpiredPolicy.Intrinsic, 1000)]
    [TestCase(ExpiredPolicy.Ignore, 0)]
    public void An_expired_option_can_be_settled_by_policy(ExpiredPolicy policy, double expected)
    {
        var scenarios = ScenarioSet.Of(new Scenario("up", new(PriceShock.Absolute(1000), VolatilityShock.None))).ValuedBy(new() { Expired = policy });
        Revaluer.Default.Revalue([Call(Time.AddDays(-1))], Market, scenarios)[Call(Time.AddDays(-1))][0].ShouldBe(expected);
    }

    [Test]
    public void An_option_at_its_expiry_is_worth_its_intrinsic_value()
    {
        var option = VanillaOption.Call(Bitcoin, 85_000, Time);
        Revaluer.Default.Revalue([option], Market, ScenarioSet.None).Unit(option).Value.ShouldBe(5_000);
    }

    [Test]
    public void American_exercise_that_cannot_be_priced_is_refused_by_name_and_never_priced_as_European()
    {
        var american = Call(Time.AddDays(30)) with { Exercise = ExerciseStyle.American };
        Refused(american with { Payoff = PayoffStyle.Inverse }, Market).ShouldContain("inverse");
        Refused(american with { Premium = PremiumStyle.Futures }, Market).ShouldContain("upfront");
        var normal = MarketSnapshot.At(Time).With(new UnderlyingMarket(Bitcoin, 90_000) { Model = PriceModel.Normal, Volatility = new FlatVolatility(40_000) });
        Refused(american, normal).ShouldContain("lognormal");
        var negative = MarketSnapshot.At(Time).With(new UnderlyingMarket(Bitcoin, 90_000) { Rate = -0.03, Carry = -0.01, Volatility = new FlatVolatility(0.5) });
        Refused(american, negative, new() { Discounting = Discounting.Market }).ShouldContain("two boundaries");
        var averaged = MarketSnapshot.At(Time).With(new UnderlyingMarket(Bitcoin, 90_000) { Volatility = new FlatVolatility(0.5) });
        Refused(american, averaged, new() { AveragingWindow = TimeSpan.FromDays(60) }).ShouldContain("averaging");

        static string Refused(VanillaOption option, MarketSnapshot market, Valuation? valuation = null)
        {
            var scenarios = ScenarioSet.Grid(price: [-0.1, 0.1], volatility: [0]).ValuedBy(valuation ?? Valuation.Default);
            var refusal = Should.Throw<UnsupportedInstrumentException>(() => Revaluer.Default.Revalue([option], market, scenarios));
            refusal.Instruments.ShouldBe([option.ToString()]);
            return refusal.Message;
        }
    }

    [Test]
    public void An_empty_account_needs_nothing()
    {
        var result = Calculator.Calculate(Portfolio.Empty, Market);
        result.Initial.ShouldBe(0);
        result.Maintenance.ShouldBe(0);
        result.Explain().ShouldNotBeEmpty();
    }

    [Test]
    public void A_position_of_zero_contributes_exactly_zero_and_stays_listed()
    {
        var result = Calculator.Calculate(Portfolio.Of((0, Call(Time.AddDays(30)))), Market);
        result.Initial.ShouldBe(0);
        result.Risk.Rows.Length.ShouldBe(1);
    }

    [Test]
    public void Numbers_that_leave_the_range_of_a_double_are_an_overflow_that_names_the_position()
    {
        var perpetual = new Perpetual(Bitcoin);
        Should.Throw<OverflowException>(() => new MarginCalculator(new Simple()).Calculate(Portfolio.Of((1e308, perpetual)), Market)).Message.ShouldContain("BTC perpetual");
    }

    [TestCase(0)]
    [TestCase(-2)]
    public void A_number_of_threads_below_one_is_refused(int threads) => Should.Throw<ArgumentOutOfRangeException>(() => new Revaluer(threads));

    [TestCase(-0.1)]
    [TestCase(1.5)]
    [TestCase(double.NaN)]
    public void A_haircut_outside_zero_to_one_is_refused(double haircut) =>
        Should.Throw<ArgumentOutOfRangeException>(() => new HaircutSchedule([new(new("ETH"), haircut)])).Message.ShouldContain("ETH");

    [Test]
    public void A_debt_is_not_haircut_down()
    {
        var haircuts = new HaircutSchedule([new(new("BTC"), 0.5)]);
        var calculator = new MarginCalculator(new Simple(), haircuts);
        calculator.Calculate(new Account(Portfolio.Empty) { Collateral = [new(new("BTC"), 1)] }, Market).Equity.ShouldBe(45_000);
        calculator.Calculate(new Account(Portfolio.Empty) { Collateral = [new(new("BTC"), -1)] }, Market).Equity.ShouldBe(-90_000);
    }

    [Test]
    public void Null_arguments_are_named()
    {
        Should.Throw<ArgumentNullException>(() => Calculator.Calculate((Portfolio)null!, Market));
        Should.Throw<ArgumentNullException>(() => Calculator.Calculate(Portfolio.Empty, (MarketSnapshot)null!)).ParamName.ShouldBe("market");
        Should.Throw<ArgumentNullException>(() => new MarginCalculator(null!)).ParamName.ShouldBe("ruleBook");
    }

    [Test]
    public void Batches_get_the_problem_instead_of_an_exception()
    {
        Calculator.TryCalculate(Portfolio.Of((1, new Perpetual(new("AAA")))), Market, out var result, out var failure).ShouldBeFalse();
        result.ShouldBeNull();
        failure.ShouldBeOfType<MissingMarketDataException>();
        Calculator.TryCalculate(Portfolio.Of((1, new Perpetual(Bitcoin))), Market, out result, out _).ShouldBeTrue();
        result!.Initial.ShouldBeGreaterThan(0);
    }

    [Test]
    public void A_cancelled_call_says_so_and_the_calculator_goes_on()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        var book = Portfolio.Of((1, new Perpetual(Bitcoin)));
        Should.Throw<OperationCanceledException>(() => Calculator.Calculate(book, Market, source.Token));
        Calculator.Calculate(book, Market).Initial.ShouldBeGreaterThan(0);
    }

    [Test]
    public void An_unknown_rule_book_name_lists_the_valid_ones() =>
        Should.Throw<ArgumentException>(() => RuleBookCatalog.Shipped.Create("Deribt")).Message.ShouldContain("Deribit, DeribitStandard");

    [Test]
    public void A_date_without_parameters_lists_the_shipped_ones() =>
        Should.Throw<ArgumentOutOfRangeException>(() => DeribitRuleBook.AsOf(new(2020, 1, 1))).Message.ShouldContain("2024-06-17");

    [TestCase("\"profitOffset\":0.6")]
    [TestCase("\"maximumOffsettableProfit\":20000000")]
    public void An_offset_between_currencies_is_refused_with_what_is_not_published(string change) =>
        Should.Throw<MarginFormatException>(() => DeribitRuleBook.AsOf(new(2026, 2, 15), "{\"pairs\":{\"ETH\":{" + change + "}}}")).Message.ShouldContain("does not publish which cells");

    [Test]
    public void Underlyings_need_together_what_they_need_apart()
    {
        var market = Market.With(new Underlying("ETH"), spot: 3_000, volatility: 0.6);
        var (coin, ether) = (Portfolio.Of((2, new Perpetual(Bitcoin))), Portfolio.Of((-50, new Perpetual(new("ETH")))));
        double apart = Calculator.Calculate(coin, market).Initial + Calculator.Calculate(ether, market).Initial;
        Calculator.Calculate(coin + ether, market).Initial.ShouldBe(apart);
    }

    [Test]
    public void What_Deribit_does_not_publish_is_refused_by_name()
    {
        Refused(Portfolio.Of((1, new SpotAsset(Bitcoin)))).ShouldContain("spot");
        Refused(Portfolio.Of((1, new Perpetual(Bitcoin)), (1, new Perpetual(Bitcoin) { Payoff = PayoffStyle.Inverse }))).ShouldContain("inverse and linear");
        Refused(Portfolio.Of((300, new Perpetual(Bitcoin)))).ShouldContain("threshold");
        static string Refused(Portfolio book) => Should.Throw<UnsupportedInstrumentException>(() => Calculator.Calculate(book, Market)).Message;
    }

    [Test]
    public void Stale_quotes_are_reported_in_the_result()
    {
        var perpetual = new Perpetual(Bitcoin);
        var market = Market.With(perpetual, new(90_010) { Time = Time.AddMinutes(-90) }).WarnWhenOlderThan(TimeSpan.FromHours(1));
        Calculator.Calculate(Portfolio.Of((1, perpetual)), market).Diagnostics.ShouldContain(diagnostic => diagnostic.Code == "stale-quote");
    }

    [Test]
    public void Parameters_later_than_the_market_are_a_warning()
    {
        var early = MarketSnapshot.At(new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero)).With(Bitcoin, 42_000, 0.5);
        Calculator.Calculate(Portfolio.Of((1, new Perpetual(Bitcoin))), early).Diagnostics.ShouldContain(diagnostic => diagnostic.Code == "parameters-later-than-market");
    }

    [Test]
    public void Coins_as_collateral_are_shocked_like_a_position()
    {
        var coins = new Account(Portfolio.Empty) { Collateral = [new(new("BTC"), 2)] };
        Calculator.Calculate(coins, Market).Initial.ShouldBe(2 * 0.16 * 90_000, 1e-9);
        var hedged = coins with { Portfolio = Portfolio.Of((-2, new Perpetual(Bitcoin))) };
        Calculator.Calculate(hedged, Market).Requirement.Initial["risk matrix/BTC/worst case"].Amount.Value.ShouldBe(0, 1e-9);
    }

    private static VanillaOption Call(DateTimeOffset expiry) => VanillaOption.Call(Bitcoin, 90_000, expiry);

    private sealed class Simple : IRuleBook
    {
        public RuleBookInfo Info { get; } = new("Simple", new(2026, 1, 1), []);

        public ScenarioSet ScenariosFor(MarketSnapshot market) => ScenarioSet.Grid(price: [-0.1, 0.1], volatility: [0]);

        public MarginRequirement Assess(RiskMatrix risk)
        {
            var line = MarginLine.Sum("initial", risk.By(i => i.Underlying).Select(group => group.WorstLoss()));
            return new(line, line.Times("maintenance", 1));
        }
    }
}
