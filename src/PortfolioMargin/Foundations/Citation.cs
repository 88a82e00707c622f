using System.Globalization;

namespace PortfolioMargin;

/// <summary>Where a rule or a constant is written: document, section, date.</summary>
/// <param name="Document">Title or address of the document.</param>
/// <param name="Section">Section, article or field inside it.</param>
/// <param name="Date">Date of the document, or of the state that was read.</param>
public sealed record Citation(string Document, string Section, DateOnly Date)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Document}, {Section} ({Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)})";
}
