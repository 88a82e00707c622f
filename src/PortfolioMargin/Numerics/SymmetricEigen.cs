namespace PortfolioMargin.Numerics;

/// <summary>Eigenvalues and eigenvectors of a small symmetric matrix by cyclic Jacobi rotations: plain arithmetic in a fixed order, so the same bits on every machine.</summary>
internal sealed class SymmetricEigen
{
    private const int MostSweeps = 60;

    /// <param name="matrix">Symmetric, [row, column]; left alone.</param>
    public SymmetricEigen(double[,] matrix)
    {
        int n = matrix.GetLength(0);
        double[,] a = (double[,])matrix.Clone();
        Vectors = new double[n, n];
        for (int i = 0; i < n; i++) Vectors[i, i] = 1;
        for (int sweep = 0; sweep < MostSweeps && !IsDiagonal(a); sweep++)
        {
            for (int p = 0; p < n; p++)
                for (int q = p + 1; q < n; q++) Rotate(a, p, q);
        }

        Values = new double[n];
        for (int i = 0; i < n; i++) Values[i] = a[i, i];
    }

    /// <summary>Eigenvalues, in no order.</summary>
    public double[] Values { get; }

    /// <summary>Eigenvectors, [row, number of the eigenvalue].</summary>
    public double[,] Vectors { get; }

    /// <summary>The sum of value x vector vector' over eigenvalues, each value mapped first.</summary>
    public double[,] Rebuilt(Func<double, double> map)
    {
        int n = Values.Length;
        double[] mapped = Array.ConvertAll(Values, value => map(value));
        double[,] result = new double[n, n];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double sum = 0;
                for (int k = 0; k < n; k++) sum += mapped[k] * Vectors[i, k] * Vectors[j, k];
                result[i, j] = result[j, i] = sum;
            }
        }

        return result;
    }

    private static bool IsDiagonal(double[,] a)
    {
        double off = 0, on = 0;
        for (int i = 0; i < a.GetLength(0); i++)
            for (int j = 0; j <= i; j++)
                if (i == j) on += a[i, i] * a[i, i];
                else off += a[i, j] * a[i, j];
        return off <= 1e-36 * on;
    }

    private void Rotate(double[,] a, int p, int q)
    {
        if (a[p, q] == 0) return;
        int n = a.GetLength(0);
        double theta = (a[q, q] - a[p, p]) / (2 * a[p, q]);
        double t = double.IsInfinity(theta) ? 0 : (theta >= 0 ? 1 : -1) / (Math.Abs(theta) + Math.Sqrt((theta * theta) + 1));
        double c = 1 / Math.Sqrt((t * t) + 1), s = t * c;
        for (int k = 0; k < n; k++) (a[k, p], a[k, q]) = ((c * a[k, p]) - (s * a[k, q]), (s * a[k, p]) + (c * a[k, q]));
        for (int k = 0; k < n; k++) (a[p, k], a[q, k]) = ((c * a[p, k]) - (s * a[q, k]), (s * a[p, k]) + (c * a[q, k]));
        for (int k = 0; k < n; k++) (Vectors[k, p], Vectors[k, q]) = ((c * Vectors[k, p]) - (s * Vectors[k, q]), (s * Vectors[k, p]) + (c * Vectors[k, q]));
    }
}
