using PortfolioMargin.Backtesting;
using PortfolioMargin.RuleBooks;
using PortfolioMargin.Tests.Laws;

namespace PortfolioMargin.Tests.Backtesting;

/// <summary>Every number of a rule book's parameters is bumped, by name, for any rule book of the catalog.</summary>
public class ParameterSensitivityTests
{
    private static readonly Portfolio Book = Portfolio.Of((-1, LargeBooks.Universe.OfType<VanillaOption>().ElementAt(9)), (5000, LargeBooks.Universe[0]));

    [Test]
    public void Every_change_is_that_of_a_rule_book_with_this_one_number_changed()
    {
        var changes = ParameterSensitivity.Of(DeribitRuleBook.Default, Create, Book, LargeBooks.Market());
        changes.Length.ShouldBeGreaterThan(50);
        changes.Select(change => change.Name).ShouldBeUnique();
        changes.ShouldAllBe(change => change.Refusal != null || change.After != null);
        changes.Count(change => change.Change != 0 && change.Change != null).ShouldBeGreaterThan(3);

        // One of them again, by hand: the first number of the first map entry, stated as JSON.
        var moved = changes.First(change => change.Change is not null and not 0 && !change.Name.Contains('['));
        string json = string.Concat(moved.Name.Split('.').Select(name => $"{{\"{name}\":")) + moved.Bumped.ToString("R", System.Globalization.CultureInfo.InvariantCulture) + new string('}', moved.Name.Split('.').Length);
        new MarginCalculator(Create(json)).Calculate(Book, LargeBooks.Market()).Initial.ShouldBe(moved.After!.Value);
        moved.Elasticity.ShouldNotBeNull();
    }

    [Test]
    public void Threads_do_not_change_it_and_an_empty_account_feels_stated_amounts_only()
    {
        var alone = ParameterSensitivity.Of(DeribitRuleBook.Default, Create, Book, LargeBooks.Market(), maxDegreeOfParallelism: 1);
        ParameterSensitivity.Of(DeribitRuleBook.Default, Create, Book, LargeBooks.Market(), maxDegreeOfParallelism: 3).ShouldBe(alone);
        ParameterSensitivity.Of(DeribitRuleBook.Default, Create, Portfolio.Empty, LargeBooks.Market())
            .Where(change => change.Change is not (null or 0)).Select(change => change.Name).ShouldBe(["openOrders", "marketMakerProtection"], ignoreOrder: true); // amounts that the venue reports are due as stated
    }

    [Test]
    public void Bad_input_is_named()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => ParameterSensitivity.Of(DeribitRuleBook.Default, Create, Book, LargeBooks.Market(), bump: 0)).Message.ShouldContain("bump");
        using var stopped = new CancellationTokenSource();
        stopped.Cancel();
        Should.Throw<OperationCanceledException>(() => ParameterSensitivity.Of(DeribitRuleBook.Default, Create, Book, LargeBooks.Market(), cancellationToken: stopped.Token));
    }

    private static IRuleBook Create(string changes) => RuleBookCatalog.Shipped.Create("Deribit", changes: changes);
}
