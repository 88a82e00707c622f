using PortfolioMargin.RuleBooks;
using PortfolioMargin.Tests.Laws;

namespace PortfolioMargin.Tests.RuleBooks.HouseGrid;

/// <summary>Books of the laws: spot, perpetuals, futures and options, all linear.</summary>
internal sealed class HouseGridExample : LinearExample
{
    /// <summary>Made-up numbers that use every part of a file.</summary>
    public const string File = """
        {
          "source": "test",
          "underlyings": {"BTC": {
            "priceRange": 0.15, "priceSteps": [-1, -0.8, -0.6, -0.4, -0.2, 0, 0.2, 0.4, 0.6, 0.8, 1],
            "volatility": {"steps": [-1, 0, 1], "up": 0.24, "down": 0.2, "shortTermPower": 0.3, "longTermPower": 0.4, "floorDays": 20},
            "tails": [{"price": -0.4, "volatility": 1, "weight": 0.5}, {"price": 0.4, "volatility": 1, "weight": 0.5}],
            "contingencies": [
              {"name": "option contingency", "measure": "NakedShortOptions", "rate": 0.01},
              {"name": "futures contingency", "measure": "GrossFutures", "rate": 0.006},
              {"name": "roll contingency", "measure": "NetDeltaByExpiry", "rate": 0.001, "annualRate": 0.05}],
            "floors": [{"name": "gross floor", "measure": "GrossDelta", "rate": 0.03}]}},
          "factors": {"initial": 1.2, "maintenance": 1}
        }
        """;

    public static HouseGridRuleBook Rule(string file = File) => HouseGridRuleBook.Load(new(2026, 11, 24), file);

    protected override string[] RuleBooks => ["HouseGrid"];

    protected override Instrument[] Others(DateTimeOffset expiry) =>
        [new SpotAsset(Laws.RuleBooks.Bitcoin), new Perpetual(Laws.RuleBooks.Bitcoin) { Multiplier = 0.5 }, new Future(Laws.RuleBooks.Bitcoin, expiry) { Multiplier = 0.25 }];

    private sealed class Convex() : LawVariant("HouseGrid, convex", Rule(), RuleBookClaims.None);

    private sealed class Offsetting() : LawVariant("HouseGrid with hedged deltas and a minimum", Rule(File
        .Replace("GrossFutures", "HedgedAcrossExpiries", StringComparison.Ordinal).Replace("NakedShortOptions", "HedgedDelta", StringComparison.Ordinal)
        .Replace("\"factors\"", "\"minimum\": 1000, \"factors\"", StringComparison.Ordinal)), RuleBookClaims.None);
}
