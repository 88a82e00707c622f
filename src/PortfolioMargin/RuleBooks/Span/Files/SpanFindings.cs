using System.Collections.Immutable;
using static System.FormattableString;

namespace PortfolioMargin.RuleBooks;

/// <summary>Collects what is worth telling about a file: per kind how often, and the first places.</summary>
internal sealed class SpanFindings(SpanReadingOptions options)
{
    private const int MostKinds = 1_000, MostPlaces = 5;
    private readonly Dictionary<string, (string Code, DiagnosticSeverity Severity, long Count, List<string> Places)> _kinds = new(StringComparer.Ordinal);

    /// <summary>Counts a finding.</summary>
    /// <param name="severity">How much it matters.</param>
    /// <param name="code">Key of the diagnostic.</param>
    /// <param name="what">What is found, the same text for each of its kind; placed after the count.</param>
    /// <param name="place">Where this one is.</param>
    public void Add(DiagnosticSeverity severity, string code, string what, string place)
    {
        if (_kinds.TryGetValue(what, out var known))
        {
            if (known.Places.Count < MostPlaces) known.Places.Add(place);
            _kinds[what] = known with { Count = known.Count + 1 };
            return;
        }

        if (_kinds.Count == MostKinds)
            throw new MarginFormatException(Invariant($"more than {MostKinds} different kinds of findings; this is not a SPAN file of a known layout. The last one: {what}, {place}"), options.SourceName);
        _kinds.Add(what, (code, severity, 1, [place]));
    }

    public void Warn(string code, string what, string place) => Add(DiagnosticSeverity.Warning, code, what, place);

    public void Note(string code, string what, string place) => Add(DiagnosticSeverity.Information, code, what, place);

    /// <summary>The findings, in the order in which they were first met.</summary>
    public ImmutableArray<Diagnostic> ToDiagnostics() =>
        [.. _kinds.Select(kind => new Diagnostic(kind.Value.Severity, kind.Value.Code, Invariant($"{kind.Value.Count} x {kind.Key}; {(kind.Value.Count > kind.Value.Places.Count ? "first: " : "")}{string.Join("; ", kind.Value.Places)}.")))];
}
