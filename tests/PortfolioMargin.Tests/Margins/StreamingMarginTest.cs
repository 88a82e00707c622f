using System.Collections.Immutable;
using PortfolioMargin.RuleBooks;
using PortfolioMargin.Tests.Laws;
using PortfolioMargin.Tests.RuleBooks.HistoricalSimulation;

namespace PortfolioMargin.Tests.Margins;

/// <summary>A streamed ledger is the ledger on arrays, bit for bit: lines, tables, slopes, equity, whatever the parameters and the number of threads.</summary>
public class StreamingMarginTest
{
    private static readonly MarketSnapshot Market = LargeBooks.Market();
    private static readonly string Series = HistoricalSimulationExample.History(3, 300, 0.02, "BTC", "ETH"), Stress = HistoricalSimulationExample.History(4, 30, 0.08, "BTC", "ETH");

    private static readonly string[] Parameters =
    [
        "\"confidence\":0.99",
        "\"confidence\":0.975,\"measure\":\"expectedShortfall\",\"offset\":{\"cap\":0.8},\"liquidity\":{\"BTC\":{\"halfSpread\":0.01}}",
        "\"confidence\":0.977,\"quantile\":\"hyndmanFan7\",\"groups\":[{\"name\":\"coins\",\"underlyings\":[\"BTC\",\"ETH\"]}],\"correlationBreak\":{\"rate\":0.5}",
        $"\"confidence\":0.95,\"measure\":\"expectedShortfall\",\"filter\":{{\"decay\":0.97}},\"stressed\":{{\"weight\":0.25,\"method\":\"observations\",\"history\":{Stress}}},\"concentration\":{{\"ETH\":{{\"method\":\"evenLiquidation\",\"averageDailyVolume\":1,\"participation\":0.01}}}}",
        $"\"confidence\":0.95,\"stressed\":{{\"weight\":0.25,\"history\":{Stress}}},\"antiProcyclicality\":{{\"option\":\"floor\",\"history\":{Stress}}}",
    ];

    [Test]
    public void A_streamed_ledger_has_the_bits_of_arrays([ValueSource(nameof(Parameters))] string parameters, [Values(1, 3, -1)] int threads) => LawCases.ForAll(random =>
    {
        var rule = Rule(parameters);
        var account = LargeBooks.Account(random, 200);
        bool slopes = random.Next(4) > 0;
        var full = new MarginCalculator(rule, slopes: slopes).Calculate(account, Market);
        var streamed = new StreamingMarginCalculator(rule, slopes: slopes, maxDegreeOfParallelism: threads).Calculate(account, Market);
        Lines(streamed).ShouldBe(Lines(full));
        streamed.Tables.SelectMany(table => table.ProfitAndLoss.Append(table.Worst)).ShouldBe(full.Tables.SelectMany(table => table.ProfitAndLoss.Append(table.Worst)));
        streamed.Diagnostics.ShouldBe(full.Diagnostics);
        streamed.Explain().ShouldBe(full.Explain());
    }, count: 3);

    [Test]
    public void A_venues_grid_streams_too()
    {
        var account = new Account(LargeBooks.Account(new(7), 200).Portfolio);
        foreach (var rule in (IRuleBook[])[DeribitRuleBook.Default, MonteCarloRuleBook.AsOf(new(2026, 3, 13), $"{{\"confidence\":0.98,\"history\":{Series},\"monteCarlo\":{{\"count\":400,\"seed\":1,\"copula\":\"studentT\",\"fit\":{{}}}}}}")])
            Lines(new StreamingMarginCalculator(rule).Calculate(account, Market)).ShouldBe(Lines(new MarginCalculator(rule).Calculate(account, Market)));
    }

    /// <summary>Rule books that look at less than whole underlyings.</summary>
    private static readonly string[] NeedArrays = ["DerivePmrm", "DerivePmrm2", "Paradex", "Span"];

    private static IEnumerable<IRuleBook> All => Laws.RuleBooks.All;

    [TestCaseSource(nameof(All))]
    public void Every_rule_book_streams_to_the_same_ledger_or_says_that_it_needs_arrays(IRuleBook rule)
    {
        var world = LawWorld.Of(rule);
        var market = world.Market();
        var book = world.Book(new(5), 30);
        Holding[] cash = [new(world.Cash, 3)];
        Order[] orders = [new(book[0].Instrument, 1, 100), new(book[3].Instrument, -1, 100), new(book[3].Instrument, -2, 120)];
        var whole = new Account(Portfolio.Of(book)) { Collateral = [.. cash], Orders = [.. orders], Accrued = ImmutableDictionary<Instrument, double>.Empty.Add(book[0].Instrument, 0.25) };
        foreach (var account in (Account[])[new(Portfolio.Of()), new(Portfolio.Of(new Position(book[0].Instrument, 0))), new(Portfolio.Of()) { Collateral = [.. cash], Orders = [.. orders] }, whole])
        {
            var full = Lines(new MarginCalculator(rule).Calculate(account, market));
            try
            {
                Lines(new StreamingMarginCalculator(rule).Calculate(account, market)).ShouldBe(full);
            }
            catch (InvalidOperationException refusal)
            {
                refusal.Message.ShouldContain("MarginCalculator");
                NeedArrays.ShouldContain(rule.Info.Name);
            }
        }
    }

    [Test]
    public void What_orders_lack_is_said_before_anything_is_streamed()
    {
        var other = new Underlying("SOL");
        var market = Market.With(other, 150, 0.8);
        var account = new Account(LargeBooks.Account(new(7), 60).Portfolio) { Orders = [new(VanillaOption.Call(other, 150, Market.Time.AddDays(30)), 1)] };
        var seen = new List<double>();
        string streamed = Should.Throw<MissingMarketDataException>(() => new StreamingMarginCalculator(Rule(Parameters[0])).Calculate(account, market, new Told(seen.Add))).Message;
        streamed.ShouldContain("SOL: returns for its scenarios");
        streamed.ShouldBe(Should.Throw<MissingMarketDataException>(() => new MarginCalculator(Rule(Parameters[0])).Calculate(account, market)).Message);
        seen.ShouldBeEmpty();
    }

    [Test]
    public void An_interpolated_book_says_so_keeps_its_error_and_shows_what_no_position_explains()
    {
        string spots = $"{{\"BTC\":{{\"spot\":{Spots(1)}}},\"ETH\":{{\"spot\":{Spots(2)}}}}}";
        var rule = HistoricalSimulationRuleBook.AsOf(new(2026, 3, 13), $"{{\"confidence\":0.99,\"measure\":\"expectedShortfall\",\"history\":{spots}}}");
        var book = LargeBooks.Account(new(3), 200).Portfolio.Where(instrument => instrument.Expiry is null || instrument.Expiry > Market.Time.AddDays(7));
        var full = new MarginCalculator(rule).Calculate(book, Market);
        var quick = new StreamingMarginCalculator(rule, interpolation: 1e-10).Calculate(book, Market);
        quick.Diagnostics.Count(finding => finding.Code == "interpolated").ShouldBe(2);
        double gross = full.Risk.All.Rows.Sum(row => Math.Abs(row.Quantity * row.Unit!.Value * row.Conversion));
        quick.Initial.ShouldBe(full.Initial, 1e-10 * gross);
        foreach (var (path, line) in quick.Requirement.Initial.Walk())
        {
            line.Amount.Rest.ShouldBe(0, 2e-10 * gross, path);
            (quick.Risk.Rows.Sum(row => line.Amount.Contribution(row.Index)) + line.Amount.Rest).ShouldBe(line.Amount.Value, 1e-12 * gross);
        }

        new StreamingMarginCalculator(Rule(Parameters[0]), interpolation: 1e-10).Calculate(book, Market).Diagnostics.ShouldContain(finding => finding.Code == "not-interpolated" && finding.Message.Contains("too few"));
    }

    [Test]
    public void What_needs_arrays_is_refused_with_a_sentence()
    {
        var account = new Account(LargeBooks.Account(new(7), 60).Portfolio);
        var streamed = new StreamingMarginCalculator(Rule(Parameters[0])).Calculate(account, Market);
        Should.Throw<InvalidOperationException>(() => new MarginCalculator(Rule(Parameters[0])).WhatIf(streamed, (1, account.Portfolio.Positions[0].Instrument))).Message.ShouldContain("streamed");
        Should.Throw<InvalidOperationException>(() => streamed.Risk.By(instrument => instrument.Expiry).First(group => group.Rows.Length < 60).At(0)).Message.ShouldContain("all positions of");
        Should.Throw<InvalidOperationException>(() => _ = streamed.Risk.Arrays[account.Portfolio.Positions[0].Instrument]).Message.ShouldContain("MarginCalculator");
        streamed.Risk.Rows[0].Unit!.ToString().ShouldStartWith(account.Portfolio.Positions[0].Instrument.ToString()); // a look at a unit is not a need of its profits
        streamed.Fingerprint().ShouldBe(new StreamingMarginCalculator(Rule(Parameters[0]), maxDegreeOfParallelism: 1).Calculate(account, Market).Fingerprint());
    }

    [Test]
    public void Progress_rises_to_1_and_a_cancelled_run_stops_and_leaves_nothing_behind()
    {
        var seen = new List<double>();
        var calculator = new StreamingMarginCalculator(Rule(Parameters[1]), maxDegreeOfParallelism: 1);
        var account = new Account(LargeBooks.Account(new(7), 60).Portfolio);
        using var source = new CancellationTokenSource();
        var result = calculator.Calculate(account, Market, new Told(seen.Add), source.Token);
        seen.ShouldBe(seen.Order());
        seen[^1].ShouldBe(1);
        Should.Throw<OperationCanceledException>(() => calculator.Calculate(account, Market, new Told(_ => source.Cancel()), source.Token));
        result.Risk.All.At(0).Slope(0).ShouldBe(new MarginCalculator(Rule(Parameters[1])).Calculate(account, Market).Risk.All.At(0).Slope(0)); // the token of the run no longer stops a look at the result
    }

    private static HistoricalSimulationRuleBook Rule(string parameters) => HistoricalSimulationRuleBook.AsOf(new(2026, 3, 13), $"{{\"history\":{Series},{parameters}}}");

    private static string Spots(int seed)
    {
        var random = new Random(seed);
        return System.Text.Json.JsonSerializer.Serialize(Enumerable.Range(0, 2000).Select(_ => Math.Round(0.1 * (random.NextDouble() + random.NextDouble() - 1), 6)));
    }

    private static List<string> Lines(MarginResult result) => [.. new[] { result.Requirement.Initial, result.Requirement.Maintenance, result.EquityLine }.SelectMany(root => root.Walk())
        .Select(entry => FormattableString.Invariant($"{entry.Path} {entry.Line.Amount.Value:R} {string.Join(' ', entry.Line.Amount.Rows.ToArray().Select(row => FormattableString.Invariant($"{row}:{entry.Line.Amount.Slope(row):R}")))}"))];

    private sealed class Told(Action<double> report) : IProgress<double>
    {
        public void Report(double value) => report(value);
    }
}
