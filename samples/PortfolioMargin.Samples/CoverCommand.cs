namespace PortfolioMargin.Samples;

/// <summary>Did today's requirement cover the move to the next board? Profits are in coin, at marks, and in the reporting currency at today's index, as in the risk arrays.
/// What expired in between is settled at the next board's index.</summary>
internal static class CoverCommand
{
    public static int Run(Options options)
    {
        var today = Inputs.Board(options.Get("--board")).Snapshot;
        var next = Inputs.Board(options.Get("--next")).Snapshot;
        var margin = Inputs.Calculator(options).Calculate(Inputs.Account(options), today);
        var profits = Profits(margin, next);
        double profit = profits.Sum(entry => entry.Profit);
        foreach (var market in today.Underlyings)
            Print.Line($"{market.Underlying}: index {market.Spot:#,0.00} -> {next[market.Underlying].Spot:#,0.00} ({next[market.Underlying].Spot / market.Spot - 1:+0.0 %;-0.0 %})");
        Print.Table(["position", "quantity", $"profit, {margin.Currency}"], profits.OrderBy(entry => entry.Profit).Take(8)
            .Select(entry => new[] { entry.Row.ToString(), Print.Number(entry.Row.Quantity, "0.####"), Print.Number(entry.Profit) }));
        Print.Line($"profit {profit:#,0.00} {margin.Currency} against initial {margin.Initial:#,0.00} and maintenance {margin.Maintenance:#,0.00}");
        double loss = Math.Max(0, -profit);
        Print.Line($"{(loss <= margin.Maintenance ? "covered by maintenance" : loss <= margin.Initial ? "covered by initial, not by maintenance" : "BREACH: the loss exceeds initial")}: the loss is {loss / margin.Initial:0.0 %} of initial");
        return 0;
    }

    /// <summary>What each position made until the next board, in the reporting currency at today's conversion.</summary>
    public static List<(RiskRow Row, double Profit)> Profits(MarginResult margin, MarketSnapshot next)
    {
        var alive = margin.Risk.All.Rows.Select(row => row.Instrument).Where(instrument => instrument.Expiry is null || instrument.Expiry >= next.Time);
        var later = Revaluer.Default.Revalue(alive, next, ScenarioSet.None);
        return [.. margin.Risk.All.Rows.Select(row => (Row: row, Profit: row.Quantity * row.Conversion * UnitProfit(row.Unit!, next, later)))];
    }

    private static double UnitProfit(UnitRisk unit, MarketSnapshot next, RiskArrays later)
    {
        var instrument = unit.Instrument;
        bool inverse = instrument.Payoff == PayoffStyle.Inverse;
        if (later.Contains(instrument))
        {
            // An inverse future is worth its size in coin, which falls as the price rises: its profit has the opposite sign.
            double change = later.Unit(instrument).Mark - unit.Mark;
            return inverse && instrument is not VanillaOption ? -change : change;
        }

        double settlement = next[instrument.Underlying].Spot, paid = instrument.Intrinsic(settlement) * instrument.Multiplier;
        if (inverse && instrument is not VanillaOption) return unit.Mark - instrument.Multiplier / settlement;
        return (inverse ? paid / settlement : paid) - unit.Mark;
    }
}
