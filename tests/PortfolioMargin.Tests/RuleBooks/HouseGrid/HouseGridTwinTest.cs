using System.Collections.Immutable;
using PortfolioMargin.RuleBooks;
using PortfolioMargin.Tests.Laws;

namespace PortfolioMargin.Tests.RuleBooks.HouseGrid;

/// <summary>The rule against its plain twin: at the smallest and largest value of every parameter (the golden files, whose numbers are of a third implementation), and
/// over random books and random files.</summary>
public class HouseGridTwinTest
{
    private static readonly HouseGridMeasure[] Measures = Enum.GetValues<HouseGridMeasure>();

    private static string[] Golden() => [.. Directory.GetFiles(Path.Combine(TestContext.CurrentContext.TestDirectory, "RuleBooks", "HouseGrid", "Golden")).Select(file => Path.GetFileNameWithoutExtension(file)!).Order(StringComparer.Ordinal)];

    private static IEnumerable<string[]> Extremes() => Golden().Where(name => name.EndsWith("-smallest", StringComparison.Ordinal))
        .Select(low => (string[])[low, Golden().Single(name => name[4..] == low[4..].Replace("-smallest", "-largest", StringComparison.Ordinal))]);

    [TestCaseSource(nameof(Golden))]
    public void A_golden_case_agrees_with_the_plain_twin(string name) => Check(Case(name));

    [TestCaseSource(nameof(Extremes))]
    public void A_parameter_counts_between_its_smallest_and_largest_value(string smallest, string largest) =>
        Case(largest).Run().Initial.ShouldNotBe(Case(smallest).Run().Initial);

    [Test]
    public void Every_parameter_and_measure_has_golden_cases()
    {
        string[] names = [.. Golden().Select(name => name[4..])];
        foreach (string parameter in (string[])["price-range", "price-steps", "price-move", "volatility-steps", "up", "down", "in-points", "short-term-power", "long-term-power", "reference-days", "floor-days", "minimum-volatility", "tail-price", "tail-volatility", "tail-weight", "rate", "annual-rate", "floor-rate", "minimum", "factors"])
        {
            names.ShouldContain($"{parameter}-smallest");
            names.ShouldContain($"{parameter}-largest");
        }

        foreach (var measure in Measures) names.ShouldContain(name => name.Equals($"measure-{measure}", StringComparison.OrdinalIgnoreCase));
    }

    [Test]
    public void Random_books_under_random_files_agree_with_the_plain_twin() => LawCases.ForAll(random =>
    {
        var rule = HouseGridRuleBook.Load(new(2026, 11, 24), ParameterJson.Write(File(random), HouseGridJson.Default.HouseGridParameters));
        Check(rule, Portfolio.Of(new HouseGridExample().Book(random)), new HouseGridExample().Market());
    });

    private static HouseGridParameters File(Random random) => new()
    {
        Underlyings = ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal, [KeyValuePair.Create(random.Next(2) == 0 ? "BTC" : "default", Grid(random))]),
        Factors = new(1 + random.NextDouble(), random.NextDouble()),
        Minimum = random.Next(3) == 0 ? 20_000 * random.NextDouble() : 0,
    };

    private static HouseGridUnderlying Grid(Random random) => new(
        0.5 * random.NextDouble(),
        Steps(random),
        new(Steps(random), random.NextDouble(), random.NextDouble(), random.Next(2) == 0, 2 * random.NextDouble(), 2 * random.NextDouble(), 1 + 99 * random.NextDouble(), 1 + 30 * random.NextDouble(), 0.2 * random.NextDouble()),
        (HouseGridPriceMove)random.Next(2),
        [.. Enumerable.Range(0, random.Next(4)).Select(_ => new HouseGridTail(2 * random.NextDouble() - 0.9, 2 * random.NextDouble() - 1, random.NextDouble()))],
        Charges(random),
        Charges(random));

    private static ImmutableArray<double> Steps(Random random) => [.. Enumerable.Range(0, 1 + random.Next(6)).Select(_ => random.Next(-20, 21) / 20d).Distinct().Order()];

    private static ImmutableArray<HouseGridCharge> Charges(Random random) => [.. Enumerable.Range(0, random.Next(4)).Select(i => Charge(random, $"charge {i}", Measures[random.Next(Measures.Length)]))];

    private static HouseGridCharge Charge(Random random, string name, HouseGridMeasure measure) =>
        new(name, measure, 0.1 * random.NextDouble(), measure == HouseGridMeasure.NetDeltaByExpiry ? 0.1 * random.NextDouble() : 0);

    private static MarginCase Case(string name)
    {
        string file = Path.Combine(TestContext.CurrentContext.TestDirectory, "RuleBooks", "HouseGrid", "Golden", name + ".json");
        return MarginCase.Parse(System.IO.File.ReadAllText(file), file);
    }

    private static void Check(MarginCase golden) => Check(HouseGridRuleBook.Load(golden.AsOf, golden.Parameters), golden.Account.Portfolio, golden.Market);

    private static void Check(HouseGridRuleBook rule, Portfolio book, MarketSnapshot market)
    {
        var result = new MarginCalculator(rule).Calculate(book, market);
        var (initial, maintenance) = new HouseGridTwin(rule.Parameters, book, market).Requirement();
        result.Initial.ShouldBe(initial, Tolerances.PlainTwin * (1 + initial));
        result.Maintenance.ShouldBe(maintenance, Tolerances.PlainTwin * (1 + maintenance));
    }
}
