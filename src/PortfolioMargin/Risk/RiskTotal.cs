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

    private RiskTotal(TotalScope scope, Func<RiskRow, MarketSnapshot, double> unit, bool counts)
    {
        Scope = Guard.Defined(scope, nameof(scope));
        _unit = Guard.NotNull(unit, nameof(unit));
        Counts = counts;
    }

    /// <summary>What it is added up over.</summary>
    public TotalScope Scope { get; }

    /// <summary>Whether it counts positions, also those of quantity 0, instead of adding quantities.</summary>
    public bool Counts { get; }

    /// <summary>The sum of quantity x unit, in the bits of <see cref="RiskGroup.Linear"/>.</summary>
    /// <param name="scope">What it is added up over.</param>
    /// <param name="unit">Amount per contract of a row; it may look at the sign of the row's quantity, not at its size.</param>
    /// <returns>The total.</returns>
    public static RiskTotal Linear(TotalScope scope, Func<RiskRow, MarketSnapshot, double> unit) => new(scope, unit, false);

    /// <summary>The number of positions that satisfy a condition.</summary>
    /// <param name="scope">What it is counted over.</param>
    /// <param name="condition">True for instruments that count.</param>
    /// <returns>The total.</returns>
    public static RiskTotal Count(TotalScope scope, Func<Instrument, bool> condition)
    {
        Guard.NotNull(condition, nameof(condition));
        return new(scope, (row, _) => condition(row.Instrument) ? 1 : 0, true);
    }

    /// <summary>The sum of short contracts, in the bits of <see cref="RiskGroup.Shorts"/>.</summary>
    /// <param name="scope">What it is added up over.</param>
    /// <returns>The total.</returns>
    public static RiskTotal Shorts(TotalScope scope) => Linear(scope, (row, _) => row.Quantity < 0 ? -1 : 0);

    /// <summary>The unit of a long (sign 1) or short (sign -1) row.</summary>
    internal double Unit(UnitRisk unit, double conversion, double sign, MarketSnapshot market) =>
        _unit(new RiskRow(0, RiskRowKind.Position, sign, conversion) { Unit = unit }, market);
}
