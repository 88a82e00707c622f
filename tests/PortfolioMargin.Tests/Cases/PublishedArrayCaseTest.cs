using PortfolioMargin.RuleBooks;

namespace PortfolioMargin.Tests.Cases;

/// <summary>Positions that bring their risk array instead of being priced.</summary>
public class PublishedArrayCaseTest
{
    private const string Call = "\"kind\":\"call\",\"underlying\":\"GC\",\"expiry\":\"2030-09-15T00:00:00Z\",\"strike\":1900,\"quantity\":-2";
    private const string Future = "\"kind\":\"future\",\"underlying\":\"GC\",\"expiry\":\"2030-09-15T00:00:00Z\",\"quantity\":3";

    private static readonly RuleBookCatalog Catalog = RuleBookCatalog.Shipped
        .With(new("Four", [new(2030, 1, 1)], (_, _) => new Scan("Four", delta: false)))
        .With(new("FourAndDelta", [new(2030, 1, 1)], (_, _) => new Scan("FourAndDelta", delta: true)));

    [Test]
    public void An_array_is_used_as_it_stands_and_needs_no_price()
    {
        var result = Case("Four", Position(Call, "\"riskArray\":[1,-2,3,-4]"), Position(Future, "\"riskArray\":[-10,-5,5,10]")).Run(Catalog);
        result.Tables.Single().ProfitAndLoss.ShouldBe([-32, -11, 9, 38]);
        result.Initial.ShouldBe(32);
    }

    /// <summary>A delta is stated per unit, as of a future 1; one contract has it times its multiplier, as a priced one has.</summary>
    [Test]
    public void A_composite_delta_counts_the_multiplier()
    {
        var result = Case("FourAndDelta", Position(Call, "\"multiplier\":50,\"spanArray\":[1,2,3,4],\"compositeDelta\":0.4"), Position(Future, "\"multiplier\":50,\"spanArray\":[1,2,3,4]")).Run(Catalog);
        result.Risk.All.At(4).Value.ShouldBe(50 * (-2 * 0.4 + 3), 1e-12);
        result.Risk.Rows.Sum(row => row.Quantity * row.Unit!.ForwardDelta).ShouldBe(50 * (-2 * 0.4 + 3), 1e-12);
    }

    [Test]
    public void A_span_array_is_loss_positive()
    {
        var result = Case("Four", Position(Call, "\"spanArray\":[1,-2,3,-4]")).Run(Catalog);
        result.Tables.Single().ProfitAndLoss.ShouldBe([2, -4, 6, -8]);
    }

    [Test]
    public void A_composite_delta_fills_the_rows_that_measure_delta_and_a_future_has_one()
    {
        var result = Case("FourAndDelta", Position(Call, "\"spanArray\":[1,2,3,4],\"compositeDelta\":0.4"), Position(Future, "\"spanArray\":[1,2,3,4]")).Run(Catalog);
        result.Risk.All.At(4).Value.ShouldBe(-2 * 0.4 + 3, 1e-15);
        Failure("FourAndDelta", Position(Call, "\"spanArray\":[1,2,3,4]")).ShouldContain("compositeDelta");
    }

    [Test]
    public void A_saved_result_keeps_the_arrays_and_runs_again_to_the_same_bits()
    {
        var read = Case("FourAndDelta", Position(Call, "\"spanArray\":[0.1,-0.2,1e300,-4],\"compositeDelta\":0.4"), Position(Future, "\"riskArray\":[1,2,3,4]"));
        MarginCase.Parse(read.Write()).Write().ShouldBe(read.Write());
        read.Write().ShouldContain("spanArray");
        var first = read.Run(Catalog);
        string saved = MarginCase.Of(first, "saved").Write();
        var again = MarginCase.Parse(saved);
        again.Run(Catalog).Fingerprint().ShouldBe(first.Fingerprint());
        again.Check(Catalog).Agrees.ShouldBeTrue();
        MarginCase.Of(again.Run(Catalog), "saved").Write().ShouldBe(saved);
    }

    [TestCase("\"riskArray\":[1,2,3]", "3 values", "4 scenarios")]
    [TestCase("\"riskArray\":[1,2,3,4],\"spanArray\":[1,2,3,4]", "both", "spanArray")]
    [TestCase("\"compositeDelta\":0.4", "without an array", "compositeDelta")]
    [TestCase("", "GC", "spot")]
    public void An_array_that_does_not_fit_is_refused_with_a_sentence(string array, string first, string second)
    {
        string message = Failure("Four", Position(Call, array));
        message.ShouldContain(first);
        message.ShouldContain(second);
    }

    [Test]
    public void Two_arrays_of_one_instrument_must_be_equal()
    {
        Case("Four", Position(Call, "\"riskArray\":[1,2,3,4]"), Position(Call, "\"spanArray\":[-1,-2,-3,-4]")).Run(Catalog).Risk.Rows.Length.ShouldBe(1);
        Failure("Four", Position(Call, "\"riskArray\":[1,2,3,4]"), Position(Call, "\"riskArray\":[1,2,3,5]")).ShouldContain("two different");
    }

    [Test]
    public void Deribit_and_rules_without_scenarios_do_not_take_arrays()
    {
        string values = string.Join(",", Enumerable.Range(1, 16));
        Failure("Deribit", Position(Call, $"\"spanArray\":[{values}]")).ShouldContain("16 values, but rule book Deribit asks for");
        Failure("DeribitStandard", Position(Call, $"\"spanArray\":[{values}]")).ShouldContain("asks for no scenarios");
    }

    /// <summary>With arrays, and with forwards instead of spot prices.</summary>
    [Test]
    public void The_span_cases_beside_this_repository_are_read_and_agree()
    {
        string folder = Path.Combine(Repository.Root, "..", "shared", "cases", "span");
        if (!Directory.Exists(folder)) Assert.Ignore("The span cases do not lie beside this repository.");
        int read = 0;
        foreach (string file in Directory.EnumerateFiles(folder, "*.json"))
        {
            string text = File.ReadAllText(file);
            var known = MarginCase.Parse(text, Path.GetFileName(file));
            MarginCase.Parse(known.Write()).Write().ShouldBe(known.Write(), file);
            known.Check().Agrees.ShouldBeTrue(file);
            read++;
        }

        read.ShouldBeGreaterThan(24);
    }

    private static string Position(string terms, string array) => $"{{{terms}{(array.Length > 0 ? "," : "")}{array}}}";

    private static MarginCase Case(string ruleBook, params string[] positions)
    {
        string date = ruleBook switch { "Deribit" => "2026-02-15", "DeribitStandard" => "2022-01-11", _ => "2030-01-01" };
        return MarginCase.Parse($"{{\"name\":\"arrays\",\"ruleBook\":{{\"name\":\"{ruleBook}\",\"asOf\":\"{date}\"}},\"market\":{{\"time\":\"2030-01-15T00:00:00Z\",\"underlyings\":[{{\"symbol\":\"GC\"}}]}},\"portfolio\":[{string.Join(",", positions)}]}}");
    }

    private static string Failure(string ruleBook, params string[] positions) => Should.Throw<MarginException>(() => Case(ruleBook, positions).Run(Catalog)).Message;

    private sealed class Scan(string name, bool delta) : IRuleBook
    {
        public RuleBookInfo Info { get; } = new(name, new(2030, 1, 1), []);

        public ScenarioSet ScenariosFor(MarketSnapshot market)
        {
            var scan = ScenarioSet.Of(Enumerable.Range(1, 4).Select(i => new Scenario($"scenario {i}", Shock.None)));
            return delta ? scan.Add("delta", new Scenario("delta", Shock.None) { Measure = Measure.Delta }) : scan;
        }

        public MarginRequirement Assess(RiskMatrix risk)
        {
            var line = MarginLine.Sum("initial", risk.By(i => i.Underlying).Select(group => group.WorstLoss()));
            return new(line, line.Times("maintenance", 1));
        }
    }
}
