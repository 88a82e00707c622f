using static System.FormattableString;

namespace PortfolioMargin.RuleBooks;

/// <summary>Symbols of underlyings by product. A product's code where that is enough: a future and the options on it may share one. Codes that stand for products of two exchanges,
/// two combined commodities, or two families are spelt out: "XYZ:GR:FUT".</summary>
internal static class SpanSymbols
{
    public static Dictionary<SpanFileProduct, string> Of(List<SpanFileProduct> products, Dictionary<SpanFileProduct, SpanProductHome> homes)
    {
        var symbols = new Dictionary<SpanFileProduct, string>(ReferenceEqualityComparer.Instance);
        var taken = new HashSet<string>(StringComparer.Ordinal);
        var groups = products.GroupBy(product => product.Code, StringComparer.Ordinal).Select(group => group.ToList()).ToList();
        foreach (var group in groups.Where(group => Share(group, homes)))
        {
            taken.Add(group[0].Code);
            foreach (var product in group) symbols.Add(product, product.Code);
        }

        var families = products.CountBy(product => (product.Exchange, product.Code, product.Type)).ToDictionary();
        foreach (var product in groups.Where(group => !Share(group, homes)).SelectMany(group => group))
        {
            string full = $"{product.Exchange}:{product.Code}:{SpanCodes.Text(product.Type)}";
            if (families[(product.Exchange, product.Code, product.Type)] > 1) full = $"{full}:{product.Family}";
            string symbol = full;
            for (int i = 2; !taken.Add(symbol); i++) symbol = Invariant($"{full}#{i}");
            symbols.Add(product, symbol);
        }

        return symbols;
    }

    private static bool Share(List<SpanFileProduct> products, Dictionary<SpanFileProduct, SpanProductHome> homes)
    {
        var first = products[0];
        return products.DistinctBy(product => product.Type).Count() == products.Count
            && products.TrueForAll(product => product.Exchange == first.Exchange && ReferenceEquals(homes.GetValueOrDefault(product)?.Commodity, homes.GetValueOrDefault(first)?.Commodity));
    }
}
