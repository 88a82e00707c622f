namespace PortfolioMargin.RuleBooks;

/// <summary>Add-ons for closing a position: half of the spread, and what its size against the volume costs.</summary>
internal static class HistoricalSimulationAddOns
{
    /// <summary>Sum over positions of |quantity x value| x half-spread.</summary>
    public static MarginLine? Liquidity(HistoricalSimulationParameters parameters, RiskMatrix risk) => parameters.Liquidity.IsEmpty
        ? null
        : MarginLine.Sum("liquidity add-on", risk.By(instrument => instrument.Underlying)
            .Where(group => parameters.Liquidity.ContainsKey(group.Name))
            .Select(group => MarginLine.Leaf(group.Name, parameters.Liquidity[group.Name].HalfSpread * group.Gross(row => row.Unit!.Value * row.Conversion))));

    /// <summary>By underlying.</summary>
    public static MarginLine? Concentration(HistoricalSimulationParameters parameters, RiskMatrix risk, HistoricalSimulationGroups groups) => parameters.Concentration.IsEmpty
        ? null
        : MarginLine.Sum("concentration add-on", risk.By(instrument => instrument.Underlying)
            .Where(group => parameters.Concentration.ContainsKey(group.Name))
            .Select(group => MarginLine.Leaf(group.Name, Concentration(parameters.Concentration[group.Name], group, groups, parameters.HorizonOf(group.Name)))));

    private static Attributed Concentration(SimulationConcentration rule, RiskGroup group, HistoricalSimulationGroups groups, int horizon)
    {
        var size = group.Unhedged(row => row.Unit!.SpotDelta); // in units of the underlying
        if (rule.Method == SimulationConcentrationMethod.PerUnitAboveThreshold)
        {
            double spot = group.Market[new(group.Name)].Spot * group.Market.Convert(1, group.Market.QuoteCurrencyOf(new(group.Name)), group.Market.ReportingCurrency);
            return (rule.Rate!.Value * spot) * (size - Attributed.Constant(rule.Threshold!.Value * rule.AverageDailyVolume)).Positive();
        }

        var horizons = size / (rule.Participation!.Value * rule.AverageDailyVolume * horizon);
        var risk = groups.Lines.Single(line => line.Name == groups.GroupOf(group.Name)).Amount;
        return horizons.Value <= 1 ? Attributed.Zero : risk * (Growth(horizons, rule.Method) - Attributed.Constant(1));
    }

    /// <summary>Standard deviation of the result until the position is closed, in those of one horizon: sqrt(D), or, closed evenly, the root of
    /// the sum over k = 1..D of (1 - (k - 1)/D)^2, which is (D + 1)(2 D + 1)/(6 D).</summary>
    private static Attributed Growth(Attributed horizons, SimulationConcentrationMethod method)
    {
        double d = horizons.Value;
        if (method == SimulationConcentrationMethod.SquareRootOfLiquidationDays) return horizons.Mapped(Math.Sqrt(d), 0.5 / Math.Sqrt(d));
        double root = Math.Sqrt((d + 1) * ((2 * d) + 1) / (6 * d));
        return horizons.Mapped(root, (2 - (1 / (d * d))) / (12 * root));
    }
}
