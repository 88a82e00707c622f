using System.Collections.Immutable;
using PortfolioMargin.Numerics;

namespace PortfolioMargin.RuleBooks;

/// <summary>Returns that are drawn: from a distribution that is stated, or from one that is fitted to the history.</summary>
/// <param name="Count">Number of rows.</param>
/// <param name="Seed">Where the generator starts.</param>
/// <param name="Underlyings">Symbols, in the order of the correlation.</param>
/// <param name="Correlation">Of the normal variables, or the dispersion of the Student variables; symmetric, diagonal 1.</param>
/// <param name="Marginals">Distribution by underlying.</param>
/// <param name="Fit">What is fitted to the history in place of underlyings, correlation and marginals.</param>
/// <param name="Copula">How underlyings move together.</param>
/// <param name="DegreesOfFreedom">Of the Student copula; absent with a fit: fitted too.</param>
/// <param name="Antithetic">Whether every second row is the mirror image of the one before.</param>
/// <param name="MomentMatched">Whether the normal variables are shifted and scaled to mean 0 and variance 1.</param>
/// <param name="Repair">Whether a stated correlation that is none is replaced by the nearest one; absent: it is refused.</param>
public sealed record SimulationMonteCarlo(
    int Count,
    long Seed,
    ImmutableArray<string> Underlyings = default,
    ImmutableArray<ImmutableArray<double>> Correlation = default,
    ImmutableSortedDictionary<string, SimulationMarginal>? Marginals = null,
    SimulationFit? Fit = null,
    CopulaFamily Copula = CopulaFamily.Gaussian,
    double? DegreesOfFreedom = null,
    bool Antithetic = false,
    bool MomentMatched = false,
    bool Repair = false)
{
    /// <summary>Symbols, in the order of the correlation; empty with a fit.</summary>
    public ImmutableArray<string> Underlyings { get; } = Stated(Fit, Underlyings.IsDefaultOrEmpty, "underlyings") && Underlyings.Distinct(StringComparer.Ordinal).Count() < Underlyings.Length
        ? throw new ArgumentException("monteCarlo.underlyings must name at least one underlying, none twice.", nameof(Underlyings))
        : Underlyings.IsDefault ? [] : Underlyings;

    /// <summary>Of the normal variables, or the dispersion of the Student variables; empty with a fit.</summary>
    public ImmutableArray<ImmutableArray<double>> Correlation { get; } = Stated(Fit, Correlation.IsDefaultOrEmpty, "correlation") && Correlation.Any(row => row.IsDefault)
        ? throw new ArgumentException("monteCarlo.correlation needs a row of numbers for each underlying.", nameof(Correlation))
        : Correlation.IsDefault ? [] : Correlation;

    /// <summary>Distribution by underlying; empty with a fit.</summary>
    public ImmutableSortedDictionary<string, SimulationMarginal> Marginals { get; } = Stated(Fit, Marginals is null or { IsEmpty: true }, "marginals") && Underlyings.FirstOrDefault(symbol => !Marginals!.ContainsKey(symbol)) is { } bare
        ? throw new ArgumentException($"monteCarlo.marginals lacks {bare}; give each underlying a distribution.", nameof(Marginals))
        : (Marginals ?? ImmutableSortedDictionary<string, SimulationMarginal>.Empty).WithComparers(StringComparer.Ordinal);

    /// <summary>Of the Student copula.</summary>
    public double? DegreesOfFreedom { get; } = DegreesOfFreedom is null ? Copula == CopulaFamily.Gaussian || Fit is not null ? null : throw Degrees()
        : Copula == CopulaFamily.StudentT ? Guard.InRange(DegreesOfFreedom.Value, 0.1, 1e6, "monteCarlo.degreesOfFreedom") : throw Degrees();

    private static ArgumentException Degrees() => new("monteCarlo.degreesOfFreedom belongs to the copula studentT, which needs it unless it is fitted.", nameof(DegreesOfFreedom));

    /// <summary>Whether a part of the distribution is stated; it is either stated or fitted.</summary>
    private static bool Stated(SimulationFit? fit, bool isAbsent, string name) => isAbsent == fit is not null
        ? !isAbsent
        : throw new ArgumentException($"monteCarlo {(isAbsent ? "lacks" : "has both a \"fit\" and")} \"{name}\"; state underlyings, correlation and marginals, or a fit, which replaces all three.", name);
}

/// <summary>What is fitted to the history: correlations by rank, and distributions.</summary>
/// <param name="Marginals">Family of the distributions of returns and of changes of volatility.</param>
public sealed record SimulationFit(MarginalFamily Marginals = MarginalFamily.Empirical);

/// <summary>Distribution of one underlying's return.</summary>
/// <param name="Kind">Which.</param>
/// <param name="StandardDeviation">Of the return.</param>
/// <param name="Mean">Of the return.</param>
/// <param name="DegreesOfFreedom">Student: above 2.</param>
public sealed record SimulationMarginal(MarginalFamily Kind, double StandardDeviation, double Mean = 0, double? DegreesOfFreedom = null)
{
    /// <summary>Which.</summary>
    public MarginalFamily Kind { get; } = Kind != MarginalFamily.Empirical ? Kind : throw new ArgumentException("An empirical marginal has no numbers to state; use a \"fit\".", nameof(Kind));

    /// <summary>Of the return.</summary>
    public double StandardDeviation { get; } = Guard.Positive(StandardDeviation, "marginals.standardDeviation");

    /// <summary>Of the return.</summary>
    public double Mean { get; } = Guard.Finite(Mean, "marginals.mean");

    /// <summary>Student: above 2.</summary>
    public double? DegreesOfFreedom { get; } = Kind == MarginalFamily.StudentT
        ? DegreesOfFreedom is > 2 and <= 1e6 ? DegreesOfFreedom : throw new ArgumentOutOfRangeException(nameof(DegreesOfFreedom), DegreesOfFreedom, $"marginals.degreesOfFreedom is {DegreesOfFreedom}; a Student marginal with a standard deviation needs a number above 2, at most 1e6.")
        : DegreesOfFreedom is null ? null : throw new ArgumentException("A normal marginal has no degreesOfFreedom.", nameof(DegreesOfFreedom));
}
