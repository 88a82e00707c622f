using PortfolioMargin.Numerics;

namespace PortfolioMargin.RuleBooks;

/// <summary>The charges beside the risk matrix of one underlying.</summary>
internal static class DeribitCharges
{
    /// <summary>Sum over expiries of |delta| x max(minimum move, exp(annual move x T) - 1); the perpetual is its own expiry with T = 0.
    /// Delta is the forward delta, N(d1) for a call: which delta the venue takes for options is not published.</summary>
    public static MarginLine Roll(RiskGroup group, DeribitPair pair)
    {
        var charges = group.By(instrument => instrument.Expiry).Select(expiry =>
        {
            double years = expiry.Rows[0].Instrument.Expiry is { } instant ? Math.Max(0, group.Market.YearsTo(instant)) : 0;
            double move = Math.Max(pair.RollShock.MinimumMove, Elementary.Exp(pair.RollShock.AnnualMove * years) - 1);
            return move * Delta(expiry).Abs();
        });
        return MarginLine.Leaf("roll shock", Attributed.Sum(charges), DeribitParameterSets.Article);
    }

    /// <summary>The amount that the venue states for the pair, in its settlement currency.</summary>
    public static MarginLine Correlation(RiskGroup group, DeribitPair pair, RiskMatrix risk)
    {
        double money = group.Rows.IsEmpty
            ? risk.Market.Convert(1, risk.Market.QuoteCurrencyOf(new(group.Name)), risk.Market.ReportingCurrency)
            : group.Rows[0].Conversion;
        return MarginLine.Leaf("correlation contingency", Attributed.Constant(pair.CorrelationContingency * money), DeribitParameterSets.Simulate);
    }

    /// <summary>Delta of a group as money: coins for inverse contracts, coins x index for linear ones, in the reporting currency.</summary>
    public static Attributed Delta(RiskGroup group) => group.Linear(row =>
        row.Unit!.ForwardDelta * row.Conversion * (row.Instrument.Payoff == PayoffStyle.Inverse ? 1 : group.Market[row.Instrument.Underlying].Spot));
}
