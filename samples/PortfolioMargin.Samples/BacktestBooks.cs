using PortfolioMargin.Backtesting;

namespace PortfolioMargin.Samples;

/// <summary>Books of 100 dollars of the index, struck anew every day with options of 35 days: moneyness, time to expiry and size stay, so a requirement is in percent
/// of the index and only the model moves it.</summary>
internal static class BacktestBooks
{
    public const string Rule = "each book holds 100 USD of the index per unit, struck anew every day with options of 35 days: requirements are percent of the index";

    private const double Notional = 100;

    /// <summary>What a standard normal variable stays below with probability 1/4: puts and calls whose forward delta is a quarter lie that many deviations away.</summary>
    private const double QuarterDelta = -0.6744897501960817;

    public static readonly string[] Names = ["long", "strangle", "delta-strangle", "put-spread", "mixed"];

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
            "delta-strangle" => Portfolio.Of(Call(-1, AtDelta(market, 1)), Put(-1, AtDelta(market, -1))), // farther away where volatility is higher
            "put-spread" => Portfolio.Of(Put(-1, 0.98), Put(1, 0.9)),
            "mixed" => Portfolio.Of(index, Call(-2, 1.03), Put(-1, 0.95), Put(2, 0.85)),
            _ => throw new UsageException($"--book {name}: expected {string.Join(", ", Names)} or all."),
        };
    }

    /// <summary>Strike over spot of the option whose N(d1) or N(-d1) is 1/4, at the volatility of now, without rates.</summary>
    private static double AtDelta(MarketSnapshot market, int side)
    {
        double years = 35.0 / 365;
        double[] volatility = [0];
        (market[BacktestHistory.Index].Volatility ?? throw new UsageException("--book delta-strangle needs volatilities: add --volatility FILE.")).Volatilities(years, 1, [1], volatility);
        double deviation = volatility[0] * Math.Sqrt(years);
        return Math.Exp((-side * QuarterDelta * deviation) + (deviation * deviation / 2));
    }
}
