using System.Collections.Immutable;

namespace PortfolioMargin.RuleBooks;

/// <summary>Parameters with the groups of the clearing house's lists.</summary>
/// <param name="Parameters">The parameters.</param>
/// <param name="Diagnostics">What was left out of the lists: columns, products, a last line.</param>
public sealed record TimsGroupLists(TimsParameters Parameters, ImmutableArray<Diagnostic> Diagnostics);
