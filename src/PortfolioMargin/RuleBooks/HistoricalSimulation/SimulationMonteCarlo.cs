using System.Collections.Immutable;
using PortfolioMargin.Numerics;

namespace PortfolioMargin.RuleBooks;

/// <summary>How underlyings move together.</summary>
public enum SimulationCopula
{
    /// <summary>As normal variables do: extremes are independent in the end.</summary>
    Gaussian,

    /// <summary>As Student variables do: extremes come together.</summary>
    StudentT,
}

/// <summary>Distribution of one underlying's return.</summary>
public enum SimulationMarginalKind
{
    /// <summary>Normal.</summary>
    Normal,

    /// <summary>Student's t, scaled to the standard deviation.</summary>
    StudentT,
}

/// <summary>Returns that are drawn.</summary>
/// <param name="Underlyings">Symbols, in the order of the correlation.</param>
/// <param name="Correlation">Of the normal variables, or the dispersion of the Student variables; symmetric, diagonal 1.</param>
/// <param name="Marginals">Distribution by underlying.</param>
/// <param name="Count">Number of rows.</param>
/// <param name="Seed">Where the generator starts.</param>
/// <param name="Copula">How underlyings move together.</param>
/// <param name="DegreesOfFreedom">Of the Student copula.</param>
/// <param name="Antithetic">Whether every second row is the mirror image of the one before.</param>
/// <param name="MomentMatched">Whether the normal variables are shifted and scaled to mean 0 and variance 1.</param>
/// <param name="Repair">Whether a correlation that is none is replaced by the nearest one; absent: it is refused.</param>
public sealed record SimulationMonteCarlo(
    ImmutableArray<string> Underlyings,
    ImmutableArray<ImmutableArray<double>> Correlation,
    ImmutableSortedDictionary<string, SimulationMarginal> Marginals,
    int Count,
    long Seed,
    SimulationCopula Copula = SimulationCopula.Gaussian,
    double? DegreesOfFreedom = null,
    bool Antithetic = false,
    bool MomentMatched = false,
    bool Repair = false)
{
    /// <summary>Symbols, in the order of the correlation.</summary>
    public ImmutableArray<string> Underlyings { get; } = Underlyings.IsDefaultOrEmpty || Underlyings.Distinct(StringComparer.Ordinal).Count() < Underlyings.Length
        ? throw new ArgumentException("monteCarlo.underlyings must name at least one underlying, none twice.", nameof(Underlyings))
        : Underlyings;

    /// <summary>Of the normal variables, or the dispersion of the Student variables.</summary>
    public ImmutableArray<ImmutableArray<double>> Correlation { get; } = Correlation.IsDefaultOrEmpty || Correlation.Any(row => row.IsDefault)
        ? throw new ArgumentException("monteCarlo.correlation needs a row of numbers for each underlying.", nameof(Correlation))
        : Correlation;

    /// <summary>Distribution by underlying.</summary>
    public ImmutableSortedDictionary<string, SimulationMarginal> Marginals { get; } = Underlyings.FirstOrDefault(symbol => !Marginals.ContainsKey(symbol)) is { } bare
        ? throw new ArgumentException($"monteCarlo.marginals lacks {bare}; give each underlying a distribution.", nameof(Marginals))
        : Marginals.WithComparers(StringComparer.Ordinal);

    /// <summary>Of the Student copula.</summary>
    public double? DegreesOfFreedom { get; } = (Copula == SimulationCopula.StudentT) == (DegreesOfFreedom is not null)
        ? DegreesOfFreedom is { } degrees ? Guard.InRange(degrees, 0.1, 1e6, "monteCarlo.degreesOfFreedom") : null
        : throw new ArgumentException("monteCarlo.degreesOfFreedom belongs to the copula studentT, which needs it.", nameof(DegreesOfFreedom));
}

/// <summary>Distribution of one underlying's return.</summary>
/// <param name="Kind">Which.</param>
/// <param name="StandardDeviation">Of the return.</param>
/// <param name="Mean">Of the return.</param>
/// <param name="DegreesOfFreedom">Student: above 2.</param>
public sealed record SimulationMarginal(SimulationMarginalKind Kind, double StandardDeviation, double Mean = 0, double? DegreesOfFreedom = null)
{
    /// <summary>Of the return.</summary>
    public double StandardDeviation { get; } = Guard.Positive(StandardDeviation, "marginals.standardDeviation");

    /// <summary>Of the return.</summary>
    public double Mean { get; } = Guard.Finite(Mean, "marginals.mean");

    /// <summary>Student: above 2.</summary>
    public double? DegreesOfFreedom { get; } = Kind == SimulationMarginalKind.StudentT
        ? DegreesOfFreedom is > 2 and <= 1e6 ? DegreesOfFreedom : throw new ArgumentOutOfRangeException(nameof(DegreesOfFreedom), DegreesOfFreedom, $"marginals.degreesOfFreedom is {DegreesOfFreedom}; a Student marginal with a standard deviation needs a number above 2, at most 1e6.")
        : DegreesOfFreedom is null ? null : throw new ArgumentException("A normal marginal has no degreesOfFreedom.", nameof(DegreesOfFreedom));
}
