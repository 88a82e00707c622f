using System.Collections.Immutable;
using PortfolioMargin.Numerics;
using static System.FormattableString;

namespace PortfolioMargin;

/// <summary>A correlation matrix: symmetric, ones on the diagonal, no negative eigenvalue. Immutable.</summary>
public sealed class CorrelationMatrix
{
    /// <summary>Eigenvalues above this count as not negative: what rounding a matrix of a few hundred rows leaves.</summary>
    private const double Rounding = -1e-12;

    private readonly double[,] _values;

    private CorrelationMatrix(double[,] values, double smallest)
    {
        _values = values;
        SmallestEigenvalue = smallest;
    }

    /// <summary>Rows and columns.</summary>
    public int Size => _values.GetLength(0);

    /// <summary>The smallest eigenvalue; not below 0 but for rounding.</summary>
    public double SmallestEigenvalue { get; }

    /// <summary>Distance to the matrix that it was repaired from, in the Frobenius norm; 0 where nothing was repaired.</summary>
    public double RepairDistance { get; private init; }

    /// <summary>What the repair changed; empty where nothing was repaired.</summary>
    public ImmutableArray<Diagnostic> Diagnostics { get; private init; } = [];

    /// <summary>A correlation.</summary>
    /// <param name="row">Row, from 0.</param>
    /// <param name="column">Column, from 0.</param>
    /// <returns>In [-1, 1].</returns>
    public double this[int row, int column] => _values[row, column];

    /// <summary>Every factor on its own.</summary>
    /// <param name="size">Rows and columns, 1 or more.</param>
    /// <returns>The identity.</returns>
    public static CorrelationMatrix Independent(int size)
    {
        if (size < 1) throw new ArgumentOutOfRangeException(nameof(size), size, "A correlation matrix has at least one row.");
        double[,] values = new double[size, size];
        for (int i = 0; i < size; i++) values[i, i] = 1;
        return new(values, 1);
    }

    /// <summary>States a matrix.</summary>
    /// <param name="rows">Symmetric, ones on the diagonal.</param>
    /// <returns>The matrix.</returns>
    /// <exception cref="ArgumentException">It is not square, not symmetric, has another diagonal, or a negative eigenvalue, which the message states.</exception>
    public static CorrelationMatrix Of(params IReadOnlyList<IReadOnlyList<double>> rows)
    {
        double[,] values = Checked(rows);
        double smallest = new SymmetricEigen(values).Values.Min();
        return smallest >= Rounding ? new(values, smallest) : throw new ArgumentException(Invariant(
            $"The correlations contradict each other: the smallest eigenvalue is {smallest:R}, expected at least 0. Correct them, or take the nearest matrix by {nameof(CorrelationMatrix)}.{nameof(Nearest)}."), nameof(rows));
    }

    /// <summary>The nearest correlation matrix (N. Higham 2002); one that needs no repair stays as it is.</summary>
    /// <param name="rows">Symmetric, ones on the diagonal.</param>
    /// <returns>The matrix, with what was changed in <see cref="Diagnostics"/>.</returns>
    /// <exception cref="ArgumentException">It is not square, not symmetric, or has another diagonal.</exception>
    public static CorrelationMatrix Nearest(params IReadOnlyList<IReadOnlyList<double>> rows)
    {
        double[,] values = Checked(rows);
        double before = new SymmetricEigen(values).Values.Min();
        if (before >= Rounding) return new(values, before);
        double[,] repaired = NearestCorrelation.Of(values);
        double distance = 0, largest = 0;
        for (int i = 0; i < repaired.GetLength(0); i++)
        {
            for (int j = 0; j < repaired.GetLength(0); j++)
            {
                double change = repaired[i, j] - values[i, j];
                distance += change * change;
                largest = Math.Max(largest, Math.Abs(change));
            }
        }

        return new(repaired, new SymmetricEigen(repaired).Values.Min())
        {
            RepairDistance = Math.Sqrt(distance),
            Diagnostics = [Diagnostic.Warning("correlation-repaired", Invariant($"The correlations contradict each other (smallest eigenvalue {before:G6}); the nearest matrix is used, {Math.Sqrt(distance):G6} away in the Frobenius norm, at most {largest:G6} in one correlation."))],
        };
    }

    /// <summary>L with L L' = this, lower triangular, [row, column].</summary>
    internal double[,] Factor() => NearestCorrelation.Factor(_values);

    private static double[,] Checked(IReadOnlyList<IReadOnlyList<double>> rows)
    {
        int n = Guard.NotNull(rows, nameof(rows)).Count;
        if (n == 0) throw new ArgumentException("The correlation matrix is empty; give at least one row.", nameof(rows));
        double[,] values = new double[n, n];
        for (int i = 0; i < n; i++)
        {
            if (rows[i] is null || rows[i].Count != n) throw new ArgumentException(Invariant($"Row {i} of the correlation matrix has {rows[i]?.Count ?? 0} numbers; expected {n}, as many as there are rows."), nameof(rows));
            for (int j = 0; j < n; j++) values[i, j] = Guard.InRange(rows[i][j], -1, 1, Invariant($"correlation [{i}, {j}]"));
            if (values[i, i] != 1) throw new ArgumentException(Invariant($"Correlation [{i}, {i}] is {values[i, i]:R}; expected 1 on the diagonal."), nameof(rows));
            for (int j = 0; j < i; j++)
                if (values[i, j] != values[j, i]) throw new ArgumentException(Invariant($"Correlation [{i}, {j}] is {values[i, j]:R} and [{j}, {i}] {values[j, i]:R}; expected the same number."), nameof(rows));
        }

        return values;
    }
}
