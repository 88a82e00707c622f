using PortfolioMargin.Numerics;

namespace PortfolioMargin.RuleBooks;

/// <summary>Consecutive contract months under a number.</summary>
/// <param name="Number">The number, from 1 on.</param>
/// <param name="From">First month.</param>
/// <param name="To">Last month, included.</param>
public sealed record SpanTier(int Number, ContractMonth From, ContractMonth To)
{
    /// <summary>The number, from 1 on; 0 stands for what no tier holds.</summary>
    public int Number { get; } = (int)Guard.InRange(Number, 1, int.MaxValue, "tier number");

    /// <summary>Last month, included; not before the first.</summary>
    public ContractMonth To { get; } = SpanMonths.NotBefore(To, From, Number);

    internal bool Holds(ContractMonth month) => From <= month && month <= To;
}

/// <summary>Consecutive contract months with a short option minimum of their own.</summary>
/// <param name="Number">The number, from 1 on.</param>
/// <param name="From">First month.</param>
/// <param name="To">Last month, included.</param>
/// <param name="Rate">Money per short option, in the commodity's currency.</param>
public sealed record SpanMinimumTier(int Number, ContractMonth From, ContractMonth To, double Rate)
{
    /// <summary>The number, from 1 on; 0 stands for what no tier holds.</summary>
    public int Number { get; } = (int)Guard.InRange(Number, 1, int.MaxValue, "tier number");

    /// <summary>Last month, included; not before the first.</summary>
    public ContractMonth To { get; } = SpanMonths.NotBefore(To, From, Number);

    /// <summary>Money per short option; not below 0.</summary>
    public double Rate { get; } = Guard.NonNegative(Rate, "shortOptionMinimumTiers.rate");

    internal SpanTier Months => new(Number, From, To);
}

/// <summary>What must hold of tiers.</summary>
internal static class SpanMonths
{
    public static ContractMonth NotBefore(ContractMonth to, ContractMonth from, int tier) => to >= from
        ? to
        : throw new ArgumentException($"Tier {tier} runs from {from} to {to}; its last month must not come before its first.", nameof(to));

    /// <summary>Tiers whose numbers differ; where months are added up by tier, no month may lie in two of them.</summary>
    public static void Check(IReadOnlyList<SpanTier> tiers, string name, bool disjoint)
    {
        for (int i = 0; i < tiers.Count; i++)
        {
            for (int j = 0; j < i; j++)
            {
                if (tiers[i].Number == tiers[j].Number)
                    throw new ArgumentException($"{name} has two tiers {tiers[i].Number}; give each a number of its own.", nameof(tiers));
                if (disjoint && tiers[i].From <= tiers[j].To && tiers[j].From <= tiers[i].To)
                    throw new ArgumentException($"{name}: tiers {tiers[j].Number} and {tiers[i].Number} share months, which would count twice; give each month one tier.", nameof(tiers));
            }
        }
    }
}
