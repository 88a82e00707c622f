using System.Collections.Immutable;

namespace PortfolioMargin;

/// <summary>A requirement as two numbers, in the reporting currency.</summary>
/// <param name="Initial">Money needed to open; not below 0.</param>
/// <param name="Maintenance">Money needed to keep; not below 0.</param>
public readonly record struct RequirementAmounts(double Initial, double Maintenance);

/// <summary>A rule book that can also answer from sums alone, without a ledger: for gates, searches and batches that ask millions of times. Implement it where the
/// requirement is a function of the profit and loss of each underlying, of totals over positions, and of collateral. Its answer has the bits of the ledger.</summary>
public interface ITotalsRuleBook : IRuleBook
{
    /// <summary>What is added up beside the profit and loss of each underlying.</summary>
    ImmutableArray<RiskTotal> Totals { get; }

    /// <summary>What an account costs, in the bits of <see cref="IRuleBook.Assess(RiskMatrix)"/>. Called in the innermost loop: it should not allocate.</summary>
    /// <param name="totals">The account as its sums; not to be kept.</param>
    /// <returns>Initial and maintenance requirement.</returns>
    /// <exception cref="UnsupportedInstrumentException">The account holds something that the rule does not cover.</exception>
    RequirementAmounts Require(RiskTotals totals);
}
