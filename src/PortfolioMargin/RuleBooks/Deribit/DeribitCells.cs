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
        int main = scenarios.Length - pair.Extended.Moves.Length;
        var totals = new double[scenarios.Length];
        if (!group.Rows.IsEmpty) group.ProfitAndLoss(totals);
        int worst = 0;
        for (int s = 0; s < totals.Length; s++)
        {
            foreach (var row in Shocked) totals[s] = Math.FusedMultiplyAdd(row.Quantity, EquityMove(row, scenarios[s]), totals[s]);
            if (s >= main) totals[s] = Damped(totals[s], pair.Extended.Moves[s - main]).Profit;
            if (totals[s] < totals[worst]) worst = s;
        }

        var loss = (-Amount(worst, main, scenarios[worst])).Positive();
        return MarginLine.Leaf("worst case", loss, DeribitParameterSets.Article)
            .WithTable(new(group.Name, [.. scenarios.Select(row => row.Name)], [.. totals], worst));
    }

    /// <summary>One cell with its slopes, by the arithmetic of the totals.</summary>
    private Attributed Amount(int cell, int main, in Scenario scenario)
    {
        var amount = group.Rows.IsEmpty ? Attributed.Zero : group.At(cell);
        foreach (var row in Shocked)
        {
            double move = EquityMove(row, scenario);
            amount = (amount + risk.Row(row, move)).Mapped(Math.FusedMultiplyAdd(row.Quantity, move, amount.Value), 1);
        }

        if (cell < main) return amount;
        var (profit, scale) = Damped(amount.Value, pair.Extended.Moves[cell - main]);
        return amount.Mapped(profit, scale);
    }

    /// <summary>A large move's profit: x = profit x factor x R/|move| x k, then cut towards zero by (max(|move|/R, 1) - 1) x dampener / p.
    /// Inverse contracts: k = (1 + move)/(1 +- R), p = index (1 +- R); linear: both 1.</summary>
    /// <returns>The profit that counts, and its slope in the profit of the cell.</returns>
    private (double Profit, double Scale) Damped(double profit, double move)
    {
        double range = pair.PriceRange, edge = 1 + (move < 0 ? -range : range);
        double scale = pair.Extended.Factor * (range / Math.Abs(move));
        double cut = (Math.Max(Math.Abs(move) / range, 1) - 1) * pair.Extended.Dampener * Money;
        if (IsInverse)
        {
            scale *= (1 + move) / edge;
            cut /= risk.Market[_underlying].Spot * edge;
        }

        double scaled = profit * scale;
        return Math.Abs(scaled) <= cut ? (0, 0) : (scaled < 0 ? scaled + cut : scaled - cut, scale);
    }

    private bool IsInverse => !group.Rows.IsEmpty && group.Rows[0].Instrument.Payoff == PayoffStyle.Inverse;

    /// <summary>Value of one unit of the settlement currency in the reporting currency.</summary>
    private double Money => group.Rows.IsEmpty ? risk.Market.Convert(1, risk.Market.QuoteCurrencyOf(_underlying), risk.Market.ReportingCurrency) : group.Rows[0].Conversion;

    /// <summary>Collateral in the pair's coin, in accounts that report in another currency.</summary>
    private IEnumerable<RiskRow> Shocked => DeribitScope.ShockedCollateral(risk, _underlying, pair);

    private static double EquityMove(RiskRow row, in Scenario scenario) => row.Conversion * scenario.Shock.Price.Move(1);

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
