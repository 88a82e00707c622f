using PortfolioMargin.Numerics;

namespace PortfolioMargin;

/// <summary>What a line of a ledger is for, whatever a rule book calls it: so that ledgers of different rule books can be put side by side.
/// An open set: a rule book with a part of its own kind makes one of its own. Equal by name.</summary>
/// <param name="Name">A phrase, such as "loss in scenarios".</param>
public sealed record LineMeaning(string Name)
{
    /// <summary>A phrase, such as "loss in scenarios".</summary>
    public string Name { get; } = Guard.Text(Name, nameof(Name));

    /// <summary>The largest loss over scenarios; lines with a table of scenarios mean this unless they say otherwise.</summary>
    public static LineMeaning ScenarioLoss { get; } = new("loss in scenarios");

    /// <summary>Rates on positions or strategies, without scenarios.</summary>
    public static LineMeaning PositionRates { get; } = new("rates on positions");

    /// <summary>Expiries that move apart: basis, roll, calendar spreads, term structure of volatility.</summary>
    public static LineMeaning ExpiryRisk { get; } = new("expiries that move apart");

    /// <summary>Contracts that offset each other only in part.</summary>
    public static LineMeaning Offset { get; } = new("offsets between groups");

    /// <summary>Least amounts: of short options, of gross size.</summary>
    public static LineMeaning Minimum { get; } = new("minimum");

    /// <summary>Add-ons for what the scenarios leave out: gaps, correlation, doubtful prices.</summary>
    public static LineMeaning Contingency { get; } = new("contingencies");

    /// <summary>Add-ons for size: concentration, liquidity.</summary>
    public static LineMeaning Size { get; } = new("size and concentration");

    /// <summary>Orders that are not filled yet.</summary>
    public static LineMeaning Orders { get; } = new("open orders");

    /// <summary>Debts, interest, funding and fees.</summary>
    public static LineMeaning Financing { get; } = new("borrowing, funding and fees");

    /// <summary>Collateral: its value in equity, its haircut in a requirement.</summary>
    public static LineMeaning Collateral { get; } = new("collateral");

    /// <summary>What options and spot positions are worth.</summary>
    public static LineMeaning PositionValue { get; } = new("value of positions");

    /// <summary>Amounts not yet in cash.</summary>
    public static LineMeaning Accrued { get; } = new("accrued");

    /// <summary>Lines whose rule book does not say what they are for.</summary>
    public static LineMeaning Other { get; } = new("other");

    /// <summary>The phrase.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => Name;
}
