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
        foreach (string command in new[] { "init", "margin", "what-if", "cover", "backtest", "check", "about" }) output.ShouldContain("  " + command);
    }

    [TestCase("nonsense")]
    [TestCase("check")]
    [TestCase("margin")]
    [TestCase("what-if", "--trade")]
    [TestCase("check", "--nothing")]
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

    private static (int Code, string Output) Run(params string[] arguments)
    {
        string sample = Path.Combine(Repository.Root, "samples", "PortfolioMargin.Samples", "bin", Repository.Configuration, "net10.0", "PortfolioMargin.Samples.dll");
        using var process = Process.Start(new ProcessStartInfo("dotnet", [sample, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output.Replace("\r\n", "\n", StringComparison.Ordinal));
    }
}
