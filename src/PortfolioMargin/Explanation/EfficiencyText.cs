using System.Text;
using static System.FormattableString;

namespace PortfolioMargin;

/// <summary>Writes capital efficiency as people read it.</summary>
internal static class EfficiencyText
{
    private const int MostPositions = 12;

    public static string Of(CapitalEfficiency efficiency)
    {
        var text = new StringBuilder();
        var books = efficiency.Comparison.RuleBooks;
        var totals = efficiency.Comparison.Initial.Totals;
        int width = Math.Max(18, books.Max(book => book.RuleBook.ToString().Length) + 2);
        string format = ComparisonText.Format(totals.Concat(efficiency.StandAlone));
        ComparisonText.Cells(text, "initial requirement", books.Select(book => book.RuleBook.ToString()), width);
        Row("together", totals);
        foreach (var line in efficiency.Lines.Where(line => Counts(line.Together))) Row("  " + line.Meaning, line.Together);
        Row("positions each alone", efficiency.StandAlone);
        foreach (var line in efficiency.Lines.Where(line => Counts(line.StandAlone))) Row("  " + line.Meaning, line.StandAlone);
        ComparisonText.Cells(text, "netting saves", Enumerable.Range(0, books.Length).Select(i => Share(efficiency.Saving(i))), width);
        ComparisonText.Cells(text, Invariant($"saves against {books[0].RuleBook.Name}"), Enumerable.Range(0, books.Length).Select(i => Share(efficiency.SavingAgainst(i, 0))), width);

        text.Append("\nposition: alone, and contribution to the account\n");
        foreach (var position in efficiency.Positions.OrderByDescending(position => position.StandAlone.Max(amount => amount ?? 0)).Take(MostPositions))
        {
            text.Append(Invariant($"{position.Position.Quantity:0.########} x {position.Position.Instrument}\n"));
            Row("  alone", position.StandAlone);
            Row("  contribution", position.Contribution);
        }

        if (efficiency.Positions.Length > MostPositions) text.Append(Invariant($"{efficiency.Positions.Length - MostPositions} smaller positions\n"));
        foreach (var book in books.Where(book => book.Refusal.Length > 0)) text.Append(Invariant($"{book}\n"));
        return text.ToString().TrimEnd('\n');

        void Row(string name, IEnumerable<double?> amounts) =>
            ComparisonText.Cells(text, name, amounts.Select(amount => amount is { } number ? ComparisonText.Money(number, format) : "refused"), width);
    }

    private static bool Counts(IEnumerable<double?> amounts) => amounts.Any(amount => amount is not null and not 0);

    private static string Share(double? share) => share is { } fraction ? Percent.Signed(Math.Round(fraction, 4)) : "";
}
