using System.Reflection;
using PortfolioMargin.RuleBooks;

namespace PortfolioMargin.PublicApi.Tests;

/// <summary>The README's table of rule books, made from what each rule book says of itself in its <see cref="RuleBookInfo"/>.</summary>
internal static class RuleBookTable
{
    public static string Text() =>
        "| name | venue | parameter sets | sources | not covered | verified by |\n| --- | --- | --- | --- | --- | --- |\n"
        + string.Concat(RuleBookCatalog.Shipped.Entries.Select(entry => Row(entry, Book(entry))));

    private static string Row(RuleBookEntry entry, IRuleBook book)
    {
        var info = book.Info;
        string[] cells =
        [
            entry.Name,
            info.Venue,
            entry.Dates.IsEmpty ? "yours" : string.Join(", ", entry.Dates.Select(date => date.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture))),
            string.Join("; ", info.Citations.Select(citation => citation.Document).Distinct()),
            string.Join("; ", info.NotCovered),
            $"{info.Verification} ([page]({Page(book)}))",
        ];
        return $"| {string.Join(" | ", cells.Select(cell => cell.Replace("|", "\\|", StringComparison.Ordinal)))} |\n";
    }

    /// <summary>Venues whose rule has the shape of a grid file that cannot be shipped, and the numbers that are missing.</summary>
    public static string NotShippable() => "| venue | printed | missing |\n| --- | --- | --- |\n"
        + string.Concat(HouseGridVenues.NotShippable.Select(venue => $"| {venue.Name} | {venue.Printed} | {venue.Missing} |\n"));

    /// <summary>The rule book of an entry: under its shipped parameters, or, where they are the user's, those of its first golden case.</summary>
    private static IRuleBook Book(RuleBookEntry entry) => entry.Dates.IsEmpty ? FromGolden(entry.Name) : Default(entry.Name);

    private static IRuleBook FromGolden(string name)
    {
        string folder = Path.Combine(Repository.Root, "tests", "PortfolioMargin.Tests", "RuleBooks", name, "Golden");
        if (!Directory.Exists(folder)) return RuleBookCatalog.Shipped.Create(name, new(2026, 1, 1), "{}"); // its own parameters are complete
        var golden = MarginCase.Parse(File.ReadAllText(Directory.GetFiles(folder).Order(StringComparer.Ordinal).First()), name);
        return RuleBookCatalog.Shipped.Create(golden.RuleBook, golden.AsOf, golden.Parameters);
    }

    /// <summary>The shipped rule book of a name, found by reflection.</summary>
    private static IRuleBook Default(string name) => typeof(IRuleBook).Assembly.GetExportedTypes()
        .Where(type => type.IsAssignableTo(typeof(IRuleBook)) && !type.IsInterface)
        .Select(type => type.GetProperty("Default", BindingFlags.Public | BindingFlags.Static)?.GetValue(null) as IRuleBook)
        .Single(book => book?.Info.Name == name)!;

    /// <summary>The README of the folder that the rule book's file stands in.</summary>
    private static string Page(IRuleBook book)
    {
        string file = Directory.GetFiles(Path.Combine(Repository.Root, "src", "PortfolioMargin", "RuleBooks"), book.GetType().Name + ".cs", SearchOption.AllDirectories).Single();
        return Path.GetRelativePath(Repository.Root, Path.Combine(Path.GetDirectoryName(file)!, "README.md")).Replace('\\', '/');
    }
}
