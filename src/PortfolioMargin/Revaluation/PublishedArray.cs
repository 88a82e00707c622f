using System.Collections.Immutable;

namespace PortfolioMargin;

/// <summary>The risk array of one contract as a venue publishes it, already profit positive and with any cover fraction inside.</summary>
/// <param name="Range">The range of the scenario set that the values belong to.</param>
/// <param name="ProfitAndLoss">One value per scenario of that range, in the settlement currency.</param>
/// <param name="Delta">Published (composite) delta per unit of the underlying, 1 for a future; absent: rows that measure delta are 0.</param>
/// <param name="DeltaRange">The range whose rows receive <paramref name="Delta"/> x multiplier, the delta of one contract; empty when there is none.</param>
public sealed record PublishedArray(string Range, ImmutableArray<double> ProfitAndLoss, double? Delta = null, string DeltaRange = "");
