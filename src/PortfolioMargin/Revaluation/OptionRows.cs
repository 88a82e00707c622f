using PortfolioMargin.Pricing;

namespace PortfolioMargin;

/// <summary>Risk arrays of the options of one underlying and expiry. Column 0 of every buffer is the unshocked market and the scenarios follow,
/// so that base and shocked values come from the same code and an empty shock is exactly zero.</summary>
internal static class OptionRows
{
    public static void Price(ReadOnlySpan<Instrument> options, MarketSnapshot market, ScenarioSet scenarios, Span<UnitRisk> units)
    {
        var expiry = ShockedExpiry.Build((VanillaOption)options[0], market, scenarios);
        double[] volatilities = expiry.Volatilities(options, market); // [column, option]
        int columns = expiry.Columns;
        var deviations = new double[columns];
        var values = new double[columns];
        for (int i = 0; i < options.Length; i++)
        {
            for (int c = 0; c < columns; c++) deviations[c] = volatilities[c * options.Length + i] * expiry.RootYears[c];
            units[i] = Price((VanillaOption)options[i], expiry, deviations, values, market);
        }
    }

    private static UnitRisk Price(VanillaOption option, ShockedExpiry expiry, double[] deviations, double[] values, MarketSnapshot market)
    {
        bool isCall = option.Right == OptionRight.Call;
        if (expiry.Model == PriceModel.Lognormal) OptionGrid.Lognormal(isCall, option.Strike, expiry.Forwards, deviations, values);
        else OptionGrid.Normal(isCall, option.Strike, expiry.Forwards, deviations, values);

        double conversion = option.Payoff == PayoffStyle.Inverse ? 1 / expiry.Forwards[0] : 1;
        var quote = market.QuoteOf(option);
        double value = values[0] * expiry.Discounts[0] * conversion;
        double mark = quote?.Mark ?? value;
        double from = expiry.Valuation.Base == ValuationBase.Mark ? mark : value;
        var profits = Profits(option, expiry, values, from);
        MeasureDeltas(option, expiry, deviations, profits);

        double delta = (quote?.Delta ?? Delta(option, expiry, deviations)) * option.Multiplier;
        return new(option, market.SettlementOf(option), profits)
        {
            Value = value * option.Multiplier,
            Mark = mark * option.Multiplier,
            Forward = expiry.Forwards[0],
            ForwardDelta = delta,
            SpotDelta = delta * (expiry.Forwards[0] / expiry.Spot),
        };
    }

    private static double[] Profits(VanillaOption option, ShockedExpiry expiry, double[] values, double from)
    {
        var profits = new double[expiry.Columns - 1];
        if (expiry.Ignored) return profits;
        bool inverse = option.Payoff == PayoffStyle.Inverse;
        bool atShocked = expiry.Valuation.InverseConversion == InverseConversion.AtShockedPrice;
        for (int s = 0; s < profits.Length; s++)
        {
            int c = s + 1;
            double conversion = inverse ? 1 / expiry.Forwards[atShocked ? c : 0] : 1;
            double shocked = values[c] * expiry.Discounts[c] * conversion;
            profits[s] = expiry.Rows[s].Shock.Cover * (option.Multiplier * (shocked - from)) + 0.0;
            if (!double.IsFinite(profits[s]))
                throw new OverflowException($"The profit of one {option} in scenario {expiry.Rows[s].Name} leaves the range of a double; check price, strike and multiplier.");
        }

        return profits;
    }

    /// <summary>Rows that measure delta get it after the shock, with the time that is left then.</summary>
    private static void MeasureDeltas(VanillaOption option, ShockedExpiry expiry, double[] deviations, double[] profits)
    {
        if (!expiry.MeasuresDelta) return;
        var deltas = Deltas(option, expiry, expiry.Forwards, deviations);
        for (int s = 0; s < profits.Length; s++)
            if (expiry.Rows[s].Measure == Measure.Delta) profits[s] = expiry.Rows[s].Shock.Cover * (option.Multiplier * (deltas[s + 1] * expiry.Discounts[s + 1]));
    }

    private static double Delta(VanillaOption option, ShockedExpiry expiry, double[] deviations) =>
        expiry.Ignored ? 0 : Deltas(option, expiry, expiry.Forwards.AsSpan(0, 1), deviations.AsSpan(0, 1))[0] * expiry.Discounts[0];

    private static double[] Deltas(VanillaOption option, ShockedExpiry expiry, ReadOnlySpan<double> forwards, ReadOnlySpan<double> deviations)
    {
        var deltas = new double[forwards.Length];
        bool isCall = option.Right == OptionRight.Call;
        if (expiry.Model == PriceModel.Lognormal) OptionGrid.LognormalDeltas(isCall, option.Strike, forwards, deviations, deltas);
        else OptionGrid.NormalDeltas(isCall, option.Strike, forwards, deviations, deltas);
        return deltas;
    }
}
