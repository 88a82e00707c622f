using static System.FormattableString;

namespace PortfolioMargin.RuleBooks;

/// <summary>What a file is made of once all of it was read: what records refer to is resolved, arrays are scaled, instruments and parameters stated. Nothing leaves it half made.</summary>
internal sealed class SpanFileParts
{
    /// <summary>Steps between two looks at the cancellation.</summary>
    private const int Stride = 1_024;

    private readonly SpanFileBuilder _builder;
    private readonly CancellationToken _cancellation;

    public SpanFileParts(SpanFileBuilder builder, CancellationToken cancellation)
    {
        (_builder, _cancellation) = (builder, cancellation);
        if (builder.Contracts.Count == 0) throw new MarginFormatException("the file has no contracts; expected risk arrays (records 81 and 82, or elements ra)", builder.Options.SourceName);
        Each(builder.References, reference => Resolve(reference.Commodity, reference.Tier, reference.Place));
        var homes = Homes();
        Each(builder.Contracts, contract =>
        {
            if (homes.TryGetValue(contract.Product, out var home)) contract.Scale(home.Exponent);
        });
        var symbols = SpanSymbols.Of(builder.Products, homes);
        Instruments = new SpanInstruments(builder.Findings, homes, symbols, cancellation).State(builder.Contracts);
        var map = new SpanParameterMap(builder, homes, symbols, cancellation);
        Parameters = map.Parameters(Commodities);
        Scalings = map.Scalings;
    }

    /// <summary>The combined commodities, in the order of the file.</summary>
    public List<SpanFileCommodity> Commodities { get; } = [];

    /// <summary>The contracts by instrument.</summary>
    public Dictionary<Instrument, SpanFileContract> Instruments { get; }

    /// <summary>The parameters of the rule book.</summary>
    public SpanParameters Parameters { get; }

    /// <summary>Delta scaling of symbols and contracts.</summary>
    public SpanScalings Scalings { get; }

    /// <summary>Makes the commodities, and tells where each product belongs.</summary>
    private Dictionary<SpanFileProduct, SpanProductHome> Homes()
    {
        var products = new SpanProductTable(_builder.Products);
        var homes = new Dictionary<SpanFileProduct, SpanProductHome>(ReferenceEqualityComparer.Instance);
        foreach (var draft in _builder.Commodities.Values)
        {
            _cancellation.ThrowIfCancellationRequested();
            var linked = draft.Links.ConvertAll(products.Find);
            var commodity = draft.Finish(linked);
            Commodities.Add(commodity);
            for (int i = 0; i < linked.Count; i++)
            {
                var link = draft.Links[i];
                if (!homes.TryAdd(linked[i], new(commodity, draft.RiskExponent + link.Exponent, link.DeltaScaling, draft.Premium)))
                    throw link.Place.Error($"product {linked[i]} belongs to {homes[linked[i]].Commodity.Code} already; expected each product in one combined commodity, once");
            }
        }

        return homes;
    }

    private void Resolve(string code, int tier, TextPlace place)
    {
        if (!_builder.Commodities.TryGetValue(code, out var draft) || !draft.IsDefined)
            throw place.Error($"the record names combined commodity {code}, which the file does not define");
        if (tier > 0 && draft.InterCommodityTiers.TrueForAll(known => known.Number != tier))
            throw place.Error(Invariant($"the spread names tier {tier} of {code}, which is not defined"));
    }

    private void Each<T>(IReadOnlyList<T> items, Action<T> step)
    {
        for (int i = 0; i < items.Count; i++)
        {
            if (i % Stride == 0) _cancellation.ThrowIfCancellationRequested();
            step(items[i]);
        }
    }
}
