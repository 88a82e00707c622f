using System.Collections.Immutable;
using static System.FormattableString;

namespace PortfolioMargin;

/// <summary>One compared number or name of a case.</summary>
/// <param name="Path">What was compared: "initial", a ledger path, "BTC scenario 3".</param>
/// <param name="Expected">What the case expects.</param>
/// <param name="Actual">What came out.</param>
/// <param name="Agrees">Whether they agree within the case's tolerance.</param>
public sealed record CaseCheck(string Path, string Expected, string Actual, bool Agrees)
{
    /// <summary>The comparison in a line.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => $"{(Agrees ? "agrees" : "DIFFERS")} {Path}: expected {Expected}, got {Actual}";
}

/// <summary>What a case's check found.</summary>
/// <param name="Case">The case.</param>
/// <param name="Checks">Every comparison.</param>
/// <param name="Failure">Why it could not be calculated; empty when it could.</param>
public sealed record CaseReport(MarginCase Case, ImmutableArray<CaseCheck> Checks, string Failure = "")
{
    /// <summary>Whether it was calculated and every number agrees.</summary>
    public bool Agrees => Failure.Length == 0 && Checks.All(check => check.Agrees);

    /// <summary>The report in a line.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => Failure.Length > 0
        ? $"{Case.Name}: {Failure}"
        : Invariant($"{Case.Name}: {Checks.Count(check => check.Agrees)} of {Checks.Length} numbers agree");
}
