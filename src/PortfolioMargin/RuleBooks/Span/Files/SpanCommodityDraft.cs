namespace PortfolioMargin.RuleBooks;

/// <summary>A combined commodity while its records come in, in any order.</summary>
internal sealed class SpanCommodityDraft(string code)
{
    public string Code { get; } = code;

    public bool IsDefined { get; set; }

    public string Currency { get; set; } = "";

    public int RiskExponent { get; set; }

    public bool CapOptionValue { get; set; }

    /// <summary>Premium style of options whose product does not say.</summary>
    public PremiumStyle? Premium { get; set; }

    /// <summary>Products, and the further exponent on their arrays.</summary>
    public List<SpanProductLink> Links { get; } = [];

    public List<SpanFileTier> ScanTiers { get; } = [];

    public List<SpanFileTier> CalendarTiers { get; } = [];

    public List<SpanFileTier> InterCommodityTiers { get; } = [];

    public List<SpanFileTier> ShortOptionTiers { get; } = [];

    public bool ScansByMonth { get; set; }

    /// <summary>Calendar spreads, with where they stand.</summary>
    public List<(SpanFileSpread Spread, TextPlace Place)> Spreads { get; } = [];

    /// <summary>Whether priorities of spreads between tiers follow those between periods, as in PA2 files, where each kind counts from 1.</summary>
    public bool TiersFollow { get; set; }

    public List<SpanFileSpotMonth> SpotMonths { get; } = [];

    public double? ShortOptionMinimum { get; set; }

    /// <summary>How short options are counted; absent where nothing says it, and then both sides are, which can only raise the minimum.</summary>
    public SpanShortOptionMethod? ShortOptionMethod { get; set; }

    /// <summary>Name of a method that is not known; empty where there is none.</summary>
    public string UnknownShortOptionMethod { get; set; } = "";

    public SpanPriceRiskMethod PriceRiskMethod { get; set; }

    public SpanFileFactors InitialRatios { get; set; } = SpanFileFactors.One;

    public SpanFileFactors AdjustmentFactors { get; set; } = SpanFileFactors.One;

    public List<string> NotCovered { get; } = [];

    /// <summary>The commodity, its spreads in the order in which they are formed.</summary>
    public SpanFileCommodity Finish(IEnumerable<SpanFileProduct> products)
    {
        var tiers = CalendarTiers.Select(tier => tier.Number).ToHashSet();
        foreach (var (spread, place) in Spreads)
            foreach (var leg in spread.Legs)
                if (leg.Tier > 0 && !tiers.Contains(leg.Tier))
                    throw place.Error($"the spread names tier {leg.Tier} of {Code}, which is not defined");
        if (UnknownShortOptionMethod.Length > 0 && (ShortOptionMinimum is > 0 || ShortOptionTiers.Count > 0)) NotCovered.Add($"short option minimum method {UnknownShortOptionMethod}");
        return new(Code)
        {
            Currency = Currency,
            RiskExponent = RiskExponent,
            CapOptionValue = CapOptionValue,
            Products = [.. products],
            ScanTiers = [.. ScanTiers],
            CalendarTiers = [.. CalendarTiers],
            InterCommodityTiers = [.. InterCommodityTiers],
            ShortOptionTiers = [.. ShortOptionTiers],
            ScansByMonth = ScansByMonth,
            CalendarSpreads = [.. InOrder()],
            SpotMonths = [.. SpotMonths],
            ShortOptionMinimum = ShortOptionMinimum,
            ShortOptionMethod = ShortOptionMethod ?? SpanShortOptionMethod.BothSides,
            PriceRiskMethod = PriceRiskMethod,
            InitialRatios = InitialRatios,
            AdjustmentFactors = AdjustmentFactors,
            NotCovered = [.. NotCovered],
        };
    }

    private IEnumerable<SpanFileSpread> InOrder()
    {
        int last = TiersFollow ? Spreads.Where(entry => OfPeriods(entry.Spread)).Select(entry => entry.Spread.Priority).DefaultIfEmpty(0).Max() : 0;
        return Spreads.Select(entry => OfPeriods(entry.Spread) ? entry.Spread : entry.Spread with { Priority = last + entry.Spread.Priority }).OrderBy(spread => spread.Priority);
    }

    private static bool OfPeriods(SpanFileSpread spread) => spread.Legs.Any(leg => !leg.Period.IsNone);
}

/// <summary>How a combined commodity names a product.</summary>
/// <param name="Exchange">The exchange's acronym; empty where the record does not say.</param>
/// <param name="Code">Product code.</param>
/// <param name="Type">Kind of product.</param>
/// <param name="Family">Number of the family; empty in PA2 files.</param>
/// <param name="Exponent">Power of ten on the arrays of its contracts, beside the commodity's.</param>
/// <param name="Place">Where it is named.</param>
internal readonly record struct SpanProductLink(string Exchange, string Code, SpanProductType Type, string Family, int Exponent, TextPlace Place)
{
    /// <summary>Deltas of the commodity that one delta of its contracts is.</summary>
    public double DeltaScaling { get; init; } = 1;
}

/// <summary>Where a product belongs.</summary>
/// <param name="Commodity">Its combined commodity.</param>
/// <param name="Exponent">Power of ten on the arrays of its contracts.</param>
/// <param name="DeltaScaling">Deltas of the commodity that one delta of its contracts is.</param>
/// <param name="Premium">When its options are paid, where it does not say itself.</param>
internal sealed record SpanProductHome(SpanFileCommodity Commodity, int Exponent, double DeltaScaling, PremiumStyle? Premium);
