using System.Collections.Immutable;
using static System.FormattableString;

namespace PortfolioMargin.RuleBooks;

/// <summary>Puts the rows of the clearing house's lists together. A product group's range becomes a portfolio type of its name.</summary>
internal sealed class TimsGroupAssembly
{
    private readonly Dictionary<string, (TimsRange Range, double Offset, List<string> Classes)> _products = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (double Offset, List<string> Products)> _portfolios = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _portfolioOf = new(StringComparer.Ordinal); // by product group
    private readonly Dictionary<string, (string Product, List<string> Symbols)> _classes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (string Class, double Adjustment)> _symbols = new(StringComparer.Ordinal);
    private readonly List<string> _order = [], _productOrder = [], _portfolioOrder = []; // as in the files
    private readonly List<Diagnostic> _diagnostics = [];
    private readonly SortedSet<string> _leftOut = new(StringComparer.Ordinal);

    public void Report(IEnumerable<Diagnostic> findings) => _diagnostics.AddRange(findings);

    public void LeaveOut(string symbol) => _leftOut.Add(symbol);

    public void AddProductGroup(string name, TimsRange range, double offset, TextPlace place)
    {
        if (!_products.TryAdd(name, (range, offset, []))) throw place.Error("The product group stands in the list twice; keep one row.", name);
        _productOrder.Add(name);
    }

    public void AddPortfolioGroup(string name, string product, double offset, TextPlace place)
    {
        if (!_products.ContainsKey(product)) throw place.Error("The list of product groups does not have this product group.", product);
        if (!_portfolioOf.TryAdd(product, name)) throw place.Error("The product group stands in the list of portfolio groups twice; keep one row.", product);
        if (_portfolios.TryAdd(name, (offset, []))) _portfolioOrder.Add(name);
        if (_portfolios[name].Offset != offset) throw place.Error(Invariant($"Portfolio group {name} has two offsets, {_portfolios[name].Offset * 100:R} and {offset * 100:R}; expected one."), product);
        _portfolios[name].Products.Add(product);
    }

    public void AddProduct(string symbol, string group, string product, double adjustment, TextPlace place, TextPlace groupPlace)
    {
        if (!_products.TryGetValue(product, out var owner)) throw groupPlace.Error($"The list of product groups does not have product group {product} of this class group.", group);
        if (_symbols.TryGetValue(symbol, out var known))
        {
            // One symbol stands in a row per kind of product: its shares, its options.
            if (known != (group, adjustment)) throw place.Error("The symbol stands in two class groups or with two adjustments; expected the same in each of its rows.", symbol);
            return;
        }

        _symbols.Add(symbol, (group, adjustment));
        if (_classes.TryAdd(group, (product, [])))
        {
            _order.Add(group);
            owner.Classes.Add(group);
        }

        if (_classes[group].Product != product) throw groupPlace.Error($"The class group stands in product groups {_classes[group].Product} and {product}; expected one.", group);
        _classes[group].Symbols.Add(symbol);
    }

    public TimsGroupLists Build(TimsParameters table)
    {
        if (_leftOut.Count > 0)
            _diagnostics.Add(Diagnostic.Information("products-not-eligible", Invariant($"{_leftOut.Count} symbols are not eligible for customer portfolio margin and left out: {string.Join(", ", _leftOut.Take(20))}{(_leftOut.Count > 20 ? ", ..." : "")}.")));
        var netting = _productOrder.Where(name => _products[name].Classes.Count > 0 && (_products[name].Offset > 0 || InPortfolio(name))).ToList();
        var nets = netting.ToHashSet(StringComparer.Ordinal);
        var parameters = table with
        {
            ClassGroups = [.. _order.Select(name => new TimsClassGroup(name, [.. _classes[name].Symbols], Product(_classes[name].Product)))],
            ProductGroups = [.. netting.Select(name => new TimsProductGroup(Product(name), [.. _products[name].Classes], _products[name].Offset))],
            PortfolioGroups = [.. _portfolioOrder.Select(name => (Name: name, Products: _portfolios[name].Products.Where(nets.Contains).ToList())).Where(group => group.Products.Count > 0 && _portfolios[group.Name].Offset > 0)
                .Select(group => new TimsPortfolioGroup($"portfolio group {group.Name}", [.. group.Products.Select(Product)], _portfolios[group.Name].Offset))],
            PortfolioTypes = table.PortfolioTypes.SetItems(_productOrder.Select(name => KeyValuePair.Create(Product(name), _products[name].Range))),
            MarketMoveAdjustments = table.MarketMoveAdjustments.Clear().AddRange(_symbols.Where(symbol => symbol.Value.Adjustment != 1).Select(symbol => KeyValuePair.Create(symbol.Key, symbol.Value.Adjustment))),
        };
        return new(parameters, [.. _diagnostics]);
    }

    private bool InPortfolio(string product) => _portfolioOf.TryGetValue(product, out string? name) && _portfolios[name].Offset > 0;

    private static string Product(string name) => $"product group {name}";
}
