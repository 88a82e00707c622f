using PortfolioMargin.Numerics;

namespace PortfolioMargin;

/// <summary>Named amounts that many margin rules read off a group: long and short side, gross, what is hedged inside the group and what is not.
/// <c>unit</c> is always the amount of one contract: a delta in coins, a cash delta, a notional.</summary>
public static class DeltaAggregates
{
    /// <summary>What one contract amounts to as a holding of the underlying, in money: its delta at the price that scenarios shock, in the reporting currency.
    /// For spot, perpetuals and futures that is the mark x multiplier; an inverse contract counts its size in coin.</summary>
    /// <param name="row">A position or order.</param>
    /// <returns>Cash delta per contract, in the reporting currency; negative for puts.</returns>
    public static double CashDelta(this RiskRow row)
    {
        var unit = row.Unit ?? throw new ArgumentException($"{row} is collateral and has no delta.", nameof(row));
        return unit.ForwardDelta * row.Conversion * (row.Instrument.Payoff == PayoffStyle.Inverse ? 1 : unit.Forward);
    }

    /// <summary>Sum of the positive amounts.</summary>
    /// <param name="group">The group.</param>
    /// <param name="unit">Amount per contract.</param>
    /// <returns>Sum of max(0, quantity x unit); not below 0.</returns>
    public static Attributed LongSide(this RiskGroup group, Func<RiskRow, double> unit) => Sided(group, unit, below: 0, above: 1);

    /// <summary>Size of the sum of the negative amounts.</summary>
    /// <param name="group">The group.</param>
    /// <param name="unit">Amount per contract.</param>
    /// <returns>Sum of max(0, -quantity x unit); not below 0.</returns>
    public static Attributed ShortSide(this RiskGroup group, Func<RiskRow, double> unit) => Sided(group, unit, below: -1, above: 0);

    /// <summary>Both sides together: the sum of sizes.</summary>
    /// <param name="group">The group.</param>
    /// <param name="unit">Amount per contract.</param>
    /// <returns>Sum of |quantity x unit|.</returns>
    public static Attributed Gross(this RiskGroup group, Func<RiskRow, double> unit) => Sided(group, unit, below: -1, above: 1);

    /// <summary>What one side has more than the other.</summary>
    /// <param name="group">The group.</param>
    /// <param name="unit">Amount per contract.</param>
    /// <returns>|sum of quantity x unit|.</returns>
    public static Attributed Unhedged(this RiskGroup group, Func<RiskRow, double> unit) => Guard.NotNull(group, nameof(group)).Linear(unit).Abs();

    /// <summary>What both sides have: (gross - unhedged) / 2.</summary>
    /// <param name="group">The group.</param>
    /// <param name="unit">Amount per contract.</param>
    /// <returns>The smaller side; not below 0.</returns>
    public static Attributed Hedged(this RiskGroup group, Func<RiskRow, double> unit) => Attributed.Min(group.LongSide(unit), group.ShortSide(unit));

    /// <summary>What net amounts of different expiries offset: the smaller side of them. What has no expiry counts as one expiry.</summary>
    /// <param name="group">The group.</param>
    /// <param name="unit">Amount per contract.</param>
    /// <returns>min(sum of long nets, sum of short nets); not below 0.</returns>
    public static Attributed HedgedAcrossExpiries(this RiskGroup group, Func<RiskRow, double> unit)
    {
        var nets = Guard.NotNull(group, nameof(group)).By(instrument => instrument.Expiry).Select(expiry => expiry.Linear(unit)).ToList();
        return Attributed.Min(Attributed.Sum(nets.Select(net => net.Positive())), Attributed.Sum(nets.Select(net => (-net).Positive())));
    }

    private static Attributed Sided(RiskGroup group, Func<RiskRow, double> unit, double below, double above)
    {
        Guard.NotNull(unit, nameof(unit));
        return Guard.NotNull(group, nameof(group)).Linear(row =>
        {
            double amount = unit(row);
            return amount * (row.Quantity * amount < 0 ? below : above);
        });
    }
}
