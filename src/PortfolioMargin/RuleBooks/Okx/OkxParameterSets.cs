using System.Collections.Immutable;

namespace PortfolioMargin.RuleBooks;

/// <summary>The published parameters of OKX portfolio margin, by date.</summary>
internal static class OkxParameterSets
{
    /// <summary>Response example of 2025-01-15: the combination, MR1 to MR8, the initial factor, rates of BTC and LTC.</summary>
    public static readonly Citation Builder = new("OKX API documentation", "POST /api/v5/account/position-builder, response example", new(2025, 1, 15));

    /// <summary>Moves of MR1 and MR6, tiers of MR7.</summary>
    public static readonly Citation Notice = new("okx.com/help", "OKX will further adjust portfolio margin parameters", new(2025, 1, 2));

    /// <summary>Spot as a hedge: MR4 and MR7 of BTC, before and after.</summary>
    public static readonly Citation SpotHedge = new("okx.com/help", "OKX to enhance new features in portfolio margin mode", new(2024, 5, 31));

    /// <summary>Which risks there are and how they combine.</summary>
    public static readonly Citation Mode = new("okx.com/help", "Portfolio margin mode: cross-margin trading (Risk Unit Merge)", new(2024, 12, 3));

    /// <summary>Dates of the shipped sets, ascending.</summary>
    public static ImmutableArray<DateOnly> Dates { get; } = [SpotHedge.Date, Builder.Date];

    public static OkxParameters AsOf(DateOnly date) => date == Builder.Date ? Adjusted : Before;

    /// <summary>In force from January 2025. Moves and tiers: notice of 2025-01-02. Factor, weight, borrowing, rates of BTC and LTC (inferred from its numbers): response example.</summary>
    private static OkxParameters Adjusted => new()
    {
        Units = Units(
            bitcoin: new([0.04, 0.08, 0.12], 0.24, BasisPerLeg: 0.002, MinimumCharge: 0.0045),
            ether: new([0.04, 0.08, 0.12], 0.24),
            litecoin: new([0.06, 0.12, 0.18], 0.36, BasisPerLeg: 0.008, MinimumCharge: 0.007),
            middleExtreme: 0.36),
        ExtremeWeight = 0.5,
        InitialFactor = 1.3,
        Borrowing = new(Initial: 0.10, Maintenance: 0.02),
        MinimumChargeTiers = Tiers(250_000, 500_000, 1_000_000, 2_000_000, 3_000_000, 4_000_000),
    };

    /// <summary>Before January 2025. Moves and tiers: the "before" columns of the notice of 2025-01-02. Rates of BTC: spot hedge notice of 2024-05-31.</summary>
    private static OkxParameters Before => Adjusted with
    {
        Units = Units(
            bitcoin: new([0.05, 0.10, 0.15], 0.30, BasisPerLeg: 0.006, MinimumCharge: 0.0045),
            ether: new([0.05, 0.10, 0.15], 0.30),
            litecoin: new([0.07, 0.14, 0.20], 0.40),
            middleExtreme: 0.40),
        MinimumChargeTiers = Tiers(10_000, 70_000, 170_000, 300_000, 470_000, 700_000),
    };

    /// <summary>The lists of the notice of 2025-01-02. MR1 and MR6 name different coins; what neither names has the moves of "others", equal in both sets.</summary>
    private static ImmutableSortedDictionary<string, OkxUnit> Units(OkxUnit bitcoin, OkxUnit ether, OkxUnit litecoin, double middleExtreme)
    {
        OkxUnit others = new([0.08, 0.16, 0.25], 0.50);
        string[] spot = ["LTC", "BCH", "EOS", "OKB", "DOT", "BSV", "LINK", "FIL", "ADA", "TRX", "UNI", "XRP"];
        string[] extreme = ["SOL", "DOGE", "PEPE", "XRP", "BNB", "SHIB", "LTC", "ORDI", "WLD", "BCH", "ADA"];
        return spot.Union(extreme)
            .ToImmutableSortedDictionary(
                symbol => symbol,
                symbol => new OkxUnit((spot.Contains(symbol) ? litecoin : others).SpotMoves, extreme.Contains(symbol) ? middleExtreme : others.ExtremeMove),
                StringComparer.Ordinal)
            .SetItem("LTC", litecoin).Add("BTC", bitcoin).Add("ETH", ether).Add("default", others);
    }

    /// <summary>Multipliers 1, 2, 4, 6, 8, 10, 12 over the bounds, in USD. Source: notice of 2025-01-02.</summary>
    private static ImmutableArray<OkxTier> Tiers(params ReadOnlySpan<double> bounds)
    {
        ReadOnlySpan<double> multipliers = [1, 2, 4, 6, 8, 10, 12];
        var tiers = ImmutableArray.CreateBuilder<OkxTier>();
        for (int i = 0; i < multipliers.Length; i++) tiers.Add(new(i < bounds.Length ? bounds[i] : null, multipliers[i]));
        return tiers.DrainToImmutable();
    }
}
