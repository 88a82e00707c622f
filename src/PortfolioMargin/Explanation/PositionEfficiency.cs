using System.Collections.Immutable;

namespace PortfolioMargin;

/// <summary>What one position needs alone and what it contributes in the account. Amounts by rule book, in the reporting currency.</summary>
/// <param name="Position">The position.</param>
/// <param name="StandAlone">Initial requirement in an account of its own; absent where the rule book refuses that account.</param>
/// <param name="Contribution">Contribution to the initial requirement of the account; negative where it hedges; absent where the rule book refuses the account.</param>
public sealed record PositionEfficiency(Position Position, ImmutableArray<double?> StandAlone, ImmutableArray<double?> Contribution);

/// <summary>What rule books take for one purpose, of the account and of its positions each alone.</summary>
/// <param name="Meaning">The purpose.</param>
/// <param name="Together">Amount by rule book in the account; absent where it refuses the account.</param>
/// <param name="StandAlone">Sum by rule book over the positions each alone; absent where it refuses one of them.</param>
public sealed record LineEfficiency(LineMeaning Meaning, ImmutableArray<double?> Together, ImmutableArray<double?> StandAlone);
