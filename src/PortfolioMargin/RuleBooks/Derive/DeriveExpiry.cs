namespace PortfolioMargin.RuleBooks;

/// <summary>The options of one expiry in the rows of a portfolio manager. What a row makes them worth is cut by a static discount: what the account would
/// have is worth less, what it would owe may cost more.</summary>
/// <param name="group">The options.</param>
/// <param name="longDiscount">Factor on a value of 0 or more.</param>
/// <param name="shortDiscount">Factor on a value below 0.</param>
/// <param name="basisFactor">Share of a loss that counts in the basis scenario.</param>
internal sealed class DeriveExpiry(RiskGroup group, double longDiscount, double shortDiscount, double basisFactor)
{
    private readonly double _value = DeriveMarket.Value(group).Value;
    private readonly double[] _profits = Profits(group);

    /// <summary>Time to expiry of a group of options, not below 0.</summary>
    public static double YearsOf(RiskGroup group) => Math.Max(0, group.Market.YearsTo(group.Rows[0].Instrument.Expiry!.Value));

    /// <summary>Rate of an expiry.</summary>
    public static double RateOf(RiskGroup group) => group.Market.RateOf(group.Rows[0].Instrument.Underlying, group.Rows[0].Instrument.Expiry!.Value);

    /// <summary>V(row) x discount - V(now). In a skew row the smile may turn either way, so it is always a loss.</summary>
    public double Change(int row, bool isSkew)
    {
        double change = Discounted(row).Change;
        return isSkew ? -Math.Abs(change) : change;
    }

    /// <summary>The same with its slopes.</summary>
    public Attributed ChangeAt(int row, bool isSkew)
    {
        var (change, discount) = Discounted(row);
        var amount = group.Linear(held => held.Conversion * (discount * (held.Unit!.Value + held.Unit.ProfitAndLoss.Span[row]) - held.Unit.Value));
        return amount.Mapped(Change(row, isSkew), isSkew && change > 0 ? -1 : 1);
    }

    /// <summary>The worse move of the expiry's own forward, if a loss, with volatilities as they are and no static discount.</summary>
    public Attributed Basis(int up, int down) => basisFactor * Attributed.Min(group.At(up), group.At(down), Attributed.Zero);

    private (double Change, double Discount) Discounted(int row)
    {
        double value = _value + _profits[row], discount = value >= 0 ? longDiscount : shortDiscount;
        return (value * discount - _value, discount);
    }

    private static double[] Profits(RiskGroup group)
    {
        var profits = new double[group.Scenarios.Length];
        group.ProfitAndLoss(profits);
        return profits;
    }
}
