using static System.FormattableString;

namespace PortfolioMargin.RuleBooks;

/// <summary>Collects what the readers of both formats find, refuses what is there twice, and in the end what is referred to but not there. Nothing leaves it half made.</summary>
internal sealed class SpanFileBuilder(SpanReadingOptions options)
{
    private readonly HashSet<SpanContractKey> _keys = [];
    private readonly List<(string Commodity, int Tier, TextPlace Place)> _references = [];
    private int _parameters;

    public SpanReadingOptions Options { get; } = options;

    public SpanFindings Findings { get; } = new(options);

    public string Organization { get; set; } = "";

    public DateOnly BusinessDate { get; set; }

    public bool IsSettlement { get; set; }

    public List<SpanFileProduct> Products { get; } = [];

    public List<SpanFileContract> Contracts { get; } = [];

    public List<SpanFileSpread> Spreads { get; } = [];

    /// <summary>Members of combined commodity groups, by code, in the order of the file.</summary>
    public OrderedDictionary<string, List<string>> Groups { get; } = new(StringComparer.Ordinal);

    /// <summary>Combined commodities in the order in which they were first named.</summary>
    public Dictionary<string, SpanCommodityDraft> Commodities { get; } = new(StringComparer.Ordinal);

    public TextPlace At(long row, string column) => new(Options.SourceName, row, column);

    /// <summary>Counts one more object of any kind but contracts.</summary>
    public void Count(long row)
    {
        if (++_parameters > Options.MaxParameters)
            throw At(row, "").Error(Invariant($"more than {Options.MaxParameters} products, series, commodities, tiers, spreads and legs; raise {nameof(SpanReadingOptions.MaxParameters)} if the file is meant to be that large"));
    }

    /// <summary>Refuses more tiers or spot months of one commodity than a thousand: they are searched one by one.</summary>
    public static void Few(int count, TextPlace place)
    {
        if (count > 1_000) throw place.Error("more than 1000 tiers or spot months in one combined commodity; this is not a SPAN file");
    }

    /// <summary>The draft of a commodity, new where it was not named yet.</summary>
    public SpanCommodityDraft Commodity(string code, long row)
    {
        if (Commodities.TryGetValue(code, out var draft)) return draft;
        Count(row);
        return Commodities[code] = new(code);
    }

    /// <summary>Notes that a record names a commodity (and a tier of it), to be looked for at the end.</summary>
    public void Refer(string commodity, TextPlace place, int tier = 0)
    {
        Count(place.Row);
        _references.Add((commodity, tier, place));
    }

    /// <summary>Takes a contract.</summary>
    public void Add(SpanFileContract contract, TextPlace place)
    {
        if (Contracts.Count == Options.MaxContracts)
            throw place.Error(Invariant($"more than {Options.MaxContracts} contracts; raise {nameof(SpanReadingOptions.MaxContracts)} if the file is meant to be that large"));
        if (!_keys.Add(contract.Key)) throw place.Error($"the contract {contract} is there twice; expected each once");
        Contracts.Add(contract);
    }

    /// <summary>Makes the file: resolves what records refer to, scales arrays, states instruments and parameters.</summary>
    public SpanFile Finish()
    {
        if (Contracts.Count == 0) throw new MarginFormatException("the file has no contracts; expected risk arrays (records 81 and 82, or elements ra)", Options.SourceName);
        foreach (var (code, tier, place) in _references) Resolve(code, tier, place);
        var commodities = new List<SpanFileCommodity>(Commodities.Count);
        var homes = Homes(commodities);
        foreach (var contract in Contracts)
            if (homes.TryGetValue(contract.Product, out var home)) contract.Scale(home.Exponent);
        var symbols = SpanSymbols.Of(Products, homes);
        var instruments = new SpanInstruments(Findings, homes, symbols).State(Contracts);
        var map = new SpanParameterMap(this, homes, symbols);
        return new(this, commodities, map.Parameters(commodities), map.Scalings, instruments);
    }

    /// <summary>The commodities, and where each product belongs.</summary>
    private Dictionary<SpanFileProduct, SpanProductHome> Homes(List<SpanFileCommodity> commodities)
    {
        var products = new SpanProductTable(Products);
        var homes = new Dictionary<SpanFileProduct, SpanProductHome>(ReferenceEqualityComparer.Instance);
        foreach (var draft in Commodities.Values)
        {
            var linked = draft.Links.ConvertAll(products.Find);
            var commodity = draft.Finish(linked);
            commodities.Add(commodity);
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
        if (!Commodities.TryGetValue(code, out var draft) || !draft.IsDefined)
            throw place.Error($"the record names combined commodity {code}, which the file does not define");
        if (tier > 0 && draft.InterCommodityTiers.TrueForAll(known => known.Number != tier))
            throw place.Error(Invariant($"the spread names tier {tier} of {code}, which is not defined"));
    }
}

/// <summary>Products by what combined commodities call them.</summary>
internal sealed class SpanProductTable(List<SpanFileProduct> products)
{
    private readonly Dictionary<(string Exchange, string Code, SpanProductType Type, string Family), SpanFileProduct> _exact =
        products.ToDictionary(product => (product.Exchange, product.Code, product.Type, product.Family));

    private readonly ILookup<(string, SpanProductType), SpanFileProduct> _products = products.ToLookup(product => (product.Code, product.Type));

    /// <summary>The product; where the record states no exchange or family, there must be one only.</summary>
    public SpanFileProduct Find(SpanProductLink link)
    {
        if (_exact.TryGetValue((link.Exchange, link.Code, link.Type, link.Family), out var found)) return found;
        foreach (var product in link.Exchange.Length > 0 && link.Family.Length > 0 ? [] : _products[(link.Code, link.Type)])
        {
            if ((link.Exchange.Length > 0 && product.Exchange != link.Exchange) || (link.Family.Length > 0 && product.Family != link.Family)) continue;
            if (found is not null) throw link.Place.Error($"the combined commodity names product {link.Code} {SpanCodes.Text(link.Type)}, of which there are several: {found} and {product}");
            found = product;
        }

        return found ?? throw link.Place.Error($"the combined commodity names product {link.Exchange} {link.Code} {SpanCodes.Text(link.Type)}, which the file does not define");
    }
}
