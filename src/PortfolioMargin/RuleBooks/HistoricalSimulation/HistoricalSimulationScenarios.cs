using System.Collections.Immutable;

namespace PortfolioMargin.RuleBooks;

/// <summary>The scenarios: one range per sample.</summary>
internal static class HistoricalSimulationScenarios
{
    public const string StressedRange = "stressed", FloorRange = "floor";

    /// <summary>Options on the forward of their expiry, discounted at its rate.</summary>
    private static readonly Valuation Valued = new() { Discounting = Discounting.Market };

    public static ScenarioSet Of(HistoricalSimulationParameters parameters)
    {
        var current = Returns(parameters.History, parameters);
        if (parameters.Filter is { } filter) current = current.Filtered(filter.Filter);
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
