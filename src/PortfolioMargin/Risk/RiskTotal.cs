using PortfolioMargin.Numerics;

namespace PortfolioMargin;

/// <summary>What a total is added up over.</summary>
public enum TotalScope
{
    /// <summary>All positions of the account.</summary>
    Account,

    /// <summary>The positions in one underlying.</summary>
    Underlying,

    /// <summary>The positions in one expiry of one underlying; those without expiry together.</summary>
    Expiry,
}

/// <summary>Something that a rule book adds up over positions, beside the profit and loss of each underlying: a delta, a number of short contracts.
/// Keep it in a static field: a total is recognised by reference.</summary>
public sealed class RiskTotal
{
    private readonly Func<RiskRow, MarketSnapshot, double> _unit;

    private RiskTotal(TotalScope scope, Func<RiskRow, MarketSnapshot, double> unit, RiskTotalKind kind)
    {
        Scope = Guard.Defined(scope, nameof(scope));
        _unit = Guard.NotNull(unit, nameof(unit));
        Kind = kind;
    }

    /// <summary>What it is added up over.</summary>
    public TotalScope Scope { get; }

    internal RiskTotalKind Kind { get; }

    /// <summary>The sum of quantity x unit, in the bits of <see cref="RiskGroup.Linear"/>.</summary>
    /// <param name="scope">What it is added up over.</param>
    /// <param name="unit">Amount per contract of a row; it may look at the sign of the row's quantity, not at its size.</param>
    /// <returns>The total.</returns>
    public static RiskTotal Linear(TotalScope scope, Func<RiskRow, MarketSnapshot, double> unit) => new(scope, unit, RiskTotalKind.Sum);

    /// <summary>The number of positions that satisfy a condition, those of quantity 0 included.</summary>
    /// <param name="scope">What it is counted over.</param>
    /// <param name="condition">True for instruments that count.</param>
    /// <returns>The total.</returns>
    public static RiskTotal Count(TotalScope scope, Func<Instrument, bool> condition)
    {
        Guard.NotNull(condition, nameof(condition));
        return new(scope, (row, _) => condition(row.Instrument) ? 1 : 0, RiskTotalKind.Count);
    }

    /// <summary>A number of the market that does not depend on positions (a price, a rate of an expiry), worked out once instead of at every question.</summary>
    /// <param name="scope">An underlying, or an expiry of it.</param>
    /// <param name="value">The number, from any instrument of that scope.</param>
    /// <returns>The total; it reads the same for every account.</returns>
    /// <exception cref="ArgumentException">The scope is the account, which has no instrument of its own.</exception>
    public static RiskTotal Constant(TotalScope scope, Func<Instrument, MarketSnapshot, double> value)
    {
        Guard.NotNull(value, nameof(value));
        if (scope == TotalScope.Account) throw new ArgumentException("A constant belongs to an underlying or an expiry; keep one of the account in the rule book.", nameof(scope));
        return new(scope, (row, market) => value(row.Instrument, market), RiskTotalKind.Constant);
    }

    /// <summary>The sum of short contracts, in the bits of <see cref="RiskGroup.Shorts"/>.</summary>
    /// <param name="scope">What it is added up over.</param>
    /// <returns>The total.</returns>
    public static RiskTotal Shorts(TotalScope scope) => Linear(scope, (row, _) => row.Quantity < 0 ? -1 : 0);

    /// <summary>The unit of a row, of which the sign of the quantity counts.</summary>
    internal double Unit(RiskRow row, MarketSnapshot market) => _unit(row, market);
}

/// <summary>How a total grows.</summary>
internal enum RiskTotalKind
{
    /// <summary>By quantity x unit.</summary>
    Sum,

    /// <summary>By one per position.</summary>
    Count,

    /// <summary>Not at all.</summary>
    Constant,
}
