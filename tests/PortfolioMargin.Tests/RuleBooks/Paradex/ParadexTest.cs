using PortfolioMargin.RuleBooks;
using PortfolioMargin.Tests.Laws;

namespace PortfolioMargin.Tests.RuleBooks.Paradex;

public class ParadexTest
{
    private static readonly Underlying Bitcoin = Laws.RuleBooks.Bitcoin;
    private static readonly DateOnly Date = ParadexRuleBook.ParameterDates[^1];
    private static readonly DateTimeOffset Time = Laws.RuleBooks.Time;
    private static readonly MarketSnapshot Market = MarketSnapshot.At(Time).With(new UnderlyingMarket(Bitcoin, 86_187.7)
    {
        Rate = 0.03,
        Volatility = new SmileVolatility((70_000, 0.9), (90_000, 0.75), (120_000, 0.8)),
        Perpetual = new() { Mark = 85_948.2, FundingRate = 0.0000639 },
    });

    /// <summary>A book in which every parameter matters: both sides, options of less than a day, a fortnight and a quarter, a cheap option, orders both ways.</summary>
    private static readonly Account Book = new(Portfolio.Of(
        (1, new Perpetual(Bitcoin)),
        (-1.5, VanillaOption.Put(Bitcoin, 85_000, Time.AddHours(22))),
        (-3, VanillaOption.Call(Bitcoin, 90_000, Time.AddDays(14))),
        (40, VanillaOption.Call(Bitcoin, 250_000, Time.AddDays(14))),
        (2, VanillaOption.Put(Bitcoin, 80_000, Time.AddDays(105)))))
    {
        Orders = [new(VanillaOption.Call(Bitcoin, 95_000, Time.AddDays(14)), 1, 3_000), new(new Perpetual(Bitcoin), -2, 87_000), new(new Perpetual(Bitcoin), 1, 85_000)],
    };

    [TestCase("""{"scenarios":[{"spot":-0.999,"volatility":-1,"weight":0}]}""", """{"scenarios":[{"spot":-0.999,"volatility":-1,"weight":10}]}""")]
    [TestCase("""{"scenarios":[{"spot":-0.999,"volatility":9,"weight":1}]}""", """{"scenarios":[{"spot":9,"volatility":9,"weight":1}]}""")]
    [TestCase("""{"scenarios":[{"spot":0.01,"volatility":-1,"weight":1}]}""", """{"scenarios":[{"spot":0.01,"volatility":0.9,"weight":1}]}""")]
    [TestCase("""{"volatilityShock":{"minimumUp":0}}""", """{"volatilityShock":{"minimumUp":9}}""")]
    [TestCase("""{"volatilityShock":{"shortTermPower":0}}""", """{"volatilityShock":{"shortTermPower":3}}""")]
    [TestCase("""{"volatilityShock":{"longTermPower":0}}""", """{"volatilityShock":{"longTermPower":3}}""")]
    [TestCase("""{"volatilityShock":{"floorDays":1e-6}}""", """{"volatilityShock":{"floorDays":3650}}""")]
    [TestCase("""{"minimumDelta":{"unhedged":0}}""", """{"minimumDelta":{"unhedged":1}}""")]
    [TestCase("""{"minimumDelta":{"hedged":0}}""", """{"minimumDelta":{"hedged":1}}""")]
    [TestCase("""{"maintenanceFactor":0}""", """{"maintenanceFactor":1}""")]
    [TestCase("""{"feeRate":0}""", """{"feeRate":1}""")]
    [TestCase("""{"optionFeeCap":0}""", """{"optionFeeCap":1}""")]
    [TestCase("""{"settlementMinutes":1e-6}""", """{"settlementMinutes":1e7}""")]
    public void Every_parameter_counts_as_the_document_says_at_its_smallest_and_largest_value(string smallest, string largest)
    {
        var (low, high) = (Check(smallest, Book, Market), Check(largest, Book, Market));
        (high.Maintenance, high.Initial).ShouldNotBe((low.Maintenance, low.Initial));
    }

    [TestCase("""{"perpetual":{"initial":0}}""", """{"perpetual":{"initial":1}}""")]
    [TestCase("""{"perpetual":{"maintenanceFactor":0}}""", """{"perpetual":{"maintenanceFactor":1}}""")]
    [TestCase("""{"option":{"initial":{"premium":0}}}""", """{"option":{"initial":{"premium":50}}}""")]
    [TestCase("""{"option":{"maintenance":{"longInTheMoney":0}}}""", """{"option":{"maintenance":{"longInTheMoney":50}}}""")]
    [TestCase("""{"option":{"initial":{"shortInTheMoney":0}}}""", """{"option":{"initial":{"shortInTheMoney":50}}}""")]
    [TestCase("""{"option":{"maintenance":{"shortOutOfTheMoney":0}}}""", """{"option":{"maintenance":{"shortOutOfTheMoney":50}}}""")]
    [TestCase("""{"option":{"initial":{"shortPutCap":0}}}""", """{"option":{"initial":{"shortPutCap":50}}}""")]
    [TestCase("""{"feeRate":0}""", """{"feeRate":1}""")]
    [TestCase("""{"optionFeeCap":0}""", """{"optionFeeCap":1}""")]
    public void Every_parameter_of_cross_margin_counts_as_the_document_says_at_its_smallest_and_largest_value(string smallest, string largest)
    {
        var (low, high) = (CheckCross(smallest, Book, Market), CheckCross(largest, Book, Market));
        (high.Maintenance, high.Initial).ShouldNotBe((low.Maintenance, low.Initial));
    }

    [Test]
    public void Random_accounts_with_orders_agree_with_the_plain_twin_under_both_rules() => LawCases.ForAll(random =>
    {
        var account = new Account(Portfolio.Of(new ParadexExample().Book(random)));
        account = account with { Orders = [.. new ParadexExample().Book(random, 5).Select(p => new Order(p.Instrument, p.Quantity, p.Instrument is Perpetual ? 89_000 + random.Next(-900, 900) : random.Next(1, 9_000)))] };
        Check("{}", account, new ParadexExample().Market());
        CheckCross("{}", account, new ParadexExample().Market());
    });

    [Test]
    public void Inside_the_last_half_hour_profits_of_an_option_fade_and_its_delta_does_not()
    {
        foreach (double minutes in new[] { 0, 15, 29.5, 30, 31 })
        {
            var book = Portfolio.Of((-1, VanillaOption.Call(Bitcoin, 86_000, Time.AddMinutes(minutes))));
            var result = Check("{}", book, Market);
            if (minutes == 0) result.Line("initial/portfolio requirement/scan risk")!.Amount.Value.ShouldBe(0);
            result.Line("initial/portfolio requirement/minimum delta")!.Amount.Value.ShouldBeGreaterThan(0);
        }
    }

    [Test]
    public void Balances_in_other_assets_are_required_in_full_and_cash_and_debts_are_not()
    {
        var market = Market.With(new Currency("SOL"), 150d);
        var rich = Book with { Collateral = [new(new("SOL"), 4), new(new("USD"), 1_000), new(new("BTC"), -1)] };
        foreach (string root in (string[])["initial", "maintenance"])
            new MarginCalculator(ParadexRuleBook.Default).Calculate(rich, market).Line($"{root}/spot balances")!.Amount.Value.ShouldBe(600);
    }

    [Test]
    public void A_flat_change_reaches_every_shipped_set_and_a_named_one_its_own()
    {
        var sets = ParadexRuleBook.AsOf(Date, """{"feeRate":0.001,"underlyings":{"ETH":{"feeRate":0.002}}}""").Parameters.Underlyings;
        (sets["BTC"].FeeRate, sets["ETH"].FeeRate, sets["HYPE"].FeeRate).ShouldBe((0.001, 0.002, 0.001));
    }

    [TestCase("""{"feeRat":0.001}""", "feeRat")]
    [TestCase("""{"underlyings":{"BTC":{"feeRat":0.001}}}""", "feeRat")]
    [TestCase("""{"underlyings":{"SOL":{"feeRate":0.001}}}""", "required")]
    [TestCase("""{"feeRate":3}""", "feeRate")]
    [TestCase("""{"scenarios":[]}""", "scenarios")]
    [TestCase("""{"scenarios":[{"spot":-1,"volatility":0,"weight":1}]}""", "scenarios.spot")]
    [TestCase("""{"scenarios":[{"spot":0.1,"volatility":0,"weight":-1}]}""", "scenarios.weight")]
    [TestCase("""{"settlementMinutes":0}""", "settlementMinutes")]
    [TestCase("""{"feeRate":0.1,"feeRate":0.1}""", "feeRate")]
    [TestCase("[1]", "JSON object")]
    [TestCase("{", "parameters")]
    public void A_parameter_that_cannot_be_is_refused_by_name(string changes, string name) =>
        Should.Throw<MarginFormatException>(() => ParadexRuleBook.AsOf(Date, changes)).Message.ShouldContain(name);

    [Test]
    public void What_the_documents_do_not_cover_is_refused_by_name()
    {
        var market = Market.With(new UnderlyingMarket(new("ETH"), 2_900) { Perpetual = new() { Mark = 2_901 } }).With(new UnderlyingMarket(new("SOL"), 150));
        Refused(new((Portfolio)Portfolio.Of((1, new SpotAsset(Bitcoin)))), "collateral");
        Refused(new(Portfolio.Of((1, new Future(Bitcoin, Time.AddDays(30))))), "perpetuals");
        Refused(new(Portfolio.Of((1, new Perpetual(Bitcoin) { Payoff = PayoffStyle.Inverse }))), "linear");
        Refused(new(Portfolio.Of((1, new Perpetual(new("SOL"))))), "underlyings");
        Refused(new(Portfolio.Of((1, new Perpetual(Bitcoin)), (1, new Perpetual(new("ETH"))))), "several underlyings");
        Refused(new(Portfolio.Empty) { Orders = [new(new Perpetual(Bitcoin), 1)] }, "limit");
        Should.Throw<UnsupportedInstrumentException>(() => new MarginCalculator(ParadexCrossRuleBook.Default).Calculate(Portfolio.Of((1, new Perpetual(new("ETH")))), market)).Message.ShouldContain("perpetual.initial");

        void Refused(Account account, string reason) => Should.Throw<UnsupportedInstrumentException>(() => new MarginCalculator(ParadexRuleBook.Default).Calculate(account, market)).Message.ShouldContain(reason);
    }

    [Test]
    public void A_floor_that_is_not_convex_does_not_claim_to_be_subadditive()
    {
        ParadexRuleBook.Default.Info.Claims.HasFlag(RuleBookClaims.Subadditive).ShouldBeTrue();
        var concave = ParadexRuleBook.AsOf(Date, """{"scenarios":[{"spot":0,"volatility":0,"weight":1}],"feeRate":0,"minimumDelta":{"unhedged":0,"hedged":1}}""");
        concave.Info.Claims.HasFlag(RuleBookClaims.Subadditive).ShouldBeFalse();
        var calculator = new MarginCalculator(concave);
        var market = MarketSnapshot.At(Time).With(new UnderlyingMarket(Bitcoin, 80_000) { Volatility = new FlatVolatility(0.5) });
        Portfolio bought = Portfolio.Of((1, new Perpetual(Bitcoin))), sold = Portfolio.Of((-1, new Perpetual(Bitcoin) { Multiplier = 2 }));
        calculator.Calculate(bought + sold, market).Initial.ShouldBeGreaterThan(calculator.Calculate(bought, market).Initial + calculator.Calculate(sold, market).Initial);
    }

    private static MarginResult Check(string changes, Account account, MarketSnapshot market)
    {
        var rule = ParadexRuleBook.AsOf(Date, changes);
        return Agrees(new MarginCalculator(rule).Calculate(account, market), new ParadexTwin(account, market, Bitcoin).Portfolio(rule.Parameters.Underlyings["BTC"]));
    }

    private static MarginResult CheckCross(string changes, Account account, MarketSnapshot market)
    {
        var rule = ParadexCrossRuleBook.AsOf(Date, changes);
        return Agrees(new MarginCalculator(rule).Calculate(account, market), new ParadexTwin(account, market, Bitcoin).Cross(rule.Parameters.Underlyings["BTC"]));
    }

    private static MarginResult Agrees(MarginResult result, (double Initial, double Maintenance) twin)
    {
        result.Initial.ShouldBe(twin.Initial, Tolerances.PlainTwin * (1 + twin.Initial));
        result.Maintenance.ShouldBe(twin.Maintenance, Tolerances.PlainTwin * (1 + twin.Maintenance));
        return result;
    }
}
