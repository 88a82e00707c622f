using System.Collections.Immutable;

namespace PortfolioMargin.RuleBooks;

/// <summary>The requirement from sums alone, by the arithmetic of the ledger in the same order.</summary>
internal static class DeribitTotals
{
    private static readonly RiskTotal Coins = RiskTotal.Linear(TotalScope.Underlying, (row, _) => row.Unit!.ForwardDelta);
    private static readonly RiskTotal Inverse = RiskTotal.Count(TotalScope.Underlying, instrument => instrument.Payoff == PayoffStyle.Inverse);
    private static readonly RiskTotal Linear = RiskTotal.Count(TotalScope.Underlying, instrument => instrument.Payoff == PayoffStyle.Linear);
    private static readonly RiskTotal Spot = RiskTotal.Count(TotalScope.Underlying, instrument => instrument is SpotAsset);
    private static readonly RiskTotal Delta = RiskTotal.Linear(TotalScope.Expiry, DeribitCharges.UnitDelta);

    public static ImmutableArray<RiskTotal> All { get; } = [Coins, Inverse, Linear, Spot, Delta];

    public static RequirementAmounts Require(RiskTotals totals, DeribitParameters parameters)
    {
        double matrix = 0;
        int next = 0;
        foreach (var (symbol, pair) in parameters.Pairs) // ordinal order, as are the groups
        {
            var underlying = new Underlying(symbol);
            RefuseUnknown(totals, next, symbol);
            double shocked = Shocked(totals, underlying, pair, out double conversion);
            if (next < totals.Groups.Length && totals.Groups[next].Underlying == underlying) matrix += Pair(totals, totals.Groups[next++], pair, shocked, conversion);
            else if (shocked != 0) matrix += EmptyPair(totals, underlying, pair, shocked, conversion);
        }

        RefuseUnknown(totals, next, null);
        return new(matrix + parameters.OpenOrders + parameters.MarketMakerProtection, parameters.MaintenanceFactor * matrix);
    }

    private static double Pair(RiskTotals totals, UnderlyingTotals group, DeribitPair pair, double shocked, double conversion)
    {
        double spot = totals.Market[group.Underlying].Spot;
        Check(group, spot, pair);
        var grid = new DeribitGrid(pair, group.Scenarios, group.First.Payoff == PayoffStyle.Inverse, group.Conversion, spot);
        Span<double> cells = stackalloc double[128];
        cells = group.Scenarios.Length <= cells.Length ? cells[..group.Scenarios.Length] : new double[group.Scenarios.Length];
        group.ProfitAndLoss.CopyTo(cells);
        double worst = WorstCase(grid, cells, shocked, conversion), roll = 0;
        foreach (var expiry in group.Expiries)
            roll += DeribitCharges.RollMove(expiry.Expiry, totals.Market, pair) * Math.Abs(expiry.Amount(Delta));
        return worst + roll + pair.CorrelationContingency * group.Conversion;
    }

    /// <summary>A pair without positions whose coin is held as collateral.</summary>
    private static double EmptyPair(RiskTotals totals, Underlying underlying, DeribitPair pair, double shocked, double conversion)
    {
        double money = DeribitCharges.Money(underlying, totals.Market);
        var scenarios = totals.Scenarios.RowsFor(underlying);
        var grid = new DeribitGrid(pair, scenarios, false, money, totals.Market[underlying].Spot);
        Span<double> cells = stackalloc double[128];
        cells = scenarios.Length <= cells.Length ? cells[..scenarios.Length] : new double[scenarios.Length];
        cells.Clear();
        return WorstCase(grid, cells, shocked, conversion) + pair.CorrelationContingency * money;
    }

    private static double WorstCase(DeribitGrid grid, Span<double> cells, double shocked, double conversion) =>
        Math.Max(0, 0 - cells[grid.Finish(cells, shocked, conversion)]);

    private static double Shocked(RiskTotals totals, Underlying underlying, DeribitPair pair, out double conversion)
    {
        conversion = 0;
        if (!DeribitScope.IsShocked(underlying, pair, totals.Market)) return 0;
        foreach (var holding in totals.Holdings)
        {
            if (holding.Asset != underlying.Coin) continue;
            conversion = holding.Conversion;
            return holding.Quantity;
        }

        return 0;
    }

    private static void Check(UnderlyingTotals group, double spot, DeribitPair pair)
    {
        string symbol = group.Underlying.Symbol;
        if (group.Amount(Spot) > 0) throw new UnsupportedInstrumentException("Deribit's margin for spot positions is not published; hold them as collateral", [symbol]);
        if (group.Amount(Inverse) > 0 && group.Amount(Linear) > 0) throw new UnsupportedInstrumentException(DeribitScope.Mixed(symbol), [symbol]);
        if (DeribitScope.TooLarge(symbol, group.Amount(Coins), spot, pair) is { } reason) throw new UnsupportedInstrumentException(reason, [symbol]);
    }

    /// <summary>Groups that stand before a pair have no parameters.</summary>
    private static void RefuseUnknown(RiskTotals totals, int next, string? before)
    {
        if (next >= totals.Groups.Length || (before is not null && string.CompareOrdinal(totals.Groups[next].Underlying.Symbol, before) >= 0)) return;
        throw new UnsupportedInstrumentException(
            "Deribit publishes no portfolio margin parameters for these underlyings; state them under \"pairs\"", [totals.Groups[next].Underlying.Symbol]);
    }
}
