namespace PortfolioMargin;

/// <summary>How much a finding matters.</summary>
public enum DiagnosticSeverity
{
    /// <summary>Worth knowing; the numbers are as asked.</summary>
    Information,

    /// <summary>The numbers stand on something that a careful user would check first.</summary>
    Warning,
}

/// <summary>A soft finding that travels in the result instead of stopping it: a stale quote, parameters later than the market.</summary>
/// <param name="Severity">How much it matters.</param>
/// <param name="Code">A short stable key, such as "stale-quote", for programs.</param>
/// <param name="Message">A sentence for people.</param>
public sealed record Diagnostic(DiagnosticSeverity Severity, string Code, string Message)
{
    /// <summary>A finding that a careful user would check first.</summary>
    /// <param name="code">A short stable key.</param>
    /// <param name="message">A sentence for people.</param>
    /// <returns>The finding.</returns>
    public static Diagnostic Warning(string code, string message) => new(DiagnosticSeverity.Warning, code, message);

    /// <summary>A finding that is worth knowing.</summary>
    /// <param name="code">A short stable key.</param>
    /// <param name="message">A sentence for people.</param>
    /// <returns>The finding.</returns>
    public static Diagnostic Information(string code, string message) => new(DiagnosticSeverity.Information, code, message);

    /// <inheritdoc/>
    public override string ToString() => $"{(Severity == DiagnosticSeverity.Warning ? "warning" : "note")} {Code}: {Message}";
}
