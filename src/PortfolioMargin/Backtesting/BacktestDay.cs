using System.Diagnostics.CodeAnalysis;
using PortfolioMargin.Numerics;

namespace PortfolioMargin.Backtesting;

/// <summary>One day of a backtest: the market and the account that was held in it; or the day that should be there and is not.</summary>
public sealed record BacktestDay
{
    private BacktestDay(DateTimeOffset time, MarketSnapshot? market, Account? account, string? missing) => (Time, Market, Account, Missing) = (time, market, account, missing);

    /// <summary>When, in UTC.</summary>
    public DateTimeOffset Time { get; }

    /// <summary>The market; none where it is missing.</summary>
    public MarketSnapshot? Market { get; }

    /// <summary>What is held from this market on until the next day; none where the market is missing.</summary>
    public Account? Account { get; }

    /// <summary>Why the market is missing; none where it is there.</summary>
    public string? Missing { get; }

    /// <summary>Whether market and account are there.</summary>
    [MemberNotNullWhen(true, nameof(Market), nameof(Account))]
    [MemberNotNullWhen(false, nameof(Missing))]
    internal bool IsKnown => Missing is null;

    /// <summary>A day with its market and account.</summary>
    /// <param name="market">The market.</param>
    /// <param name="account">What is held from this market on; a portfolio is an account.</param>
    /// <returns>The day.</returns>
    public static BacktestDay Of(MarketSnapshot market, Account account) => new(Guard.NotNull(market, nameof(market)).Time, market, Guard.NotNull(account, nameof(account)), null);

    /// <summary>A day whose market is missing. Nothing is put in its place: intervals that begin or end here are listed as gaps.</summary>
    /// <param name="time">When it should have been.</param>
    /// <param name="reason">Why it is missing, for the list of gaps.</param>
    /// <returns>The day.</returns>
    public static BacktestDay MissingAt(DateTimeOffset time, string reason) => new(time.ToUniversalTime(), null, null, Guard.Text(reason, nameof(reason)));
}
