using System.Runtime.CompilerServices;

namespace PortfolioMargin;

/// <summary>Risk arrays of American options. Base and shocked values come from the same code, so that an empty shock is exactly zero.</summary>
internal static class AmericanRows
{
    /// <summary>Prices the options of one underlying and expiry, European and American.</summary>
    /// <param name="options">The options, in canonical order.</param>
    /// <param name="market">The market.</param>
    /// <param name="scenarios">The scenarios.</param>
    /// <param name="units">Receives the arrays.</param>
    /// <param name="memory">Where the rows of European options are written; absent: in arrays of their own.</param>
    public static void PriceByExercise(ReadOnlySpan<Instrument> options, MarketSnapshot market, ScenarioSet scenarios, Span<UnitRisk> units, RowMemory? memory)
    {
        var american = new List<int>();
        for (int i = 0; i < options.Length; i++)
            if (IsAmerican(options[i])) american.Add(i);
        if (american.Count < options.Length)
        {
            if (american.Count == 0)
            {
                OptionRows.Price(options, market, scenarios, units, memory);
                return;
            }

            PriceEuropean(options, american, market, scenarios, units, memory);
        }

        var part = new Instrument[american.Count];
        for (int i = 0; i < part.Length; i++) part[i] = options[american[i]];
        var expiry = AmericanExpiry.Build(part, market, scenarios);
        expiry.RefuseTwoBoundaries(part);
        var values = expiry.HasDividends ? DividendValues.Of(expiry, part) : BoundaryValues.Of(expiry, part);
        for (int i = 0; i < part.Length; i++) units[american[i]] = Unit((VanillaOption)part[i], expiry, values[i], market);
    }

    /// <summary>Refuses what American exercise is not priced for; all such options are listed.</summary>
    public static void Check(ReadOnlySpan<Instrument> universe, MarketSnapshot market, Valuation valuation)
    {
        var american = new List<VanillaOption>();
        foreach (var instrument in universe)
            if (IsAmerican(instrument)) american.Add((VanillaOption)instrument);
        if (american.Count == 0) return;
        Refuse("American exercise is priced for options settled in the quote currency, not for inverse ones, and is never priced as European", (option, _) => option.Payoff == PayoffStyle.Inverse);
        Refuse("American exercise is priced for premiums paid upfront, not margined like a future", (option, _) => option.Premium == PremiumStyle.Futures);
        Refuse("American exercise is priced under the lognormal model only, not under Bachelier's", (_, entry) => entry.Model != PriceModel.Lognormal);
        Refuse("American exercise needs a strike not below 0", (option, _) => option.Strike < 0);
        Refuse("American exercise has no meaning inside a settlement averaging window, where part of the price is fixed", (option, entry) =>
            ShockedExpiry.FixedPart(entry, market, option.Expiry!.Value, 1, valuation) != 0);

        void Refuse(string reason, Func<VanillaOption, UnderlyingMarket, bool> refused)
        {
            var options = american.Where(option => refused(option, market[option.Underlying])).Select(option => option.ToString()).ToList();
            if (options.Count > 0) throw new UnsupportedInstrumentException(reason, [.. options]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsAmerican(Instrument instrument) => instrument is VanillaOption { Exercise: ExerciseStyle.American };

    private static void PriceEuropean(ReadOnlySpan<Instrument> options, List<int> american, MarketSnapshot market, ScenarioSet scenarios, Span<UnitRisk> units, RowMemory? memory)
    {
        var part = new Instrument[options.Length - american.Count];
        var priced = new UnitRisk[part.Length];
        int next = 0;
        foreach (var option in options)
            if (!IsAmerican(option)) part[next++] = option;
        OptionRows.Price(part, market, scenarios, priced, memory);
        next = 0;
        for (int i = 0; i < options.Length; i++)
            if (!IsAmerican(options[i])) units[i] = priced[next++];
    }

    private static UnitRisk Unit(VanillaOption option, AmericanExpiry expiry, AmericanValues values, MarketSnapshot market)
    {
        var quote = market.QuoteOf(option);
        double value = values.Values[0], mark = quote?.Mark ?? value, from = expiry.Valuation.Base == ValuationBase.Mark ? mark : value;
        var profits = new double[expiry.Columns - 1];
        for (int s = 0; s < profits.Length && !expiry.Ignored; s++)
        {
            double cover = expiry.Rows[s].Shock.Cover;
            profits[s] = expiry.Rows[s].Measure == Measure.Delta
                ? cover * (option.Multiplier * (values.Deltas[s + 1] * expiry.SpotPerForward(s + 1)))
                : cover * (option.Multiplier * (values.Values[s + 1] - from)) + 0.0;
            if (!double.IsFinite(profits[s]))
                throw new OverflowException($"The profit of one {option} in scenario {expiry.Rows[s].Name} leaves the range of a double; check price, strike and multiplier.");
        }

        double modelDelta = expiry.Ignored ? 0 : values.Deltas[0] * expiry.SpotPerForward(0);
        double delta = (quote?.Delta ?? modelDelta) * option.Multiplier;
        return new(option, market.SettlementOf(option), profits)
        {
            Value = value * option.Multiplier,
            Mark = mark * option.Multiplier,
            Forward = expiry.Forward,
            ForwardDelta = delta,
            SpotDelta = delta * (expiry.Forward / expiry.Spot),
        };
    }
}
