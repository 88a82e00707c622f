namespace PortfolioMargin.Tests.Cases;

public class GoldenCaseTest
{
    private static IEnumerable<TestCaseData> Golden() => Directory
        .EnumerateFiles(Path.Combine(TestContext.CurrentContext.TestDirectory, "RuleBooks"), "*.json", SearchOption.AllDirectories)
        .Where(file => file.Contains("Golden", StringComparison.Ordinal)).Order(StringComparer.Ordinal)
        .Select(file => new TestCaseData(file).SetArgDisplayNames(Path.GetFileNameWithoutExtension(file)));

    [TestCaseSource(nameof(Golden))]
    public void Every_expected_number_agrees(string file)
    {
        var report = MarginCase.Parse(File.ReadAllText(file), Path.GetFileName(file)).Check();
        report.Failure.ShouldBeEmpty();
        string.Join("\n", report.Checks.Where(check => !check.Agrees)).ShouldBeEmpty();
        report.Checks.Length.ShouldBeGreaterThan(0);
    }

    [TestCaseSource(nameof(Golden))]
    public void A_saved_result_runs_again_to_the_same_bits(string file)
    {
        var first = MarginCase.Parse(File.ReadAllText(file)).Run();
        var saved = MarginCase.Of(first, "saved");
        string text = saved.Write();
        var again = MarginCase.Parse(text);
        again.Write().ShouldBe(text);
        var result = again.Run();
        result.Fingerprint().ShouldBe(first.Fingerprint());
        CaseChecker.Compare(again, result).Agrees.ShouldBeTrue(); // what Check does, without another run: the largest cases draw 200,000 rows
    }

    [TestCaseSource(nameof(Golden))]
    public void Contributions_and_rest_are_the_amount_at_every_line(string file)
    {
        var result = MarginCase.Parse(File.ReadAllText(file)).Run();
        foreach (var (path, line) in result.Requirement.Initial.Walk().Concat(result.Requirement.Maintenance.Walk()))
        {
            double sum = result.Risk.Rows.Sum(row => line.Amount.Contribution(row.Index)) + line.Amount.Rest;
            sum.ShouldBe(line.Amount.Value, 1e-12 * (1 + Math.Abs(line.Amount.Value)), path);
        }
    }

    [Test]
    public void Unknown_property_is_an_error_that_names_it()
    {
        string file = Golden().First().Arguments[0]!.ToString()!;
        string text = File.ReadAllText(file).Replace("\"quantity\"", "\"quantty\"", StringComparison.Ordinal);
        Should.Throw<MarginFormatException>(() => MarginCase.Parse(text, "slip.json")).Message.ShouldContain("quantty");
    }

    [Test]
    public void Unknown_parameter_is_an_error_that_names_it()
    {
        string file = Golden().First().Arguments[0]!.ToString()!;
        string text = File.ReadAllText(file).Replace("\"openOrders\"", "\"openOrdrs\"", StringComparison.Ordinal);
        var report = MarginCase.Parse(text).Check();
        report.Agrees.ShouldBeFalse();
        report.Failure.ShouldContain("openOrdrs");
    }

    [TestCase("")]
    [TestCase("[]")]
    [TestCase("{")]
    [TestCase("null")]
    [TestCase("{\"name\":\"x\",\"name\":\"y\"}")]
    public void Broken_text_is_a_format_error(string text) => Should.Throw<MarginFormatException>(() => MarginCase.Parse(text));

    [Test]
    public void A_time_without_offset_is_refused()
    {
        string file = Golden().First().Arguments[0]!.ToString()!;
        string text = File.ReadAllText(file).Replace("2024-06-17T10:22:20.501Z", "2024-06-17T10:22:20.501", StringComparison.Ordinal);
        Should.Throw<MarginFormatException>(() => MarginCase.Parse(text)).Message.ShouldContain("offset");
    }
}
