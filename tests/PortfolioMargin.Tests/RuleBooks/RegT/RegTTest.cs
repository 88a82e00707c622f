using PortfolioMargin.RuleBooks;
using PortfolioMargin.Tests.Laws;

namespace PortfolioMargin.Tests.RuleBooks.RegT;

public class RegTTest
{
    private static readonly Underlying Stock = new("XYZ");
    private static readonly DateTimeOffset Time = new(2030, 1, 15, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset[] Expiries = [new(2030, 2, 15, 0, 0, 0, TimeSpan.Zero), new(2030, 6, 21, 0, 0, 0, TimeSpan.Zero), new(2031, 1, 17, 0, 0, 0, TimeSpan.Zero)];
    private static readonly DateOnly Date = RegTRuleBook.Default.Info.AsOf;

    private static object[][] Extremes() =>
    [
        ["""{"longStockInitial":0.25}""", """{"longStockInitial":1}"""],
        ["""{"longStockMaintenance":0}""", """{"longStockInitial":1,"longStockMaintenance":1}"""],
        ["""{"shortStockInitial":0}""", """{"shortStockInitial":1}"""],
        ["""{"shortStockMaintenance":0}""", """{"shortStockMaintenance":1}"""],
        ["""{"longDatedRate":0}""", """{"longDatedRate":1}"""],
        ["""{"nakedRates":{"equity":{"percentage":0,"minimum":0}}}""", """{"nakedRates":{"equity":{"percentage":1,"minimum":1}}}"""],
        ["""{"leverageFactors":{"XYZ":1e-6}}""", """{"leverageFactors":{"XYZ":1e6}}"""],
        ["""{"underlyingTypes":{"XYZ":"broadIndex"}}""", """{"underlyingTypes":{"XYZ":"equity"}}"""],
    ];

    /// <summary>Accounts of up to ten contracts and lots of 100 shares: up to 10 legs. 2,000 in the long sweep (1,000 law cases), 100 otherwise.</summary>
    [Test]
    public void The_pairing_needs_what_trying_every_split_needs() => LawCases.ForAll(
        random =>
        {
            var (book, market) = Random(random, spot: random.Next(5) == 0 ? 4 : 100);
            Check("{}", book, market);
        },
        2 * LawCases.Count);

    [TestCaseSource(nameof(Extremes))]
    public void Every_parameter_counts_as_the_document_says_at_its_smallest_and_largest_value(string smallest, string largest)
    {
        bool differs = false;
        for (int seed = 1; seed <= 6; seed++)
        {
            var (book, market) = Random(new(seed), 100);
            var (low, high) = (Check(smallest, book, market), Check(largest, book, market));
            differs |= low.Initial != high.Initial || low.Maintenance != high.Maintenance;
        }

        differs.ShouldBeTrue();
    }

    [Test]
    public void The_order_of_the_legs_does_not_change_a_bit_or_a_line() => LawCases.ForAll(
        random =>
        {
            var (book, market) = Random(random, 100);
            string expected = Of("{}", book, market).Explain();
            var shuffled = book.ToArray();
            random.Shuffle(shuffled);
            Of("{}", shuffled, market).Explain().ShouldBe(expected);
        },
        20);

    /// <summary>Stock at 100, calls sold at 110 and 100, a call bought at 112. Greedy covers the 110: 2,500 + 110's rest: the 100 call against the 112 call costs
    /// 1,200 + 90, in all 3,790. Covering the 100 call instead leaves 110/112: 200 + 90, in all 2,790.</summary>
    [Test]
    public void Covering_the_first_call_listed_is_not_the_least()
    {
        var result = Of("{}", [(100, new SpotAsset(Stock)), (-1, Call(110)), (-1, Call(100)), (1, Call(112))], Market(100, (Call(110), 1.1), (Call(100), 3.6), (Call(112), 0.9)));
        result.Maintenance.ShouldBe(2_790);
        result.Line("maintenance/XYZ/spread")!.Amount.Value.ShouldBe(290);
    }

    /// <summary>Calls sold at 100 and 105, a call bought at 106. The nearest strike would be taken first: 105/106 costs 100 + 80 and the naked 100 call
    /// 300 + 2,000, in all 2,480. Better: 100/106 costs 600 + 80, the naked 105 call 100 + 1,500, in all 2,280.</summary>
    [Test]
    public void The_narrowest_spread_is_not_the_least()
    {
        var result = Of("{}", [(-1, Call(100)), (-1, Call(105)), (1, Call(106))], Market(100, (Call(100), 3), (Call(105), 1), (Call(106), 0.8)));
        result.Maintenance.ShouldBe(2_280);
        result.Line("maintenance/XYZ/short call")!.Amount.Value.ShouldBe(1_600);
    }

    [Test]
    public void A_pairing_names_its_legs_and_its_amounts_are_spread_over_them()
    {
        var result = Of("{}", [(100, new SpotAsset(Stock)), (-1, Call(110)), (-1, Call(100)), (1, Call(112))], Market(100, (Call(110), 1.1), (Call(100), 3.6), (Call(112), 0.9)));
        var line = result.Line("maintenance/XYZ/spread/pairing 1")!;
        line.Note!.ShouldContain("112 call");
        line.Note!.ShouldContain("110 call");
        line.Amount.Rows.Length.ShouldBe(2);
        result.Requirement.Maintenance.Amount.Rest.ShouldBe(0, 1e-9);
    }

    [Test]
    public void Cancelling_stops_the_search()
    {
        using var source = new CancellationTokenSource();
        var risk = Of("{}", [(-1, Call(100)), (1, Call(106))], Market(100, (Call(100), 3), (Call(106), 0.8))).Risk;
        source.Cancel();
        Should.Throw<OperationCanceledException>(() => ((IRuleBook)RegTRuleBook.Default).Assess(risk, source.Token));
    }

    [Test]
    public void A_gross_requirement_and_one_after_proceeds_leave_the_same_excess()
    {
        var (book, market) = Random(new(4), 100);
        Of("""{"shortValueTreatment":"appliedProceeds"}""", book, market).MaintenanceExcess.ShouldBe(Of("{}", book, market).MaintenanceExcess, 1e-7);
    }

    [Test]
    public void Futures_are_refused_by_name() => Should.Throw<UnsupportedInstrumentException>(
        () => Of("{}", [(1, new Future(Stock, Expiries[0]))], Market(100))).Instruments.ShouldHaveSingleItem();

    [TestCase("""{"longStockInitial":0.2}""", "longStockInitial")]
    [TestCase("""{"longStockMaintenance":25}""", "longStockMaintenance")]
    [TestCase("""{"shortStockInitial":-0.1}""", "shortStockInitial")]
    [TestCase("""{"shortStockMaintenance":1.1}""", "shortStockMaintenance")]
    [TestCase("""{"longDatedRate":2}""", "longDatedRate")]
    [TestCase("""{"nakedRates":{"equity":{"percentage":20}}}""", "nakedRates.percentage")]
    [TestCase("""{"leverageFactors":{"XYZ":0}}""", "leverageFactors.XYZ")]
    [TestCase("""{"underlyingTypes":{"XYZ":"bond"}}""", "underlyingTypes.XYZ")]
    [TestCase("""{"coverEquivalents":[{"underlying":"SPX","fund":"SPY","unitsPerUnit":0}]}""", "unitsPerUnit")]
    [TestCase("""{"shortValueTreatment":"net"}""", "shortValueTreatment")]
    [TestCase("""{"dayTrading":1}""", "dayTrading")]
    public void A_parameter_that_cannot_be_is_refused_by_name(string changes, string name) =>
        Should.Throw<MarginFormatException>(() => RegTRuleBook.AsOf(Date, changes)).Message.ShouldContain(name);

    private static VanillaOption Call(double strike) => VanillaOption.Call(Stock, strike, Expiries[0]) with { Multiplier = 100, Exercise = ExerciseStyle.American };

    private static MarketSnapshot Market(double spot, params (Instrument, double)[] marks) => MarketSnapshot.At(Time)
        .With(new UnderlyingMarket(Stock, spot)).With(marks.Select(mark => (mark.Item1, new Quote(mark.Item2))));

    private static (Position[] Book, MarketSnapshot Market) Random(Random random, double spot)
    {
        var (positions, marks, lots) = (new Dictionary<Instrument, double>(), new Dictionary<Instrument, double>(), random.Next(-3, 4));
        if (lots != 0) positions[new SpotAsset(Stock)] = 100 * lots + random.Next(2) * 30 * Math.Sign(lots);
        for (int contracts = random.Next(2, 11 - Math.Abs(lots)); contracts > 0;)
        {
            var option = new VanillaOption(Stock, (OptionRight)random.Next(2), spot * (0.9 + 0.05 * random.Next(5)), Expiries[random.Next(3)])
            { Multiplier = 100, Exercise = random.Next(4) == 0 ? ExerciseStyle.European : ExerciseStyle.American };
            if (positions.ContainsKey(option)) continue;
            int count = Math.Min(contracts, 1 + random.Next(2));
            positions[option] = random.Next(2) == 0 ? count : -count;
            marks[option] = Math.Round(option.Intrinsic(spot) + spot * 0.06 * random.NextDouble(), 2);
            contracts -= count;
        }

        return ([.. positions.Select(pair => new Position(pair.Key, pair.Value))], Market(spot, [.. marks.Select(pair => (pair.Key, pair.Value))]));
    }

    private static MarginResult Of(string changes, IReadOnlyList<Position> book, MarketSnapshot market) => new MarginCalculator(RegTRuleBook.AsOf(Date, changes)).Calculate(Portfolio.Of(book), market);

    private static MarginResult Check(string changes, Position[] book, MarketSnapshot market)
    {
        var (parameters, result) = (RegTRuleBook.AsOf(Date, changes).Parameters, Of(changes, book, market));
        var marks = market.Quotes.ToDictionary(quote => quote.Instrument, quote => quote.Quote.Mark!.Value);
        foreach (bool initial in new[] { true, false })
        {
            double least = new RegTTwin(parameters, market[Stock].Spot, Time, initial).Least(book, instrument => marks[instrument]);
            (initial ? result.Initial : result.Maintenance).ShouldBe(least, Tolerances.PlainTwin * (1 + least));
        }

        result.Diagnostics.ShouldBeEmpty();
        return result;
    }
}
