namespace PortfolioMargin.RuleBooks;

/// <summary>Exchanges, products and contracts of an XML file.</summary>
internal sealed class SpanXmlProducts(SpanXmlCursor cursor, SpanFileBuilder builder)
{
    private readonly SpanXmlContracts _contracts = new(cursor, builder);
    private readonly HashSet<(string Exchange, string Code, SpanProductType Type, string Family)> _known = [];

    public void Exchange()
    {
        int depth = cursor.Depth;
        string exchange = "";
        while (cursor.Next(depth))
        {
            switch (cursor.Name)
            {
                case "exch": exchange = cursor.Code(); break;
                case "name": cursor.Skip(); break;
                case "phyPf" or "equityPf" or "futPf" or "cmbPf" or "oofPf" or "oopPf" or "ooePf" or "oocPf":
                    if (exchange.Length == 0) throw cursor.Place.Error("the product comes before the exchange's acronym; expected exch first");
                    Product(exchange);
                    break;
                default: cursor.Unknown(); break;
            }
        }
    }

    /// <summary>Resolves what options refer to.</summary>
    public void Finish() => _contracts.Finish();

    private void Product(string exchange)
    {
        builder.Count(cursor.Row);
        int depth = cursor.Depth;
        var place = cursor.Place;
        var terms = new SpanXmlTerms(Type(cursor.Name));
        SpanFileProduct? product = null;
        while (cursor.Next(depth))
        {
            if (cursor.Name is "phy" or "equity" or "fut" or "cmb" or "series")
            {
                product ??= Known(terms.Product(exchange, place, builder.Findings), place);
                if ((cursor.Name == "series") != product.IsOption) throw cursor.Place.Error($"the element does not belong to a product of kind {SpanCodes.Text(product.Type)}");
                if (product.IsOption) _contracts.Series(product);
                else _contracts.Outright(product);
            }
            else
            {
                if (product is not null && cursor.Name is "pfId" or "pfCode" or "cvf" or "currency" or "valueMeth" or "exercise")
                    throw cursor.Place.Error("the element comes after the first contract of its product; expected before");
                terms.Element(cursor);
            }
        }

        if (product is null) Known(terms.Product(exchange, place, builder.Findings), place);
    }

    private SpanFileProduct Known(SpanFileProduct product, TextPlace place)
    {
        if (!_known.Add((product.Exchange, product.Code, product.Type, product.Family))) throw place.Error($"product {product} is there twice; expected each once");
        builder.Products.Add(product);
        return product;
    }

    private static SpanProductType Type(string name) => name switch
    {
        "phyPf" => SpanProductType.Physical,
        "equityPf" => SpanProductType.Equity,
        "futPf" => SpanProductType.Future,
        "cmbPf" => SpanProductType.Combination,
        "oofPf" => SpanProductType.OptionOnFuture,
        "oopPf" => SpanProductType.OptionOnPhysical,
        "oocPf" => SpanProductType.OptionOnCombination,
        _ => SpanProductType.OptionOnEquity,
    };
}

/// <summary>What an XML file says of a product before its contracts.</summary>
internal sealed class SpanXmlTerms(SpanProductType type)
{
    private string _family = "";
    private string _code = "";
    private string _currency = "";
    private string _valuation = "";
    private string _exercise = "";
    private double _multiplier;

    public void Element(SpanXmlCursor cursor)
    {
        switch (cursor.Name)
        {
            case "pfId": _family = cursor.Code(); break;
            case "pfCode": _code = cursor.Code(); break;
            case "currency": _currency = cursor.Text(); break;
            case "valueMeth": _valuation = cursor.Text(); break;
            case "exercise": _exercise = cursor.Text(); break;
            case "cvf": _multiplier = cursor.Number(); break;
            case "name" or "group" or "priceDl" or "priceFmt" or "strikeDl" or "strikeFmt" or "cab" or "priceMeth" or "setlMeth" or "priceModel" or "positionsAllowed" or "undPf"
                or "country" or "isVariableTick":
                cursor.Skip();
                break;
            default: cursor.Unknown(); break;
        }
    }

    public SpanFileProduct Product(string exchange, TextPlace place, SpanFindings findings)
    {
        if (_code.Length == 0) throw place.Error("the product has no code (element pfCode)");
        if (_multiplier < 0) throw place.Error($"the contract value factor of product {_code} is below 0");
        var premium = SpanCodes.Premium(_valuation);
        if (premium is null && _valuation.Length > 0) findings.Warn("unknown-code", $"product with valuation method \"{_valuation}\", which has no public description", $"{exchange} {_code}");
        return new(
            exchange, _code, type, _family, _currency, _multiplier, premium,
            SpanCodes.Exercise(_exercise) ?? throw place.Error($"the exercise style of product {_code} is neither AMER nor EURO", _exercise));
    }
}
