using PortfolioMargin.Backtesting;

namespace PortfolioMargin.Samples;

/// <summary>Books of 100 dollars of the index, struck anew every day with options of 35 days: moneyness, time to expiry and size stay, so a requirement is in percent
/// of the index and only the model moves it.</summary>
internal static class BacktestBooks
{
    public const string Rule = "each book holds 100 USD of the index per unit, struck anew every day with options of 35 days: requirements are percent of the index";

    private const double Notional = 100;

    public static readonly string[] Names = ["long", "strangle", "put-spread", "mixed"];

    public static RollingPortfolio Of(string name) => new(name, market => Strike(name, market), RollingPortfolio.Daily);

    public static Portfolio Strike(string name, MarketSnapshot market)
    {
        double spot = market[BacktestHistory.Index].Spot, unit = Notional / spot;
        var expiry = market.Time.AddDays(35);
        Position Call(double quantity, double moneyness) => (quantity * unit, VanillaOption.Call(BacktestHistory.Index, spot * moneyness, expiry));
        Position Put(double quantity, double moneyness) => (quantity * unit, VanillaOption.Put(BacktestHistory.Index, spot * moneyness, expiry));
        Position index = (unit, new SpotAsset(BacktestHistory.Index));
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
