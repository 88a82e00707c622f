using System.Collections.Immutable;
using PortfolioMargin.Numerics;

namespace PortfolioMargin;

/// <summary>A portfolio with what stands beside it: collateral, open orders, profit not yet in cash. Immutable; changed by <see langword="with"/>.</summary>
public sealed record Account
{
    private readonly ImmutableArray<Holding> _collateral = [];
    private readonly ImmutableArray<Order> _orders = [];
    private readonly ImmutableDictionary<Instrument, double> _accrued = ImmutableDictionary<Instrument, double>.Empty;

    /// <summary>States an account without collateral or orders.</summary>
    /// <param name="portfolio">What is held.</param>
    public Account(Portfolio portfolio) => Portfolio = Guard.NotNull(portfolio, nameof(portfolio));

    /// <summary>What is held.</summary>
    public Portfolio Portfolio { get; init => field = Guard.NotNull(value, nameof(Portfolio)); }

    /// <summary>Collateral, one entry per asset in ordinal order of codes; amounts of one asset are added exactly.</summary>
    public ImmutableArray<Holding> Collateral
    {
        get => _collateral;
        init => _collateral = Net(value.IsDefault ? [] : value);
    }

    /// <summary>Open orders in canonical order of instruments, then quantity, then limit. Orders are never netted.</summary>
    public ImmutableArray<Order> Orders
    {
        get => _orders;
        init => _orders = value.IsDefault ? [] : [.. value.OrderBy(o => Guard.NotNull(o.Instrument, nameof(Orders))).ThenBy(o => o.Quantity).ThenBy(o => o.Limit)];
    }

    /// <summary>Profit and funding not yet in cash, by instrument, of the whole position, in the quote currency of the underlying.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An amount is not finite.</exception>
    public ImmutableDictionary<Instrument, double> Accrued
    {
        get => _accrued;
        init
        {
            foreach (var (instrument, amount) in Guard.NotNull(value, nameof(Accrued))) Guard.Finite(amount, $"accrued amount of {instrument}");
            _accrued = value;
        }
    }

    /// <summary>An account that holds a portfolio and nothing else.</summary>
    /// <param name="portfolio">What is held.</param>
    public static implicit operator Account(Portfolio portfolio) => new(portfolio);

    /// <summary>This account after trades: their positions added to the portfolio.</summary>
    /// <param name="trades">Contracts bought (positive) and sold (negative).</param>
    /// <returns>The account after the trades; cash is not moved.</returns>
    public Account After(params ReadOnlySpan<Position> trades) => this with { Portfolio = Portfolio + Portfolio.Of(trades) };

    private static ImmutableArray<Holding> Net(ImmutableArray<Holding> holdings) =>
        [.. holdings
            .GroupBy(holding => holding.Asset)
            .OrderBy(group => group.Key)
            .Select(group => new Holding(group.Key, ExactSum.Of(group.Select(holding => holding.Amount).ToArray())))];
}
