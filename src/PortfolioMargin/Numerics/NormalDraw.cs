namespace PortfolioMargin.Numerics;

/// <summary>Independent standard normal variables of rows and columns, from the counter-based generator.</summary>
internal static class NormalDraw
{
    /// <summary>The stream of the normal variables; the chi-square variables have another.</summary>
    private const uint Stream = 0;

    /// <summary>Fills some rows of all columns.</summary>
    public static void Fill(double[][] columns, ulong seed, int start, int rows, bool antithetic)
    {
        double[] uniforms = new double[2 * rows];
        for (int i = 0; i < columns.Length; i += 2)
        {
            for (int r = 0; r < rows; r++)
            {
                int row = start + r;
                (double first, double second) = CounterRandom.Pair(seed, (ulong)(antithetic ? row / 2 : row), (uint)(i / 2), Stream);
                (uniforms[r], uniforms[rows + r]) = antithetic && row % 2 == 1 ? (1 - first, 1 - second) : (first, second); // exact: odd multiples of 2^-54
            }

            NormalInverseLoop.Run(uniforms.AsSpan(0, rows), columns[i].AsSpan(start, rows));
            if (i + 1 < columns.Length) NormalInverseLoop.Run(uniforms.AsSpan(rows, rows), columns[i + 1].AsSpan(start, rows));
        }
    }

    /// <summary>Shifts and scales a column to mean 0 and variance 1.</summary>
    public static void MatchMoments(double[] column)
    {
        double sum = 0, squares = 0;
        foreach (double value in column) sum += value;
        double mean = sum / column.Length;
        foreach (double value in column) squares += (value - mean) * (value - mean);
        double scale = Math.Sqrt(column.Length / squares);
        for (int row = 0; row < column.Length; row++) column[row] = (column[row] - mean) * scale;
    }
}
