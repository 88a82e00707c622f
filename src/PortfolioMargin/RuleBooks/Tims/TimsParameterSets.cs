using System.Collections.Immutable;

namespace PortfolioMargin.RuleBooks;

/// <summary>The published parameters of US portfolio margin: ranges for customers, dealers and market makers, and the minimum charge.</summary>
internal static class TimsParameterSets
{
    /// <summary>Names in the catalog.</summary>
    public const string CustomerName = "Tims", DealerName = "TimsDealer", MarketMakerName = "TimsMarketMaker";

    /// <summary>The customer rule: ranges, class and product groups, minimum charge. In force from 12 December 2006.</summary>
    public static readonly Citation Rule = new("FINRA Rule 4210", "(g)(2), (7), (8)", new(2006, 12, 12));

    /// <summary>The net capital rule's theoretical pricing charges: ranges of dealers and market makers, offsets between product groups.</summary>
    public static readonly Citation NetCapital = new("SEC Rule 15c3-1a, Release 34-38248, 62 FR 6474", "(b)(1)", new(1997, 2, 12));

    /// <summary>How profits are combined over class, product and portfolio groups, and what the columns of the lists mean.</summary>
    public static readonly Citation Guide = new("OCC, RBH and CPM user guide 1.13", "calculation of the requirement", new(2021, 11, 1));

    /// <summary>Customers. Source: FINRA Rule 4210(g)(2), ranges by kind of product.</summary>
    public static TimsParameters Customer => Of(new(Up: 0.06, Down: 0.08), new(0.10, 0.10), new(0.15, 0.15));

    /// <summary>Dealers. Source: SEC Rule 15c3-1a(b)(1), as amended by Release 34-38248.</summary>
    public static TimsParameters Dealer => Of(new(0.10, 0.10), new(0.15, 0.15), new(0.15, 0.15), major: new(0.06, 0.06), other: new(0.20, 0.20));

    /// <summary>Market makers. Source: SEC Rule 15c3-1a(b)(1), as amended by Release 34-38248; equity and other currencies recalled, not read.</summary>
    public static TimsParameters MarketMaker => Of(new(Up: 0.06, Down: 0.08), new(0.10, 0.10), new(0.15, 0.15), major: new(0.045, 0.045), other: new(0.20, 0.20));

    /// <summary>Parts of the real rule that are not in the requirement.</summary>
    public static ImmutableArray<string> NotCovered =>
    [
        "volatility curves of the clearing house", "offsets of index products against qualified stock baskets", "convertible securities",
        "minimum equity, deficiencies and the net capital limit of (g)(12)", "grids of brokers", "open orders",
    ];

    /// <summary>Who margins by the ranges of a rule.</summary>
    public static string Venue(string name) => name == CustomerName ? "FINRA and OCC, customers" : name == DealerName ? "SEC and OCC, dealers" : "SEC and OCC, market makers";

    /// <summary>How a rule's numbers were checked. The three differ in ranges alone; all golden cases are the customer's.</summary>
    public static RuleBookVerification Verification(string name) => name switch
    {
        CustomerName => new(32, 2.2e-3, "18 published by Cboe (rate and yield of nine of them chosen on its figures), 1 by TD Ameritrade, 1 worked by hand, 12 constructed, from a second implementation"),
        DealerName => new(0, 0, "nothing: no case with these ranges; the method is that of Tims"),
        _ => new(0, 0, "nothing: no case with these ranges, of which those of equities and other currencies are recalled, not read; the method is that of Tims"),
    };

    private static TimsParameters Of(TimsRange high, TimsRange broad, TimsRange equity, TimsRange? major = null, TimsRange? other = null)
    {
        var types = ImmutableSortedDictionary.CreateBuilder<string, TimsRange>(StringComparer.Ordinal);
        types.Add("highCapitalizationBroadIndex", high);
        types.Add("otherBroadIndex", broad);
        types.Add("equity", equity);
        types.Add("narrowIndex", equity);
        if (major is not null) types.Add("majorCurrency", major);
        if (other is not null) types.Add("otherCurrency", other);
        return new()
        {
            PortfolioTypes = types.ToImmutable(),
            MarketMoveAdjustments = ImmutableSortedDictionary.Create<string, double>(StringComparer.Ordinal),
            MinimumCharge = 0.375, // Source: FINRA Rule 4210(g)(7): $.375 for each contract, multiplied by its multiplier
            ValuationPoints = 10,  // Source: FINRA Rule 4210(g)(2): ten equidistant valuation points
            BaseValue = ValuationBase.Model,
        };
    }
}
