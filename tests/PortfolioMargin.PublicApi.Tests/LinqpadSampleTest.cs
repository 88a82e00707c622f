using System.Xml.Linq;
using PortfolioMargin.RuleBooks;

namespace PortfolioMargin.PublicApi.Tests;

/// <summary>The LINQPad samples hold code that is compiled and run here, so they cannot fall behind the library.</summary>
public class LinqpadSampleTest
{
    [Test]
    public void The_first_sample_is_the_example_of_the_readme() =>
        Body("1 Margin of a strangle.linq").ShouldBe(Dedent(Between(Source("ReadmeExample.cs"), "// README begin\n", "        // README end")));

    [Test]
    public void The_second_sample_holds_the_rule_book_that_the_laws_are_tried_on()
    {
        string source = Source("HouseRuleBook.cs"), body = Body("2 A rule book of your own.linq");
        body.ShouldEndWith(source[source.IndexOf("/// <summary>", StringComparison.Ordinal)..]);
        Dedent(Between(body, "void Main()\n{\n", "}\n\n///")).ShouldBe(Dedent(Between(Source("LinqpadSampleTest.cs"), "// sample begin\n", "            // sample end")));
    }

    [Test]
    public void The_main_part_of_the_second_sample_runs()
    {
        var console = Console.Out;
        using var written = new StringWriter();
        try
        {
            Console.SetOut(written);
            Main();
        }
        finally
        {
            Console.SetOut(console);
        }

        written.ToString().ShouldContain("short minimum");

        static void Main()
        {
            // sample begin
            var share = new Underlying("ACME");
            var expiry = new DateTimeOffset(2026, 12, 18, 0, 0, 0, TimeSpan.Zero);
            var market = MarketSnapshot.At(expiry.AddDays(-30)).With(share, spot: 100, volatility: 0.3);
            var book = Portfolio.Of((-10, VanillaOption.Call(share, strike: 110, expiry)), (500, new SpotAsset(share)));
            Console.WriteLine(new MarginCalculator(new HouseRuleBook()).Calculate(book, market).Explain());
            // sample end
        }
    }

    [Test]
    public void The_third_sample_is_the_code_that_is_run_here()
    {
        Body("3 One book under several rule books.linq").ShouldBe(Dedent(Between(Source("LinqpadSampleTest.cs"), "// comparison begin\n", "            // comparison end")));
        var console = Console.Out;
        using var written = new StringWriter();
        try
        {
            Console.SetOut(written);
            Compare();
        }
        finally
        {
            Console.SetOut(console);
        }

        written.ToString().ShouldContain("most of the difference");
        written.ToString().ShouldContain("netting saves");

        static void Compare()
        {
            // comparison begin
            var btc = new Underlying("BTC");
            var expiry = new DateTimeOffset(2026, 12, 25, 8, 0, 0, TimeSpan.Zero);
            var market = MarketSnapshot.At(expiry.AddDays(-33)).With(btc, spot: 95_000, volatility: 0.55);
            var condor = Portfolio.Of(
                (-1, VanillaOption.Call(btc, strike: 110_000, expiry)),
                (1, VanillaOption.Call(btc, strike: 120_000, expiry)),
                (-1, VanillaOption.Put(btc, strike: 80_000, expiry)),
                (1, VanillaOption.Put(btc, strike: 70_000, expiry)));
            IRuleBook[] ruleBooks = [DeribitRuleBook.Default, OkxRuleBook.Default, ParadexCrossRuleBook.Default];
            Console.WriteLine(MarginComparison.Of(condor, market, ruleBooks).Explain());
            Console.WriteLine(CapitalEfficiency.Of(condor, market, ruleBooks).Explain());
            // comparison end
        }
    }

    private static string Source(string name) => File.ReadAllText(Path.Combine(Repository.Root, "tests", "PortfolioMargin.PublicApi.Tests", name));

    /// <summary>What follows the XML header and its blank line.</summary>
    private static string Body(string name)
    {
        string text = File.ReadAllText(Path.Combine(Repository.Root, "samples", "linqpad", name));
        string[] parts = text.Split("</Query>\n\n", 2);
        var header = XElement.Parse(parts[0] + "</Query>");
        header.Element("NuGetReference")!.Value.ShouldBe("PortfolioMargin");
        return parts[1];
    }

    private static string Between(string text, string begin, string end)
    {
        int start = text.IndexOf(begin, StringComparison.Ordinal) + begin.Length;
        return text[start..text.IndexOf(end, start, StringComparison.Ordinal)];
    }

    private static string Dedent(string text)
    {
        string[] lines = text.Split('\n');
        int margin = lines.Where(line => line.Length > 0).Min(line => line.Length - line.TrimStart().Length);
        return string.Join('\n', lines.Select(line => line.Length > margin ? line[margin..] : ""));
    }
}
