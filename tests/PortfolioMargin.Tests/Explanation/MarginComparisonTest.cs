using PortfolioMargin.RuleBooks;
using PortfolioMargin.Tests.Laws;

namespace PortfolioMargin.Tests.Explanation;

/// <summary>Laws of comparing rule books on one account.</summary>
public class MarginComparisonTest
{
    private static readonly IRuleBook[] All = [.. Laws.RuleBooks.All];

    [Test]
    public void A_rule_book_beside_itself_differs_in_nothing() => ForAll((account, market) =>
    {
        foreach (var book in All)
        {
            var comparison = MarginComparison.Of(account, market, book, book);
            if (comparison.Between(0, 1) is not { } difference) continue;
            difference.Change.ShouldBe(0);
            difference.Decisive.ShouldBeNull();
            difference.Lines.ShouldAllBe(line => line.Change == 0);
            difference.Contributions.ShouldAllBe(row => row.Change == 0);
            difference.Worst.ShouldAllBe(worst => worst.First == worst.Second);
            difference.OnlyFirstLeavesOut.Concat(difference.OnlySecondLeavesOut).ShouldBeEmpty();
        }
    });

    [Test]
    public void The_order_of_rule_books_changes_nothing_but_their_places() => ForAll((account, market) =>
    {
        var forward = MarginComparison.Of(account, market, All);
        var backward = MarginComparison.Of(account, market, All.Reverse());
        for (int i = 0; i < All.Length; i++)
        {
            int j = All.Length - 1 - i;
            backward.RuleBooks[j].Refusal.ShouldBe(forward.RuleBooks[i].Refusal);
            backward.RuleBooks[j].Result?.Fingerprint().ShouldBe(forward.RuleBooks[i].Result!.Fingerprint());
        }

        forward.Initial.Lines.Select(line => line.Meaning).ShouldBe(backward.Initial.Lines.Select(line => line.Meaning));
        forward.Initial.Lines.SelectMany(line => line.Amounts.Reverse()).ShouldBe(backward.Initial.Lines.SelectMany(line => line.Amounts));
        var (there, back) = (forward.Between(First(forward), Last(forward)), backward.Between(First(backward), Last(backward)));
        back!.Change.ShouldBe(-there!.Change);
        back.Lines.Select(line => (line.Meaning, line.Change)).ShouldBe(there.Lines.Select(line => (line.Meaning, -line.Change)));
    });

    [Test]
    public void Lines_add_up_to_totals_and_their_differences_to_the_difference() => ForAll((account, market) =>
    {
        var comparison = MarginComparison.Of(account, market, All);
        foreach (var ledger in new[] { comparison.Initial, comparison.Maintenance, comparison.Equity })
        {
            for (int i = 0; i < All.Length; i++)
            {
                if (ledger.Totals[i] is not { } total) continue;
                double gross = ledger.Lines.Sum(line => line.Lines[i].Sum(part => Math.Abs(part.Amount)));
                ledger.Lines.Sum(line => line.Amounts[i]!.Value).ShouldBe(total, Tolerances.Regrouped * gross, $"{ledger.Name} of {All[i].Info}");
            }
        }

        foreach (var (i, j) in Pairs(comparison))
        {
            var difference = comparison.Between(i, j)!;
            double tolerance = 10 * Tolerances.Regrouped * (difference.Lines.Sum(line => Math.Abs(line.First) + Math.Abs(line.Second)) + difference.Contributions.Sum(row => Math.Abs(row.First) + Math.Abs(row.Second)));
            difference.Lines.Sum(line => line.Change).ShouldBe(difference.Change, tolerance);
            difference.Contributions.Sum(row => row.Change).ShouldBe(difference.Change, tolerance);
            if (difference.Change != 0) (difference.Decisive!.Change * difference.Change).ShouldBeGreaterThan(0);
        }
    });

    [Test]
    public void Every_counted_line_stands_in_the_ledger_with_its_scenario_and_sign()
    {
        var (account, market) = Linear(new(1));
        var comparison = MarginComparison.Of(account, market, All);
        foreach (var (line, i) in comparison.Initial.Lines.SelectMany(line => line.Lines.SelectMany((own, i) => own.Select(counted => (counted, i)))))
        {
            var found = comparison.RuleBooks[i].Result!.Line(line.Path).ShouldNotBeNull(line.Path);
            if (line.Worst.Length > 0) line.Worst.ShouldBe(found.Table!.WorstName);
            (line.Amount * found.Amount.Value).ShouldBeGreaterThanOrEqualTo(0);
        }
    }

    [Test]
    public void Lines_meet_by_what_they_are_for_whatever_they_are_called()
    {
        var (account, market) = Linear(new(2));
        var comparison = MarginComparison.Of(account, market, DeribitRuleBook.Default, OkxRuleBook.Default, ParadexRuleBook.Default, DerivePmrm2RuleBook.Default);
        var scan = comparison.Initial.Lines.Single(line => line.Meaning == LineMeaning.ScenarioLoss);
        scan.Lines.SelectMany(lines => lines.Select(line => line.Path.Split('/')[^1])).Distinct().ShouldBe(["worst case", "extreme move", "scan risk"], ignoreOrder: true);
        scan.Amounts.ShouldAllBe(amount => amount > 0);
        comparison.Initial.Lines.Select(line => line.Meaning).ShouldBeUnique();
    }

    [Test]
    public void A_refusal_stands_in_its_place_and_does_not_stop_the_others()
    {
        var inverse = Portfolio.Of(Laws.RuleBooks.Book(new(3)));
        var comparison = MarginComparison.Of(inverse, Laws.RuleBooks.Market(), OkxRuleBook.Default, DeribitRuleBook.Default);
        comparison.RuleBooks[0].Result.ShouldBeNull();
        comparison.RuleBooks[0].Refusal.ShouldContain("OKX does not publish");
        comparison.RuleBooks[1].Result.ShouldNotBeNull().Initial.ShouldBeGreaterThan(0);
        comparison.Initial.Totals[0].ShouldBeNull();
        comparison.Between(0, 1).ShouldBeNull();
        comparison.Explain().ShouldContain("Okx 2025-01-15 refuses: OKX does not publish");
        Should.Throw<ArgumentOutOfRangeException>(() => comparison.Between(0, 2));
        Should.Throw<ArgumentException>(() => MarginComparison.Of(inverse, Laws.RuleBooks.Market(), Array.Empty<IRuleBook>()));
    }

    [Test]
    public void The_text_names_the_line_and_the_scenarios_that_make_the_difference()
    {
        var (account, market) = Linear(new(2));
        var comparison = MarginComparison.Of(account, market, DeribitRuleBook.Default, OkxRuleBook.Default);
        var difference = comparison.Between(0, 1)!;
        string text = comparison.Explain();
        text.ShouldContain($"{difference.Decisive!.Meaning}: ");
        text.ShouldContain("most of the difference");
        text.ShouldContain($"worst scenario of BTC: {difference.Worst.Single(worst => worst.Group == "BTC").First} | ");
        text.ShouldContain("Deribit leaves out: delta shock");
        text.ShouldContain("part-not-covered");
    }

    [Test]
    public void A_line_without_a_meaning_of_its_own_shares_that_of_the_line_above()
    {
        var inner = MarginLine.Sum("group", MarginLine.Leaf("a", Attributed.Constant(3)), MarginLine.Leaf("b", Attributed.Constant(4)).For(LineMeaning.Orders), MarginLine.Leaf("shown", Attributed.Constant(99)).AsMemo());
        var largest = MarginLine.Largest("largest", MarginLine.Leaf("low", Attributed.Constant(1)), inner.For(LineMeaning.Size)).Times("largest", 2);
        var root = MarginLine.Sum("initial", largest, MarginLine.From("stated", Attributed.Constant(5), MarginLine.Leaf("part", Attributed.Constant(50))));
        CountedLine.Of(root).Select(line => (line.Path, line.Meaning, line.Amount)).ShouldBe(
            [("initial/largest/group/a", LineMeaning.Size, 6), ("initial/largest/group/b", LineMeaning.Orders, 8), ("initial/stated", LineMeaning.Other, 5)]);
    }

    private static int First(MarginComparison comparison) => Enumerable.Range(0, All.Length).First(i => comparison.RuleBooks[i].Result is not null);

    private static int Last(MarginComparison comparison) => Enumerable.Range(0, All.Length).Last(i => comparison.RuleBooks[i].Result is not null);

    private static IEnumerable<(int, int)> Pairs(MarginComparison comparison) =>
        from i in Enumerable.Range(0, All.Length)
        from j in Enumerable.Range(0, All.Length)
        where comparison.RuleBooks[i].Result is not null && comparison.RuleBooks[j].Result is not null
        select (i, j);

    /// <summary>Books of inverse and of linear contracts, ten of each.</summary>
    private static void ForAll(Action<Account, MarketSnapshot> law) => LawCases.ForAll(random =>
    {
        law(new(Portfolio.Of(Laws.RuleBooks.Book(random))) { Collateral = [new(new("BTC"), 2)] }, Laws.RuleBooks.Market());
        var (account, market) = Linear(random);
        law(account, market);
    }, Math.Max(10, LawCases.Count / 5));

    internal static (Account Account, MarketSnapshot Market) Linear(Random random)
    {
        var market = MarketSnapshot.At(Laws.RuleBooks.Time).ReportIn(new("USD")).With(Laws.RuleBooks.Market()[Laws.RuleBooks.Bitcoin]).With(new Currency("USDC"), 1);
        var book = Laws.RuleBooks.Book(random).Select(position => position.Instrument is VanillaOption option
            ? new Position(new VanillaOption(option.Underlying, option.Right, option.Strike, option.Expiry!.Value), position.Quantity)
            : new Position(new Perpetual(position.Instrument.Underlying), position.Quantity / 400));
        return (new(Portfolio.Of(book)) { Collateral = [new(new("USD"), 100_000)] }, market);
    }
}
