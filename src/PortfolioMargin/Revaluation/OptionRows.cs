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

    /// <summary>Options whose profits are worked out together; their terms fill 2 kB of stack.</summary>
    private const int OptionsPerBlock = 50;

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
        int together = Math.Clamp(CellsPerArray / Math.Max(1, expiry.Rows.Length), 1, OptionsPerBlock);
        for (int start = 0, end; start < options.Length; start = end)
        {
            var payoff = options[start].Payoff;
            for (end = start + 1; end < options.Length && end - start < together && options[end].Payoff == payoff; end++) ;
            ref var terms = ref payoff == PayoffStyle.Inverse ? ref inverse : ref linear;
            terms ??= new(market.SettlementOf(options[start]), expiry.Conversions(payoff));
            Price(options[start..end], start, market, expiry, chain, terms, units[start..end], memory);
        }
    }

    /// <summary>A block of options of one payoff style, of which the first is option number <paramref name="from"/> of the chain.</summary>
    private static void Price(
        ReadOnlySpan<Instrument> options, int from, MarketSnapshot market, ShockedExpiry expiry, OptionChain chain, SettlementTerms terms, Span<UnitRisk> units, RowMemory? memory)
    {
        int scenarios = expiry.Rows.Length;
        var profits = Room(options.Length * scenarios, expiry, memory);
        Span<ProfitTerms> rows = stackalloc ProfitTerms[OptionsPerBlock];
        bool fromMark = expiry.Valuation.Base == ValuationBase.Mark;
        double forward = expiry.Forwards[0], perSpot = forward / expiry.Spot, conversion = terms.Conversions[0], discount = expiry.Discounts[0];
        for (int i = 0; i < options.Length; i++)
        {
            var (option, quote) = ((VanillaOption)options[i], market.QuoteOf(options[i]));
            double value = chain.Value(from + i) * conversion, mark = quote?.Mark ?? value;
            rows[i] = new(OptionChain.Eta(option), option.Strike, option.Multiplier, fromMark ? mark : value, chain.Row(from + i));
            double delta = (quote?.Delta ?? (expiry.Ignored ? 0 : chain.Deltas[from + i] * discount)) * option.Multiplier;
            units[i] = new(option, terms.Settlement, profits.Slice(i * scenarios, scenarios))
            {
                Value = value * option.Multiplier,
                Mark = mark * option.Multiplier,
                Forward = forward,
                ForwardDelta = delta,
                SpotDelta = delta * perSpot,
            };
        }

        if (expiry.Ignored) return;
        var columns = new ProfitColumns(chain.TimeValues[1..], chain.Stride, expiry.Forwards.AsSpan(1), terms.Conversions.AsSpan(1), expiry.Covers.AsSpan(1));
        bool finite = OptionProfits.Fill(columns, rows[..options.Length], profits);
        if (expiry.MeasuresDelta) MeasureDeltas(options, from, expiry, chain, profits);
        if (expiry.MeasuresDelta || !finite) CheckProfits(profits, options, expiry);
    }

    /// <summary>Room for profits; where they are computed every cell is written, so nothing is cleared.</summary>
    private static ArraySegment<double> Room(int cells, ShockedExpiry expiry, RowMemory? memory) =>
        expiry.Ignored ? new double[cells] : memory?.Take(cells) ?? GC.AllocateUninitializedArray<double>(cells);

    private static void CheckProfits(ReadOnlySpan<double> profits, ReadOnlySpan<Instrument> options, ShockedExpiry expiry)
    {
        int overflow = SpanCheck.FirstOutside(profits, double.MinValue, double.MaxValue);
        if (overflow < 0) return;
        var (row, scenario) = Math.DivRem(overflow, expiry.Rows.Length);
        throw new OverflowException($"The profit of one {options[row]} in scenario {expiry.Rows[scenario].Name} leaves the range of a double; check price, strike and multiplier.");
    }

    /// <summary>Rows that measure delta get it after the shock, with the time that is left then.</summary>
    private static void MeasureDeltas(ReadOnlySpan<Instrument> options, int from, ShockedExpiry expiry, OptionChain chain, Span<double> profits)
    {
        int columns = expiry.Columns, scenarios = expiry.Rows.Length;
        double[] etas = new double[columns], strikes = new double[columns], deltas = new double[columns];
        for (int i = 0; i < options.Length; i++)
        {
            var option = (VanillaOption)options[i];
            Array.Fill(etas, OptionChain.Eta(option));
            Array.Fill(strikes, option.Strike);
            OptionChain.FillDeltas(expiry.Model, etas, strikes, expiry.Forwards, chain.Deviations(from + i), deltas);
            for (int s = 0; s < scenarios; s++)
                if (expiry.Rows[s].Measure == Measure.Delta) profits[i * scenarios + s] = expiry.Rows[s].Shock.Cover * (option.Multiplier * (deltas[s + 1] * expiry.Discounts[s + 1]));
        }
    }

    /// <summary>What the options of one payoff style share.</summary>
    /// <param name="Settlement">Currency of value and profit.</param>
    /// <param name="Conversions">From the undiscounted value in the quote currency, [column].</param>
    private sealed record SettlementTerms(Currency Settlement, double[] Conversions);
}
