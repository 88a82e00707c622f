using System.Globalization;
using System.Text;
using static System.FormattableString;

namespace PortfolioMargin;

/// <summary>Writes a result as people read it: ledgers with reasons, worst scenarios, contributions.</summary>
internal static class LedgerText
{
    private const int NameWidth = 44;
    private const int AmountWidth = 18;
    private const int MostContributors = 8;

    public static string Of(MarginResult result)
    {
        var text = new StringBuilder();
        text.Append(Invariant($"{result.RuleBook} on {result.Risk.Market.Time:yyyy-MM-dd HH:mm:ss}Z, amounts in {result.Currency}\n\n"));
        Ledger(text, result.Requirement.Initial, result);
        Ledger(text, result.Requirement.Maintenance, result);
        Ledger(text, result.EquityLine, result);
        Row(text, "excess over initial", result.Excess, result, "");
        Row(text, "excess over maintenance", result.MaintenanceExcess, result, "");
        Contributions(text, result);
        foreach (var diagnostic in result.Diagnostics) text.Append('\n').Append(diagnostic);
        return text.ToString().TrimEnd('\n');
    }

    private static void Ledger(StringBuilder text, MarginLine root, MarginResult result)
    {
        foreach (var (path, line) in root.Walk())
        {
            int depth = path.Length - path.Replace("/", "", StringComparison.Ordinal).Length;
            Row(text, new string(' ', 2 * depth) + line.Name, line.Amount.Value, result, Reason(line));
        }

        text.Append('\n');
    }

    private static string Reason(MarginLine line)
    {
        var reasons = new List<string>(4);
        if (line.Memo) reasons.Add("memo");
        if (line.Factor != 1) reasons.Add(Invariant($"x {line.Factor:0.######}"));
        if (line.Kind == LineKind.Largest) reasons.Add("largest of its parts");
        if (line.Table is { Worst: >= 0 } table) reasons.Add(table.WorstName);
        if (line.Note is { } note) reasons.Add(note);
        return string.Join("; ", reasons);
    }

    private static void Row(StringBuilder text, string name, double amount, MarginResult result, string reason)
    {
        text.Append(name.PadRight(NameWidth)).Append(Money(amount, result).PadLeft(AmountWidth));
        if (reason.Length > 0) text.Append("  ").Append(reason);
        text.Append('\n');
    }

    /// <summary>Cents where amounts are large, eight places where they are coins; what rounds to nothing has no sign.</summary>
    private static string Money(double amount, MarginResult result)
    {
        bool large = Math.Max(result.Initial, Math.Abs(result.Equity)) >= 100;
        double shown = Math.Abs(amount) < (large ? 0.005 : 0.000000005) ? 0 : amount;
        return shown.ToString(large ? "#,0.00" : "#,0.00000000", CultureInfo.InvariantCulture);
    }

    private static void Contributions(StringBuilder text, MarginResult result)
    {
        if (!result.Risk.HasSlopes || result.Risk.Rows.IsEmpty) return;
        var initial = result.Requirement.Initial.Amount;
        var shares = result.Risk.Rows.Select(row => (Row: row, Amount: initial.Contribution(row.Index)))
            .Where(share => share.Amount != 0).OrderByDescending(share => Math.Abs(share.Amount)).ThenBy(share => share.Row.Index).ToList();
        text.Append("\ncontributions to initial\n");
        foreach (var (row, amount) in shares.Take(MostContributors))
            Row(text, Invariant($"  {row.Quantity:0.########} x {row}"), amount, result, "");
        if (shares.Count > MostContributors)
            Row(text, Invariant($"  {shares.Count - MostContributors} more"), shares.Skip(MostContributors).Sum(share => share.Amount), result, "");
        Row(text, "  explained by no position", initial.Rest, result, "");
    }
}
