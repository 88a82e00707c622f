using PortfolioMargin.Numerics;

namespace PortfolioMargin.RuleBooks;

/// <summary>The charges beside the risk matrix of one underlying.</summary>
internal static class DeribitCharges
{
    /// <summary>Sum over expiries of |delta| x max(minimum move, exp(annual move x T) - 1); the perpetual is its own expiry with T = 0.
    /// Delta is the forward delta, N(d1) for a call: which delta the venue takes for options is not published.</summary>
    public static MarginLine Roll(RiskGroup group, DeribitPair pair)
    {
        var charges = group.By(instrument => instrument.Expiry)
            .OrderBy(expiry => expiry.Rows[0].Instrument.Expiry) // none first
            .Select(expiry => RollMove(expiry.Rows[0].Instrument.Expiry, group.Market, pair) * Delta(expiry).Abs());
        return MarginLine.Leaf("roll shock", Attributed.Sum(charges), DeribitParameterSets.Article).For(LineMeaning.ExpiryRisk);
    }

    /// <summary>Charge per unit of an expiry's delta.</summary>
    public static double RollMove(DateTimeOffset? expiry, MarketSnapshot market, DeribitPair pair)
    {
        double years = expiry is { } instant ? Math.Max(0, market.YearsTo(instant)) : 0;
        return Math.Max(pair.RollShock.MinimumMove, Elementary.Exp(pair.RollShock.AnnualMove * years) - 1);
    }

    /// <summary>The amount that the venue states for the pair, in its settlement currency.</summary>
    public static MarginLine Correlation(RiskGroup group, DeribitPair pair, RiskMatrix risk)
    {
        double money = group.Rows.IsEmpty ? Money(new(group.Name), risk.Market) : group.Rows[0].Conversion;
        return MarginLine.Leaf("correlation contingency", Attributed.Constant(pair.CorrelationContingency * money), DeribitParameterSets.Simulate).For(LineMeaning.Contingency);
    }

    /// <summary>Value of one unit of an underlying's quote currency in the reporting currency.</summary>
    public static double Money(Underlying underlying, MarketSnapshot market) => market.Convert(1, market.QuoteCurrencyOf(underlying), market.ReportingCurrency);

    /// <summary>Delta of a group as money: coins for inverse contracts, coins x index for linear ones, in the reporting currency.</summary>
    public static Attributed Delta(RiskGroup group) => group.Linear(row => UnitDelta(row, group.Market));

    /// <summary>The same of one contract.</summary>
    public static double UnitDelta(RiskRow row, MarketSnapshot market) =>
        row.Unit!.ForwardDelta * row.Conversion * (row.Instrument.Payoff == PayoffStyle.Inverse ? 1 : market[row.Instrument.Underlying].Spot);
}
