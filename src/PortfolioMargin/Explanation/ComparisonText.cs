using System.Globalization;
using System.Text;
using static System.FormattableString;

namespace PortfolioMargin;

/// <summary>Writes comparisons as people read them.</summary>
internal static class ComparisonText
{
    private const int NameWidth = 34;
    private const int MostColumns = 4;
    private const int MostRows = 5;

    public static string Of(MarginComparison comparison)
    {
        var text = new StringBuilder();
        text.Append(Invariant($"{comparison.RuleBooks.Length} rule books on {comparison.Market.Time:yyyy-MM-dd HH:mm:ss}Z, amounts in {comparison.Currency}\n\n"));
        string format = Format(comparison.Initial.Totals.Concat(comparison.Equity.Totals));
        for (int begin = 0; begin < comparison.RuleBooks.Length; begin += MostColumns)
            Block(text, comparison, begin..Math.Min(comparison.RuleBooks.Length, begin + MostColumns), format);

        Reasons(text, comparison);
        return text.ToString().TrimEnd('\n');
    }

    /// <summary>Ledgers of as many rule books as a page is wide.</summary>
    private static void Block(StringBuilder text, MarginComparison comparison, Range columns, string format)
    {
        int width = Math.Max(18, comparison.RuleBooks[columns].Max(book => book.RuleBook.ToString().Length) + 2);
        Cells(text, "", comparison.RuleBooks[columns].Select(book => book.RuleBook.ToString()), width);
        foreach (var ledger in new[] { comparison.Initial, comparison.Maintenance, comparison.Equity })
        {
            Cells(text, ledger.Name, ledger.Totals[columns].Select(total => total is { } amount ? Money(amount, format) : "refused"), width);
            foreach (var line in ledger.Lines.Where(line => line.Amounts.Any(amount => amount is not null and not 0))) Cells(text, "  " + line.Meaning, line.Amounts[columns].Select(amount => amount is { } number ? Money(number, format) : ""), width);
        }

        text.Append('\n');
    }

    public static string Of(MarginDifference difference)
    {
        var text = new StringBuilder();
        var (first, second) = (difference.First.RuleBook, difference.Second.RuleBook);
        string format = Format([difference.First.Initial, difference.Second.Initial]);
        string signed = Invariant($"+{format};-{format};0");
        text.Append(Invariant($"{first} -> {second}: initial {Money(difference.First.Initial, format)} -> {Money(difference.Second.Initial, format)} {difference.First.Currency} ({Money(difference.Change, signed)})\n"));
        foreach (var line in difference.Lines.Where(line => line.Change != 0))
            text.Append(Invariant($"  {line.Meaning}: {Money(line.First, format)} -> {Money(line.Second, format)} ({Money(line.Change, signed)}){(line == difference.Decisive ? ", most of the difference" : "")}\n"));
        foreach (var worst in difference.Worst)
            text.Append(Invariant($"  worst scenario of {worst.Group}: {Said(worst.First)} | {Said(worst.Second)}\n"));
        foreach (var row in difference.Contributions.Where(row => row.Change != 0).Take(MostRows))
            text.Append(Invariant($"  {(row.Row is { } held ? Invariant($"{held.Quantity:0.########} x {held}") : "explained by no position")}: {Money(row.First, format)} -> {Money(row.Second, format)} ({Money(row.Change, signed)})\n"));
        LeftOut(text, first, difference.OnlyFirstLeavesOut);
        LeftOut(text, second, difference.OnlySecondLeavesOut);
        return text.ToString().TrimEnd('\n');
    }

    public static void Cells(StringBuilder text, string name, IEnumerable<string> cells, int width)
    {
        text.Append(name.PadRight(NameWidth));
        foreach (string cell in cells) text.Append(cell.PadLeft(width));
        text.Append('\n');
    }

    /// <summary>Cents where amounts are large, eight places where they are coins.</summary>
    public static string Format(IEnumerable<double?> amounts) => amounts.Any(amount => Math.Abs(amount ?? 0) >= 100) ? "#,0.00" : "#,0.00000000";

    public static string Money(double amount, string format) => (amount + 0.0).ToString(format, CultureInfo.InvariantCulture);

    private static void Reasons(StringBuilder text, MarginComparison comparison)
    {
        int basis = comparison.RuleBooks.IndexOf(comparison.RuleBooks.FirstOrDefault(book => book.Result is not null)!);
        for (int i = basis + 1; i < comparison.RuleBooks.Length && basis >= 0; i++)
            if (comparison.Between(basis, i) is { } difference) text.Append(Of(difference)).Append("\n\n");
        foreach (var book in comparison.RuleBooks)
        {
            if (book.Refusal.Length > 0) text.Append(Invariant($"{book.RuleBook} refuses: {Short(book.Refusal)}\n"));
            foreach (var finding in book.Result?.Diagnostics ?? []) text.Append(Invariant($"{book.RuleBook}: {finding}\n"));
        }
    }

    private static void LeftOut(StringBuilder text, RuleBookInfo book, IEnumerable<string> parts)
    {
        if (parts.Any()) text.Append(Invariant($"  {book.Name} leaves out: {string.Join("; ", parts)}\n"));
    }

    private static string Said(string scenario) => scenario.Length > 0 ? scenario : "none";

    /// <summary>A list of sixty refused instruments says no more than its beginning; the whole is in <see cref="ComparedRuleBook.Refusal"/>.</summary>
    private static string Short(string reason) => reason.Length <= 240 ? reason : string.Concat(reason.AsSpan(0, 239), "…");
}
