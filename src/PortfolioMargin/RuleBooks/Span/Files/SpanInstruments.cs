namespace PortfolioMargin.RuleBooks;

/// <summary>Turns contracts of a file into instruments. Where the file does not say enough, a contract gets none, a finding says why, and a position in it is refused.</summary>
internal sealed class SpanInstruments(SpanFindings findings, Dictionary<SpanFileProduct, SpanProductHome> homes, Dictionary<SpanFileProduct, string> symbols)
{
    private readonly Dictionary<SpanFileProduct, Underlying> _underlyings = new(ReferenceEqualityComparer.Instance);

    /// <summary>States the instruments.</summary>
    /// <returns>The contracts by instrument.</returns>
    public Dictionary<Instrument, SpanFileContract> State(IReadOnlyList<SpanFileContract> contracts)
    {
        var known = new Dictionary<Instrument, SpanFileContract>(contracts.Count);
        var shared = new HashSet<Instrument>();
        foreach (var contract in contracts)
        {
            if (Lacks(contract) is { } lack)
            {
                findings.Warn("contract-without-instrument", $"contract {lack}, so a position in it is refused", contract.ToString());
            }
            else if (contract.Product.Type is SpanProductType.Future || contract.Product.IsOption)
            {
                contract.Instrument = Instrument(contract);
                if (!known.TryAdd(contract.Instrument, contract)) shared.Add(contract.Instrument);
            }
        }

        foreach (var contract in contracts.Where(contract => contract.Instrument is { } instrument && shared.Contains(instrument)))
        {
            findings.Warn("contract-without-instrument", "contract whose terms are those of another one, so a position in it is refused", contract.ToString());
            known.Remove(contract.Instrument!);
            contract.Instrument = null;
        }

        return known;
    }

    /// <summary>What keeps a contract from being an instrument; nothing for physicals, which are not margined and need none.</summary>
    private string? Lacks(SpanFileContract contract)
    {
        var product = contract.Product;
        if (product.Type is SpanProductType.Physical or SpanProductType.Equity) return null;
        if (product.Type == SpanProductType.Combination) return "that is a combination";
        if (!homes.TryGetValue(product, out var home)) return "whose product belongs to no combined commodity";
        if (contract.Multiplier <= 0) return "without a contract value factor above 0";
        if (contract.DeltaPeriod.IsNone) return "without a period";
        if (!product.IsOption) return null;
        if (contract.Strike is null) return "whose strike could not be read";
        if (Premium(product, home) is not { } premium) return "whose file does not say when its premium is paid";
        bool foreign = product.Currency.Length > 0 && home.Commodity.Currency.Length > 0 && product.Currency != home.Commodity.Currency;
        return foreign && premium == PremiumStyle.Upfront ? "that is priced in another currency than its combined commodity" : null;
    }

    private Instrument Instrument(SpanFileContract contract)
    {
        var product = contract.Product;
        if (!_underlyings.TryGetValue(product, out var underlying)) _underlyings[product] = underlying = new(symbols[product]);
        var period = product.IsOption ? contract.OptionPeriod : contract.FuturePeriod;
        var expiry = new DateTimeOffset((contract.Series?.Expiry ?? period.Date ?? LastDay(period.Month!.Value, contract)).ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
        return product.IsOption
            ? new VanillaOption(underlying, contract.Right!.Value, contract.Strike!.Value, expiry)
            {
                Exercise = product.Exercise,
                Premium = Premium(product, homes[product])!.Value,
                Multiplier = contract.Multiplier,
                ContractMonth = contract.DeltaPeriod.Month,
            }
            : new Future(underlying, expiry) { Multiplier = contract.Multiplier, ContractMonth = contract.DeltaPeriod.Month };
    }

    private static PremiumStyle? Premium(SpanFileProduct product, SpanProductHome home) => product.Premium ?? home.Premium;

    private DateOnly LastDay(ContractMonth month, SpanFileContract contract)
    {
        findings.Note("expiry-not-stated", "contract with a month and no day: its expiry is written as the last day of the month (SPAN does not read it)", contract.ToString());
        return new(month.Year, month.Month, DateTime.DaysInMonth(month.Year, month.Month));
    }
}
