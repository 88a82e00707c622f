using System.Globalization;
using Spectre.Console;

namespace PortfolioMargin.Samples;

/// <summary>Output in invariant notation.</summary>
internal static class Print
{
    public static void Line(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));

    public static string Number(double value, string format = "#,0.00") => value.ToString(format, CultureInfo.InvariantCulture);

    public static void Table(string[] columns, IEnumerable<string[]> rows)
    {
        var table = new Table().Border(TableBorder.Simple);
        foreach (string column in columns) table.AddColumn(new TableColumn(Markup.Escape(column)));
        foreach (string[] row in rows) table.AddRow([.. row.Select(Markup.Escape)]);
        AnsiConsole.Write(table);
    }

    /// <summary>Columns as wide as their widest cell, however narrow the console: the first one to the left, the others to the right.</summary>
    public static void Columns(string[] names, IReadOnlyList<string[]> rows)
    {
        int[] widths = [.. names.Select((name, i) => rows.Select(row => row[i].Length).Append(name.Length).Max())];
        foreach (string[] row in rows.Prepend(names))
            Console.WriteLine(string.Join("  ", row.Select((cell, i) => i == 0 ? cell.PadRight(widths[i]) : cell.PadLeft(widths[i]))).TrimEnd());
    }

    public static void Findings(IEnumerable<Diagnostic> diagnostics)
    {
        foreach (var diagnostic in diagnostics) Console.WriteLine(diagnostic);
    }
}
