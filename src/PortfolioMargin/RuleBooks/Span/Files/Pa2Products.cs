namespace PortfolioMargin.RuleBooks;

/// <summary>Products (P records), and how their prices are written.</summary>
internal sealed class Pa2Products(SpanFileBuilder builder)
{
    private readonly Dictionary<(string Exchange, string Code, SpanProductType Type), Pa2Product> _products = [];
    private readonly byte[] _lastName = new byte[16];
    private Pa2Product? _last;

    public void Product(Pa2Line line)
    {
        builder.Count(line.Row);
        string exchange = line.Code(3, 5, "exchange"), code = line.Code(6, 15, "product");
        var type = Type(line, 16);
        if (_products.TryGetValue((exchange, code, type), out var known)) throw line.Error($"product {known.Product} is there twice; expected each once");
        string valuation = line.Text(117, 121);
        var premium = SpanCodes.Premium(valuation);
        if (premium is null && valuation.Length > 0) builder.Findings.Warn("unknown-code", $"product with valuation method \"{valuation}\", which has no public description", line.Place);
        var product = new SpanFileProduct(
            exchange, code, type, "", line.Text(66, 68), Multiplier(line), premium,
            SpanCodes.Exercise(line.Text(76, 79)) ?? throw line.Error(76, 79, "exercise style", "is neither AMER nor EURO"));
        _products.Add((exchange, code, type), new(product, Format(line, 34, 40), Format(line, 37, 41)));
        builder.Products.Add(product);
    }

    /// <summary>The product of a contract or series; records of one product follow each other, so the last one is tried first.</summary>
    public Pa2Product Find(Pa2Line line, int type)
    {
        var name = line.Raw(3, 15);
        var kind = line.Raw(type, type + 2);
        if (_last is not null && name.Length == 13 && kind.Length == 3 && name.SequenceEqual(_lastName.AsSpan(0, 13)) && kind.SequenceEqual(_lastName.AsSpan(13, 3))) return _last;
        string exchange = line.Code(3, 5, "exchange"), code = line.Code(6, 15, "product");
        var found = Type(line, type);
        _last = _products.GetValueOrDefault((exchange, code, found))
            ?? throw line.Error(3, 15, "product", $"({SpanCodes.Text(found)}) is not known; expected its P record before");
        _lastName.AsSpan().Clear();
        name.CopyTo(_lastName);
        kind.CopyTo(_lastName.AsSpan(13));
        return _last;
    }

    public static SpanProductType Type(Pa2Line line, int first) =>
        SpanCodes.Type(line.Text(first, first + 2)) ?? throw line.Error(first, first + 2, "product type", "is not known; expected FUT, PHY, CMB, OOF, OOP, OOC or OOE");

    private static double Multiplier(Pa2Line line)
    {
        double factor = line.Decimal(42, 55, 7, "contract value factor") ?? 0;
        int exponent = (int)(line.Number(74, 75, "exponent of the contract value factor") ?? 0);
        if (exponent > 14) throw line.Error(74, 75, "exponent of the contract value factor", "is above 14");
        return SpanScale.Apply(factor, line.Letter(73) == '-' ? -exponent : exponent);
    }

    private static SpanPriceFormat Format(Pa2Line line, int locator, int alignment)
    {
        bool negative = line.Letter(locator) == '-';
        int decimals = (int)(line.Number(negative ? locator + 1 : locator, locator + 2, "decimal locator") ?? 0);
        if (decimals > 14) throw line.Error(locator, locator + 2, "decimal locator", "is above 14");
        return new(negative ? -decimals : decimals, line.Letter(alignment));
    }
}

/// <summary>A product and how its prices are written.</summary>
internal sealed record Pa2Product(SpanFileProduct Product, SpanPriceFormat Settlement, SpanPriceFormat Strike);
