using static System.FormattableString;

namespace PortfolioMargin.RuleBooks;

/// <summary>Contracts of an XML file: phy, equity, fut, and series of opt.</summary>
internal sealed class SpanXmlContracts(SpanXmlCursor cursor, SpanFileBuilder builder)
{
    private readonly Dictionary<(string Exchange, string Family, string Contract), SpanPeriod> _outrights = [];
    private readonly List<(SpanFileContract[] Options, (string Exchange, string Family, string Contract)[] Underlyings, TextPlace Place)> _series = [];

    /// <summary>A contract that is no option.</summary>
    public void Outright(SpanFileProduct product)
    {
        var contract = new SpanXmlContract(cursor, builder);
        var place = cursor.Place;
        contract.Read();
        bool needsArray = product.Type is SpanProductType.Future or SpanProductType.Combination;
        if (product.Type == SpanProductType.Future && contract.Period.IsNone) throw place.Error("the future has no period (element pe)");
        if (needsArray && contract.Losses is null) throw place.Error($"{product} {contract.Period} has no risk array (element ra)");
        if (contract.Id.Length > 0 && !_outrights.TryAdd((product.Exchange, product.Family, contract.Id), contract.Period)) builder.Findings.Note("contract-number", "contract number (cId) used for two contracts", $"{product} {contract.Period}");
        var key = new SpanContractKey(product, contract.Period, default, OptionRight.Call, 0);
        builder.Add(
            new(key, contract.Losses ?? [], contract.Slot(), place.Row)
            {
                FuturePeriod = contract.Period,
                CompositeDelta = contract.Delta ?? 1,
                Price = contract.Price,
                Volatility = contract.Volatility,
                OwnMultiplier = contract.Multiplier,
            },
            place);
    }

    /// <summary>The options of one period.</summary>
    public void Series(SpanFileProduct product)
    {
        builder.Count(cursor.Row);
        int depth = cursor.Depth;
        var place = cursor.Place;
        var terms = new SpanXmlContract(cursor, builder);
        var options = new List<SpanXmlContract>();
        while (cursor.Next(depth))
        {
            if (cursor.Name != "opt")
            {
                terms.Element();
                continue;
            }

            if (options.Count + builder.Contracts.Count >= builder.Options.MaxContracts)
                throw cursor.Place.Error(Invariant($"more than {builder.Options.MaxContracts} contracts; raise {nameof(SpanReadingOptions.MaxContracts)} if the file is meant to be that large"));
            var option = new SpanXmlContract(cursor, builder) { Row = cursor.Row };
            option.Read();
            options.Add(option);
        }

        if (terms.Period.IsNone) throw place.Error("the series has no period (element pe)");
        var slot = terms.Slot();
        string path = place.Column + "/opt";
        var made = options.ConvertAll(option => Option(product, terms, option, slot, builder.At(option.Row, path)));
        if (product.Type == SpanProductType.OptionOnFuture) _series.Add(([.. made], [.. terms.Underlyings], place));
    }

    /// <summary>Options on futures take the period of their future.</summary>
    public void Finish()
    {
        foreach (var (options, underlyings, place) in _series)
        {
            if (underlyings.Length == 0)
            {
                builder.Findings.Note("no-underlying", "series of options on futures that names no future (undC): its delta is counted in its own month", Invariant($"row {place.Row}"));
                continue;
            }

            var periods = underlyings.Select(name => _outrights.TryGetValue(name, out var period)
                ? period
                : throw place.Error($"the series names contract {name.Contract} of product family {name.Family} at {name.Exchange}, which the file does not have")).Distinct().ToList();
            if (periods.Count > 1) throw place.Error("the series names futures of several periods; expected one");
            foreach (var option in options) option.FuturePeriod = periods[0];
        }
    }

    private SpanFileContract Option(SpanFileProduct product, SpanXmlContract series, SpanXmlContract option, SpanSeriesSlot slot, TextPlace place)
    {
        if (option.Right is not { } right) throw place.Error("the option has no right (element o)");
        if (option.Strike is not { } strike) throw place.Error("the option has no strike (element k)");
        if (option.Losses is not { } losses) throw place.Error(Invariant($"{product} {series.Period} {(right == OptionRight.Call ? "C" : "P")}{strike:R} has no risk array (element ra)"));
        if (option.Delta is not { } delta) throw place.Error("the option has no composite delta (element d of ra)");
        var made = new SpanFileContract(new(product, default, series.Period, right, strike), losses, slot, option.Row)
        {
            Strike = strike,
            CompositeDelta = delta,
            Price = option.Price,
            Volatility = option.Volatility,
            OwnMultiplier = option.Multiplier,
        };
        builder.Add(made, place);
        return made;
    }
}
