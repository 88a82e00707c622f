using PortfolioMargin.RuleBooks;
using PortfolioMargin.Tests.RuleBooks.HistoricalSimulation;

namespace PortfolioMargin.Tests.RuleBooks.MonteCarlo;

public class MonteCarloRuleBookTest
{
    private static readonly DateOnly Date = new(2026, 3, 13);
    private static readonly Underlying First = new("AA"), Second = new("BB");
    private static readonly string History = HistoricalSimulationExample.History(3, 120, 0.02, "AA", "BB");

    private static readonly MarketSnapshot Market = MarketSnapshot.At(Laws.RuleBooks.Time)
        .With(new UnderlyingMarket(First, 120) { Volatility = new FlatVolatility(0.4) }).With(new UnderlyingMarket(Second, 80) { Volatility = new FlatVolatility(0.6) });

    private static readonly Portfolio Book = Portfolio.Of(
        (10, new SpotAsset(First)), (-30, VanillaOption.Call(First, 125, Laws.RuleBooks.Time.AddDays(30))), (-25, new Perpetual(Second)), (-8, VanillaOption.Put(Second, 75, Laws.RuleBooks.Time.AddDays(90))));

    [Test]
    public void A_fit_draws_spot_and_volatility_of_every_underlying_from_the_filtered_history()
    {
        var rule = MonteCarloRuleBook.AsOf(Date, Fitted("\"copula\":\"studentT\",\"fit\":{}", "\"filter\":{\"decay\":0.94},"));
        var history = rule.Parameters.History;
        var returns = JointReturns.Of(history.SelectMany(entry => (FactorReturns[])
            [new(RiskFactor.Spot(new(entry.Key)), ReturnKind.Relative, entry.Value.Spot), new(RiskFactor.Volatility(new(entry.Key)), ReturnKind.Relative, entry.Value.Volatility)]));
        var model = MonteCarloModel.Fitted(returns.Filtered(VolatilityFilter.Ewma(0.94)), MarginalFamily.Empirical, CopulaFamily.StudentT);
        var scenarios = ScenarioSet.MonteCarlo(model, 500, 7);
        foreach (var underlying in (Underlying[])[First, Second]) rule.ScenariosFor(Market).RowsFor(underlying).ShouldBe(scenarios.RowsFor(underlying));
        rule.Info.Name.ShouldBe("MonteCarlo");
        new MarginCalculator(rule).Calculate(Book, Market).Initial.ShouldBeGreaterThan(0);
    }

    [Test]
    public void It_is_the_simulation_of_the_same_rows_under_its_own_name()
    {
        string parameters = Fitted("\"fit\":{\"marginals\":\"normal\"}");
        var (drawn, simulated) = (new MarginCalculator(MonteCarloRuleBook.AsOf(Date, parameters)).Calculate(Book, Market), new MarginCalculator(HistoricalSimulationRuleBook.AsOf(Date, parameters)).Calculate(Book, Market));
        drawn.Initial.ShouldBe(simulated.Initial);
        RuleBookCatalog.Shipped.Create("MonteCarlo", Date, drawn.RuleBook.Parameters).ScenariosFor(Market).RowsFor(First).ShouldBe(drawn.Risk.Scenarios.RowsFor(First));
    }

    [Test]
    public void Stated_degrees_of_freedom_stand_in_place_of_fitted_ones() =>
        Requirement("\"copula\":\"studentT\",\"degreesOfFreedom\":1.5,\"fit\":{\"marginals\":\"normal\"}").ShouldNotBe(Requirement("\"copula\":\"studentT\",\"fit\":{\"marginals\":\"normal\"}"));

    [TestCase("{\"confidence\":0.99,\"history\":{\"AA\":{\"spot\":[0.1]}}}", "monteCarlo")]
    [TestCase("{\"confidence\":0.99,\"monteCarlo\":{\"count\":10,\"seed\":1,\"fit\":{}}}", "history")]
    [TestCase("{\"confidence\":0.99,\"monteCarlo\":{\"count\":10,\"seed\":1}}", "underlyings")]
    [TestCase("{\"confidence\":0.99,\"monteCarlo\":{\"count\":10,\"seed\":1,\"fit\":{},\"underlyings\":[\"AA\"]}}", "underlyings")]
    [TestCase("{\"confidence\":0.99,\"monteCarlo\":{\"count\":10,\"seed\":1,\"underlyings\":[\"AA\"],\"correlation\":[[1]],\"marginals\":{\"BB\":{\"kind\":\"normal\",\"standardDeviation\":1}}}}", "AA")]
    [TestCase("{\"confidence\":0.99,\"monteCarlo\":{\"count\":10,\"seed\":1,\"underlyings\":[\"AA\"],\"correlation\":[[1]],\"marginals\":{\"AA\":{\"kind\":\"empirical\",\"standardDeviation\":1}}}}", "fit")]
    [TestCase("{\"confidence\":0.99,\"monteCarlo\":{\"count\":10,\"seed\":1,\"copula\":\"studentT\",\"underlyings\":[\"AA\"],\"correlation\":[[1]],\"marginals\":{\"AA\":{\"kind\":\"normal\",\"standardDeviation\":1}}}}", "degreesOfFreedom")]
    [TestCase("{\"confidence\":0.99,\"monteCarlo\":{\"count\":10,\"seed\":1,\"degreesOfFreedom\":3,\"fit\":{}}}", "degreesOfFreedom")]
    [TestCase("{\"confidence\":0.99,\"history\":{\"AA\":{\"spot\":[0.1,0.2]}},\"monteCarlo\":{\"count\":10,\"seed\":1,\"fit\":{\"marginals\":\"normal\"}}}", "50")]
    [TestCase("{\"confidence\":0.99,\"history\":{\"AA\":{\"spot\":[0.1,0.1]},\"BB\":{\"spot\":[0.1,0.2]}},\"monteCarlo\":{\"count\":10,\"seed\":1,\"fit\":{}}}", "never moves")]
    public void Parameters_that_cannot_be_are_refused_by_name(string parameters, string part) =>
        Should.Throw<MarginFormatException>(() => MonteCarloRuleBook.AsOf(Date, parameters)).Message.ShouldContain(part);

    private static double Requirement(string monteCarlo) => new MarginCalculator(MonteCarloRuleBook.AsOf(Date, Fitted(monteCarlo))).Calculate(Book, Market).Initial;

    private static string Fitted(string monteCarlo, string more = "") => $"{{\"confidence\":0.98,{more}\"history\":{History},\"monteCarlo\":{{\"count\":500,\"seed\":7,{monteCarlo}}}}}";
}
