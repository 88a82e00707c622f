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

    public static void Findings(IEnumerable<Diagnostic> diagnostics)
    {
        foreach (var diagnostic in diagnostics) Console.WriteLine(diagnostic);
    }
}
