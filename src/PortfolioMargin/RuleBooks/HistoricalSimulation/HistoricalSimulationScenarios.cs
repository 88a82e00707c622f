using System.Collections.Immutable;

namespace PortfolioMargin.RuleBooks;

/// <summary>The scenarios: one range per sample.</summary>
internal static class HistoricalSimulationScenarios
{
    public const string StressedRange = "stressed", FloorRange = "floor";

    /// <summary>Options on the forward of their expiry, discounted at its rate.</summary>
    private static readonly Valuation Valued = new() { Discounting = Discounting.Market };

    public static ScenarioSet Of(HistoricalSimulationParameters parameters, MonteCarloModel? model)
    {
        var current = model?.Draw(parameters.MonteCarlo!.Count, parameters.MonteCarlo.Seed) ?? Filtered(parameters);
        var set = ScenarioSet.Historical(OverHorizon(current, parameters));
        if (parameters.Stressed is { } stress)
        {
            var stressed = Returns(stress.History, parameters);
            if (stress.Filtered) stressed = stressed.Filtered(parameters.Filter?.Filter ?? throw new ArgumentException("stressed.filtered is true, but there is no \"filter\"."));
            set = set.AddHistory(StressedRange, OverHorizon(stressed, parameters));
        }

        if (parameters.AntiProcyclicality is { Option: SimulationAntiProcyclicalityOption.Floor } floor)
            set = set.AddHistory(FloorRange, OverHorizon(Returns(floor.History, parameters), parameters));
        return set.ValuedBy(Valued);
    }

    /// <summary>The joint distribution that a user describes, or that fits the history; none where the history itself counts.</summary>
    public static MonteCarloModel? Model(HistoricalSimulationParameters parameters) => parameters.MonteCarlo is not { } drawn ? null
        : (drawn.Fit is { } fit ? Fitted(drawn, fit, parameters) : Stated(drawn, parameters)) with { Antithetic = drawn.Antithetic, MomentMatched = drawn.MomentMatched };

    /// <summary>Shares of the rows of the history by their age, oldest first, adding up to 1; empty where all count alike.</summary>
    public static ImmutableArray<decimal> AgeShares(HistoricalSimulationParameters parameters)
    {
        if (parameters.AgeDecay is not { } decay) return [];
        var weights = OverHorizon(Returns(parameters.History, parameters), parameters).AgeWeights(decay);
        double total = weights.Sum();
        return [.. weights.Select(weight => Numerics.ExactDecimal.Of(weight / total))];
    }

    private static MonteCarloModel Fitted(SimulationMonteCarlo drawn, SimulationFit fit, HistoricalSimulationParameters parameters) => drawn.DegreesOfFreedom is { } degrees
        ? MonteCarloModel.Fitted(Filtered(parameters), fit.Marginals) with { CopulaDegreesOfFreedom = degrees }
        : MonteCarloModel.Fitted(Filtered(parameters), fit.Marginals, drawn.Copula);

    private static MonteCarloModel Stated(SimulationMonteCarlo drawn, HistoricalSimulationParameters parameters)
    {
        var rows = drawn.Correlation.Select(row => (IReadOnlyList<double>)row).ToList();
        var correlation = drawn.Repair ? CorrelationMatrix.Nearest(rows) : CorrelationMatrix.Of(rows);
        var kind = parameters.ReturnKind == SimulationReturns.Simple ? ReturnKind.Relative : ReturnKind.Logarithmic;
        return new(correlation, drawn.Underlyings.Select(symbol => Marginal(symbol, kind, drawn))) { CopulaDegreesOfFreedom = drawn.DegreesOfFreedom };
    }

    private static JointReturns Filtered(HistoricalSimulationParameters parameters)
    {
        var returns = Returns(parameters.History, parameters);
        return parameters.Filter is { } filter ? returns.Filtered(filter.Filter) : returns;
    }

    private static MarginalReturns Marginal(string symbol, ReturnKind kind, SimulationMonteCarlo drawn)
    {
        var one = drawn.Marginals[symbol];
        return one.DegreesOfFreedom is { } degrees
            ? MarginalReturns.StudentT(RiskFactor.Spot(new(symbol)), kind, degrees, one.StandardDeviation, one.Mean)
            : MarginalReturns.Normal(RiskFactor.Spot(new(symbol)), kind, one.StandardDeviation, one.Mean);
    }

    private static JointReturns Returns(ImmutableSortedDictionary<string, SimulationHistory> history, HistoricalSimulationParameters parameters)
    {
        var spot = parameters.ReturnKind == SimulationReturns.Simple ? ReturnKind.Relative : ReturnKind.Logarithmic;
        var volatility = parameters.VolatilityChangeKind == SimulationVolatilities.Relative ? ReturnKind.Relative : ReturnKind.Absolute;
        var series = new List<FactorReturns>();
        foreach (var (symbol, one) in history)
        {
            series.Add(new(RiskFactor.Spot(new(symbol)), spot, one.Spot));
            if (!one.Volatility.IsEmpty) series.Add(new(RiskFactor.Volatility(new(symbol)), volatility, one.Volatility));
        }

        return JointReturns.Of(series);
    }

    private static JointReturns OverHorizon(JointReturns returns, HistoricalSimulationParameters parameters) => parameters.HorizonMethod switch
    {
        SimulationHorizon.ScaledReturns => returns.Scaled(factor => Math.Sqrt(parameters.HorizonOf(factor.Underlying.Symbol))),
        SimulationHorizon.Overlapping => returns.Overlapping(factor => parameters.HorizonOf(factor.Underlying.Symbol)),
        _ => returns,
    };
}
