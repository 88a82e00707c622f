namespace PortfolioMargin;

/// <summary>Risk arrays of what follows a price directly: spot, perpetuals, futures.</summary>
internal static class PriceRows
{
    public static void Price(ReadOnlySpan<Instrument> instruments, MarketSnapshot market, ScenarioSet scenarios, Span<UnitRisk> units)
    {
        for (int i = 0; i < instruments.Length; i++) units[i] = Price(instruments[i], market, scenarios);
    }

    private static UnitRisk Price(Instrument instrument, MarketSnapshot market, ScenarioSet scenarios)
    {
        var entry = market[instrument.Underlying];
        double price = PriceOf(instrument, market, entry);
        bool inverse = instrument.Payoff == PayoffStyle.Inverse;
        if (inverse && !(price > 0)) throw new ArgumentOutOfRangeException(nameof(market), price, $"The price of {instrument} must be > 0: an inverse contract is settled in units of it.");

        bool ignored = scenarios.Valuation.Expired == ExpiredPolicy.Ignore && instrument.Expiry < market.Time;
        var rows = scenarios.RowsFor(instrument.Underlying);
        var profits = new double[rows.Length];
        var point = new ForwardPoint(entry.Spot, price, 0, Math.Max(0, instrument.Expiry is { } expiry ? market.YearsTo(expiry) : 0));
        for (int s = 0; s < profits.Length && !ignored; s++)
        {
            double shocked = rows[s].Shock.Price.Apply(point);
            if (inverse && !(shocked > 0)) throw ShockedAway(rows[s], instrument, shocked);
            profits[s] = rows[s].Measure == Measure.Delta
                ? rows[s].Shock.Cover * (inverse ? instrument.Multiplier / shocked : instrument.Multiplier)
                : rows[s].Shock.Cover * (instrument.Multiplier * (inverse ? 1 / price - 1 / shocked : shocked - price)) + 0.0;
            if (!double.IsFinite(profits[s])) throw new OverflowException($"The profit of one {instrument} in scenario {rows[s].Name} leaves the range of a double.");
        }

        double size = inverse ? instrument.Multiplier / price : instrument.Multiplier;
        double value = inverse ? size : price * instrument.Multiplier;
        double delta = market.QuoteOf(instrument)?.Delta is { } published ? published * instrument.Multiplier : size;
        return new(instrument, market.SettlementOf(instrument), profits)
        {
            Value = value,
            Mark = value,
            Forward = price,
            ForwardDelta = delta,
            SpotDelta = delta * (price / entry.Spot),
        };
    }

    /// <summary>The price that the contract stands at: its quote, else what the market says of its kind.</summary>
    private static double PriceOf(Instrument instrument, MarketSnapshot market, UnderlyingMarket entry) => market.QuoteOf(instrument)?.Mark ?? instrument switch
    {
        Perpetual => entry.Perpetual.Mark ?? entry.Spot,
        Future { Expiry: { } expiry } => market.ForwardOf(instrument.Underlying, expiry),
        _ => entry.Spot,
    };

    public static Exception ShockedAway(in Scenario scenario, Instrument instrument, double price) => !double.IsFinite(price)
        ? new OverflowException($"Scenario \"{scenario.Name}\" moves the price of {instrument} out of the range of a double; check its price.")
        : new ArgumentOutOfRangeException(nameof(scenario), price, System.FormattableString.Invariant(
            $"Scenario \"{scenario.Name}\" moves the price of {instrument} to {price:R}; it must stay {(instrument.Payoff == PayoffStyle.Inverse ? "above" : "at or above")} 0 for this contract. Use a smaller move, or the normal model for prices that may be negative."));
}
