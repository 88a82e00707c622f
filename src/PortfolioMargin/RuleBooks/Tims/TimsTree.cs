using System.Collections.Immutable;

namespace PortfolioMargin.RuleBooks;

/// <summary>A class group and what lies above it. A class group without a product group, or a product group without a portfolio group, stands in one of its own
/// with an offset of 1, so that all groups have three levels.</summary>
/// <param name="Group">The class group.</param>
/// <param name="Product">Name of its product group; absent: none.</param>
/// <param name="ProductOffset">Share of the class group's gain that counts.</param>
/// <param name="Portfolio">Name of its portfolio group; absent: none.</param>
/// <param name="PortfolioOffset">Share of the product group's gain that counts.</param>
internal sealed record TimsClass(TimsClassGroup Group, string? Product, double ProductOffset, string? Portfolio, double PortfolioOffset)
{
    public string Top => Portfolio ?? Product ?? Group.Name;

    public bool SharesProduct(TimsClass other) => Product is null ? ReferenceEquals(this, other) : Product == other.Product;

    public bool SharesTop(TimsClass other) => Portfolio is null ? other.Portfolio is null && SharesProduct(other) : Portfolio == other.Portfolio;
}

/// <summary>The groups of a parameter set, checked and put in order: portfolio groups first, then product groups outside them, then class groups outside those,
/// each in the order of the parameters. A rank is a place in that order, and groups are runs of ranks.</summary>
internal sealed class TimsTree
{
    private readonly Dictionary<string, int> _ranks = new(StringComparer.Ordinal); // by symbol
    private readonly List<TimsClass> _classes = [];
    private readonly TimsParameters _parameters;
    private readonly HashSet<string> _names = new(StringComparer.Ordinal); // of all groups

    /// <exception cref="MissingMarketDataException">Groups or portfolio types that are named and not stated; all of them are listed.</exception>
    /// <exception cref="MarginFormatException">A name or an underlying occurs twice, or a product group mixes ranges.</exception>
    public TimsTree(TimsParameters parameters)
    {
        _parameters = parameters;
        CheckNames();
        CheckReferences();
        var products = parameters.ProductGroups.ToDictionary(group => group.Name, StringComparer.Ordinal);
        var classes = parameters.ClassGroups.ToDictionary(group => group.Name, StringComparer.Ordinal);
        var placed = new HashSet<string>(StringComparer.Ordinal);
        foreach (var portfolio in parameters.PortfolioGroups)
            foreach (string name in portfolio.ProductGroups) Place(products[name], portfolio);
        foreach (var product in parameters.ProductGroups)
            if (!placed.Contains(product.Name)) Place(product, null);
        foreach (var group in parameters.ClassGroups)
            if (!placed.Contains(group.Name)) Add(new(group, null, 1, null, 1));

        void Place(TimsProductGroup product, TimsPortfolioGroup? portfolio)
        {
            placed.Add(product.Name);
            foreach (string name in product.ClassGroups)
            {
                placed.Add(name);
                Add(new(classes[name], product.Name, product.Offset, portfolio?.Name, portfolio?.Offset ?? 1));
                if (Range(classes[name]) != Range(classes[product.ClassGroups[0]]))
                    throw Wrong($"product group \"{product.Name}\" mixes class groups of different ranges ({product.ClassGroups[0]}, {name}), whose valuation points do not correspond; give them portfolio types with one range");
            }
        }
    }

    /// <summary>Class groups by rank.</summary>
    public IReadOnlyList<TimsClass> Classes => _classes;

    /// <summary>The range of an underlying's class group.</summary>
    public TimsRange Range(TimsClassGroup group) => _parameters.PortfolioTypes[group.PortfolioType];

    /// <summary>Rank of an underlying's class group; the end where none names it.</summary>
    public int Rank(string symbol) => _ranks.GetValueOrDefault(symbol, _classes.Count);

    /// <summary>Portfolio type of an underlying; empty where no class group names it and the parameters do not say what such ones are.</summary>
    public string TypeOf(string symbol) => _ranks.TryGetValue(symbol, out int rank) ? _classes[rank].Group.PortfolioType : _parameters.Ungrouped ?? "";

    /// <summary>The class group of an underlying; one of its own where none names it.</summary>
    public TimsClass Of(string symbol) => _ranks.TryGetValue(symbol, out int rank)
        ? _classes[rank]
        : new(new(Alone(symbol), [symbol], _parameters.Ungrouped!), null, 1, null, 1);

    /// <summary>Refuses underlyings that no class group names, unless the parameters say what they are.</summary>
    public void RefuseUngrouped(IEnumerable<string> symbols)
    {
        if (_parameters.Ungrouped is not null) return;
        ImmutableArray<string> missing = [.. symbols.Where(symbol => !_ranks.ContainsKey(symbol)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(symbol => $"{symbol}: class group (state it under \"classGroups\", or a portfolio type for all such underlyings as \"ungrouped\")")];
        if (!missing.IsEmpty) throw new MissingMarketDataException(missing);
    }

    private void Add(TimsClass group)
    {
        foreach (string symbol in group.Group.Underlyings)
            if (!_ranks.TryAdd(symbol, _classes.Count)) throw Wrong($"underlying {symbol} stands twice in the class groups; an underlying belongs to one");
        _classes.Add(group);
    }

    /// <summary>Name of an underlying's own class group: its symbol, a colon for a slash; told apart from groups that are called so.</summary>
    private string Alone(string symbol)
    {
        string name = symbol.Replace('/', ':');
        while (_names.Contains(name)) name = "underlying " + name;
        return name;
    }

    private void CheckNames()
    {
        foreach (string name in _parameters.ClassGroups.Select(group => group.Name).Concat(_parameters.ProductGroups.Select(group => group.Name)).Concat(_parameters.PortfolioGroups.Select(group => group.Name)))
            if (!_names.Add(name)) throw Wrong($"two groups are named \"{name}\"; class, product and portfolio groups need names of their own");
        Once(_parameters.ProductGroups.SelectMany(group => group.ClassGroups), "class group", "product group");
        Once(_parameters.PortfolioGroups.SelectMany(group => group.ProductGroups), "product group", "portfolio group");

        static void Once(IEnumerable<string> members, string what, string owner)
        {
            var seen = new HashSet<string>(StringComparer.Ordinal);
            foreach (string member in members)
                if (!seen.Add(member)) throw Wrong($"{what} \"{member}\" stands twice in the {owner}s; it belongs to one {owner} at most");
        }
    }

    private void CheckReferences()
    {
        var classes = _parameters.ClassGroups.Select(group => group.Name).ToHashSet(StringComparer.Ordinal);
        var products = _parameters.ProductGroups.Select(group => group.Name).ToHashSet(StringComparer.Ordinal);
        var types = _parameters.ClassGroups.Select(group => group.PortfolioType).Append(_parameters.Ungrouped).OfType<string>().Concat(_parameters.MinimumPerContract.Keys).Distinct(StringComparer.Ordinal);
        ImmutableArray<string> missing =
        [
            .. types.Where(type => !_parameters.PortfolioTypes.ContainsKey(type)).Select(type => $"{type}: portfolio type (up and down under \"portfolioTypes\")"),
            .. _parameters.ProductGroups.SelectMany(group => group.ClassGroups.Where(name => !classes.Contains(name)).Select(name => $"{name}: class group of product group {group.Name}")),
            .. _parameters.PortfolioGroups.SelectMany(group => group.ProductGroups.Where(name => !products.Contains(name)).Select(name => $"{name}: product group of portfolio group {group.Name}")),
        ];
        if (!missing.IsEmpty) throw new MissingMarketDataException(missing);
    }

    private static MarginFormatException Wrong(string problem) => new(problem, "parameters");
}
