using static System.FormattableString;

namespace PortfolioMargin;

/// <summary>Compares a result with what a case expects: |difference| at most absolute + relative x |expected|.</summary>
internal static class CaseChecker
{
    public static CaseReport Compare(MarginCase margin, MarginResult result)
    {
        var checks = new List<CaseCheck>();
        var expected = margin.Expected;
        Number("initial", expected.Initial, result.Initial);
        Number("maintenance", expected.Maintenance, result.Maintenance);
        Number("equity", expected.Equity, result.Equity);
        Number("excess", expected.Excess, result.Excess);
        Number("maintenanceExcess", expected.MaintenanceExcess, result.MaintenanceExcess);
        foreach (var (path, amount) in expected.Lines) Line(path, amount);
        foreach (var (group, name) in expected.WorstScenario)
        {
            string actual = Table(group)?.WorstName ?? "no such group";
            checks.Add(new($"worst scenario of {group}", name, actual, actual == name));
        }

        foreach (var (group, row) in expected.ScenarioProfitAndLoss) Rows(group, row);
        return new(margin, [.. checks]);

        void Number(string path, double? wanted, double actual)
        {
            if (wanted is not { } number) return;
            bool agrees = Math.Abs(actual - number) <= margin.Tolerance.Absolute + margin.Tolerance.Relative * Math.Abs(number);
            checks.Add(new(path, Invariant($"{number:R}"), Invariant($"{actual:R}"), agrees));
        }

        void Line(string path, double amount)
        {
            if (result.Line(path) is { } line) Number(path, amount, line.Amount.Value);
            else checks.Add(new(path, Invariant($"{amount:R}"), $"no such line; the ledger has {string.Join(", ", Paths(result))}", false));
        }

        void Rows(string group, double[] row)
        {
            var table = Table(group);
            if (table is null || table.ProfitAndLoss.Length != row.Length)
            {
                checks.Add(new($"scenarios of {group}", Invariant($"{row.Length} rows"), Invariant($"{table?.ProfitAndLoss.Length ?? 0} rows"), false));
                return;
            }

            for (int s = 0; s < row.Length; s++) Number($"{group} {table.Names[s]}", row[s], table.ProfitAndLoss[s]);
        }

        ScanTable? Table(string group) => result.Tables.FirstOrDefault(table => table.Group == group);
    }

    private static IEnumerable<string> Paths(MarginResult result) =>
        result.Requirement.Initial.Walk().Concat(result.Requirement.Maintenance.Walk()).Concat(result.EquityLine.Walk()).Select(entry => entry.Path);
}
