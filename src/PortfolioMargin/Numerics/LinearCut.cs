namespace PortfolioMargin.Numerics;

/// <summary>A row of the form entries x &lt;= right.</summary>
/// <param name="Entries">Columns and what they count.</param>
/// <param name="Right">The right side.</param>
internal sealed record LinearCut((int Column, double Value)[] Entries, double Right);
