using PortfolioMargin.Numerics;

namespace PortfolioMargin.Backtesting;

/// <summary>A portfolio that is struck again by a rule, such as a strangle that is sold anew every month, so that its exposure stays comparable over years.</summary>
/// <param name="Name">What it is called in tables and pictures.</param>
/// <param name="Strike">The portfolio as it is struck in a market.</param>
/// <param name="Rolls">Whether it is struck again: the market it was struck in, and the market now. See <see cref="Never"/> and <see cref="Monthly"/>.</param>
public sealed record RollingPortfolio(string Name, Func<MarketSnapshot, Portfolio> Strike, Func<MarketSnapshot, MarketSnapshot, bool> Rolls)
{
    /// <summary>Struck once and held.</summary>
    public static Func<MarketSnapshot, MarketSnapshot, bool> Never { get; } = (_, _) => false;

    /// <summary>Struck in every market.</summary>
    public static Func<MarketSnapshot, MarketSnapshot, bool> Daily { get; } = (_, _) => true;

    /// <summary>Struck in the first market of each calendar month (UTC).</summary>
    public static Func<MarketSnapshot, MarketSnapshot, bool> Monthly { get; } = (struck, now) => (struck.Time.Year, struck.Time.Month) != (now.Time.Year, now.Time.Month);

    /// <summary>The days of a backtest. A portfolio of which something has expired is struck again in any case.</summary>
    /// <param name="markets">Markets in order of time; read as they are asked for.</param>
    /// <returns>One day per market.</returns>
    public IEnumerable<BacktestDay> Over(IEnumerable<MarketSnapshot> markets) =>
        Over(Guard.NotNull(markets, nameof(markets)).Select(market => BacktestDay.Of(market, Portfolio.Empty)));

    /// <summary>The days of a backtest some of which are missing: the accounts of the given days are replaced by this portfolio.</summary>
    /// <param name="days">Days in order of time; read as they are asked for.</param>
    /// <returns>One day per given day; those that are missing stay missing.</returns>
    public IEnumerable<BacktestDay> Over(IEnumerable<BacktestDay> days)
    {
        Guard.NotNull(days, nameof(days));
        return Struck();

        IEnumerable<BacktestDay> Struck()
        {
            MarketSnapshot? struck = null;
            var held = Portfolio.Empty;
            foreach (var day in days)
            {
                if (day.IsKnown && (struck is null || Rolls(struck, day.Market) || held.Positions.Any(position => position.Instrument.Expiry <= day.Time)))
                    (held, struck) = (Strike(day.Market), day.Market);
                yield return day.IsKnown ? BacktestDay.Of(day.Market, held) : day;
            }
        }
    }
}
