namespace PortfolioMargin.RuleBooks;

/// <summary>Words that SPAN files use for kinds and styles. Source: CME, SPAN file layouts, type 2, P and S records (2023-2025).</summary>
internal static class SpanCodes
{
    public static SpanProductType? Type(ReadOnlySpan<char> code) => code switch
    {
        "FUT" => SpanProductType.Future,
        "PHY" => SpanProductType.Physical,
        "EQTY" or "EQUITY" or "EQ" => SpanProductType.Equity,
        "CMB" => SpanProductType.Combination,
        "OOF" => SpanProductType.OptionOnFuture,
        "OOP" => SpanProductType.OptionOnPhysical,
        "OOC" => SpanProductType.OptionOnCombination,
        "OOE" => SpanProductType.OptionOnEquity,
        _ => null,
    };

    public static string Text(SpanProductType type) => type switch
    {
        SpanProductType.Future => "FUT",
        SpanProductType.Physical => "PHY",
        SpanProductType.Equity => "EQTY",
        SpanProductType.Combination => "CMB",
        SpanProductType.OptionOnFuture => "OOF",
        SpanProductType.OptionOnPhysical => "OOP",
        SpanProductType.OptionOnCombination => "OOC",
        _ => "OOE",
    };

    /// <summary>Valuation method: equity style is paid upfront, futures style is margined; others are not known.</summary>
    public static PremiumStyle? Premium(string valuation) => valuation switch
    {
        "EQTY" => PremiumStyle.Upfront,
        "FUT" or "FUTDA" => PremiumStyle.Futures,
        _ => null,
    };

    /// <summary>American is the layout's default.</summary>
    public static ExerciseStyle? Exercise(string code) => code switch
    {
        "" or "AMER" => ExerciseStyle.American,
        "EURO" => ExerciseStyle.European,
        _ => null,
    };

    /// <summary>Weighted price risk. Source: CME clearing advisory 10-409 (2010-10-08): byte 83 of the S record is 1 normal, 2 scan range capped, 3 scan range;
    /// element wfprMeth is NORMAL, SCANRANGE_CAP, SCANRANGE.</summary>
    public static SpanPriceRiskMethod? PriceRisk(string code) => code switch
    {
        "" or "1" or "NORMAL" => SpanPriceRiskMethod.PriceRisk,
        "2" or "SCANRANGE_CAP" => SpanPriceRiskMethod.ScanRangeCapped,
        "3" or "SCANRANGE" => SpanPriceRiskMethod.ScanRange,
        _ => null,
    };

    public static SpanSide? Side(string code) => code switch
    {
        "A" => SpanSide.A,
        "B" => SpanSide.B,
        _ => null,
    };
}

/// <summary>Powers of ten.</summary>
internal static class SpanScale
{
    private static ReadOnlySpan<double> Powers =>
        [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22];

    /// <summary>Value x 10^exponent, rounded once (powers up to 22 are exact); exponents beyond that are kept out by the width of their fields.</summary>
    public static double Apply(double value, int exponent) => exponent >= 0 ? value * Powers[exponent] : value / Powers[-exponent];
}
