using System.Globalization;
using PortfolioMargin.RuleBooks;

namespace PortfolioMargin.Tests.Cases;

/// <summary>What a rule book says of its own verification is what its golden cases show.</summary>
public class VerificationTest
{
    private static readonly MarginCase[] Golden = [.. Directory.EnumerateFiles(Path.Combine(TestContext.CurrentContext.TestDirectory, "RuleBooks"), "*.json", SearchOption.AllDirectories)
        .Where(file => file.Contains("Golden", StringComparison.Ordinal)).Order(StringComparer.Ordinal).Select(file => MarginCase.Parse(File.ReadAllText(file), file))];

    /// <summary>The shipped rule books; one without parameters of its own under those of its first golden case.</summary>
    private static IEnumerable<IRuleBook> All => RuleBookCatalog.Shipped.Entries.Select(entry => entry.Dates.IsEmpty ? FromGolden(entry.Name) : Laws.RuleBooks.All.Single(book => book.Info.Name == entry.Name));

    private static IRuleBook FromGolden(string name)
    {
        var first = Golden.FirstOrDefault(margin => margin.RuleBook == name); // none: its own parameters are complete
        return RuleBookCatalog.Shipped.Create(name, first?.AsOf ?? new(2026, 1, 1), first?.Parameters ?? "{}");
    }

    [Test]
    public void Every_rule_book_of_the_library_is_in_the_catalog() =>
        Laws.RuleBooks.All.Select(book => book.Info.Name).Except(RuleBookCatalog.Shipped.Entries.Select(entry => entry.Name)).ShouldBeEmpty();

    [TestCaseSource(nameof(All))]
    public void A_rule_book_says_whose_it_is_and_how_it_was_checked(IRuleBook book)
    {
        book.Info.Venue.ShouldNotBeEmpty();
        book.Info.Verification.ShouldNotBeNull().Against.ShouldNotBeEmpty();
        foreach (string text in book.Info.NotCovered.Append(book.Info.Verification.Against).Append(book.Info.Venue)) text.ShouldNotContain('\n');
    }

    [TestCaseSource(nameof(All))]
    public void A_rule_book_states_the_number_of_its_golden_cases_and_their_worst_error(IRuleBook book)
    {
        var cases = Golden.Where(margin => margin.RuleBook == book.Info.Name).ToList();
        double worst = cases.SelectMany(margin => margin.Check().Checks).Select(Error).DefaultIfEmpty().Max();
        TestContext.Out.WriteLine($"{book.Info.Name}: {cases.Count} cases, worst error {worst:E2}");

        book.Info.Verification!.Cases.ShouldBe(cases.Count);
        book.Info.Verification.WorstError.ShouldBeInRange(worst, Math.Max(2 * worst, Tolerances.Eps), "state the worst error rounded up");
    }

    /// <summary>|error| / (1 + |expected|); 0 for what is not a number.</summary>
    private static double Error(CaseCheck check) =>
        double.TryParse(check.Expected, CultureInfo.InvariantCulture, out double expected) && double.TryParse(check.Actual, CultureInfo.InvariantCulture, out double actual)
            ? Math.Abs(actual - expected) / (1 + Math.Abs(expected))
            : 0;
}
