using PortfolioMargin.Backtesting;

namespace PortfolioMargin.Samples;

/// <summary>Books that are struck anew in the first market of each month, with options of 35 days.</summary>
internal static class BacktestBooks
{
    public static readonly string[] Names = ["long", "strangle", "put-spread", "mixed"];

    public static RollingPortfolio Of(string name) => new(name, market => Strike(name, market, market[BacktestHistory.Index].Spot), RollingPortfolio.Monthly);

    private static Portfolio Strike(string name, MarketSnapshot market, double spot)
    {
        var expiry = market.Time.AddDays(35);
        Position Call(double quantity, double moneyness) => (quantity, VanillaOption.Call(BacktestHistory.Index, Math.Round(spot * moneyness), expiry));
        Position Put(double quantity, double moneyness) => (quantity, VanillaOption.Put(BacktestHistory.Index, Math.Round(spot * moneyness), expiry));
        Position index = (1, new SpotAsset(BacktestHistory.Index));
        return name switch
        {
            "long" => Portfolio.Of(index),
            "strangle" => Portfolio.Of(Call(-1, 1.05), Put(-1, 0.95)),
            "put-spread" => Portfolio.Of(Put(-1, 0.98), Put(1, 0.9)),
            "mixed" => Portfolio.Of(index, Call(-2, 1.03), Put(-1, 0.95), Put(2, 0.85)),
            _ => throw new UsageException($"--book {name}: expected {string.Join(", ", Names)} or all."),
        };
    }
}
