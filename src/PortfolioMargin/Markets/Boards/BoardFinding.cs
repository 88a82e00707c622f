using static System.FormattableString;

namespace PortfolioMargin;

/// <summary>Collects rows with one peculiarity into one diagnostic: how many, and the first of them by name.</summary>
internal sealed class BoardFinding(DiagnosticSeverity severity, string code, string what)
{
    private const int MostExamples = 20;
    private readonly List<string> _examples = [];

    public int Count { get; private set; }

    public void Add(string example)
    {
        if (Count++ < MostExamples) _examples.Add(example);
    }

    /// <summary>Adds the diagnostic if there is anything to say.</summary>
    /// <param name="diagnostics">Receives it.</param>
    /// <param name="total">Number of rows (or strikes, or expiries) looked at.</param>
    public void Report(List<Diagnostic> diagnostics, long total)
    {
        if (Count == 0) return;
        string more = Count > MostExamples ? Invariant($" and {Count - MostExamples} more") : "";
        diagnostics.Add(new(severity, code, Invariant($"{Count} of {total} {what}: {string.Join(", ", _examples)}{more}.")));
    }
}
