namespace PortfolioMargin.RuleBooks;

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
