namespace PortfolioMargin.Numerics;

/// <summary>The nearest correlation matrix in the Frobenius norm, and the triangular factor of one.</summary>
internal static class NearestCorrelation
{
    private const int MostSteps = 100_000;

    /// <summary>Alternating projections onto the positive semi-definite matrices and onto unit diagonals, with Dykstra's correction.
    /// N. Higham, Computing the nearest correlation matrix, IMA J. Numerical Analysis 22 (2002), algorithm 3.3.</summary>
    /// <param name="matrix">Symmetric, unit diagonal.</param>
    public static double[,] Of(double[,] matrix)
    {
        int n = matrix.GetLength(0);
        double[,] y = (double[,])matrix.Clone(), correction = new double[n, n], x = y;
        for (int step = 0; step < MostSteps; step++)
        {
            double[,] r = Combined(y, correction, -1);
            x = new SymmetricEigen(r).Rebuilt(value => Math.Max(0, value));
            correction = Combined(x, r, -1);
            double change = 0;
            for (int i = 0; i < n; i++)
            {
                for (int j = 0; j < n; j++)
                {
                    double next = i == j ? 1 : x[i, j];
                    change = Math.Max(change, Math.Abs(next - y[i, j]));
                    y[i, j] = next;
                }
            }

            if (change <= 1e-15) break;
        }

        return UnitDiagonal(x);
    }

    /// <summary>L with L L' = matrix, lower triangular; where a pivot vanishes, its column is 0.</summary>
    /// <param name="matrix">Positive semi-definite up to rounding.</param>
    public static double[,] Factor(double[,] matrix)
    {
        int n = matrix.GetLength(0);
        double[,] factor = new double[n, n];
        for (int j = 0; j < n; j++)
        {
            double pivot = matrix[j, j];
            for (int k = 0; k < j; k++) pivot -= factor[j, k] * factor[j, k];
            if (pivot <= 1e-14 * n) continue;
            factor[j, j] = Math.Sqrt(pivot);
            for (int i = j + 1; i < n; i++)
            {
                double rest = matrix[i, j];
                for (int k = 0; k < j; k++) rest -= factor[i, k] * factor[j, k];
                factor[i, j] = rest / factor[j, j];
            }
        }

        return factor;
    }

    /// <summary>Rows and columns over the roots of the diagonal, which is then exactly 1.</summary>
    private static double[,] UnitDiagonal(double[,] x)
    {
        int n = x.GetLength(0);
        double[,] scaled = new double[n, n];
        for (int i = 0; i < n; i++)
            for (int j = 0; j < n; j++) scaled[i, j] = i == j ? 1 : x[i, j] / Math.Sqrt(x[i, i] * x[j, j]);
        return scaled;
    }

    private static double[,] Combined(double[,] left, double[,] right, double factor)
    {
        double[,] result = (double[,])left.Clone();
        for (int i = 0; i < result.GetLength(0); i++)
            for (int j = 0; j < result.GetLength(1); j++) result[i, j] += factor * right[i, j];
        return result;
    }
}
