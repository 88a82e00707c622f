using PortfolioMargin.RuleBooks;

namespace PortfolioMargin.Tests.RuleBooks.Span;

/// <summary>Numbers worked out by hand, and what is refused.</summary>
public class SpanTest
{
    private static readonly DateTimeOffset March = new(2030, 3, 15, 0, 0, 0, TimeSpan.Zero), June = new(2030, 6, 15, 0, 0, 0, TimeSpan.Zero);

    /// <summary>A long future with a scan range of 900: thirds of it, and 891 = 0.33 x 3 x 900 in the extreme rows.</summary>
    private static readonly double[] Line = [0, 0, -300, -300, 300, 300, -600, -600, 600, 600, -900, -900, 900, 900, -891, 891];

    /// <summary>A long call.</summary>
    private static readonly double[] Curve = [-50, 70, -210, -100, 100, 200, -380, -290, 220, 300, -560, -500, 320, 360, -800, 390];

    private const string Parameters = """
        {"combinedCommodities":[
          {"code":"P","products":[{"underlying":"P"}],
           "interMonthTiers":[{"number":1,"from":"2030-03","to":"2030-03"},{"number":2,"from":"2030-04","to":"2030-12"}],
           "calendarSpreads":[{"priority":1,"charge":120,"legs":[{"tier":1,"side":"A"},{"tier":2,"side":"B"}]}],
           "spotMonths":[{"month":"2030-03","spreadCharge":10,"outrightCharge":25}],
           "shortOptionMinimum":30,"adjustmentFactor":1.1,"initialToMaintenanceRatio":1.2},
          {"code":"Q","products":[{"underlying":"Q"}]},
          {"code":"R","products":[{"underlying":"R"}],"shortOptionMinimum":30}],
         "interCommoditySpreads":[
          {"priority":2,"method":"scan","creditRate":0.5,"legs":[{"combinedCommodity":"Q","side":"A","deltaPerSpread":2,"isTarget":true},{"combinedCommodity":"R","side":"B"}]},
          {"priority":1,"creditRate":0.6,"legs":[{"combinedCommodity":"P","side":"A"},{"combinedCommodity":"Q","side":"B","deltaPerSpread":2,"creditRate":0.25}]}]}
        """;

    private static readonly SpanPosition[] Book =
    [
        new(new Future(new("P"), March) { Multiplier = 100 }, 5, Line, 1, 0),
        new(new Future(new("P"), June) { Multiplier = 100 }, -2, Line, 1, 0),
        new(VanillaOption.Call(new("P"), 100, March) with { Multiplier = 100 }, -4, Curve, 0.5m, 2.5),
        new(new Future(new("Q"), March) { Multiplier = 100 }, -2, [.. Line.Select(loss => loss * 2 / 3)], 1, 0),
        new(VanillaOption.Call(new("R"), 100, March) with { Multiplier = 100 }, 2, Curve, 0.5m, 3),
    ];

    /// <summary>
    /// P: losses 3 x line - 4 x curve; largest in row 13: 2,700 - 1,280 = 1,420, its pair 2,700 - 1,440 = 1,260. Time risk (200 - 280) / 2 = -40,
    /// without volatility (1,420 + 1,260) / 2 = 1,340, so price risk 1,340 + 40 = 1,380 and volatility risk 80. Deltas: March 5 - 4 x 0.5 = 3, June -2, net 1.
    /// Calendar: min(3, 2) = 2 spreads x 120 = 240. Spot month: 2 x 10 + 1 x 25 = 45. Q: scan 2 x 600 = 1,200, net delta -2, 1,200 / 2 = 600 per delta.
    /// Credit by deltas: one spread (1 of P, 2 of Q): P 1,380 x 0.6 = 828, Q 600 x 2 x 0.25 = 300. P: 1,420 + 240 + 45 - 828 = 877 > 4 x 30.
    /// Scan method, Q and R: row 12: 1,200 in full, gains 2 x 500 at half: 1,200 - 500 = 700 is the largest; 700 - 300 = 400.
    /// Option value: short 4 x 2.5 x 100 = 1,000, long 2 x 3 x 100 = 600: +400.
    /// Maintenance: 877 x 1.1 + 400 + 400 = 1,764.7; initial: 877 x 1.1 x 1.2 + 400 + 400 = 1,957.64.
    /// </summary>
    [Test]
    public void All_mechanisms_at_once_by_hand()
    {
        var result = Calculate(Parameters);
        const string risk = "maintenance/account/risk/", net = risk + "P/net risk/";
        (string Path, double Amount)[] expected =
        [
            (net + "scan risk", 1420), (net + "scan risk/price risk", 1380), (net + "scan risk/time risk", -40), (net + "scan risk/volatility risk", 80),
            (net + "calendar spread charge", 240), (net + "calendar spread charge/spread 1 A long", 240), (net + "spot month charge", 45), (net + "inter-commodity credit", -828),
            (risk + "P/net risk", 877), (risk + "P/short option minimum", 120), (risk + "P", 964.7),
            (risk + "Q+R/net risk/scan risk", 700), (risk + "Q+R/net risk/inter-commodity credit", -300), (risk + "Q+R", 400),
            ("maintenance/account/net option value/P", 1000), ("maintenance/account/net option value/Q+R", -600),
            ("maintenance/account/excess option value", 0), ("maintenance", 1764.7), ("initial", 1957.64),
        ];
        foreach (var (path, amount) in expected) result.Line(path)!.Amount.Value.ShouldBe(amount, 1e-9, path);
        result.Tables.Select(table => (table.Group, table.WorstName)).ShouldBe([("P", "scenario 13"), ("Q+R", "scenario 12")]);
        result.Diagnostics.ShouldBeEmpty();
    }

    [Test]
    public void The_explanation_shows_which_spreads_were_formed()
    {
        string text = Calculate(Parameters).Explain();
        text.ShouldContain("2 spreads at 120: long 1 of tier 1, short 1 of tier 2");
        text.ShouldContain("1 spreads (long 1 of P, short 2 of Q); 1380 per delta at 60 %");
        text.ShouldContain("2 deltas in spreads at 10, 1 outright at 25");
        foreach (var (path, line) in Calculate(Parameters).Requirement.Maintenance.Walk())
            if (line.Kind == LineKind.Leaf && line.Amount.Value != 0) line.Source.ShouldNotBeNull(path);
    }

    [Test]
    public void Option_value_is_in_the_requirement_and_not_in_equity_as_well()
    {
        var option = Book[4];
        var account = new Account(SpanBooks.Portfolio([option])) { Collateral = [new(new("USD"), 100)] };
        var result = SpanBooks.Calculator(Parsed(Parameters), Book).Calculate(account, SpanBooks.Market(Book));
        result.Initial.ShouldBe(180); // row 16 loses 2 x 390 = 780, less 2 x 3 x 100 = 600
        result.Equity.ShouldBe(100);
        result.EquityLine["spot value"].Amount.Value.ShouldBe(0);
    }

    /// <summary>A month leg inside a tier leg of the same side: the month's deltas must serve both, the tier's other months only one.
    /// March 3, April 2 long; June -10. Legs: 1 of March and 1 of tier 1 (March, April), against 1 of June: n = min(3 / 1, 5 / 2, 10 / 1) = 2.5.</summary>
    [Test]
    public void Legs_that_share_months_draw_on_the_same_deltas()
    {
        SpanPosition[] book =
        [
            new(new Future(new("P"), March), 3, Line, 1, 0), new(new Future(new("P"), March.AddMonths(1)), 2, Line, 1, 0), new(new Future(new("P"), June), -10, Line, 1, 0),
        ];
        var result = SpanBooks.Calculator(
            Parsed("""
            {"combinedCommodities":[{"code":"P","products":[{"underlying":"P"}],"interMonthTiers":[{"number":1,"from":"2030-03","to":"2030-04"}],
             "calendarSpreads":[{"charge":10,"legs":[{"tier":1,"side":"A"},{"month":"2030-03","side":"A"},{"month":"2030-06","side":"B"}]}],
             "spotMonths":[{"month":"2030-03","spreadCharge":1,"outrightCharge":100},{"month":"2030-04","spreadCharge":1,"outrightCharge":100},{"month":"2030-06","outrightCharge":1}]}]}
            """),
            book).Calculate(SpanBooks.Portfolio(book), SpanBooks.Market(book));
        result.Line("maintenance/account/risk/P/net risk/calendar spread charge")!.Amount.Value.ShouldBe(25);
        result.Line("maintenance/account/risk/P/net risk/spot month charge")!.Amount.Value.ShouldBe(3 + 2 + 7.5, 1e-12); // all of March and April taken, 7.5 of June left
    }

    /// <summary>Weekly contracts of one month are told apart by their day: long 3 of the 7th against short 2 of the 14th need a spread, which as deltas of one month they would not.
    /// A tier and a charge of the month hold both days.</summary>
    [Test]
    public void Days_of_a_month_are_counted_apart()
    {
        SpanPosition[] book =
        [
            new(new Future(new("P"), March) { ContractMonth = new(2030, 3, 7) }, 3, Line, 1, 0), new(new Future(new("P"), March) { ContractMonth = new(2030, 3, 14) }, -2, Line, 1, 0),
        ];
        const string json = """
            {"combinedCommodities":[{"code":"P","products":[{"underlying":"P"}],"interMonthTiers":[{"number":1,"from":"2030-03","to":"2030-03"}],
             "calendarSpreads":[{"charge":10,"legs":[{"month":"2030-03-07","side":"A"},{"month":"2030-03-14","side":"B"}]}],
             "spotMonths":[{"month":"2030-03","spreadCharge":1,"outrightCharge":100}]}]}
            """;
        var result = SpanBooks.Calculator(Parsed(json), book).Calculate(SpanBooks.Portfolio(book), SpanBooks.Market(book));
        const string net = "maintenance/account/risk/P/net risk/";
        result.Line(net + "calendar spread charge")!.Amount.Value.ShouldBe(20);
        result.Line(net + "spot month charge/2030-03-07")!.Amount.Value.ShouldBe(2 + 100);
        result.Line(net + "spot month charge/2030-03-14")!.Amount.Value.ShouldBe(2);
        string byTier = json.Replace("{\"month\":\"2030-03-07\",", "{\"tier\":1,", StringComparison.Ordinal).Replace("{\"month\":\"2030-03-14\",", "{\"tier\":1,", StringComparison.Ordinal);
        SpanBooks.Calculator(Parsed(byTier), book).Calculate(SpanBooks.Portfolio(book), SpanBooks.Market(book)).Line(net + "calendar spread charge")!.Amount.Value.ShouldBe(20);
        new SpanRuleBook(Parsed(json), new(2030, 1, 15)).Info.Parameters.ShouldContain("2030-03-07");
        Should.Throw<MarginFormatException>(() => Parsed(json.Replace("\"2030-03\",\"spread", "\"2030-03\"},{\"month\":\"2030-03-07\",\"spread", StringComparison.Ordinal))).Message.ShouldContain("2030-03-07 twice");
    }

    /// <summary>Rule books are compared by what lines mean: no line is "other", in whatever limit of option value.</summary>
    [Test]
    public void Every_line_that_counts_says_what_it_is_for([Values] SpanOptionValueLimit limit, [Values] bool capped)
    {
        string json = Parameters.Replace("\"shortOptionMinimum\":30,\"adj", $"\"capOptionValue\":{(capped ? "true" : "false")},\"shortOptionMinimum\":30,\"adj", StringComparison.Ordinal);
        json = $"{{\"netOptionValueLimit\":\"{char.ToLowerInvariant(limit.ToString()[0]) + limit.ToString()[1..]}\"," + json.TrimStart()[1..];
        var counted = CountedLine.Of(SpanBooks.Calculator(Parsed(json), Book).Calculate(SpanBooks.Portfolio(Book), SpanBooks.Market(Book)).Requirement.Maintenance);
        counted.ShouldNotContain(line => line.Meaning == LineMeaning.Other);
        foreach (var meaning in new[] { LineMeaning.ScenarioLoss, LineMeaning.ExpiryRisk, LineMeaning.Contingency, LineMeaning.Offset, LineMeaning.PositionValue })
            counted.ShouldContain(line => line.Meaning == meaning && line.Amount != 0, meaning.Name);
    }

    /// <summary>A hundred thousand spreads among as many commodities: search by search that were 10^10 comparisons, more than a minute.</summary>
    [Test]
    public void Parameters_are_checked_in_time_that_grows_with_their_size()
    {
        const int size = 100_000;
        string[] codes = [.. Enumerable.Range(0, size).Select(i => $"C{i}")];
        var watch = System.Diagnostics.Stopwatch.StartNew();
        SpanParameters parameters = new(
            CombinedCommodityGroups: [new("all", [.. codes])], CombinedCommodities: [.. codes.Select(code => new SpanCombinedCommodity(code, [new(code)]))],
            InterCommoditySpreads: [.. codes.Select((code, i) => new SpanInterCommoditySpread([new(code, SpanSide.A, IsTarget: true), new(codes[(i + 1) % size], SpanSide.B)], 0.5, Method: SpanCreditMethod.Scan))]);
        parameters.InterCommoditySpreads.Length.ShouldBe(size);
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(15));
    }

    /// <summary>0.1 + 0.2 - 0.3 is 5.6e-17 in binary: a hedged commodity whose price risk was divided by it would earn a full credit.</summary>
    [Test]
    public void What_rounding_leaves_of_a_hedged_delta_earns_nothing()
    {
        SpanPosition[] book =
        [
            new(VanillaOption.Call(new("P"), 90, March), 1, Curve, 0.1m, 0), new(VanillaOption.Call(new("P"), 95, March), 1, Line, 0.2m, 0), new(VanillaOption.Call(new("P"), 99, March), -1, Curve, 0.3m, 0),
            new(new Future(new("Q"), March), -2, Line, 1, 0),
        ];
        var result = SpanBooks.Calculator(Parsed(Parameters.Replace("\"method\":\"scan\",", "", StringComparison.Ordinal)), book).Calculate(SpanBooks.Portfolio(book), SpanBooks.Market(book));
        result.Line("maintenance/account/risk/P/net risk/inter-commodity credit")!.Amount.Value.ShouldBe(0);
        result.Line("maintenance/account/risk/Q/net risk/inter-commodity credit")!.Amount.Value.ShouldBe(0);
    }

    [TestCase(SpanRounding.HalfAwayFromZero, 0.5, 1), TestCase(SpanRounding.HalfTowardZero, 0.5, 0), TestCase(SpanRounding.HalfAwayFromZero, -2.5, 3), TestCase(SpanRounding.HalfTowardZero, -2.5, 2)]
    [TestCase(SpanRounding.HalfTowardZero, 2.51, 3), TestCase(SpanRounding.HalfAwayFromZero, 2.49, 2)]
    public void Net_deltas_are_rounded_as_the_policy_says(SpanRounding rounding, double delta, double expected)
    {
        SpanPosition[] book = [new(new Future(new("P"), March), Math.Sign(delta), Line, (decimal)Math.Abs(delta), 0)];
        SpanParameters parameters = new(DeltaDecimals: 0, DeltaRounding: rounding, CombinedCommodities: [new("P", [new("P")], SpotMonths: [new(new(2030, 3), OutrightCharge: 1)])]);
        SpanBooks.Calculator(parameters, book).Calculate(SpanBooks.Portfolio(book), SpanBooks.Market(book))
            .Line("maintenance/account/risk/P/net risk/spot month charge")!.Amount.Value.ShouldBe(expected);
    }

    [Test]
    public void What_is_not_covered_is_named_in_the_result()
    {
        var result = Calculate(Parameters.Replace("\"shortOptionMinimum\":30,\"adj", "\"adj", StringComparison.Ordinal), orders: [new Order(Book[0].Instrument, 1)]);
        result.Diagnostics.Select(finding => finding.Code).ShouldBe(["orders-not-covered", "short-option-minimum-not-stated"]);
        Calculate("{\"netting\":\"gross\"," + Parameters[1..]).Diagnostics.ShouldHaveSingleItem().Code.ShouldBe("gross-not-verified");
        Calculate(Parameters.Replace("{\"code\":\"Q\",", "{\"code\":\"Q\",\"currency\":\"EUR\",", StringComparison.Ordinal)).Diagnostics.ShouldHaveSingleItem().Code.ShouldBe("currencies-added");
    }

    [Test]
    public void What_the_rule_cannot_margin_is_refused_by_name()
    {
        var (market, calculator) = (SpanBooks.Market(Book), SpanBooks.Calculator(Parsed(Parameters), Book));
        var strangers = MarketSnapshot.At(SpanBooks.Time).With(new UnderlyingMarket(new("X"), 100)).With(new UnderlyingMarket(new("P"), 100));
        Should.Throw<UnsupportedInstrumentException>(() => calculator.Calculate(Portfolio.Of((1, new Future(new("X"), March)), (2, new Future(new("X"), June))), strangers)).Instruments.Length.ShouldBe(2);
        Should.Throw<UnsupportedInstrumentException>(() => new MarginCalculator(SpanRuleBook.AsOf(new(2030, 1, 15), Parameters.Replace("\"underlying\":\"P\"", "\"underlying\":\"P\",\"priceScanRange\":9", StringComparison.Ordinal)))
            .Calculate(Portfolio.Of((1, new SpotAsset(new("P")))), strangers)).Message.ShouldContain("P spot");
        Should.Throw<MissingMarketDataException>(() => calculator.Calculate(Portfolio.Of((1, new Future(new("P"), June.AddMonths(1)))), strangers)).Message.ShouldContain("priceScanRange");
        Should.Throw<MissingMarketDataException>(() => calculator.Calculate(SpanBooks.Portfolio(Book), MarketSnapshot.At(SpanBooks.Time))).Missing.Length.ShouldBe(2); // the marks of two options
        Should.Throw<MissingMarketDataException>(() => SpanBooks.Calculator(Parsed(Parameters.Replace("{\"code\":\"Q\",", "{\"code\":\"Q\",\"currency\":\"JPY\",", StringComparison.Ordinal)), Book)
            .Calculate(SpanBooks.Portfolio(Book), market)).Message.ShouldContain("JPY");
    }

    [TestCase("\"charge\":120", "\"charge\":-1", "calendarSpreads.charge")]
    [TestCase("\"legs\":[{\"tier\":1,\"side\":\"A\"}", "\"legs\":[{\"side\":\"A\"}", "either a tier or a month")]
    [TestCase("\"tier\":1,\"side\"", "\"tier\":7,\"side\"", "tier 7")]
    [TestCase("\"to\":\"2030-12\"", "\"to\":\"2030-01\"", "Tier 2")]
    [TestCase("\"to\":\"2030-12\"", "\"to\":\"2030-13\"", "2030-13")]
    [TestCase("{\"code\":\"Q\"", "{\"code\":\"P\"", "code P twice")]
    [TestCase("\"underlying\":\"Q\"", "\"underlying\":\"P\"", "underlying P twice")]
    [TestCase("{\"code\":\"Q\"", "{\"code\":\"Q/1\"", "slash")]
    [TestCase("\"creditRate\":0.5,", "\"creditRate\":50,", "0.5")]
    [TestCase("\"combinedCommodity\":\"R\"", "\"combinedCommodity\":\"Z\"", "names Z")]
    [TestCase(",\"isTarget\":true", "", "isTarget")]
    [TestCase("\"adjustmentFactor\":1.1", "\"adjustmentFactor\":0", "adjustmentFactor")]
    [TestCase("\"initialToMaintenanceRatio\":1.2", "\"initialToMaintenanceRatio\":0.9", "initialToMaintenanceRatio")]
    [TestCase("\"side\":\"B\"}]}]", "\"side\":\"C\"}]}]", "side")]
    [TestCase("\"shortOptionMinimum\":30,", "\"shortOptionMinimum\":30,\"scanTiers\":[{\"number\":1,\"from\":\"2030-03\",\"to\":\"2030-06\"},{\"number\":2,\"from\":\"2030-06\",\"to\":\"2030-09\"}],", "share months")]
    [TestCase("\"shortOptionMinimum\":30,", "\"weightedPriceRiskMethod\":\"scanRange\",", "scanRangePerDelta")]
    [TestCase("\"spotMonths\":[", "\"spotMonths\":[{\"month\":\"2030-03\"},", "2030-03 twice")]
    [TestCase("{\"combinedCommodities\"", "{\"compositeDeltaWeights\":[1,2],\"combinedCommodities\"", "compositeDeltaWeights")]
    [TestCase("{\"combinedCommodities\"", "{\"extremeMoveCover\":33,\"combinedCommodities\"", "0.33")]
    [TestCase("{\"combinedCommodities\"", "{\"combinedCommodityGroups\":[{\"code\":\"first\",\"combinedCommodities\":[\"P\"]}],\"combinedCommodities\"", "Q")]
    [TestCase("\"interCommoditySpreads\"", "\"interCommodityCredits\"", "interCommodityCredits")]
    public void A_parameter_that_cannot_be_is_refused_by_name(string from, string to, string name)
    {
        Parameters.ShouldContain(from);
        Should.Throw<MarginFormatException>(() => SpanRuleBook.AsOf(new(2030, 1, 15), Parameters.Replace(from, to, StringComparison.Ordinal))).Message.ShouldContain(name);
    }

    [Test]
    public void American_options_without_an_array_are_named()
    {
        const string modelled = """{"combinedCommodities":[{"code":"P","products":[{"underlying":"P","priceScanRange":9,"volatilityScanRange":0.1}],"shortOptionMinimum":1}]}""";
        var market = MarketSnapshot.At(SpanBooks.Time).With(new UnderlyingMarket(new("P"), 100) { Rate = 0.03, Volatility = new FlatVolatility(0.3) });
        var calculator = new MarginCalculator(SpanRuleBook.AsOf(new(2030, 1, 15), modelled));
        var put = VanillaOption.Put(new("P"), 110, March);
        calculator.Calculate(Portfolio.Of((1, put)), market).Diagnostics.ShouldBeEmpty();
        calculator.Calculate(Portfolio.Of((1, put with { Exercise = ExerciseStyle.American })), market).Diagnostics.ShouldHaveSingleItem().Code.ShouldBe("american-modelled");
    }

    [Test]
    public void Parameters_made_in_code_hold_no_null()
    {
        Should.Throw<ArgumentNullException>(() => new SpanParameters(CombinedCommodities: [null!])).ParamName.ShouldBe("combinedCommodities");
        Should.Throw<ArgumentNullException>(() => new SpanParameters(CombinedCommodityGroups: [null!])).ParamName.ShouldBe("combinedCommodityGroups");
        Should.Throw<ArgumentNullException>(() => new SpanParameters(InterCommoditySpreads: [null!])).ParamName.ShouldBe("interCommoditySpreads");
    }

    private static SpanParameters Parsed(string parameters) => SpanRuleBook.AsOf(new(2030, 1, 15), parameters).Parameters;

    private static MarginResult Calculate(string parameters, params Order[] orders) =>
        SpanBooks.Calculator(Parsed(parameters), Book).Calculate(new Account(SpanBooks.Portfolio(Book)) { Orders = [.. orders] }, SpanBooks.Market(Book));
}
