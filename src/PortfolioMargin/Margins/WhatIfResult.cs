namespace PortfolioMargin;

/// <summary>What trades would change. Amounts in the reporting currency.</summary>
/// <param name="Before">The account as it is.</param>
/// <param name="After">The account after the trades.</param>
public sealed record WhatIfResult(MarginResult Before, MarginResult After)
{
    /// <summary>Incremental initial requirement: after less before; negative is relief.</summary>
    public double Change => After.Initial - Before.Initial;

    /// <summary>Incremental maintenance requirement: after less before.</summary>
    public double MaintenanceChange => After.Maintenance - Before.Maintenance;

    /// <summary>Change of excess over the initial requirement.</summary>
    public double ExcessChange => After.Excess - Before.Excess;

    /// <summary>The change in a sentence.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => FormattableString.Invariant(
        $"initial {Before.Initial:#,0.######} -> {After.Initial:#,0.######} {After.Currency} ({Change:+#,0.######;-#,0.######;0})");
}
