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
        foreach (string command in new[] { "init", "margin", "what-if", "compare", "cover", "backtest", "simulate", "span", "grid", "check", "about" }) output.ShouldContain("  " + command);
    }

    [TestCase("nonsense")]
    [TestCase("check")]
    [TestCase("margin")]
    [TestCase("what-if", "--trade")]
    [TestCase("check", "--nothing")]
    [TestCase("grid", "/no/such/rule.json")]
    [TestCase("grid", "one.json", "two.json")]
    [TestCase("compare", "--positions", "x.csv")]
    [TestCase("compare", "--rulebook")]
    [TestCase("compare", "--rulebook", "--json")]
    [TestCase("compare", "--as-of", "yesterday")]
    [TestCase("compare", "extra")]
    [TestCase("compare", "--underlying", "NOBODY")]
    [TestCase("compare", "--parameters", "{}")]
    [TestCase("compare", "--rulebook", "Deribit", "--parameters", "RegT:{}")]
    [TestCase("check", "/no/such/file.json")]
    [TestCase("simulate", "--positions", "x.csv")]
    [TestCase("simulate", "--parameters", "[]")]
    [TestCase("simulate", "--parameters", "{")]
    [TestCase("simulate", "--to", "1.1.2026")]
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

    [TestCase("Grid", "grid")]
    [TestCase("Simulate", "simulate", "--against", "Deribit")]
    [TestCase("Backtest", "backtest")]
    public void An_embedded_book_prints_what_was_approved(string name, params string[] arguments)
    {
        string file = Path.Combine(Repository.Root, "tests", "PortfolioMargin.PublicApi.Tests", "Approved", name + ".txt");
        var (code, output) = Run(arguments);
        code.ShouldBe(0);
        if (Environment.GetEnvironmentVariable("PORTFOLIOMARGIN_APPROVE") == "1") File.WriteAllText(file, output);
        output.ShouldBe(File.ReadAllText(file));
    }

    [Test]
    public void Grid_margins_under_a_file_and_names_what_the_file_lacks()
    {
        string embedded = File.ReadAllText(Path.Combine(Repository.Root, "samples", "PortfolioMargin.Samples", "Embedded", "invented-venue.json"));
        string file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, embedded.Replace("\"BTC\"", "\"default\"", StringComparison.Ordinal).Replace("\"initial\": 1.25", "\"initial\": 3", StringComparison.Ordinal));
            var (code, output) = Run("grid", file, "--json");
            code.ShouldBe(0);
            var saved = MarginCase.Parse(output);
            saved.Check().Agrees.ShouldBeTrue();
            var margin = saved.Run();
            margin.Initial.ShouldBe(3 * margin.Maintenance, 1e-12 * margin.Initial);
            margin.Line("maintenance/underlyings/ETH").ShouldNotBeNull();

            File.WriteAllText(file, embedded); // has no ETH, which the whole book holds
            var (refused, _, error) = RunAll("grid", file);
            refused.ShouldBe(1);
            error.ShouldContain("ETH");
            File.WriteAllText(file, embedded.Replace("\"factors\"", "\"factor\"", StringComparison.Ordinal));
            RunAll("grid", file).Error.ShouldContain("factor");
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>A history of one's own, drawn from instead of replayed; what comes after the market's day is not read.</summary>
    [Test]
    public void Simulate_draws_from_a_fit_and_looks_no_further_than_the_market()
    {
        string embedded = File.ReadAllText(Path.Combine(Repository.Root, "samples", "PortfolioMargin.Samples", "Embedded", "joint-history.csv"));
        string file = Path.GetTempFileName();
        try
        {
            string[] arguments = ["simulate", "--history", file, "--json", "--parameters", """{"confidence":0.98,"monteCarlo":{"count":400,"seed":3,"copula":"studentT","fit":{}}}"""];
            File.WriteAllText(file, embedded);
            var (code, output) = Run(arguments);
            code.ShouldBe(0);
            var saved = MarginCase.Parse(output);
            saved.RuleBook.ShouldBe("MonteCarlo");
            saved.Check().Agrees.ShouldBeTrue();
            File.WriteAllText(file, embedded + "2026-02-21,BTC,9,9\n2026-02-21,ETH,9,9\n");
            Run(arguments).Output.ShouldBe(output);
            File.WriteAllText(file, embedded.Replace("underlying", "name", StringComparison.Ordinal));
            RunAll(arguments).Error.ShouldContain("underlying or currency");
            File.WriteAllText(file, embedded.Replace("ETH", "SOL", StringComparison.Ordinal));
            RunAll(arguments).Error.ShouldContain("ETH spot");
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>The same book on two real boards a day apart, between them a fall of 12.6 %: rows of the 36 days before, in which the largest move was 7 %, against the venue's grid of 16 %.</summary>
    [TestCase("20260204T213308Z", "20,431.58", "124,423.25", "made 68,")]
    [TestCase("20260205T212937Z", "20,282.66", "115,128.48", "")]
    public void Simulate_beside_the_grid_of_the_venue_on_real_boards(string board, string simulated, string grid, string profit)
    {
        string shared = Path.Combine(Repository.Root, "..", "shared", "data", "deribit");
        if (!Directory.Exists(shared)) Assert.Ignore("The real boards do not lie beside this repository.");
        string positions = Path.Combine(Repository.Root, "samples", "PortfolioMargin.Samples", "Embedded", "positions.csv");
        string[] arguments =
        [
            "simulate", "--board", Path.Combine(shared, $"deribit_options_snapshot_{board}.csv"), "--positions", positions, "--underlying", "BTC", "--against", "Deribit",
            "--history", Path.Combine(shared, "deribit_index_atm_iv_by_snapshot.csv"), .. profit.Length == 0 ? (string[])[] : ["--next", Path.Combine(shared, "deribit_options_snapshot_20260205T212937Z.csv")],
        ];
        var (code, output) = Run(arguments);
        code.ShouldBe(0);
        Row("HistoricalSimulation").ShouldContain(simulated);
        Row("Deribit").ShouldContain(grid);
        output.ShouldContain($" daily moves of BTC spot, BTC volatility, 2025-12-31 to 2026-02-0{board[7]}\n");
        output.ShouldContain("thin-tail");
        output.ShouldContain(profit);
        Run([.. arguments, "--to", "2026-08-22"]).Output.ShouldContain("235 daily moves");

        string Row(string name) => output.Split('\n').Last(line => line.StartsWith(name, StringComparison.Ordinal));
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
    public void Compare_takes_the_parameters_of_a_day()
    {
        var (code, output) = Run("compare", "--rulebook", "Deribit", "--as-of", "2024-06-17");
        code.ShouldBe(0);
        output.ShouldContain("Deribit 2024-06-17");
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
    public void Compare_draws_forty_positions_from_an_index_board_and_takes_parameters_by_name()
    {
        string file = Path.GetTempFileName();
        try
        {
            double forward = 2000;
            var rows = Enumerable.Range(0, 60).SelectMany(i => new[] { "C", "P" }.Select(right =>
            {
                double strike = 1600 + (10 * i), price = right == "C" ? Pricing.Black76.Call(forward, strike, 0, 0.2, 0.25) : Pricing.Black76.Put(forward, strike, 0, 0.2, 0.25);
                return FormattableString.Invariant($"20300402,{strike},{right},{price:R}");
            }));
            File.WriteAllText(file, "#expiry,strike,right,close\n" + string.Join('\n', rows));
            string[] command = ["compare", "--board", file, "--index", "2000:IDX", "--time", "2030-01-01T21:00Z", "--rulebook", "RegT", "--rulebook", "Tims"];
            var (code, output) = Run([.. command, "--parameters", """Tims:{"classGroups":[{"name":"IDX","underlyings":["IDX"],"portfolioType":"otherBroadIndex"}]}""", "--json"]);
            code.ShouldBe(0);
            using (var json = System.Text.Json.JsonDocument.Parse(output))
                foreach (var book in json.RootElement.EnumerateArray()) book.GetProperty("initial").GetDouble().ShouldBeGreaterThan(0);
            Run(command).Output.ShouldContain("class group"); // the parameters are the user's: Tims says what is missing
            Run([.. command, "--time", "yesterday"]).Code.ShouldBe(2);
        }
        finally
        {
            File.Delete(file);
        }
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
