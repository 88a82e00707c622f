using System.Collections.Immutable;

namespace PortfolioMargin.RuleBooks;

/// <summary>What both Paradex rules share: what they cover, how options are valued, and the fee provision.</summary>
internal static class ParadexScope
{
    /// <summary>European options by Black-Scholes on the spot price with the underlying's rate; profits from the venue's marks.</summary>
    public static Valuation Valuation { get; } = new() { OptionsOnSpot = true, Discounting = Discounting.Market, Base = ValuationBase.Mark };

    /// <summary>Rows of positions and orders.</summary>
    public static IEnumerable<RiskRow> Rows(RiskMatrix risk) => risk.All.Rows.Concat(risk.Orders.Rows);

    /// <summary>Sum of |quantity| x fee: of a perpetual rate x mark, of an option the smaller of rate x spot and cap x mark.</summary>
    public static MarginLine Fees(IEnumerable<RiskGroup> groups, Func<Underlying, (double Rate, double Cap)> fees) => MarginLine.Leaf(
        "fee provision",
        Attributed.Sum(groups.Select(group => group.Gross(row =>
        {
            var (rate, cap) = fees(row.Instrument.Underlying);
            double spot = group.Market[row.Instrument.Underlying].Spot * row.Instrument.Multiplier * row.Conversion;
            return row.Instrument is VanillaOption ? Math.Min(rate * spot, cap * row.Mark) : rate * row.Mark;
        }))),
        ParadexParameterSets.Module).For(LineMeaning.Financing);

    /// <summary>Refuses what the documents do not cover: underlyings without parameters, and all but linear perpetuals and options paid upfront.</summary>
    public static void Check(RiskMatrix risk, Func<string, bool> hasParameters)
    {
        Refuse("Paradex lists linear perpetuals and options paid upfront; hold spot as collateral. Not covered", risk, row => row.Instrument is not
            (Perpetual { Payoff: PayoffStyle.Linear } or VanillaOption { Payoff: PayoffStyle.Linear, Premium: PremiumStyle.Upfront }));
        Refuse("Paradex publishes no parameters for these underlyings; state them under \"underlyings\"", risk, row => !hasParameters(row.Instrument.Underlying.Symbol));
    }

    /// <summary>Refuses the rows that satisfy a condition, all by name.</summary>
    public static void Refuse(string reason, RiskMatrix risk, Func<RiskRow, bool> condition)
    {
        ImmutableArray<string> refused = [.. Rows(risk).Where(condition).Select(row => row.Instrument.ToString()).Distinct()];
        if (!refused.IsEmpty) throw new UnsupportedInstrumentException(reason, refused);
    }
}
