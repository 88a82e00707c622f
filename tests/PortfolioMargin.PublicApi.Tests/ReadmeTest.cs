using System.Text.RegularExpressions;

namespace PortfolioMargin.PublicApi.Tests;

/// <summary>The README says what the code does: its example is compiled here, run, and compared. PORTFOLIOMARGIN_APPROVE=1 rewrites the output and the API listing.</summary>
public class ReadmeTest
{
    [Test]
    public void The_example_is_the_code_that_is_compiled_here()
    {
        string source = File.ReadAllText(Path.Combine(Repository.Root, "tests", "PortfolioMargin.PublicApi.Tests", "ReadmeExample.cs"));
        string body = Regex.Match(source, "// README begin\n(.*?) *// README end", RegexOptions.Singleline).Groups[1].Value;
        string expected = string.Join('\n', body.TrimEnd().Split('\n').Select(line => line.Length > 8 ? line[8..] : line.Trim()));
        Block("csharp").ShouldEndWith(expected + "\n");
    }

    [Test]
    public void The_printed_output_is_what_the_example_prints()
    {
        var console = Console.Out;
        using var writer = new StringWriter { NewLine = "\n" };
        try
        {
            Console.SetOut(writer);
            ReadmeExample.Run();
        }
        finally
        {
            Console.SetOut(console);
        }

        string printed = string.Join('\n', writer.ToString().Split('\n').Select(line => line.TrimEnd()));
        if (Environment.GetEnvironmentVariable("PORTFOLIOMARGIN_APPROVE") == "1")
        {
            string text = File.ReadAllText(Repository.Readme);
            File.WriteAllText(Repository.Readme, Regex.Replace(text, "```text\n.*?```", _ => $"```text\n{printed}```", RegexOptions.Singleline));
        }

        Block("text").ShouldBe(printed);
    }

    [Test]
    public void The_two_commands_are_there()
    {
        string text = File.ReadAllText(Repository.Readme);
        text.ShouldContain("dotnet run --project samples/PortfolioMargin.Samples");
        text.ShouldContain("dotnet test");
    }

    /// <summary>Parts may be left out, which "..." shows; what is there is what the samples print.</summary>
    [TestCase("Simulate")]
    [TestCase("Backtest")]
    public void Pasted_output_of_a_sample_is_what_was_approved(string name)
    {
        string approved = File.ReadAllText(Path.Combine(Repository.Root, "tests", "PortfolioMargin.PublicApi.Tests", "Approved", name + ".txt"));
        string pasted = Regex.Match(File.ReadAllText(Repository.Readme), $"```console\n\\$ [^\n]* -- {name.ToLowerInvariant()}[^\n]*\n(.*?)```", RegexOptions.Singleline).Groups[1].Value;
        string[] lines = pasted.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines.Length.ShouldBeGreaterThan(5);
        foreach (string line in lines.Where(line => line != "...")) approved.Split('\n').ShouldContain(line);
    }

    /// <summary>PORTFOLIOMARGIN_APPROVE=1 rewrites the table.</summary>
    [Test]
    public void The_table_of_rule_books_is_what_they_say_of_themselves() => Table("## Rule books", RuleBookTable.Text());

    /// <summary>PORTFOLIOMARGIN_APPROVE=1 rewrites the table.</summary>
    [Test]
    public void The_table_of_venues_that_are_not_shipped_is_what_the_code_says() => Table("### Venues that are not shipped\n\n[^\n]+", RuleBookTable.NotShippable());

    private static void Table(string before, string expected)
    {
        var table = new Regex($@"(?<={before}\n\n)(\|[^\n]*\n)+");
        string text = File.ReadAllText(Repository.Readme);
        if (Environment.GetEnvironmentVariable("PORTFOLIOMARGIN_APPROVE") == "1") File.WriteAllText(Repository.Readme, text = table.Replace(text, _ => expected));
        table.Match(text).Value.ShouldBe(expected, "the code says something else than the README; if that is meant, run the tests once with PORTFOLIOMARGIN_APPROVE=1");
    }

    private static string Block(string language) => Regex.Match(File.ReadAllText(Repository.Readme), $"```{language}\n(.*?)```", RegexOptions.Singleline).Groups[1].Value;
}
