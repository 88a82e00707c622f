using static System.FormattableString;

namespace PortfolioMargin.RuleBooks;

/// <summary>Collects what the readers of both formats find, and refuses what is there twice.</summary>
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

    /// <summary>What records referred to: commodities, tiers of them (0 for none), and where.</summary>
    public IReadOnlyList<(string Commodity, int Tier, TextPlace Place)> References => _references;

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
}
