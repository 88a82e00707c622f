using System.Collections.Immutable;
using PortfolioMargin.Numerics;

namespace PortfolioMargin;

/// <summary>Takes risk arrays from published tables and leaves the rest to another revaluer. A tabulated instrument needs no spot price, forward or volatility.</summary>
public sealed class TabulatedRevaluer : IRevaluer
{
    private readonly ImmutableDictionary<Instrument, PublishedArray> _tables;
    private readonly IRevaluer _fallback;

    /// <summary>States the tables.</summary>
    /// <param name="tables">Published arrays by instrument.</param>
    /// <param name="fallback">Who prices instruments without a table.</param>
    public TabulatedRevaluer(IEnumerable<KeyValuePair<Instrument, PublishedArray>> tables, IRevaluer? fallback = null)
    {
        _tables = Guard.NotNull(tables, nameof(tables)).ToImmutableDictionary();
        _fallback = fallback ?? Revaluer.Default;
    }

    /// <summary>The table of an instrument, or none.</summary>
    internal PublishedArray? Table(Instrument instrument) => _tables.GetValueOrDefault(instrument);

    /// <inheritdoc/>
    public RiskArrays Revalue(IEnumerable<Instrument> universe, MarketSnapshot market, ScenarioSet scenarios, CancellationToken cancellationToken = default)
    {
        var instruments = new HashSet<Instrument>(Guard.NotNull(universe, nameof(universe)));
        var priced = _fallback.Revalue(instruments.Where(instrument => !_tables.ContainsKey(instrument)), market, scenarios, cancellationToken);
        var units = instruments.Select(instrument => _tables.TryGetValue(instrument, out var table)
            ? Unit(instrument, table, market, scenarios)
            : priced.Unit(instrument));
        return new(market, scenarios, this, units);
    }

    /// <inheritdoc/>
    public ImmutableArray<string> MissingFor(IEnumerable<Instrument> universe, MarketSnapshot market, ScenarioSet scenarios) =>
        _fallback.MissingFor(Guard.NotNull(universe, nameof(universe)).Where(instrument => !_tables.ContainsKey(instrument)), market, scenarios);

    private static UnitRisk Unit(Instrument instrument, PublishedArray table, MarketSnapshot market, ScenarioSet scenarios)
    {
        var values = new double[scenarios.RowsFor(instrument.Underlying).Length];
        var rows = values.AsSpan(scenarios.Named(table.Range, instrument.Underlying));
        if (table.ProfitAndLoss.Length != rows.Length)
            throw new MarginFormatException($"the published array of {instrument} has {table.ProfitAndLoss.Length} values; range \"{table.Range}\" has {rows.Length} scenarios");
        for (int s = 0; s < rows.Length; s++) rows[s] = Guard.Finite(table.ProfitAndLoss[s], $"published value {s + 1} of {instrument}") + 0.0;
        double delta = (table.Delta ?? 0) * instrument.Multiplier;
        if (table.DeltaRange.Length > 0) values.AsSpan(scenarios.Named(table.DeltaRange, instrument.Underlying)).Fill(delta);

        double mark = (market.QuoteOf(instrument)?.Mark ?? 0) * instrument.Multiplier;
        var settlement = market.Find(instrument.Underlying, out _) ? market.SettlementOf(instrument) : market.ReportingCurrency;
        return new(instrument, settlement, values) { Value = mark, Mark = mark, ForwardDelta = delta, SpotDelta = delta };
    }
}
