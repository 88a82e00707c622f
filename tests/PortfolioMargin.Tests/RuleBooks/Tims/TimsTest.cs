using PortfolioMargin.RuleBooks;
using PortfolioMargin.Tests.Pricing;

namespace PortfolioMargin.Tests.RuleBooks.Tims;

public class TimsTest
{
    private static readonly DateTimeOffset Time = new(2030, 1, 15, 0, 0, 0, TimeSpan.Zero), Expiry = Time.AddDays(120);
    private static readonly DateOnly Date = new(2030, 1, 15);
    private static readonly Underlying A = new("A"), B = new("B"), C = new("C"), Index = new("IDX");
    private const double Rate = 0.045, Volatility = 0.3;

    private const string Groups = """
        {"classGroups":[{"name":"a","underlyings":["A"]},{"name":"b","underlyings":["B"]},{"name":"c","underlyings":["C"]},{"name":"index","underlyings":["IDX"],"portfolioType":"highCapitalizationBroadIndex"}],
         "productGroups":[{"name":"ab","classGroups":["a","b"],"offset":0.9},{"name":"cc","classGroups":["c"],"offset":0.75}],
         "portfolioGroups":[{"name":"abc","productGroups":["ab","cc"],"offset":0.5}]}
        """;

    private static readonly MarketSnapshot Market = MarketSnapshot.At(Time)
        .With(new UnderlyingMarket(A, 100) { Rate = Rate, Volatility = new FlatVolatility(Volatility), Dividends = [new(new(2030, 3, 1), 1.5)] })
        .With(new UnderlyingMarket(B, 50) { Rate = Rate, Volatility = new FlatVolatility(Volatility), Dividends = [new(new(2030, 2, 10), 0.6), new(new(2030, 5, 10), 0.6)] })
        .With(new UnderlyingMarket(C, 20) { Rate = Rate, Volatility = new FlatVolatility(Volatility) })
        .With(new UnderlyingMarket(Index, 4000) { Rate = Rate, Carry = 0.015, Volatility = new FlatVolatility(0.2) });

    private static readonly Portfolio Book = Portfolio.Of(
        (-5, Option(A, OptionRight.Put, 105)), (4, Option(A, OptionRight.Call, 95)), (-3, Option(B, OptionRight.Call, 45)), (6, Option(B, OptionRight.Put, 55)),
        (-300, new SpotAsset(B)), (-8, Option(C, OptionRight.Put, 22)), (500, new SpotAsset(C)), (2, new Future(Index, Expiry) { Multiplier = 50 }),
        (-1, VanillaOption.Call(Index, 4100, Expiry) with { Multiplier = 100 }));

    private static readonly string[] Types = ["highCapitalizationBroadIndex", "otherBroadIndex", "equity", "narrowIndex", "majorCurrency", "otherCurrency"];

    private static VanillaOption Option(Underlying underlying, OptionRight right, double strike) =>
        new VanillaOption(underlying, right, strike, Expiry) { Exercise = ExerciseStyle.American, Multiplier = 100 };

    private static MarginResult Calculate(Portfolio book, string changes = Groups) => new MarginCalculator(TimsRuleBook.AsOf(Date, changes)).Calculate(book, Market);

    [Test]
    public void American_options_over_dividends_inside_product_groups_agree_with_a_naive_tree()
    {
        var result = Calculate(Book);
        double[] a = Naive(A), b = Naive(B), c = Naive(C), combined = new double[10];
        for (int s = 0; s < 10; s++) combined[s] = Counted(Counted(a[s], 0.9) + Counted(b[s], 0.9), 0.5) + Counted(Counted(c[s], 0.75), 0.5);
        double risk = Math.Max(0, -combined.Min());
        risk.ShouldBeGreaterThan(1000);
        double tolerance = Tolerances.American.TreePerUnit * Book.Positions.Where(p => p.Instrument is VanillaOption { Exercise: ExerciseStyle.American }).Sum(p => Math.Abs(p.Quantity) * 100);
        result.Line("maintenance/abc/risk")!.Amount.Value.ShouldBe(risk, tolerance);
        result.Tables.First(table => table.Group == "abc").WorstName.ShouldBe($"valuation point {Array.IndexOf(combined, combined.Min()) + 1}");
        foreach (var (name, profits) in new[] { ("a", a), ("b", b), ("c", c) })
            for (int s = 0; s < 10; s++) result.Tables.First(table => table.Group == name).ProfitAndLoss[s].ShouldBe(profits[s], tolerance, $"{name} {s}");

        static double Counted(double x, double offset) => x < 0 ? x : offset * x;
    }

    /// <summary>Ten points of one underlying, every option by an explicit tree on the price less its escrowed dividends.</summary>
    private static double[] Naive(Underlying underlying)
    {
        var entry = Market[underlying];
        (double Years, double Amount)[] dividends = [.. entry.Dividends.Select(d => (Market.YearsTo(new(d.Date, TimeOnly.MinValue, TimeSpan.Zero)), d.Amount)).Where(d => d.Item1 < 120 / 365d)];
        var profits = new double[10];
        foreach (var (instrument, quantity) in Book.Positions.Where(p => p.Instrument.Underlying == underlying).Select(p => (p.Instrument, p.Quantity)))
        {
            for (int s = 0; s < 10; s++)
            {
                double moved = entry.Spot * (1 + (s < 5 ? -0.15 * (5 - s) / 5 : 0.15 * (s - 4) / 5));
                profits[s] += quantity * instrument.Multiplier * (Value(moved) - Value(entry.Spot));
            }

            double Value(double spot) => instrument is VanillaOption option ? EscrowedTree.Price(option.Right == OptionRight.Call, spot, option.Strike, Rate, Volatility, 120 / 365d, 1200, dividends) : spot;
        }

        return profits;
    }

    [Test]
    public void A_group_needs_its_risk_or_its_minimum_charge_whichever_is_larger_and_a_long_option_at_most_its_value()
    {
        var far = Option(C, OptionRight.Call, 60); // worth nothing
        var near = Option(C, OptionRight.Call, 20);
        Calculate(Portfolio.Of((-50, far))).Maintenance.ShouldBe(50 * 37.5);
        double cheap = Calculate(Portfolio.Of((50, far))).Line("maintenance/abc/minimum charge")!.Amount.Value;
        cheap.ShouldBeInRange(0, 1);
        Calculate(Portfolio.Of((2, near))).Line("maintenance/abc/minimum charge")!.Amount.Value.ShouldBe(75);
        var stock = Calculate(Portfolio.Of((1000, new SpotAsset(C))));
        stock.Maintenance.ShouldBe(3000, 1e-9);
        stock.Line("maintenance/abc/minimum charge")!.Amount.Value.ShouldBe(0);
        stock.Initial.ShouldBe(stock.Maintenance);
    }

    [Test]
    public void Lines_of_the_ledger_add_up_to_the_worst_point_and_a_gain_counts_by_its_offset()
    {
        var book = Portfolio.Of((-100, new SpotAsset(A)), (150, new SpotAsset(B)), (100, new SpotAsset(C)));
        var result = Calculate(book);
        // Up 15 %: a loses 1,500, b gains 1,125 (90 % counts), c gains 300 (75 %, then 50 %).
        result.Maintenance.ShouldBe(1500 - (0.9 * 1125) - (0.5 * 0.75 * 300), 1e-9);
        result.Line("maintenance/abc/risk/ab")!.Amount.Value.ShouldBe(1500 - (0.9 * 1125), 1e-9);
        result.Line("maintenance/abc/risk/ab/b")!.Amount.Value.ShouldBe(-0.9 * 1125, 1e-9);
        result.Line("maintenance/abc/risk/cc")!.Amount.Value.ShouldBe(-0.5 * 0.75 * 300, 1e-9);
        result.Tables.First(table => table.Group == "c").ProfitAndLoss[9].ShouldBe(300, 1e-9);
        result.Risk.Rows.Sum(row => result.Requirement.Maintenance.Amount.Contribution(row.Index)).ShouldBe(result.Maintenance, 1e-9);
    }

    private static object[][] Extremes() =>
    [
        ["""{"portfolioTypes":{"equity":{"up":0}}}""", """{"portfolioTypes":{"equity":{"up":10}}}"""],
        ["""{"portfolioTypes":{"equity":{"down":0}}}""", """{"portfolioTypes":{"equity":{"down":1}}}"""],
        ["""{"minimumCharge":0}""", """{"minimumCharge":1000}"""],
        ["""{"minimumPerContract":{"equity":0}}""", """{"minimumPerContract":{"equity":1e6}}"""],
        ["""{"valuationPoints":2}""", """{"valuationPoints":200}"""],
        ["""{"marketMoveAdjustments":{"A":-100},"portfolioTypes":{"equity":{"up":0.1}}}""", """{"marketMoveAdjustments":{"A":100},"portfolioTypes":{"equity":{"up":0.1}}}"""],
        ["""{"productGroups":[{"name":"ab","classGroups":["a","b"],"offset":0}]}""", """{"productGroups":[{"name":"ab","classGroups":["a","b"],"offset":1}]}"""],
    ];

    [TestCaseSource(nameof(Extremes))]
    public void A_parameter_at_its_smallest_and_largest_value_gives_the_requirement_of_the_formula(string smallest, string largest)
    {
        const string start = """{"classGroups":[{"name":"a","underlyings":["A"]},{"name":"b","underlyings":["B"]}],""";
        var book = Portfolio.Of((-100, new SpotAsset(A)), (150, new SpotAsset(B)), (-1, new Future(A, Expiry)), (2, new Future(B, Expiry)));
        double[] needed = [.. new[] { smallest, largest }.Select(change => Check(start + change[1..]))];
        (needed[0] != needed[1] || smallest.Contains("valuationPoints", StringComparison.Ordinal)).ShouldBeTrue();

        double Check(string changes)
        {
            var result = Calculate(book, changes);
            var p = TimsRuleBook.AsOf(Date, changes).Parameters;
            double charge = p.MinimumPerContract.GetValueOrDefault("equity", p.MinimumCharge); // the futures have multiplier 1
            double offset = p.ProductGroups.IsEmpty ? double.NaN : p.ProductGroups[0].Offset, risk = 0, apart = 0;
            foreach (var symbols in (Underlying[][])[[A], [B]]) apart += Math.Max((symbols[0] == A ? 1 : 2) * charge, Points(p).Max(m => -Profit(symbols[0], m, p)));
            risk = Math.Max(3 * charge, Points(p).Max(m => -new[] { A, B }.Sum(u => Profit(u, m, p) is var x && x < 0 ? x : offset * x)));
            result.Maintenance.ShouldBe(double.IsNaN(offset) ? apart : risk, 1e-9 * (1 + apart));
            return result.Maintenance;
        }

        static IEnumerable<double> Points(TimsParameters p) => Enumerable.Range(1, p.ValuationPoints / 2)
            .SelectMany(k => new[] { -p.PortfolioTypes["equity"].Down * k / (p.ValuationPoints / 2), p.PortfolioTypes["equity"].Up * k / (p.ValuationPoints / 2) });

        static double Profit(Underlying u, double move, TimsParameters p)
        {
            double m = Math.Max(-1, move * p.MarketMoveAdjustments.GetValueOrDefault(u.Symbol, 1));
            return u == A ? m * (-100 * 100 - Market.ForwardOf(A, Expiry)) : m * (150 * 50 + (2 * Market.ForwardOf(B, Expiry)));
        }
    }

    [Test]
    public void Tables_of_dealers_and_market_makers_differ_in_their_ranges()
    {
        var book = Portfolio.Of((-1, new Future(Index, Expiry)));
        double forward = Market.ForwardOf(Index, Expiry);
        Need(TimsRuleBook.AsOf(Date, Groups)).ShouldBe(0.06 * forward, 1e-9);
        Need(TimsRuleBook.Dealer(Date, Groups)).ShouldBe(0.10 * forward, 1e-9);
        Need(TimsRuleBook.MarketMaker(Date, Groups)).ShouldBe(0.06 * forward, 1e-9);
        (double Up, double Down)[] dealer = [.. Types.Select(type => Range(TimsRuleBook.Dealer(Date), type))], maker = [.. Types.Select(type => Range(TimsRuleBook.MarketMaker(Date), type))];
        dealer.ShouldBe([(0.10, 0.10), (0.15, 0.15), (0.15, 0.15), (0.15, 0.15), (0.06, 0.06), (0.20, 0.20)]);
        maker.ShouldBe([(0.06, 0.08), (0.10, 0.10), (0.15, 0.15), (0.15, 0.15), (0.045, 0.045), (0.20, 0.20)]);
        TimsRuleBook.AsOf(Date).Parameters.PortfolioTypes.ShouldNotContainKey("majorCurrency");

        static (double, double) Range(TimsRuleBook rule, string type) => (rule.Parameters.PortfolioTypes[type].Up, rule.Parameters.PortfolioTypes[type].Down);

        double Need(TimsRuleBook rule) => new MarginCalculator(rule).Calculate(book, Market).Maintenance;
    }

    [Test]
    public void A_minimum_per_contract_takes_the_place_of_the_one_by_multiplier_for_its_portfolio_type()
    {
        var far = Option(C, OptionRight.Call, 60); // worth nothing
        Need("""{"minimumPerContract":{"equity":4}}""", (-50, far)).ShouldBe(200);
        Need("""{"minimumPerContract":{"equity":0}}""", (-50, far)).ShouldBe(0, 1e-6);
        Need("""{"minimumPerContract":{"narrowIndex":4}}""", (-50, far)).ShouldBe(50 * 37.5);
        Need("""{"minimumPerContract":{"equity":4}}""", (2, Option(C, OptionRight.Call, 20))).ShouldBe(8);
        var result = new MarginCalculator(TimsRuleBook.AsOf(Date, """{"ungrouped":"equity","minimumPerContract":{"equity":4}}""")).Calculate(Portfolio.Of((3, new Future(C, Expiry))), Market);
        result.Line("maintenance/C/minimum charge")!.Amount.Value.ShouldBe(12);
        result.Diagnostics.ShouldContain(finding => finding.Code == "minimum-not-adjusted" && finding.Message.Contains("C 2030-05-15", StringComparison.Ordinal));
        Should.Throw<MissingMarketDataException>(() => TimsRuleBook.AsOf(Date, """{"minimumPerContract":{"crypto":4}}""")).Message.ShouldContain("crypto: portfolio type");
        Should.Throw<MarginFormatException>(() => TimsRuleBook.AsOf(Date, """{"minimumPerContract":{"equity":-4}}""")).Message.ShouldContain("minimumPerContract.equity is -4");

        static double Need(string changes, params (double, Instrument)[] book) =>
            new MarginCalculator(TimsRuleBook.AsOf(Date, changes[..^1] + ""","ungrouped":"equity"}""")).Calculate(Portfolio.Of([.. book.Select(held => new Position(held.Item2, held.Item1))]), Market).Line("maintenance/C/minimum charge")!.Amount.Value;
    }

    [Test]
    public void An_underlying_that_no_class_group_names_never_shares_a_line_with_a_group_of_its_name()
    {
        var market = Market.With(new UnderlyingMarket(new("BRK/B"), 400));
        var rule = TimsRuleBook.AsOf(Date, """{"ungrouped":"equity","classGroups":[{"name":"A","underlyings":["B"]}]}""");
        var result = new MarginCalculator(rule).Calculate(Portfolio.Of((1, new SpotAsset(A)), (2, new SpotAsset(B)), (1, new SpotAsset(new("BRK/B")))), market);
        result.Requirement.Maintenance.Parts.Select(part => (part.Name, Math.Round(part.Amount.Value, 9))).ShouldBe([("A", 15), ("underlying A", 15), ("BRK:B", 60)], ignoreOrder: true);
    }

    [Test]
    public void Parameters_made_in_code_are_checked_like_those_of_a_file()
    {
        var shipped = TimsRuleBook.Default.Parameters;
        Should.Throw<ArgumentNullException>(() => shipped with { ClassGroups = [null!] }).ParamName.ShouldBe("classGroups");
        Should.Throw<ArgumentNullException>(() => shipped with { PortfolioTypes = shipped.PortfolioTypes.SetItem("equity", null!) }).ParamName.ShouldBe("portfolioTypes.equity");
        Should.Throw<ArgumentException>(() => shipped with { PortfolioTypes = shipped.PortfolioTypes.Clear() }).Message.ShouldContain("portfolioTypes is empty");
        Should.Throw<ArgumentOutOfRangeException>(() => new TimsRange(double.NaN, 0.1));
        (shipped with { ClassGroups = default }).ClassGroups.ShouldBeEmpty();
    }

    [Test]
    public void Sums_alone_have_the_bits_of_the_ledger_over_three_levels_of_groups()
    {
        var rule = TimsRuleBook.AsOf(Date, Groups);
        var calculator = new MarginCalculator(rule);
        var arrays = calculator.Price(Book.Positions.Select(p => p.Instrument), Market);
        var random = new Random(11);
        for (int i = 0; i < 50; i++)
        {
            Account account = Portfolio.Of(Book.Positions.Where(_ => random.Next(3) > 0).Select(p => new Position(p.Instrument, p.Quantity * (random.NextDouble() - 0.4))));
            var amounts = new RequirementCalculator(rule, arrays).Calculate(account);
            var ledger = calculator.Calculate(account, arrays);
            (amounts.Initial, amounts.Maintenance).ShouldBe((ledger.Initial, ledger.Maintenance));
        }
    }

    [Test]
    public void What_is_wrong_is_named()
    {
        Should.Throw<MissingMarketDataException>(() => Calculate(Book, "{}")).Missing.Length.ShouldBe(4);
        Should.Throw<MissingMarketDataException>(() => TimsRuleBook.AsOf(Date, """{"productGroups":[{"name":"x","classGroups":["q"],"offset":0.9}]}""")).Message.ShouldContain("q: class group of product group x");
        Should.Throw<MarginFormatException>(() => TimsRuleBook.AsOf(Date, """{"productGroups":[{"name":"x","classGroups":["q"],"offset":120}]}""")).Message.ShouldContain("offset of x is 120");
        Should.Throw<MarginFormatException>(() => TimsRuleBook.AsOf(Date, """{"classGroups":[{"name":"a","underlyings":["A","A"]}]}""")).Message.ShouldContain("underlying A stands twice");
        Should.Throw<MarginFormatException>(() => TimsRuleBook.AsOf(Date, Groups.Replace("[\"a\",\"b\"]", "[\"a\",\"index\"]", StringComparison.Ordinal))).Message.ShouldContain("mixes class groups of different ranges");
        Should.Throw<MarginFormatException>(() => TimsRuleBook.AsOf(Date, """{"valuationPoints":9}""")).Message.ShouldContain("even number");
        Should.Throw<UnsupportedInstrumentException>(() => Calculate(Portfolio.Of((1, new Perpetual(A))))).Instruments.ShouldHaveSingleItem();
        new MarginCalculator(TimsRuleBook.Default).Calculate(Book, Market).Diagnostics.Select(finding => finding.Code).ShouldBe(["class-group-assumed", "volatility-kept"]);
        Calculate(Portfolio.Of((1, new SpotAsset(A)))).Diagnostics.ShouldBeEmpty();
    }
}
