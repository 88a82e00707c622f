using PortfolioMargin.Numerics;
using PortfolioMargin.RuleBooks;

namespace PortfolioMargin.Tests.Determinism;

/// <summary>One fingerprint over everything that lies between a seed and a margin: generator, normal and chi-square variables, copulas, marginals, repair of a
/// correlation, a fitted GARCH, a fitted copula with its distributions, revaluation, tail measure, the same streamed.</summary>
internal static class SimulatedMargin
{
    private const string Parameters = """
        {"confidence":0.975,"measure":"expectedShortfall","offset":{"cap":0.8},
         "monteCarlo":{"copula":"studentT","degreesOfFreedom":3.5,"underlyings":["A","B","C"],"correlation":[[1,0.9,-0.6],[0.9,1,0.3],[-0.6,0.3,1]],"repair":true,
           "marginals":{"A":{"kind":"normal","standardDeviation":0.03},"B":{"kind":"studentT","standardDeviation":0.02,"degreesOfFreedom":5},"C":{"kind":"studentT","standardDeviation":0.02,"degreesOfFreedom":3.5}},
           "count":1000,"seed":20260313,"antithetic":true,"momentMatched":true}}
        """;

    public static string Fingerprint()
    {
        var time = new DateTimeOffset(2026, 3, 13, 10, 0, 0, TimeSpan.Zero);
        var market = MarketSnapshot.At(time);
        var positions = new List<Position>();
        foreach (string symbol in (string[])["A", "B", "C"])
        {
            Underlying underlying = new(symbol);
            market = market.With(underlying, spot: 100, volatility: 0.5, rate: 0.02);
            positions.Add(new(VanillaOption.Put(underlying, 95, time.AddDays(40)), -3));
            positions.Add(new(new Perpetual(underlying), symbol == "B" ? -2 : 1));
        }

        var rule = HistoricalSimulationRuleBook.AsOf(new(2026, 3, 13), Parameters);
        var margin = new MarginCalculator(rule).Calculate(Portfolio.Of(positions), market);
        var model = new MonteCarloModel(CorrelationMatrix.Independent(1), MarginalReturns.Normal(RiskFactor.Spot(new("A")), ReturnKind.Logarithmic, 0.02)) { CopulaDegreesOfFreedom = 5 };
        var filtered = model.Draw(120, 9).Filtered(VolatilityFilter.Garch());
        var fitted = MonteCarloModel.Fitted(Joint(model, new MonteCarloModel(CorrelationMatrix.Independent(1), MarginalReturns.Normal(RiskFactor.Spot(new("B")), ReturnKind.Logarithmic, 0.03))), MarginalFamily.StudentT, CopulaFamily.StudentT).Draw(50, 4);
        var streamed = new StreamingMarginCalculator(rule).Calculate(Portfolio.Of(positions), market);
        using var fingerprint = new FingerprintBuilder();
        return fingerprint.Add(margin.Fingerprint()).Add(filtered[RiskFactor.Spot(new("A"))])
            .Add(fitted[RiskFactor.Spot(new("A"))]).Add(fitted[RiskFactor.Spot(new("B"))]).Add(streamed.Initial).Finish();
    }

    private static JointReturns Joint(params MonteCarloModel[] models) => JointReturns.Of(models.SelectMany((model, i) => model.Draw(120, i).Series));
}
