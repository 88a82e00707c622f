using System.Collections.Immutable;

namespace PortfolioMargin.Backtesting;

/// <summary>Explains a realised profit: the book is revalued with one risk factor at a time as it was later, all others as they were.</summary>
internal static class ProfitAttribution
{
    public static ProfitCause Of(RiskMatrix before, MarketSnapshot later, double[] realised, ScenarioSet settling, IRevaluer revaluer, CancellationToken cancellationToken)
    {
        var rows = before.All.Rows;
        var market = before.Market;
        Instrument[] held = [.. rows.Select(row => row.Instrument)];
        var start = revaluer.Revalue(held, FactorMarkets.With(market, market.Time, entry => entry), settling, cancellationToken);
        var after = later.Underlyings.ToDictionary(entry => entry.Underlying);
        var factors = new List<FactorProfit>();
        foreach (var underlying in held.Select(instrument => instrument.Underlying).Distinct())
        {
            Add($"{underlying} price", FactorMarkets.Price);
            Add($"{underlying} volatility", FactorMarkets.Volatility);
            Add($"{underlying} rates", FactorMarkets.Rates);

            void Add(string name, Func<UnderlyingMarket, UnderlyingMarket, UnderlyingMarket> change) => factors.Add(new(name, Model(
                FactorMarkets.With(market, market.Time, entry => entry.Underlying == underlying ? change(entry, after[underlying]) : entry))));
        }

        factors.Add(new("time", Model(FactorMarkets.With(market, later.Time, entry => entry))));
        double all = Model(FactorMarkets.With(market, later.Time, entry => after.GetValueOrDefault(entry.Underlying, entry)));
        double apart = factors.Sum(factor => factor.Profit), total = realised.Sum();
        factors.Add(new("interaction", all - apart));
        factors.Add(new("marks", total - all)); // and what was settled or paid out on the way
        return new(
            [.. factors.Where(factor => factor.Profit != 0).OrderBy(factor => factor.Profit)],
            [.. rows.Select((row, i) => new PositionProfit(new(row.Instrument, row.Quantity), realised[i])).OrderBy(entry => entry.Profit)]);

        double Model(MarketSnapshot moved)
        {
            var values = revaluer.Revalue(held, moved, settling, cancellationToken);
            double profit = 0;
            foreach (var row in rows) profit += row.Quantity * row.Conversion * RealisedProfit.ModelChange(start.Unit(row.Instrument), values.Unit(row.Instrument));
            return profit;
        }
    }
}
