using System.Numerics;
using System.Runtime.InteropServices;

namespace PortfolioMargin.Numerics;

/// <summary>Dense simplex tableau of min c x, A x = b, x >= 0. Plain products and differences in a fixed order, so the same bits everywhere.
/// Entering by the most negative reduced cost, the lowest index where several tie; after many steps without progress by Bland's rule, which cannot cycle.
/// Source: V. Chvatal, Linear Programming, 1983, chapters 3 and 8.</summary>
internal sealed class SimplexTableau
{
    /// <summary>A coefficient or reduced cost below this is rounding: rows and costs are scaled to about 1.</summary>
    private const double Zero = 1e-10;

    /// <summary>Steps without progress after which Bland's rule takes over.</summary>
    private const int Patience = 200;

    private readonly double[][] _rows; // [row][column]
    private readonly double[] _right;  // [row]
    private readonly double[] _costs;  // reduced, [column]
    private readonly int[] _basis;     // [row], the basic column
    private readonly WorkBudget _budget;

    private SimplexTableau(double[][] rows, double[] right, double[] costs, int[] basis, double value, WorkBudget budget)
    {
        _rows = rows;
        _right = right;
        _costs = costs;
        _basis = basis;
        Value = value;
        _budget = budget;
    }

    /// <summary>Cost of the present solution.</summary>
    public double Value { get; private set; }

    /// <summary>Reduced cost of every column.</summary>
    public ReadOnlySpan<double> ReducedCosts => _costs;

    /// <summary>Makes a tableau on a basis that is feasible.</summary>
    /// <param name="rows">[row][column]; kept and changed.</param>
    /// <param name="right">[row].</param>
    /// <param name="costs">[column].</param>
    /// <param name="basis">[row], a column for each row, such that eliminating them one after the other is possible.</param>
    /// <param name="budget">Counts and stops the work.</param>
    public static SimplexTableau Of(double[][] rows, double[] right, double[] costs, int[] basis, WorkBudget budget)
    {
        var tableau = new SimplexTableau(rows, right, costs, basis, 0, budget);
        for (int row = 0; row < rows.Length; row++) tableau.Pivot(row, basis[row]);
        return tableau;
    }

    /// <summary>Values of the columns.</summary>
    public double[] Solution()
    {
        var solution = new double[_costs.Length];
        for (int row = 0; row < _basis.Length; row++) solution[_basis[row]] = Math.Max(0, _right[row]);
        return solution;
    }

    /// <summary>Goes to an optimum from a feasible solution.</summary>
    public void Minimise()
    {
        for (int stalled = 0; ;)
        {
            int column = Entering(stalled > Patience);
            if (column < 0) return;
            int row = Leaving(column, stalled > Patience);
            if (row < 0) throw new InvalidOperationException("The linear programme has no least value; its costs must not be negative.");
            double before = Value;
            Pivot(row, column);
            stalled = Value < before ? 0 : stalled + 1;
        }
    }

    /// <summary>This optimum with a bound on a column, optimal again by the dual simplex method.</summary>
    /// <param name="column">The column.</param>
    /// <param name="bound">The bound.</param>
    /// <param name="upper">Whether the column may not exceed it; otherwise it may not be less.</param>
    /// <returns>The new optimum, or none when the bound leaves no solution.</returns>
    public SimplexTableau? Bounded(int column, double bound, bool upper)
    {
        int rows = _rows.Length, columns = _costs.Length;
        var added = new double[columns + 1];
        added[column] = upper ? 1 : -1;
        added[columns] = 1;
        var larger = new SimplexTableau([.. _rows.Select(row => Longer(row)), added], [.. _right, upper ? bound : -bound], Longer(_costs), [.. _basis, columns], Value, _budget);
        int basic = Array.IndexOf(_basis, column);
        if (basic >= 0) larger.Eliminate(rows, basic, added[column]);
        return larger.Restore() ? larger : null;
    }

    private static double[] Longer(double[] row)
    {
        var longer = new double[row.Length + 1];
        row.CopyTo(longer, 0);
        return longer;
    }

    /// <summary>The dual simplex method: costs stay non-negative, right sides become so.</summary>
    private bool Restore()
    {
        for (int steps = 0; ; steps++)
        {
            int row = -1;
            for (int i = 0; i < _right.Length; i++)
                if (_right[i] < -Zero && (row < 0 || (steps > Patience ? _basis[i] < _basis[row] : _right[i] < _right[row]))) row = i;
            if (row < 0) return true;
            int column = -1;
            double least = double.PositiveInfinity;
            for (int j = 0; j < _costs.Length; j++)
            {
                if (_rows[row][j] >= -Zero) continue;
                double ratio = Math.Max(0, _costs[j]) / -_rows[row][j];
                if (ratio < least) (least, column) = (ratio, j);
            }

            if (column < 0) return false;
            Pivot(row, column);
        }
    }

    private int Entering(bool first)
    {
        int best = -1;
        for (int j = 0; j < _costs.Length; j++)
        {
            if (_costs[j] >= -Zero || (best >= 0 && _costs[j] >= _costs[best])) continue;
            best = j;
            if (first) break;
        }

        return best;
    }

    private int Leaving(int column, bool first)
    {
        int best = -1;
        double least = double.PositiveInfinity;
        for (int i = 0; i < _right.Length; i++)
        {
            double pivot = _rows[i][column];
            if (pivot <= Zero) continue;
            double ratio = Math.Max(0, _right[i]) / pivot;
            bool tie = ratio == least && (first ? _basis[i] < _basis[best] : pivot > _rows[best][column]);
            if (ratio < least || tie) (least, best) = (ratio, i);
        }

        return best;
    }

    private void Pivot(int row, int column)
    {
        _budget.Spend((long)_rows.Length * _costs.Length);
        double[] pivotRow = _rows[row];
        double pivot = pivotRow[column];
        if (pivot != 1)
        {
            for (int j = 0; j < pivotRow.Length; j++) pivotRow[j] /= pivot;
            _right[row] /= pivot;
            pivotRow[column] = 1;
        }

        for (int i = 0; i < _rows.Length; i++)
        {
            if (i == row || _rows[i][column] == 0) continue;
            Eliminate(i, row, _rows[i][column]);
            _rows[i][column] = 0;
        }

        double cost = _costs[column];
        if (cost != 0)
        {
            Subtract(_costs, pivotRow, cost);
            Value += cost * _right[row];
            _costs[column] = 0;
        }

        _basis[row] = column;
    }

    private void Eliminate(int target, int source, double factor)
    {
        Subtract(_rows[target], _rows[source], factor);
        _right[target] -= factor * _right[source];
    }

    private static void Subtract(double[] target, double[] source, double factor)
    {
        var targets = MemoryMarshal.Cast<double, Vector<double>>(target.AsSpan());
        var sources = MemoryMarshal.Cast<double, Vector<double>>(source);
        int vectors = targets.Length;
        for (int v = 0; v < vectors; v++) targets[v] -= factor * sources[v];
        for (int j = vectors * Vector<double>.Count; j < target.Length; j++) target[j] -= factor * source[j];
    }
}
