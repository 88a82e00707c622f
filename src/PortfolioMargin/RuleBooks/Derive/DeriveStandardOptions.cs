namespace PortfolioMargin.RuleBooks;

/// <summary>The options of one expiry under the standard manager: they cost their mark value less the milder of two non-positive numbers, every short option by
/// itself, or the largest loss at expiry of all together. So a long option costs its mark, which equity counts.</summary>
internal sealed class DeriveStandardOptions(DeriveStandardOption parameters)
{
    /// <summary>Requirement of an expiry.</summary>
    public Attributed Initial(RiskGroup expiry) => Requirement(expiry, InitialOf, parameters.UnpairedInitial);

    /// <inheritdoc cref="Initial"/>
    public Attributed Maintenance(RiskGroup expiry) => Requirement(expiry, MaintenanceOf, parameters.UnpairedMaintenance);

    /// <summary>mark value - max(isolated, max loss).</summary>
    private static Attributed Requirement(RiskGroup expiry, Func<VanillaOption, double, double, double> cost, double unpaired) =>
        DeriveMarket.Value(expiry) - Attributed.Max(Isolated(expiry, cost), MaximumLoss(expiry, unpaired));

    /// <summary>Short options only, each by itself: what one unit costs, mark included.</summary>
    private static Attributed Isolated(RiskGroup expiry, Func<VanillaOption, double, double, double> cost) => expiry.Linear(row =>
    {
        if (!(row.Quantity < 0)) return 0;
        var option = (VanillaOption)row.Instrument;
        double spot = expiry.Market[option.Underlying].Spot;
        return cost(option, row.Unit!.Value / option.Multiplier, spot) * option.Multiplier * row.Conversion;
    });

    /// <summary>The smallest payoff at zero and at every strike, at most 0; net short calls cost a share of the forward besides.</summary>
    private static Attributed MaximumLoss(RiskGroup expiry, double unpaired)
    {
        var prices = expiry.Rows.Select(row => ((VanillaOption)row.Instrument).Strike).Prepend(0).Distinct();
        var payoff = Attributed.Min([Attributed.Zero, .. prices.Select(price => Payoff(expiry, price))]);
        var calls = expiry.Where(row => ((VanillaOption)row.Instrument).Right == OptionRight.Call).NetUnits();
        if (!(calls.Value < 0)) return payoff;
        var first = expiry.Rows[0];
        return payoff + unpaired * (first.Unit!.Forward * first.Conversion) * calls;
    }

    private static Attributed Payoff(RiskGroup expiry, double price) =>
        expiry.Linear(row => row.Instrument.Intrinsic(price) * row.Instrument.Multiplier * row.Conversion);

    /// <summary>Call: mark + max(maximum - out, minimum) spot. Put: the same, but at least a multiple of maintenance. Out is the distance out of the money over spot.</summary>
    private double InitialOf(VanillaOption option, double mark, double spot)
    {
        double distance = option.Right == OptionRight.Call ? option.Strike - spot : spot - option.Strike;
        double initial = mark + Math.Max(parameters.MaximumSpot - Math.Max(0, distance) / spot, parameters.MinimumSpot) * spot;
        return option.Right == OptionRight.Call ? initial : Math.Max(initial, parameters.InitialPutOffset * MaintenanceOf(option, mark, spot));
    }

    /// <summary>Call: mark + rate x spot. Put: mark + the larger of rate x spot and rate x mark.</summary>
    private double MaintenanceOf(VanillaOption option, double mark, double spot) => mark + (option.Right == OptionRight.Call
        ? parameters.MaintenanceCall * spot
        : Math.Max(parameters.MaintenancePut * spot, parameters.MaintenancePutMark * mark));
}
