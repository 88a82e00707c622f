using System.Globalization;
using PortfolioMargin.RuleBooks;

namespace PortfolioMargin.Tests.RuleBooks.Derive;

/// <summary>Golden numbers beside the case files: every parameter at its smallest and at its largest value, the sets that are shipped by name, and how close the cases are.
/// The numbers come from a naive second implementation of the documents, which agrees with every case file.</summary>
public class DeriveGoldenTest
{
    private static readonly string[] Names = ["DerivePmrm", "DerivePmrm2", "DeriveStandard"];

    /// <summary>Rows of extremes.txt: parameter, case that it is tried on, parameters of the case, initial, maintenance, equity.</summary>
    private static IEnumerable<TestCaseData> Extremes() => Names.SelectMany(name => File.ReadLines(Path.Combine(Folder(name), "extremes.txt"))
        .Where(line => !line.StartsWith('#'))
        .Select(line => new TestCaseData(name, line.Split('|')).SetArgDisplayNames(name, line.Split('|')[2])));

    [TestCaseSource(nameof(Extremes))]
    public void A_parameter_at_its_extreme(string name, string[] row)
    {
        var margin = Case(name, row[1]);
        Agrees(new MarginCalculator(RuleBookCatalogOf(name, row[2])).Calculate(margin.Account, margin.Market), Number(row[3]), Number(row[4]), Number(row[5]));
    }

    [TestCaseSource(nameof(Names))]
    public void Every_parameter_has_two_extremes_that_differ(string name)
    {
        var rows = Extremes().Where(row => (string)row.Arguments[0]! == name).Select(row => (string[])row.Arguments[1]!).GroupBy(row => row[0]).ToList();
        foreach (var pair in rows) pair.Select(row => (row[3], row[4])).Distinct().Count().ShouldBe(2, pair.Key);
        string parameters = RuleBookCatalogOf(name, "{}").Info.Parameters;
        var stated = System.Text.RegularExpressions.Regex.Matches(parameters, "\"([a-zA-Z]+)\":(?=[-0-9.])").Select(match => match.Groups[1].Value).Distinct();
        var tried = rows.SelectMany(pair => pair.Key.Split('.')).ToHashSet();
        if (tried.Contains("scenarios")) tried.UnionWith(["spot", "weight"]); // rows of the table, replaced as a whole
        stated.Where(parameter => !tried.Contains(parameter)).ShouldBeEmpty();
    }

    [TestCase("030-btc-5-positions", 237372.48107560258, 182594.21621200198, 1866566.5729206782)]
    [TestCase("033-eth-41-positions", 29018.24559954671, 22321.7273842667, -23087.434804686047)]
    public void The_test_configuration_of_the_first_portfolio_manager(string file, double initial, double maintenance, double equity)
    {
        var margin = Case("DerivePmrm", file);
        Agrees(new MarginCalculator(DerivePmrmRuleBook.TestConfiguration).Calculate(margin.Account, margin.Market), initial, maintenance, equity);
    }

    [TestCase("002-short-strangle", 1979.3236297592912, 1554.601803807433, 24564.801685497056)]
    [TestCase("020-eth-4-positions", 11880.051630678978, 10639.04217487228, 36402.53467532211)]
    [TestCase("025-btc-2-positions", 320451.06033623277, 283743.9625600215, 1994214.5575954881)]
    public void The_deployment_script_of_the_second_portfolio_manager(string file, double initial, double maintenance, double equity)
    {
        var margin = Case("DerivePmrm2", file);
        Agrees(new MarginCalculator(DerivePmrm2RuleBook.DeploymentScript).Calculate(margin.Account, margin.Market), initial, maintenance, equity);
    }

    [TestCaseSource(nameof(Names))]
    public void The_worst_error_of_the_cases_is_rounding(string name)
    {
        double worst = 0;
        foreach (string file in Directory.EnumerateFiles(Folder(name), "*.json"))
        {
            foreach (var check in MarginCase.Parse(File.ReadAllText(file)).Check().Checks)
            {
                if (!double.TryParse(check.Expected, NumberStyles.Float, CultureInfo.InvariantCulture, out double expected)) continue;
                worst = Math.Max(worst, Math.Abs(Number(check.Actual) - expected) / (1 + Math.Abs(expected)));
            }
        }

        TestContext.Out.WriteLine($"{name}: {worst:E2}");
        worst.ShouldBeLessThanOrEqualTo(Tolerances.DeriveCases);
    }

    private static void Agrees(MarginResult result, double initial, double maintenance, double equity)
    {
        result.Initial.ShouldBe(initial, Tolerances.DeriveCases * (1 + Math.Abs(initial)));
        result.Maintenance.ShouldBe(maintenance, Tolerances.DeriveCases * (1 + Math.Abs(maintenance)));
        result.Equity.ShouldBe(equity, Tolerances.DeriveCases * (1 + Math.Abs(equity)));
    }

    private static IRuleBook RuleBookCatalogOf(string name, string changes) => RuleBookCatalog.Shipped.Create(name, null, changes);

    private static MarginCase Case(string name, string file) => MarginCase.Parse(File.ReadAllText(Path.Combine(Folder(name), file + ".json")));

    private static string Folder(string name) => Path.Combine(TestContext.CurrentContext.TestDirectory, "RuleBooks", name, "Golden");

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
