namespace PortfolioMargin.RuleBooks;

/// <summary>The cells of one underlying's risk matrix: 9 price points with 3 volatilities each, then the table of large moves.</summary>
internal sealed class DeribitCells(RiskGroup group, DeribitPair pair, RiskMatrix risk)
{
    private readonly Underlying _underlying = new(group.Name);

    /// <summary>Main table: price ascending, inside each price volatility down, same, up.</summary>
    public static IEnumerable<Scenario> Main(DeribitPair pair, int steps)
    {
        for (int step = -steps; step <= steps; step++)
        {
            double move = pair.PriceRange * step / steps;
            yield return Cell(move, "down", Change(pair, -pair.VolatilityShock.Down, 0));
            yield return Cell(move, "same", VolatilityShock.None);
            yield return Cell(move, "up", Up(pair));
        }
    }

    /// <summary>Table of large moves, all with volatility up.</summary>
    public static IEnumerable<Scenario> Extended(DeribitPair pair) =>
        pair.Extended.Moves.Select(move => Cell(move, "up", Up(pair), " (extended)"));

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
        if (shocked is not null)
        {
            double move = grid.EquityMove(cell, shocked.Conversion);
            amount = (amount + risk.Row(shocked, move)).Mapped(Math.FusedMultiplyAdd(shocked.Quantity, move, amount.Value), 1);
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

    private static TermScaledVolatility Up(DeribitPair pair) => Change(pair, pair.VolatilityShock.Up, pair.VolatilityShock.MinimumUp);

    private static TermScaledVolatility Change(DeribitPair pair, double change, double minimum) => new()
    {
        Change = change,
        ShortTermPower = pair.VolatilityShock.ShortTermPower,
        LongTermPower = pair.VolatilityShock.LongTermPower,
        FloorDays = pair.VolatilityShock.FloorDays,
        Minimum = minimum,
    };
}
