using PortfolioMargin.Numerics;
using PortfolioMargin.Pricing;

namespace PortfolioMargin;

/// <summary>Risk arrays of the European options of one underlying and expiry. Column 0 of every buffer is the unshocked market and the scenarios
/// follow, so that base and shocked values come from the same code and an empty shock is exactly zero. A call and a put at one strike share
/// their time values.</summary>
internal static class OptionRows
{
    /// <summary>Cells of one array of profits: below the size from which the runtime collects arrays with the old generation only.</summary>
    private const int CellsPerArray = 8192;

    /// <summary>Prices the options.</summary>
    /// <param name="options">European options of one underlying and expiry, in canonical order.</param>
    /// <param name="market">The market.</param>
    /// <param name="scenarios">The scenarios.</param>
    /// <param name="units">Receives the arrays.</param>
    /// <param name="memory">Where the rows are written; absent: in arrays of their own.</param>
    public static void Price(ReadOnlySpan<Instrument> options, MarketSnapshot market, ScenarioSet scenarios, Span<UnitRisk> units, RowMemory? memory)
    {
        var first = (VanillaOption)options[0];
        var expiry = ShockedExpiry.Build(first, market, scenarios);
        using var chain = OptionChain.Of(options, expiry, market.VolatilityOf(first.Underlying, first.Expiry!.Value));
        SettlementTerms? linear = null, inverse = null;
        int rows = expiry.Rows.Length, together = Math.Max(1, CellsPerArray / Math.Max(1, rows));
        Memory<double> profits = default;
        for (int i = 0; i < options.Length; i++)
        {
            int place = i % together;
            if (place == 0) profits = Room(Math.Min(together, options.Length - i) * rows, expiry, memory);
            var option = (VanillaOption)options[i];
            ref var terms = ref option.Payoff == PayoffStyle.Inverse ? ref inverse : ref linear;
            terms ??= new(market.SettlementOf(option), expiry.Conversions(option.Payoff));
            units[i] = Price(option, i, expiry, chain, terms, profits.Slice(place * rows, rows), market.QuoteOf(option));
            if (place == together - 1 || i == options.Length - 1) CheckProfits(profits.Span, options[(i - place)..], expiry);
        }
    }

    /// <summary>Room for profits; where they are computed every cell is written, so nothing is cleared.</summary>
    private static Memory<double> Room(int cells, ShockedExpiry expiry, RowMemory? memory) =>
        expiry.Ignored ? new double[cells] : memory?.Take(cells) ?? GC.AllocateUninitializedArray<double>(cells);

    private static void CheckProfits(ReadOnlySpan<double> profits, ReadOnlySpan<Instrument> options, ShockedExpiry expiry)
    {
        int overflow = SpanCheck.FirstOutside(profits, double.MinValue, double.MaxValue);
        if (overflow < 0) return;
        var (row, scenario) = Math.DivRem(overflow, expiry.Rows.Length);
        throw new OverflowException($"The profit of one {options[row]} in scenario {expiry.Rows[scenario].Name} leaves the range of a double; check price, strike and multiplier.");
    }

    private static UnitRisk Price(VanillaOption option, int index, ShockedExpiry expiry, OptionChain chain, SettlementTerms terms, Memory<double> profits, Quote? quote)
    {
        double value = chain.Value(index) * terms.Conversions[0];
        double mark = quote?.Mark ?? value;
        if (!expiry.Ignored)
        {
            Profits(option, expiry, chain.TimeValues(index), terms.Conversions, expiry.Valuation.Base == ValuationBase.Mark ? mark : value, profits.Span);
            if (expiry.MeasuresDelta) MeasureDeltas(option, expiry, chain.Deviations(index), profits.Span);
        }

        double delta = (quote?.Delta ?? (expiry.Ignored ? 0 : chain.Deltas[index] * expiry.Discounts[0])) * option.Multiplier;
        return new(option, terms.Settlement, profits)
        {
            Value = value * option.Multiplier,
            Mark = mark * option.Multiplier,
            Forward = expiry.Forwards[0],
            ForwardDelta = delta,
            SpotDelta = delta * (expiry.Forwards[0] / expiry.Spot),
        };
    }

    private static void Profits(VanillaOption option, ShockedExpiry expiry, ReadOnlySpan<double> timeValues, double[] conversions, double from, Span<double> profits)
    {
        int columns = expiry.Columns;
        var loop = new ProfitLoop(
            OptionChain.Eta(option), option.Strike, option.Multiplier, from, timeValues[1..columns], expiry.Forwards.AsSpan(1), conversions.AsSpan(1), expiry.Covers.AsSpan(1), profits);
        LaneRunner.Run(ref loop, LaneWidth.Widest);
    }

    /// <summary>Rows that measure delta get it after the shock, with the time that is left then.</summary>
    private static void MeasureDeltas(VanillaOption option, ShockedExpiry expiry, double[] deviations, Span<double> profits)
    {
        int columns = expiry.Columns;
        double[] etas = new double[columns], strikes = new double[columns], deltas = new double[columns];
        Array.Fill(etas, OptionChain.Eta(option));
        Array.Fill(strikes, option.Strike);
        OptionChain.FillDeltas(expiry.Model, etas, strikes, expiry.Forwards, deviations, deltas);
        for (int s = 0; s < profits.Length; s++)
            if (expiry.Rows[s].Measure == Measure.Delta) profits[s] = expiry.Rows[s].Shock.Cover * (option.Multiplier * (deltas[s + 1] * expiry.Discounts[s + 1]));
    }

    /// <summary>What the options of one payoff style share.</summary>
    /// <param name="Settlement">Currency of value and profit.</param>
    /// <param name="Conversions">From the undiscounted value in the quote currency, [column].</param>
    private sealed record SettlementTerms(Currency Settlement, double[] Conversions);
}
