using System.Collections.Immutable;

namespace PortfolioMargin.RuleBooks;

/// <summary>The published parameters of US portfolio margin: ranges for customers, dealers and market makers, and the minimum charge.</summary>
internal static class TimsParameterSets
{
    /// <summary>Names in the catalog.</summary>
    public const string CustomerName = "Tims", DealerName = "TimsDealer", MarketMakerName = "TimsMarketMaker";

    private const string MajorCurrency = "majorCurrency", OtherCurrency = "otherCurrency";

    /// <summary>The customer rule: ranges, class and product groups, minimum charge. In force from 12 December 2006.</summary>
    public static readonly Citation Rule = new("FINRA Rule 4210", "(g)(2), (7), (8)", new(2006, 12, 12));

    /// <summary>The net capital rule's theoretical pricing charges: ranges of dealers (iii) and market makers (iv), offsets and minimum charges (v).</summary>
    public static readonly Citation NetCapital = new("SEC Rule 15c3-1a (17 CFR 240.15c3-1a), Release 34-38248, 62 FR 6474", "(b)(1)(iii) to (v)", new(1997, 2, 12));

    /// <summary>How profits are combined over class, product and portfolio groups, and what the columns of the lists mean.</summary>
    public static readonly Citation Guide = new("OCC, RBH and CPM user guide 1.13", "calculation of the requirement", new(2021, 11, 1));

    /// <summary>Customers. Source: FINRA Rule 4210(g)(2), ranges by kind of product; (g)(7), $.375 for each contract, multiplied by its multiplier.</summary>
    public static TimsParameters Customer => Of(0.375, new(Up: 0.06, Down: 0.08), new(0.10, 0.10));

    /// <summary>Dealers. Source: SEC Rule 15c3-1a(b)(1)(iii); (v)(C)(2), 25 cents times the multiplier.</summary>
    public static TimsParameters Dealer => WithCurrencies(Of(0.25, new(0.10, 0.10), new(0.15, 0.15)), 0.06);

    /// <summary>Market makers. Source: SEC Rule 15c3-1a(b)(1)(iv), which names broad indexes and major currencies; (iii) stands for the rest. (v)(C)(2) as for dealers.</summary>
    public static TimsParameters MarketMaker => WithCurrencies(Of(0.25, new(Up: 0.06, Down: 0.08), new(0.10, 0.10)), 0.045);

    /// <summary>Parts of the real rule that are not in the requirement.</summary>
    public static ImmutableArray<string> NotCovered =>
    [
        "volatility curves of the clearing house", "offsets of index products against qualified stock baskets", "convertible securities",
        "minimum equity, deficiencies and the net capital limit of (g)(12)", "grids of brokers", "open orders",
    ];

    /// <summary>Who margins by the ranges of a rule.</summary>
    public static string Venue(string name) => name == CustomerName ? "FINRA and OCC, customers" : name == DealerName ? "SEC and OCC, dealers" : "SEC and OCC, market makers";

    /// <summary>How a rule's numbers were checked. No published example for dealers or market makers was found.</summary>
    public static RuleBookVerification Verification(string name) => name switch
    {
        CustomerName => new(33, 2.2e-3, "18 published by Cboe (rate and yield of nine of them chosen on its figures), 1 by TD Ameritrade, 1 worked by hand, 13 constructed, from a second implementation"),
        DealerName => new(7, 1e-5, "constructed from the rule's text, by closed forms with 40 digits and finite differences; nothing published was found"),
        _ => new(7, 1e-5, "constructed from the rule's text, by closed forms with 40 digits and finite differences; nothing published was found"),
    };

    /// <summary>Stocks and narrow indexes move by 15 % in every table. Source: FINRA Rule 4210(g)(2), SEC Rule 15c3-1a(b)(1)(iii)(A).</summary>
    private static TimsParameters Of(double minimum, TimsRange high, TimsRange broad) => new()
    {
        PortfolioTypes = Map<TimsRange>(("highCapitalizationBroadIndex", high), ("otherBroadIndex", broad), ("equity", new(0.15, 0.15)), ("narrowIndex", new(0.15, 0.15))),
        MarketMoveAdjustments = Map<double>(),
        MinimumCharge = minimum,
        MinimumPerContract = Map<double>(),
        ValuationPoints = 10, // Source: FINRA Rule 4210(g)(2), SEC Rule 15c3-1a(b)(1)(i)(A): ten equidistant valuation points
        BaseValue = ValuationBase.Model,
    };

    /// <summary>Adds currencies: others move by 20 %; a contract on a major one is charged $25, whatever its size, one on another nothing.
    /// Source: SEC Rule 15c3-1a(b)(1)(iii)(C), (v)(C)(2).</summary>
    private static TimsParameters WithCurrencies(TimsParameters table, double major) => table with
    {
        PortfolioTypes = table.PortfolioTypes.Add(MajorCurrency, new(major, major)).Add(OtherCurrency, new(0.20, 0.20)),
        MinimumPerContract = Map<double>((MajorCurrency, 25), (OtherCurrency, 0)),
    };

    private static ImmutableSortedDictionary<string, T> Map<T>(params IEnumerable<(string Key, T Value)> entries) =>
        entries.ToImmutableSortedDictionary(entry => entry.Key, entry => entry.Value, StringComparer.Ordinal);
}
