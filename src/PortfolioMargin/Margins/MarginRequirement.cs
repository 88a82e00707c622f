using System.Collections.Immutable;

namespace PortfolioMargin;

/// <summary>What a rule book answers: two ledgers, and how it counts what the account is worth. Amounts in the reporting currency.</summary>
/// <param name="Initial">Requirement to open; not below 0.</param>
/// <param name="Maintenance">Requirement to keep; not below 0.</param>
/// <param name="Equity">What the account is worth under this rule; absent: collateral after haircuts, accrued amounts and option values.</param>
public sealed record MarginRequirement(MarginLine Initial, MarginLine Maintenance, MarginLine? Equity = null)
{
    /// <summary>Whether the requirement already deducts what upfront options are worth (SPAN's net option value): the equity line then leaves them out, since no value may count twice.</summary>
    public bool CountsOptionValue { get; init; }

    /// <summary>What a careful user of this result should know.</summary>
    public ImmutableArray<Diagnostic> Diagnostics { get; init; } = [];
}
