using PortfolioMargin.Numerics;

namespace PortfolioMargin;

/// <summary>Ledger lines that most rule books need, made from groups of a risk matrix.</summary>
public static class RiskLines
{
    /// <summary>The largest weighted loss of a group over its scenarios, not below 0, with the rows that were compared.</summary>
    /// <param name="group">The group.</param>
    /// <param name="name">Name of the line; absent: the group's.</param>
    /// <returns>A leaf, named by the group.</returns>
    public static MarginLine WorstLoss(this RiskGroup group, string? name = null)
    {
        var scenarios = Guard.NotNull(group, nameof(group)).Scenarios;
        int worst = group.WorstScenario();
        if (worst < 0) return MarginLine.Leaf(name ?? group.Name, Attributed.Zero);

        var totals = new double[scenarios.Length];
        group.ProfitAndLoss(totals);
        for (int s = 0; s < totals.Length; s++) totals[s] = scenarios[s].Weight * totals[s] + 0.0;
        var loss = (-scenarios[worst].Weight * group.At(worst)).Positive();
        return MarginLine.Leaf(name ?? group.Name, loss).WithTable(new(group.Name, [.. scenarios.Select(row => row.Name)], [.. totals], worst));
    }
}
