using PortfolioMargin.Numerics;

namespace PortfolioMargin.Backtesting;

/// <summary>What the positions of an account made between two markets.</summary>
internal static class RealisedProfit
{
    /// <summary>The valuation for looking back: what has expired is worth its intrinsic value.</summary>
    public static ScenarioSet Settling(Valuation valuation) => ScenarioSet.None.ValuedBy(valuation with { Expired = ExpiredPolicy.Intrinsic });

    /// <summary>Profit per position, in canonical order, in the reporting currency of the first market.</summary>
    /// <param name="before">The account in the first market.</param>
    /// <param name="after">Values in the later market, by instrument.</param>
    /// <param name="later">The later market's time, for dividends on the way.</param>
    public static double[] Of(RiskMatrix before, Func<Instrument, UnitRisk> after, DateTimeOffset later)
    {
        var rows = before.All.Rows;
        var profits = new double[rows.Length];
        for (int i = 0; i < profits.Length; i++)
        {
            var unit = rows[i].Unit!;
            double perContract = Change(unit, after(unit.Instrument)) + Dividends(unit.Instrument, before.Market, later);
            profits[i] = Guard.Finite(rows[i].Quantity * rows[i].Conversion * perContract, $"the realised profit of {unit.Instrument}") + 0.0;
        }

        return profits;
    }

    /// <summary>Profit of one contract in its settlement currency: at marks where the market has them. An inverse future is worth its size in coin, which falls as the price rises.</summary>
    public static double Change(UnitRisk from, UnitRisk to) => Difference(from.Instrument, from.Mark, to.Mark);

    /// <summary>The same at model values; a future's price is its model value.</summary>
    public static double ModelChange(UnitRisk from, UnitRisk to) => Difference(from.Instrument, from.Value, to.Value);

    private static double Difference(Instrument instrument, double from, double to) =>
        instrument.Payoff == PayoffStyle.Inverse && instrument is not VanillaOption ? from - to : to - from;

    /// <summary>Cash that a share pays to its holder on the way, per contract.</summary>
    private static double Dividends(Instrument instrument, MarketSnapshot market, DateTimeOffset later)
    {
        if (instrument is not SpotAsset || !market.Find(instrument.Underlying, out var entry)) return 0;
        DateOnly from = DateOnly.FromDateTime(market.Time.UtcDateTime), to = DateOnly.FromDateTime(later.UtcDateTime);
        double paid = 0;
        foreach (var dividend in entry.Dividends)
            if (dividend.Date > from && dividend.Date <= to) paid += dividend.Amount;
        return paid * instrument.Multiplier;
    }
}
