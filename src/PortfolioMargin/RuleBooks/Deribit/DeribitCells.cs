namespace PortfolioMargin.RuleBooks;

/// <summary>The cells of one underlying's risk matrix: 9 price points with 3 volatilities each, then the table of large moves.</summary>
internal sealed class DeribitCells(RiskGroup group, DeribitPair pair, RiskMatrix risk)
{
    private readonly Underlying _underlying = new(group.Name);

    /// <summary>Main table, price ascending and inside each price volatility down, same, up; then the table of large moves, all with volatility up.
    /// Scenarios share their changes of volatility, so that revaluation sees at a glance which of them are the same.</summary>
    public static (IEnumerable<Scenario> Main, IEnumerable<Scenario> Extended) Scenarios(DeribitPair pair, int steps)
    {
        var down = Change(pair, -pair.VolatilityShock.Down, 0);
        var up = Change(pair, pair.VolatilityShock.Up, pair.VolatilityShock.MinimumUp);
        var main = Enumerable.Range(-steps, 2 * steps + 1).Select(step => pair.PriceRange * step / steps)
            .SelectMany(move => new[] { Cell(move, "down", down), Cell(move, "same", VolatilityShock.None), Cell(move, "up", up) });
        return (main, pair.Extended.Moves.Select(move => Cell(move, "up", up, " (extended)")));
    }

    /// <summary>max(0, -the smallest cell), with all cells after factor, scaling and dampener.</summary>
    public MarginLine WorstCase()
    {
        var scenarios = risk.Scenarios.RowsFor(_underlying);
        var totals = new double[scenarios.Length];
        if (!group.Rows.IsEmpty) group.ProfitAndLoss(totals);
        var shocked = DeribitScope.ShockedCollateral(risk, _underlying, pair);
        var grid = new DeribitGrid(pair, scenarios, IsInverse, Money, risk.Market[_underlying].Spot);
        int worst = grid.Finish(totals, shocked?.Quantity ?? 0, shocked?.Conversion ?? 0);
        var loss = (-Amount(grid, worst, shocked)).Positive();
        return MarginLine.Leaf("worst case", loss, DeribitParameterSets.Article)
            .WithTable(new(group.Name, [.. scenarios.Select(row => row.Name)], [.. totals], worst));
    }

    /// <summary>One cell with its slopes, by the arithmetic of the totals.</summary>
    private Attributed Amount(DeribitGrid grid, int cell, RiskRow? shocked)
    {
        var amount = group.Rows.IsEmpty ? Attributed.Zero : group.At(cell);
        if (shocked is { } coin)
        {
            double move = grid.EquityMove(cell, coin.Conversion);
            amount = (amount + risk.Row(coin, move)).Mapped(Math.FusedMultiplyAdd(coin.Quantity, move, amount.Value), 1);
        }

        if (!grid.IsExtended(cell)) return amount;
        var (profit, scale) = grid.Damped(cell, amount.Value);
        return amount.Mapped(profit, scale);
    }

    private bool IsInverse => !group.Rows.IsEmpty && group.Rows[0].Instrument.Payoff == PayoffStyle.Inverse;

    /// <summary>Value of one unit of the settlement currency in the reporting currency.</summary>
    private double Money => group.Rows.IsEmpty ? DeribitCharges.Money(_underlying, risk.Market) : group.Rows[0].Conversion;

    private static Scenario Cell(double move, string name, VolatilityShock volatility, string suffix = "") =>
        new($"spot {Percent.Signed(move)}, vol {name}{suffix}", new(PriceShock.Relative(move), volatility));

    private static TermScaledVolatility Change(DeribitPair pair, double change, double minimum) => new()
    {
        Change = change,
        ShortTermPower = pair.VolatilityShock.ShortTermPower,
        LongTermPower = pair.VolatilityShock.LongTermPower,
        FloorDays = pair.VolatilityShock.FloorDays,
        Minimum = minimum,
    };
}
