using System.Collections.Immutable;

namespace PortfolioMargin.RuleBooks;

/// <summary>The requirement from sums alone, by the arithmetic of the ledger in the same order. Holds no state but the parameters.</summary>
internal sealed class DeribitTotals
{
    private static readonly RiskTotal Coins = RiskTotal.Linear(TotalScope.Underlying, (row, _) => row.Unit!.ForwardDelta);
    private static readonly RiskTotal Inverse = RiskTotal.Count(TotalScope.Underlying, instrument => instrument.Payoff == PayoffStyle.Inverse);
    private static readonly RiskTotal Linear = RiskTotal.Count(TotalScope.Underlying, instrument => instrument.Payoff == PayoffStyle.Linear);
    private static readonly RiskTotal Spot = RiskTotal.Count(TotalScope.Underlying, instrument => instrument is SpotAsset);
    private static readonly RiskTotal Delta = RiskTotal.Linear(TotalScope.Expiry, DeribitCharges.UnitDelta);

    private static readonly RiskTotal Index = RiskTotal.Constant(TotalScope.Underlying, (instrument, market) => market[instrument.Underlying].Spot);

    private readonly DeribitParameters _parameters;
    private readonly (Underlying Underlying, DeribitPair Pair)[] _pairs; // in ordinal order, as are the groups of an account
    private readonly RiskTotal _rollMove;

    public DeribitTotals(DeribitParameters parameters)
    {
        _parameters = parameters;
        _pairs = [.. parameters.Pairs.Select(pair => (new Underlying(pair.Key), pair.Value))];
        _rollMove = RiskTotal.Constant(TotalScope.Expiry, (instrument, market) =>
            parameters.Pairs.TryGetValue(instrument.Underlying.Symbol, out var pair) ? DeribitCharges.RollMove(instrument.Expiry, market, pair) : 0);
        All = [Coins, Inverse, Linear, Spot, Index, Delta, _rollMove];
    }

    public ImmutableArray<RiskTotal> All { get; }

    public RequirementAmounts Require(RiskTotals totals)
    {
        double matrix = 0;
        int next = 0;
        foreach (var (underlying, pair) in _pairs)
        {
            RefuseUnknown(totals, next, underlying.Symbol);
            double shocked = Shocked(totals, underlying, pair, out double conversion);
            if (next < totals.Groups.Length && totals.Groups[next].Underlying == underlying) matrix += Pair(totals.Groups[next++], pair, shocked, conversion);
            else if (shocked != 0) matrix += EmptyPair(totals, underlying, pair, shocked, conversion);
        }

        RefuseUnknown(totals, next, null);
        return new(matrix + _parameters.OpenOrders + _parameters.MarketMakerProtection, _parameters.MaintenanceFactor * matrix);
    }

    private double Pair(UnderlyingTotals group, DeribitPair pair, double shocked, double conversion)
    {
        double spot = group.Amount(Index);
        Check(group, spot, pair);
        var grid = new DeribitGrid(pair, group.Scenarios, group.First.Payoff == PayoffStyle.Inverse, group.Conversion, spot);
        Span<double> cells = stackalloc double[128];
        cells = group.Scenarios.Length <= cells.Length ? cells[..group.Scenarios.Length] : new double[group.Scenarios.Length];
        group.ProfitAndLoss.CopyTo(cells);
        double worst = WorstCase(grid, cells, shocked, conversion), roll = 0;
        foreach (var expiry in group.Expiries)
            roll += expiry.Amount(_rollMove) * Math.Abs(expiry.Amount(Delta));
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
