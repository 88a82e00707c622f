using PortfolioMargin.RuleBooks;
using PortfolioMargin.Tests.Laws;

namespace PortfolioMargin.Tests.RuleBooks.HouseGrid;

public class HouseGridTest
{
    private static readonly DateTimeOffset Time = new(2026, 1, 1, 8, 0, 0, TimeSpan.Zero);
    private static readonly Underlying Coin = new("XYZ");
    private static readonly MarketSnapshot Flat = MarketSnapshot.At(Time).With(Coin, spot: 100, volatility: 0.5);
    private static readonly DateTimeOffset Near = Time.AddDays(73), Far = Time.AddDays(146); // 0.2 and 0.4 years

    /// <summary>wiki.dederi.io, portfolio margin page: 10 ETH futures, index 2,243.3, forward 2,253.2, futures contingency 0.6 %. Factors are this test's.</summary>
    [Test]
    public void The_futures_example_of_Dederi_agrees()
    {
        const string file = """
            {"underlyings": {"ETH": {"priceRange": 0.15, "priceSteps": [-1, -0.8, -0.6, -0.4, -0.2, 0, 0.2, 0.4, 0.6, 0.8, 1], "volatility": {"steps": [0]},
              "contingencies": [{"name": "futures contingency", "measure": "GrossFutures", "rate": 0.006}]}}, "factors": {"initial": 1.2, "maintenance": 1}}
            """;
        var (ether, expiry) = (new Underlying("ETH"), Time.AddDays(20));
        var market = MarketSnapshot.At(Time).With(new UnderlyingMarket(ether, 2243.3) { Expiries = [new(expiry) { Forward = 2253.2 }] });
        var result = Calculate(file, Portfolio.Of((10, new Future(ether, expiry))), market);
        double[] cells = [-3380, -2704, -2028, -1352, -676, 0, 676, 1352, 2028, 2704, 3380];
        result.Tables.First().ProfitAndLoss.Select(cell => Math.Round(cell)).ShouldBe(cells);
        result.Line("maintenance/underlyings/ETH/scan risk")!.Amount.Value.ShouldBe(3379.8, 1e-9);             // 10 x 2253.2 x 0.15
        result.Line("maintenance/underlyings/ETH/futures contingency")!.Amount.Value.ShouldBe(134.598, 1e-9); // 0.006 x 2243.3 x 10
        result.Maintenance.ShouldBe(3514.398, 1e-9);
        result.Initial.ShouldBe(4217.2776, 1e-9);                                                             // 1.2 x 3514.398
    }

    // Perpetual 3, futures -1 (0.2 years) and -4 (0.4 years), all at 100; rate 0.01.
    [TestCase("GrossFutures", 0, 8)]             // 0.01 x 100 x (3 + 1 + 4)
    [TestCase("GrossDelta", 0, 8)]
    [TestCase("NetDelta", 0, 2)]                 // |3 - 1 - 4| = 2
    [TestCase("HedgedDelta", 0, 3)]              // min(3, 5)
    [TestCase("HedgedAcrossExpiries", 0, 3)]     // nets 3, -1, -4: min(3, 5)
    [TestCase("NetDeltaByExpiry", 0, 8)]         // |3| + |-1| + |-4|
    [TestCase("NetDeltaByExpiry", 0.1, 26)]      // 3 x 0.01 + 1 x (0.01 + 0.02) + 4 x (0.01 + 0.04) = 0.26, x 100
    [TestCase("ShortOptions", 0, 0)]
    public void A_charge_on_futures_is_rate_times_measure(string measure, double annual, double expected) => Charge(
        measure, annual, Portfolio.Of((3, new Perpetual(Coin)), (-1, new Future(Coin, Near)), (-4, new Future(Coin, Far)))).ShouldBe(expected, 1e-12);

    // Calls 100 sold 2, put 100 bought 1, call 90 sold 1, call 120 bought 1; rate 0.01 of 100.
    [TestCase("ShortOptions", 3)]
    [TestCase("NetShortOptions", 1)]             // 2 + 1 - 1 - 1
    [TestCase("NakedShortOptions", 2)]           // strike 100: 2 - 1; strike 90: 1; strike 120: none
    [TestCase("GrossFutures", 0)]
    public void A_charge_on_options_is_rate_times_measure(string measure, double expected) => Charge(
        measure,
        0,
        Portfolio.Of((-2, VanillaOption.Call(Coin, 100, Near)), (1, VanillaOption.Put(Coin, 100, Near)), (-1, VanillaOption.Call(Coin, 90, Near)), (1, VanillaOption.Call(Coin, 120, Near)))).ShouldBe(expected, 1e-12);

    [Test]
    public void Tails_count_by_weight_floors_and_minimum_are_the_least()
    {
        var book = Portfolio.Of((2, new Perpetual(Coin)));
        string file(double weight, double floor, double minimum) => FormattableString.Invariant(
            $$$"""{"underlyings": {"default": {"priceRange": 0.1, "priceSteps": [-1, 1], "volatility": {"steps": [0]}, "tails": [{"price": -0.5, "volatility": 0, "weight": {{{weight}}}}], "floors": [{"name": "f", "measure": "GrossDelta", "rate": {{{floor}}}}]}}, "minimum": {{{minimum}}}, "factors": {"initial": 2, "maintenance": 0.5}}""");
        Calculate(file(0, 0, 0), book, Flat).Maintenance.ShouldBe(10, 1e-12);      // 0.5 x 2 x 100 x 0.1
        Calculate(file(1, 0, 0), book, Flat).Maintenance.ShouldBe(50, 1e-12);      // 0.5 x 2 x 100 x 0.5
        Calculate(file(0.6, 0, 0), book, Flat).Initial.ShouldBe(120, 1e-12);       // 2 x 0.6 x 100
        Calculate(file(0, 1, 0), book, Flat).Maintenance.ShouldBe(100, 1e-12);     // 0.5 x 200
        Calculate(file(0, 0, 30), book, Flat).Maintenance.ShouldBe(30, 1e-12);     // above 10
        Calculate(file(0, 0, 30), book, Flat).Initial.ShouldBe(40, 1e-12);         // 2 x 20, above 30
        Calculate(file(0, 0, 30), Portfolio.Of((0, new Perpetual(Coin))), Flat).Maintenance.ShouldBe(0);
    }

    // Volatility 0.5 at 73 days; the call bought at 100, prices still: V = 100 (2 N(s / 2) - 1) with s = vol x sqrt(0.2).
    [TestCase("\"down\": 0", 0.5)]
    [TestCase("\"down\": 0.2", 0.4)]                                          // 0.5 x 0.8
    [TestCase("\"down\": 1", 0)]
    [TestCase("\"down\": 5", 0)]                                              // never below 0
    [TestCase("\"down\": 0.2, \"inPoints\": true", 0.3)]                      // 0.5 - 0.2
    [TestCase("\"down\": 0.2, \"longTermPower\": 1", 0.45890410958904109)]    // 0.5 (1 - 0.2 x 30 / 73)
    [TestCase("\"down\": 0.2, \"longTermPower\": 2", 0.48311127791330456)]    // 0.5 (1 - 0.2 (30 / 73)^2)
    [TestCase("\"down\": 0.2, \"shortTermPower\": 2, \"referenceDays\": 146", 0.1)]                          // 0.5 (1 - 0.2 x 2^2)
    [TestCase("\"down\": 0.2, \"shortTermPower\": 2, \"referenceDays\": 146, \"floorDays\": 146", 0.4)]
    [TestCase("\"down\": 1, \"minimum\": 0.25", 0.25)]
    public void A_volatility_parameter_counts_as_stated(string volatility, double after)
    {
        string file = $$$"""{"underlyings": {"default": {"priceRange": 0, "priceSteps": [0], "volatility": {"steps": [-1, 0], {{{volatility}}} } } }, "factors": {"initial": 1, "maintenance": 1}}""";
        double value(double sigma) => 100 * (2 * MathNet.Numerics.Distributions.Normal.CDF(0, 1, sigma * Math.Sqrt(0.2) / 2) - 1);
        Calculate(file, Portfolio.Of((1, VanillaOption.Call(Coin, 100, Near))), Flat).Maintenance.ShouldBe(value(0.5) - value(after), 1e-9);
    }

    [Test]
    public void A_file_replays_the_spot_shock_of_Okx_bit_for_bit() => LawCases.ForAll(random =>
    {
        const string file = """{"underlyings": {"BTC": {"priceRange": 0.12, "priceSteps": [-1, 0, 1], "priceMove": "Spot", "volatility": {"steps": [0]}}}, "factors": {"initial": 1, "maintenance": 1}}""";
        var okx = OkxRuleBook.AsOf(OkxRuleBook.ParameterDates[^1], """{"tiering": "Slice", "units": {"BTC": {"spotMoves": [0.12]}}}""");
        var (book, market) = (Portfolio.Of(new HouseGridExample().Book(random)), new HouseGridExample().Market());
        Calculate(file, book, market).Maintenance.ShouldBe(new MarginCalculator(okx).Calculate(book, market).Line("maintenance/derivatives/BTC/spot shock")!.Amount.Value);
    });

    [Test]
    public void A_file_replays_the_main_table_of_Deribit_bit_for_bit() => LawCases.ForAll(random =>
    {
        var pair = DeribitRuleBook.Default.Parameters.Pairs["BTC"];
        string file = FormattableString.Invariant(
            $$$"""{"underlyings": {"BTC": {"priceRange": {{{pair.PriceRange}}}, "priceSteps": [-1, -0.75, -0.5, -0.25, 0, 0.25, 0.5, 0.75, 1], "volatility": {"steps": [-1, 0, 1], "up": {{{pair.VolatilityShock.Up}}}, "down": {{{pair.VolatilityShock.Down}}}, "shortTermPower": {{{pair.VolatilityShock.ShortTermPower}}}, "longTermPower": {{{pair.VolatilityShock.LongTermPower}}}, "floorDays": {{{pair.VolatilityShock.FloorDays}}} } } }, "factors": {"initial": 1, "maintenance": 1}}""");
        var (book, market) = (Portfolio.Of(Laws.RuleBooks.Book(random)), Laws.RuleBooks.Market());
        var cells = new MarginCalculator(DeribitRuleBook.Default).Calculate(book, market).Tables.First().ProfitAndLoss;
        Calculate(file, book, market).Tables.First().ProfitAndLoss.ToArray().ShouldBe(cells[..27].ToArray());
    });

    [Test]
    public void The_catalog_loads_a_file_by_name_and_a_saved_result_runs_again()
    {
        var rule = RuleBookCatalog.Shipped.Create("HouseGrid", new(2026, 11, 24), HouseGridExample.File);
        var result = new MarginCalculator(rule).Calculate(Portfolio.Of(new HouseGridExample().Book(new(3))), new HouseGridExample().Market());
        var saved = MarginCase.Parse(MarginCase.Of(result, "house").Write());
        saved.Check().Agrees.ShouldBeTrue();
        saved.Run().Fingerprint().ShouldBe(result.Fingerprint());
    }

    [Test]
    public void What_a_file_leaves_out_is_named_and_what_it_cannot_hold_is_refused()
    {
        string file = HouseGridExample.File.Replace("\"factors\"", "\"notCovered\": [\"vega spread\"], \"factors\"", StringComparison.Ordinal);
        var market = new HouseGridExample().Market();
        Calculate(file, Portfolio.Of((1, new Perpetual(Laws.RuleBooks.Bitcoin))), market).Diagnostics.ShouldContain(finding => finding.Code == "part-not-covered" && finding.Message.Contains("vega spread", StringComparison.Ordinal));
        Should.Throw<UnsupportedInstrumentException>(() => Calculate(file, Portfolio.Of((1, new Perpetual(Laws.RuleBooks.Bitcoin) { Payoff = PayoffStyle.Inverse })), market));
        Should.Throw<UnsupportedInstrumentException>(() => Calculate(file, Portfolio.Of((1, new Perpetual(Coin))), Flat)).Message.ShouldContain("XYZ");
    }

    [TestCase("\"priceRange\": 0.15", "\"priceRange\": 15", "priceRange")]
    [TestCase("[-1, -0.8,", "[-0.8, -1,", "priceSteps")]
    [TestCase("[-1, 0, 1]", "[]", "volatility.steps")]
    [TestCase("\"up\": 0.24", "\"up\": -1", "volatility.up")]
    [TestCase("\"shortTermPower\": 0.3", "\"shortTermPower\": 3", "volatility.shortTermPower")]
    [TestCase("\"floorDays\": 20", "\"floorDays\": 0", "volatility.floorDays")]
    [TestCase("\"weight\": 0.5", "\"weight\": 50", "tails.weight")]
    [TestCase("\"rate\": 0.006", "\"rate\": -1", "futures contingency")]
    [TestCase("\"rate\": 0.006", "\"rate\": 0, \"annualRate\": 1", "annualRate")]
    [TestCase("GrossFutures", "GrossFuture", "measure")]
    [TestCase("futures contingency", "scan risk", "scan risk")]
    [TestCase("futures contingency", "a/b", "slash")]
    [TestCase("\"initial\": 1.2", "\"initial\": 0.9", "factors.initial")]
    [TestCase(", \"maintenance\": 1", "", "maintenance")]
    [TestCase("\"tails\"", "\"tail\"", "tail")]
    [TestCase("\"factors\": {\"initial\": 1.2, \"maintenance\": 1}", "\"minimum\": 0", "factors is absent")]
    [TestCase("\"source\": \"test\"", "\"minimum\": -1", "minimum")]
    public void A_file_that_cannot_be_is_refused_by_name(string good, string bad, string name)
    {
        HouseGridExample.File.ShouldContain(good);
        Should.Throw<MarginFormatException>(() => HouseGridExample.Rule(HouseGridExample.File.Replace(good, bad, StringComparison.Ordinal))).Message.ShouldContain(name);
    }

    [TestCase("{}")]
    [TestCase("""{"underlyings": {"BTC": null}, "factors": {"initial": 1, "maintenance": 1}}""")]
    public void A_file_without_underlyings_is_refused(string file) => Should.Throw<MarginFormatException>(() => HouseGridExample.Rule(file)).Message.ShouldContain("underlyings");

    [Test]
    public void The_page_lists_every_venue_that_is_not_shipped()
    {
        string page = File.ReadAllText(Path.Combine(Repository.Root, "src", "PortfolioMargin", "RuleBooks", "HouseGrid", "README.md"));
        foreach (var venue in HouseGridVenues.NotShippable) page.ShouldContain($"| {venue.Name} | {venue.Source} | {venue.Printed} | {venue.Missing} |");
    }

    private static double Charge(string measure, double annual, Portfolio book) => Calculate(
        FormattableString.Invariant($$$"""{"underlyings": {"default": {"priceRange": 0, "priceSteps": [0], "volatility": {"steps": [0]}, "contingencies": [{"name": "charge", "measure": "{{{measure}}}", "rate": 0.01, "annualRate": {{{annual}}}}]}}, "factors": {"initial": 1, "maintenance": 1}}"""),
        book,
        Flat).Line("maintenance/underlyings/XYZ/charge")!.Amount.Value;

    private static MarginResult Calculate(string file, Portfolio book, MarketSnapshot market) => new MarginCalculator(HouseGridExample.Rule(file)).Calculate(book, market);
}
