using System.Collections.Immutable;
using PortfolioMargin.Numerics;
using static System.FormattableString;

namespace PortfolioMargin;

/// <summary>Published risk arrays that stand on the positions of a case. They belong to instruments, and to the one range of profits that the rule book asks for.</summary>
internal sealed class CaseTables
{
    private readonly Dictionary<Instrument, (ImmutableArray<double> ProfitAndLoss, double? Delta)> _tables = [];

    /// <summary>Reads the arrays: <c>riskArray</c> is profit positive, <c>spanArray</c> loss positive as in the exchange's file.</summary>
    public CaseTables(IEnumerable<(CasePosition Position, Instrument Instrument)> positions)
    {
        foreach (var (position, instrument) in positions)
        {
            if (position.RiskArray is not null && position.SpanArray is not null)
                throw new MarginFormatException($"{instrument} states both \"riskArray\" (profit positive) and \"spanArray\" (loss positive); give one", column: "portfolio");
            if ((position.RiskArray ?? position.SpanArray) is not { } values)
            {
                if (position.CompositeDelta is not null)
                    throw new MarginFormatException($"{instrument} states \"compositeDelta\" without an array; give its \"spanArray\" or \"riskArray\", or state a venue's delta as \"delta\"", column: "portfolio");
                continue;
            }

            ImmutableArray<double> profits = [.. values.Select(value => Guard.Finite((position.SpanArray is null ? value : -value) + 0.0, $"published value of {instrument}"))];
            if (_tables.TryGetValue(instrument, out var known) && !(known.Delta == position.CompositeDelta && known.ProfitAndLoss.SequenceEqual(profits)))
                throw new MarginFormatException($"{instrument} has two different published arrays; give each instrument one", column: "portfolio");
            _tables[instrument] = (profits, position.CompositeDelta);
        }
    }

    /// <summary>Who revalues the case under a rule book; none where no array is stated.</summary>
    /// <exception cref="MarginFormatException">The rule book asks for scenarios that an array does not give.</exception>
    public TabulatedRevaluer? For(IRuleBook ruleBook, MarketSnapshot market)
    {
        if (_tables.Count == 0) return null;
        var scenarios = ruleBook.ScenariosFor(market);
        return new(_tables.Select(table => KeyValuePair.Create(table.Key, Bind(table.Key, table.Value.ProfitAndLoss, table.Value.Delta, scenarios, ruleBook.Info.Name))));
    }

    private static PublishedArray Bind(Instrument instrument, ImmutableArray<double> profits, double? delta, ScenarioSet scenarios, string ruleBook)
    {
        var ranges = scenarios.Ranges.Select(name => (Name: name, Rows: Rows(scenarios, name, instrument.Underlying))).ToList();
        var profitable = ranges.Where(range => range.Rows.Any(row => row.Measure == Measure.ProfitAndLoss)).ToList();
        if (profitable.Count != 1 || profitable[0].Rows.Length != profits.Length)
        {
            string wanted = profitable.Count == 0 ? "no scenarios" : string.Join(" and ", profitable.Select(range => Invariant($"{range.Rows.Length} scenarios in range \"{range.Name}\"")));
            throw new MarginFormatException(Invariant($"the published array of {instrument} has {profits.Length} values, but rule book {ruleBook} asks for {wanted}; take the array out, so that the instrument is priced"), column: "portfolio");
        }

        string deltas = ranges.FirstOrDefault(range => range.Rows.All(row => row.Measure == Measure.Delta)).Name ?? "";
        if (deltas.Length > 0 && delta is null && instrument is VanillaOption)
            throw new MarginFormatException($"{instrument} has a published array but no \"compositeDelta\", which rule book {ruleBook} asks for", column: "portfolio");
        return new(profitable[0].Name, profits, delta ?? (deltas.Length > 0 ? 1 : null), deltas); // a future's own delta is 1
    }

    private static Scenario[] Rows(ScenarioSet scenarios, string range, Underlying underlying) => [.. scenarios.RowsFor(underlying).AsSpan()[scenarios.Named(range, underlying)]];
}
