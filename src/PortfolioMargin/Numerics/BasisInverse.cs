namespace PortfolioMargin.Numerics;

/// <summary>The inverse of a basis of a linear programme, kept row by row with the squared length of every row: the weights of steepest-edge pricing in
/// the dual simplex method. Zeros are skipped, which leaves few of the cells to touch in the programmes that this serves.</summary>
internal sealed class BasisInverse
{
    /// <summary>A cell below this is what cancellation left of zero: the entries of the programme are about 1.</summary>
    private const double Dust = 1e-13;

    private readonly double[][] _rows;
    private readonly double[] _lengths;
    private readonly int[] _filled; // columns of the pivot row that are not 0
    private readonly WorkBudget _budget;

    /// <summary>The inverse of the identity.</summary>
    /// <param name="size">Rows of the programme.</param>
    /// <param name="budget">Counts the cells touched.</param>
    public BasisInverse(int size, WorkBudget budget)
    {
        (_rows, _lengths, _filled, _budget) = (new double[size][], new double[size], new int[size], budget);
        for (int row = 0; row < size; row++) _rows[row] = new double[size];
        Reset();
    }

    /// <summary>Squared length of a row.</summary>
    public double Length(int row) => _lengths[row];

    /// <summary>A row.</summary>
    public ReadOnlySpan<double> Row(int row) => _rows[row];

    /// <summary>Back to the identity.</summary>
    public void Reset()
    {
        for (int row = 0; row < _rows.Length; row++)
        {
            Array.Clear(_rows[row]);
            _rows[row][row] = 1;
            _lengths[row] = 1;
        }
    }

    /// <summary>The inverse times a sparse column.</summary>
    /// <param name="column">Entries of the column.</param>
    /// <param name="product">[row], filled.</param>
    public void Times(ReadOnlySpan<(int Row, double Value)> column, Span<double> product)
    {
        _budget.Spend((long)column.Length * _rows.Length);
        for (int row = 0; row < _rows.Length; row++)
        {
            double[] cells = _rows[row];
            double sum = 0;
            foreach (var (index, value) in column) sum += value * cells[index];
            product[row] = sum;
        }
    }

    /// <summary>Column <paramref name="row"/> of the basis becomes another one.</summary>
    /// <param name="row">The place in the basis.</param>
    /// <param name="product">The inverse times the new column; its entry at the place is the pivot.</param>
    public void Replace(int row, ReadOnlySpan<double> product)
    {
        double[] pivots = _rows[row];
        int filled = 0;
        double scale = 1 / product[row], length = 0;
        for (int column = 0; column < pivots.Length; column++)
        {
            if (pivots[column] == 0) continue;
            pivots[column] *= scale;
            length += pivots[column] * pivots[column];
            _filled[filled++] = column;
        }

        _lengths[row] = length;
        int touched = 0;
        for (int other = 0; other < _rows.Length; other++)
        {
            if (other == row || Math.Abs(product[other]) < Dust) continue;
            Subtract(other, pivots, product[other], filled);
            touched++;
        }

        _budget.Spend((2L * _rows.Length) + (2L * touched * filled));
    }

    private void Subtract(int target, double[] pivots, double factor, int filled)
    {
        double[] cells = _rows[target];
        double change = 0;
        foreach (int column in _filled.AsSpan(0, filled))
        {
            double before = cells[column], after = before - (factor * pivots[column]);
            if (Math.Abs(after) < Dust) after = 0;
            cells[column] = after;
            change += (after * after) - (before * before);
        }

        _lengths[target] = Math.Max(_lengths[target] + change, Dust);
    }
}
