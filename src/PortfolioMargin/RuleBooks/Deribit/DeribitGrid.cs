using System.Collections.Immutable;

namespace PortfolioMargin.RuleBooks;

/// <summary>Arithmetic of one underlying's cells, for the ledger and for totals alike: from profits of positions to the cells that the rule compares.</summary>
/// <param name="pair">Parameters of the underlying.</param>
/// <param name="scenarios">Main table, then the table of large moves.</param>
/// <param name="isInverse">Whether its contracts are inverse.</param>
/// <param name="money">Value of one unit of the settlement currency in the reporting currency.</param>
/// <param name="spot">Index price.</param>
internal readonly struct DeribitGrid(DeribitPair pair, ImmutableArray<Scenario> scenarios, bool isInverse, double money, double spot)
{
    private readonly int _main = scenarios.Length - pair.Extended.Moves.Length;

    public bool IsExtended(int cell) => cell >= _main;

    /// <summary>Adds shocked collateral, then scales and dampens the large moves.</summary>
    /// <param name="totals">Profits of the positions; changed into what is compared.</param>
    /// <param name="quantity">Collateral that is shocked; 0 for none.</param>
    /// <param name="conversion">Value of one unit of it.</param>
    /// <returns>The smallest cell; the first where several are equal.</returns>
    public int Finish(Span<double> totals, double quantity, double conversion)
    {
        if (quantity != 0)
        {
            for (int s = 0; s < totals.Length; s++) totals[s] = Math.FusedMultiplyAdd(quantity, EquityMove(s, conversion), totals[s]);
        }

        for (int s = _main; s < totals.Length; s++) totals[s] = Damped(s, totals[s]).Profit;
        int worst = 0;
        for (int s = 1; s < totals.Length; s++)
            if (totals[s] < totals[worst]) worst = s;
        return worst;
    }

    /// <summary>Profit of one unit of shocked collateral.</summary>
    public double EquityMove(int cell, double conversion) => conversion * scenarios[cell].Shock.Price.Move(1);

    /// <summary>A large move's profit: x = profit x factor x R/|move| x k, then cut towards zero by (max(|move|/R, 1) - 1) x dampener / p.
    /// Inverse contracts: k = (1 + move)/(1 +- R), p = index (1 +- R); linear: both 1.</summary>
    /// <returns>The profit that counts, and its slope in the profit of the cell.</returns>
    public (double Profit, double Scale) Damped(int cell, double profit)
    {
        double move = pair.Extended.Moves[cell - _main], range = pair.PriceRange, edge = 1 + (move < 0 ? -range : range);
        double scale = pair.Extended.Factor * (range / Math.Abs(move));
        double cut = (Math.Max(Math.Abs(move) / range, 1) - 1) * pair.Extended.Dampener * money;
        if (isInverse)
        {
            scale *= (1 + move) / edge;
            cut /= spot * edge;
        }

        double scaled = profit * scale;
        return Math.Abs(scaled) <= cut ? (0, 0) : (scaled < 0 ? scaled + cut : scaled - cut, scale);
    }
}
