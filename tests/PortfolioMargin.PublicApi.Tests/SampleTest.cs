using System.Diagnostics;

namespace PortfolioMargin.PublicApi.Tests;

public class SampleTest
{
    [Test]
    public void The_quick_start_prints_what_was_approved()
    {
        string file = Path.Combine(Repository.Root, "tests", "PortfolioMargin.PublicApi.Tests", "Approved", "QuickStart.txt");
        var (code, output) = Run();
        code.ShouldBe(0);
        if (Environment.GetEnvironmentVariable("PORTFOLIOMARGIN_APPROVE") == "1") File.WriteAllText(file, output);
        output.ShouldBe(File.ReadAllText(file));
    }

    [Test]
    public void Every_command_is_in_the_help()
    {
        var (code, output) = Run("--help");
        code.ShouldBe(0);
        foreach (string command in new[] { "init", "margin", "what-if", "compare", "cover", "backtest", "span", "check", "about" }) output.ShouldContain("  " + command);
    }

    [TestCase("nonsense")]
    [TestCase("check")]
    [TestCase("margin")]
    [TestCase("what-if", "--trade")]
    [TestCase("check", "--nothing")]
    [TestCase("compare", "--positions", "x.csv")]
    [TestCase("compare", "--rulebook")]
    [TestCase("check", "/no/such/file.json")]
    public void A_wrong_command_line_exits_with_2(params string[] arguments) => Run(arguments).Code.ShouldBe(2);

    [Test]
    public void A_case_that_disagrees_exits_with_1()
    {
        string golden = Directory.GetFiles(Path.Combine(Repository.Root, "tests", "PortfolioMargin.Tests", "RuleBooks", "Deribit", "Golden")).Order(StringComparer.Ordinal).First();
        string file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, File.ReadAllText(golden));
            Run("check", file).Code.ShouldBe(0);
            File.WriteAllText(file, File.ReadAllText(golden).Replace("0.122861343", "0.123", StringComparison.Ordinal));
            var (code, output) = Run("check", file);
            code.ShouldBe(1);
            output.ShouldContain("DIFFERS initial");
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Test]
    public void Compare_works_without_files_under_every_rule_book_that_takes_the_book()
    {
        var (code, output) = Run("compare", "--efficiency");
        code.ShouldBe(0);
        foreach (var entry in RuleBooks.RuleBookCatalog.Shipped.Entries.Where(entry => !entry.Dates.IsEmpty)) output.ShouldContain($"{entry.Name} ");
        foreach (string part in new[] { "loss in scenarios", "most of the difference", "worst scenario of BTC", "leaves out", "positions each alone", "netting saves" }) output.ShouldContain(part);
    }

    [Test]
    public void Compare_as_json_has_lines_that_add_up_and_reasons_of_refusals()
    {
        var (code, output) = Run("compare", "--rulebook", "Deribit", "--rulebook", "DeribitStandard", "--json");
        code.ShouldBe(0);
        using var json = System.Text.Json.JsonDocument.Parse(output);
        var (deribit, standard) = (json.RootElement[0], json.RootElement[1]);
        double initial = deribit.GetProperty("initial").GetDouble();
        initial.ShouldBeGreaterThan(0);
        deribit.GetProperty("initialLines").EnumerateObject().Sum(line => line.Value.GetDouble()).ShouldBe(initial, 1e-12 * initial);
        standard.GetProperty("refusal").GetString().ShouldNotBeNull().ShouldContain("Deribit's standard margin");
    }

    [Test]
    public void Compare_times_arrays_and_ledger()
    {
        var (code, output) = Run("compare", "--rulebook", "Okx", "--timing");
        code.ShouldBe(0);
        string[] cells = output.Split('\n')[1].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        output.Split('\n')[0].ShouldEndWith("scenarios  arrays, us  ledger, us  ns per option and scenario");
        cells[^4].ShouldBe("9");
        foreach (string cell in cells[^3..]) double.Parse(cell, System.Globalization.CultureInfo.InvariantCulture).ShouldBeGreaterThan(0);
    }

    [Test]
    public void Compare_names_the_rule_books_that_exist_where_one_does_not()
    {
        var (code, _, error) = RunAll("compare", "--rulebook", "Nobody");
        code.ShouldBe(1);
        foreach (var entry in RuleBooks.RuleBookCatalog.Shipped.Entries) error.ShouldContain(entry.Name);
    }

    private static (int Code, string Output) Run(params string[] arguments)
    {
        var (code, output, _) = RunAll(arguments);
        return (code, output);
    }

    private static (int Code, string Output, string Error) RunAll(params string[] arguments)
    {
        string sample = Path.Combine(Repository.Root, "samples", "PortfolioMargin.Samples", "bin", Repository.Configuration, "net10.0", "PortfolioMargin.Samples.dll");
        using var process = Process.Start(new ProcessStartInfo("dotnet", [sample, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output.Replace("\r\n", "\n", StringComparison.Ordinal), error.Result);
    }
}
