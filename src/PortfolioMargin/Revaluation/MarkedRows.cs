namespace PortfolioMargin;

/// <summary>Options of an expiry without a volatility, under rules without scenarios: they are worth their mark, and no model is needed. Their delta is the
/// published one, else that of the intrinsic value.</summary>
internal static class MarkedRows
{
    /// <summary>Whether an option is read at its mark.</summary>
    public static bool Takes(Instrument instrument, MarketSnapshot market, ScenarioSet scenarios) =>
        scenarios.IsEmpty && instrument is VanillaOption { Payoff: PayoffStyle.Linear, Expiry: { } expiry } && market.YearsTo(expiry) > 0
        && market.VolatilityOf(instrument.Underlying, expiry) is null && market.QuoteOf(instrument)?.Mark is not null;

    /// <summary>Units of options that are all read at their marks.</summary>
    public static void Price(ReadOnlySpan<Instrument> options, MarketSnapshot market, Span<UnitRisk> units)
    {
        for (int i = 0; i < options.Length; i++) units[i] = Price((VanillaOption)options[i], market);
    }

    private static UnitRisk Price(VanillaOption option, MarketSnapshot market)
    {
        var quote = market.QuoteOf(option)!;
        double forward = market.ForwardOf(option.Underlying, option.Expiry!.Value), value = quote.Mark!.Value * option.Multiplier;
        double moneyness = option.Right == OptionRight.Call ? forward - option.Strike : option.Strike - forward;
        double intrinsic = moneyness > 0 ? (option.Right == OptionRight.Call ? 1 : -1) : 0;
        double delta = (quote.Delta ?? intrinsic) * option.Multiplier;
        return new(option, market.SettlementOf(option), ReadOnlyMemory<double>.Empty)
        {
            Value = value,
            Mark = value,
            Forward = forward,
            ForwardDelta = delta,
            SpotDelta = delta * (forward / market[option.Underlying].Spot),
        };
    }
}
