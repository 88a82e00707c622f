using PortfolioMargin.RuleBooks;

namespace PortfolioMargin.Tests.RuleBooks.Derive;

/// <summary>What the documents say in words, and what is refused.</summary>
public class DeriveRuleTest
{
    private static readonly Underlying Ether = new("ETH");
    private static readonly Currency Stablecoin = new("USDC");
    private static readonly DateTimeOffset Time = new(2026, 3, 13, 10, 0, 0, TimeSpan.Zero);
    private static readonly IRuleBook[] All = [DerivePmrmRuleBook.Default, DerivePmrm2RuleBook.Default, DeriveStandardRuleBook.Default];

    /// <summary>docs.derive.xyz, PM2: forward 2695.78, rate 0.21, 37.2 days; values printed to three places.</summary>
    [TestCase(2695.78, 0.76, 257.055, 353.047)]
    [TestCase(3181.02, 1.486, 335.477, 918.811)]
    public void Published_option_values(double forward, double volatility, double put, double call)
    {
        var expiry = Time.AddDays(37.2);
        var market = MarketSnapshot.At(Time).With(Stablecoin, 1).With(new UnderlyingMarket(Ether, 2652.9) { Expiries = [new(expiry) { Forward = forward, Rate = 0.21, Volatility = new FlatVolatility(volatility) }] });
        Equity(VanillaOption.Put(Ether, 2700, expiry)).ShouldBe(put, 1e-3);
        Equity(VanillaOption.Call(Ether, 2500, expiry)).ShouldBe(call, 1e-3);

        double Equity(Instrument option) => new MarginCalculator(DerivePmrm2RuleBook.Default).Calculate(Portfolio.Of((1, option)), market).Equity;
    }

    [Test]
    public void Thirty_days_use_the_short_power_and_a_second_more_the_long_one()
    {
        const string floor = """{"volatilityShock":{"floorDays":40,"shortTermPower":2,"longTermPower":0},"scenarios":[{"spot":0,"volatility":"up"}],"basis":{"additiveFactor":0,"perYearFactor":0}}""";
        var rule = DerivePmrmRuleBook.AsOf(DerivePmrmRuleBook.Default.Info.AsOf, floor);
        Rise(Time.AddDays(30)).ShouldBe(0.6 * 0.5625, 1e-12); // (30/40)^2
        Rise(Time.AddDays(30).AddSeconds(1)).ShouldBe(0.6, 1e-12);

        double Rise(DateTimeOffset expiry)
        {
            var row = rule.ScenariosFor(Market()).RowsFor(Ether)[0];
            double[] up = new double[1];
            row.Shock.Volatility.Apply([1], [2000], 2000, Market().YearsTo(expiry), up);
            return up[0] - 1;
        }
    }

    [Test]
    public void A_skew_is_a_loss_whichever_way_it_turns()
    {
        const string skewOnly = """{"scenarios":[{"spot":0,"volatility":"linear skew"}],"basis":{"additiveFactor":0,"perYearFactor":0},"staticDiscount":{"longBase":1,"longRateAddend":0,"shortBase":1,"shortRateAddend":0}}""";
        var calculator = new MarginCalculator(DerivePmrm2RuleBook.AsOf(DerivePmrm2RuleBook.Default.Info.AsOf, skewOnly));
        var expiry = Time.AddDays(60);
        var riskReversal = Portfolio.Of((1, VanillaOption.Call(Ether, 2400, expiry)), (-1, VanillaOption.Put(Ether, 1600, expiry)));
        double one = Scan(riskReversal), other = Scan(-riskReversal);
        one.ShouldBeGreaterThan(1);
        other.ShouldBe(one, 1e-9);

        double Scan(Portfolio book) => calculator.Calculate(book, Market()).Line("initial/scan risk")!.Amount.Value;
    }

    [Test]
    public void The_averaged_part_of_a_forward_no_longer_moves()
    {
        var call = Portfolio.Of((-1, VanillaOption.Call(Ether, 1000, Time.AddMinutes(15))));
        var half = new MarginCalculator(DerivePmrmRuleBook.Default).Calculate(call, Market());
        var none = new MarginCalculator(DerivePmrmRuleBook.Default).Calculate(Portfolio.Of((-1, VanillaOption.Call(Ether, 1000, Time))), Market());
        half.Line("maintenance/scan risk")!.Amount.Value.ShouldBe(0.5 * 0.20 * 2000, 1e-9); // half of the window is over
        none.Line("maintenance/scan risk")!.Amount.Value.ShouldBe(0);
    }

    [Test]
    public void An_expired_option_counts_its_intrinsic_value() => new MarginCalculator(DeriveStandardRuleBook.Default)
        .Calculate(Portfolio.Of((2, VanillaOption.Call(Ether, 1500, Time.AddHours(-1)))), Market()).Equity.ShouldBe(1000, 1e-9);

    [Test]
    public void Cash_counts_at_face_value_whatever_the_price_of_the_stablecoin()
    {
        var account = new Account(Portfolio.Empty) { Collateral = [new(Stablecoin, -500), new(new("USD"), 100)] };
        foreach (var rule in All) new MarginCalculator(rule).Calculate(account, Market(0.9)).Equity.ShouldBe(-400, rule.Info.Name);
    }

    [Test]
    public void Where_rows_tie_the_basis_scenario_is_reported()
    {
        var table = new MarginCalculator(DerivePmrmRuleBook.Default).Calculate(Portfolio.Empty, Market()).Tables.Single();
        table.WorstName.ShouldBe("basis");
        table.ProfitAndLoss.ShouldAllBe(profit => profit == 0);
    }

    [Test]
    public void Flat_changes_are_changes_of_the_market_that_the_account_holds()
    {
        var date = DerivePmrm2RuleBook.Default.Info.AsOf;
        var account = new Account(Portfolio.Of((-1, VanillaOption.Call(Ether, 2200, Time.AddDays(20))))) { Collateral = [new(new("weETH"), 2)] };
        var market = Market().With(new Currency("weETH"), 2100);
        double flat = Initial("""{"collateral":{"weETH":{"riskCancelling":false}},"lossFactor":{"initial":3}}""");
        flat.ShouldBe(Initial("""{"markets":{"ETH":{"collateral":{"weETH":{"riskCancelling":false}},"lossFactor":{"initial":3}}}}"""));
        flat.ShouldNotBe(Initial("{}"));
        Should.Throw<MarginFormatException>(() => DerivePmrm2RuleBook.AsOf(date, """{"lossFactr":{"initial":3}}""")).Message.ShouldContain("lossFactr");
        Should.Throw<MarginFormatException>(() => DerivePmrm2RuleBook.AsOf(date, "[]"));

        double Initial(string changes) => new MarginCalculator(DerivePmrm2RuleBook.AsOf(date, changes)).Calculate(account, market).Initial;
    }

    [TestCase("""{"scenarios":[]}""", "at least one row")]
    [TestCase("""{"scenarios":[{"spot":0,"volatility":"linear skew"}]}""", "no skew scenarios")]
    [TestCase("""{"scenarios":[{"spot":-1.5,"volatility":"up"}]}""", "scenarios.spot")]
    [TestCase("""{"scenarios":[{"spot":0,"volatility":"sideways"}]}""", "volatility")]
    [TestCase("""{"confidence":{"threshold":55}}""", "looks like percent")]
    [TestCase("""{"initialFactor":0.9}""", "initialFactor")]
    public void A_parameter_out_of_range_is_refused(string changes, string reason) =>
        Should.Throw<MarginFormatException>(() => DerivePmrmRuleBook.AsOf(DerivePmrmRuleBook.Default.Info.AsOf, changes)).Message.ShouldContain(reason);

    [TestCase("""{"scenarios":[{"spot":0.1,"volatility":"linear skew"}]}""", "skew")]
    [TestCase("""{"scenarios":[{"spot":0,"volatility":"linear skew"},{"spot":0,"volatility":"linear skew"}]}""", "at most one")]
    public void A_skew_row_has_no_spot_move_and_comes_once(string changes, string reason) =>
        Should.Throw<MarginFormatException>(() => DerivePmrm2RuleBook.AsOf(DerivePmrm2RuleBook.Default.Info.AsOf, changes)).Message.ShouldContain(reason);

    [Test]
    public void What_the_managers_do_not_hold_is_refused_by_name()
    {
        var expiry = Time.AddDays(30);
        Instrument[] never = [new Future(Ether, expiry), new Perpetual(Ether) { Payoff = PayoffStyle.Inverse }, new VanillaOption(Ether, OptionRight.Call, 2000, expiry) { Premium = PremiumStyle.Futures }];
        foreach (var rule in All)
        {
            foreach (var instrument in never) Refused(rule, Portfolio.Of((1, instrument)), "ETH");
            Refused(rule, new Account(Portfolio.Empty) { Collateral = [new(new("EUR"), 1)] }, "EUR");
        }

        Refused(DerivePmrm2RuleBook.Default, Portfolio.Of((1, new SpotAsset(Ether))), "ETH spot");
        Refused(DerivePmrm2RuleBook.Default, Portfolio.Of((1, new Perpetual(new("DOGE")))), "DOGE");
        Refused(DerivePmrm2RuleBook.Default, new Account(Portfolio.Of((1, new Perpetual(Ether)))) { Collateral = [new(new("ETH"), -1)] }, "ETH");
        Refused(DerivePmrmRuleBook.Default, Portfolio.Of((-1, new SpotAsset(Ether))), "ETH spot");
        Refused(DerivePmrmRuleBook.Default, Portfolio.Of((1, new Perpetual(Ether)), (1, new Perpetual(new("DOGE")))), "DOGE; ETH");
        Refused(DeriveStandardRuleBook.Default, Portfolio.Of((1, new Perpetual(new("SNX")))), "SNX perpetual");
    }

    [Test]
    public void A_market_without_a_price_of_USDC_is_missing_it()
    {
        var market = MarketSnapshot.At(Time).With(Ether, 2000, 0.6);
        foreach (var rule in All)
            Should.Throw<MissingMarketDataException>(() => new MarginCalculator(rule).Calculate(Portfolio.Of((1, new Perpetual(Ether))), market)).Message.ShouldContain("USDC");
    }

    [Test]
    public void Accounts_that_the_venue_would_not_admit_are_named_in_the_diagnostics()
    {
        var expiries = Enumerable.Range(1, 12).Select(week => new Position(VanillaOption.Call(Ether, 2000, Time.AddDays(7 * week)), 1));
        Codes(DerivePmrm2RuleBook.Default, Portfolio.Of(expiries)).ShouldBe(["too-many-expiries"]);
        Codes(DeriveStandardRuleBook.Default, Portfolio.Of(Enumerable.Range(1, 49).Select(k => new Position(VanillaOption.Call(Ether, 100 * k, Time.AddDays(7)), 1)))).ShouldBe(["too-many-assets"]);
        Codes(DerivePmrmRuleBook.Default, new Account(Portfolio.Empty) { Orders = [new(new Perpetual(Ether), 1)] }).ShouldBe(["orders-not-covered"]);

        static IEnumerable<string> Codes(IRuleBook rule, Account account) => new MarginCalculator(rule).Calculate(account, Market()).Diagnostics.Select(finding => finding.Code);
    }

    [Test]
    public void A_perpetual_with_a_feed_that_is_hardly_trusted_makes_options_dearer()
    {
        var calculator = new MarginCalculator(DerivePmrmRuleBook.Default);
        var market = MarketSnapshot.At(Time).With(Stablecoin, 1).With(new UnderlyingMarket(Ether, 2000) { Volatility = new FlatVolatility(0.6), Confidence = new() { Perpetual = 0.1 } });
        Portfolio option = Portfolio.Of((10, VanillaOption.Call(Ether, 2600, Time.AddDays(30)))), perpetual = Portfolio.Of((-0.1, new Perpetual(Ether)));
        double apart = calculator.Calculate(option, market).Initial + calculator.Calculate(perpetual, market).Initial;
        calculator.Calculate(option + perpetual, market).Initial.ShouldBeGreaterThan(2 * apart); // so the rule does not claim to be subadditive
    }

    private static void Refused(IRuleBook rule, Account account, string name)
    {
        var market = Market().With(new UnderlyingMarket(new("DOGE"), 0.2)).With(new UnderlyingMarket(new("SNX"), 2)).With(new Currency("EUR"), 1.1);
        Should.Throw<UnsupportedInstrumentException>(() => new MarginCalculator(rule).Calculate(account, market), rule.Info.Name).Message.ShouldContain(name);
    }

    private static MarketSnapshot Market(double stable = 1) => MarketSnapshot.At(Time).With(Stablecoin, stable).With(Ether, 2000, 0.6);
}
