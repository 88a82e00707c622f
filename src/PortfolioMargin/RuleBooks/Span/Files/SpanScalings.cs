namespace PortfolioMargin.RuleBooks;

/// <summary>Delta scaling factors. Where all contracts of a symbol have one, it is the product's factor of the rule book; where they differ, the factor is multiplied into the
/// contracts' deltas and the product's is 1.</summary>
internal sealed class SpanScalings
{
    private readonly Dictionary<string, double> _factors = new(StringComparer.Ordinal); // NaN where contracts differ
    private readonly Dictionary<SpanFileProduct, SpanProductHome> _homes;
    private readonly Dictionary<SpanFileProduct, string> _symbols;

    public SpanScalings(List<SpanFileContract> contracts, Dictionary<SpanFileProduct, SpanProductHome> homes, Dictionary<SpanFileProduct, string> symbols)
    {
        (_homes, _symbols) = (homes, symbols);
        foreach (var contract in contracts)
        {
            double factor = Full(contract);
            bool known = _factors.TryGetValue(symbols[contract.Product], out double first);
            if (!known || first != factor) _factors[symbols[contract.Product]] = known || factor <= 0 ? double.NaN : factor;
        }
    }

    /// <summary>Deltas of the commodity that one delta of a contract is.</summary>
    public double Full(SpanFileContract contract) => (contract.Series?.DeltaScaling ?? 1) * (_homes.GetValueOrDefault(contract.Product)?.DeltaScaling ?? 1);

    /// <summary>The factor of a symbol in the rule book.</summary>
    public double Of(string symbol) => _factors.GetValueOrDefault(symbol, 1) is var factor && double.IsNaN(factor) ? 1 : factor;

    /// <summary>The composite delta of a contract, with what of its factor is not the symbol's.</summary>
    public double Delta(SpanFileContract contract) =>
        double.IsNaN(_factors[_symbols[contract.Product]]) ? contract.CompositeDelta * Full(contract) : contract.CompositeDelta;
}
