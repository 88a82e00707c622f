using System.Collections.Immutable;

namespace PortfolioMargin;

/// <summary>The rows that a rule compared: after weight and dampener, synthetic rows included.</summary>
/// <param name="Group">Whose rows: an underlying, an expiry, the account.</param>
/// <param name="Names">Name of each row.</param>
/// <param name="ProfitAndLoss">Profit or loss of each row, profit positive, in the currency of the line.</param>
/// <param name="Worst">Index of the row that decided; the lowest where several tie, unless the rule names another; -1 without rows, and where none of these rows decided but one of a larger group.</param>
public sealed record ScanTable(string Group, ImmutableArray<string> Names, ImmutableArray<double> ProfitAndLoss, int Worst)
{
    /// <summary>Name of the row that decided; empty where none did.</summary>
    public string WorstName => Worst >= 0 ? Names[Worst] : "";
}
