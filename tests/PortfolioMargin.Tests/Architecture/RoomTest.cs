using System.Text.RegularExpressions;

namespace PortfolioMargin.Tests.Architecture;

public class RoomTest
{
    private static readonly string[] Rooms =
        ["Numerics", "Pricing", "Foundations", "Instruments", "Portfolios", "Markets", "Scenarios", "Revaluation", "Risk", "Collateral", "Margins", "RuleBooks", "Cases", "Explanation", "Actions", "Stress", "Backtesting", "Reports"];

    private static readonly Regex Declaration = new(@"\b(?:class|struct|interface|enum|record(?:\s+struct|\s+class)?)\s+([A-Z]\w*)");

    [Test]
    public void A_room_names_only_rooms_before_it()
    {
        var files = Repository.Files().ToList();
        var home = new Dictionary<string, string>();
        foreach (var (room, _, code) in files)
            foreach (Match type in Declaration.Matches(code)) home.TryAdd(type.Groups[1].Value, room);
        var up = from file in files
                 from name in Regex.Matches(file.Code, @"\b[A-Z]\w*\b").Select(match => match.Value).Distinct()
                 where home.TryGetValue(name, out string? room) && Array.IndexOf(Rooms, room) > Array.IndexOf(Rooms, file.Room)
                 select $"{file.File} names {name} of {home[name]}";
        files.Select(file => file.Room).Distinct().Except(Rooms).ShouldBeEmpty();
        up.ShouldBeEmpty();
    }

    [Test]
    public void Type_names_are_unique()
    {
        var names = Repository.Files().SelectMany(file => Declaration.Matches(file.Code.Replace("partial ", "", StringComparison.Ordinal))
                .Select(match => (Name: match.Groups[1].Value, file.File, IsPartial: Regex.IsMatch(file.Code, $@"partial (class|struct|record|record struct) {match.Groups[1].Value}\b"))))
            .GroupBy(type => type.Name).Where(group => group.Count(type => !type.IsPartial) > 1).Select(group => group.Key);
        names.ShouldBeEmpty();
    }

    [Test]
    public void Only_the_catalog_names_a_concrete_rule_book()
    {
        string names = string.Join('|', Laws.RuleBooks.All.Select(book => book.GetType().Name));
        var named = Repository.Files().Where(file => !file.File.EndsWith("RuleBookCatalog.cs", StringComparison.Ordinal) && Regex.IsMatch(file.Code, $@"\b({names})\b"))
            .Where(file => file.Room != "RuleBooks").Select(file => file.File);
        named.ShouldBeEmpty();
    }

    [Test]
    public void The_deterministic_path_calls_no_function_whose_bits_depend_on_the_machine()
    {
        var banned = new Regex(@"\bMath\.(Exp|Log|Log2|Log10|Pow|Sin|Cos|Tanh|Cbrt)\b|\bTensorPrimitives\.(Exp|Log|Pow|Sum|Dot|Norm)\b|MultiplyAddEstimate|\bVector\.Sum\b|DateTime(Offset)?\.(Utc)?Now|Environment\.TickCount");
        Repository.Files().Where(file => banned.IsMatch(file.Code)).Select(file => file.File).ShouldBeEmpty();
    }

    [Test]
    public void No_file_is_longer_than_300_lines() =>
        Repository.Files().Where(file => File.ReadLines(Path.Combine(Repository.Source, file.File)).Count() > 300).Select(file => file.File).ShouldBeEmpty();

    [Test]
    public void Every_rule_book_cites_its_documents()
    {
        foreach (var book in Laws.RuleBooks.All) book.Info.Citations.ShouldNotBeEmpty(book.Info.Name);
    }
}
