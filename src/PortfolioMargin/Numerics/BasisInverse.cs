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

    /// <summary>The inverse after rows with a basic slack are taken off and others are added.</summary>
    /// <param name="places">Places that stay.</param>
    /// <param name="rows">Rows that stay, as many.</param>
    /// <param name="added">What the added rows have of the columns at the places that stay: [added][place].</param>
    public BasisInverse With(int[] places, int[] rows, double[][] added)
    {
        int kept = places.Length;
        var next = new BasisInverse(kept + added.Length, _budget);
        for (int place = 0; place < kept; place++)
        {
            double[] from = _rows[places[place]], to = next._rows[place];
            for (int row = 0; row < kept; row++) to[row] = from[rows[row]];
        }

        for (int row = 0; row < added.Length; row++)
        {
            double[] to = next._rows[kept + row];
            for (int place = 0; place < kept; place++)
                if (added[row][place] != 0) next.Subtract(to, next._rows[place].AsSpan(0, kept), added[row][place]);
        }

        for (int place = 0; place < next._rows.Length; place++) next._lengths[place] = next._rows[place].Sum(cell => cell * cell);
        _budget.Spend((long)kept * next._rows.Length);
        return next;
    }

    private void Subtract(double[] target, ReadOnlySpan<double> source, double factor)
    {
        for (int i = 0; i < source.Length; i++) target[i] -= factor * source[i];
        _budget.Spend(source.Length);
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
