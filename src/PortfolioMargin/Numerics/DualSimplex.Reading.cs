namespace PortfolioMargin.Numerics;

/// <summary>What a caller reads: the present solution, its prices, the rows behind them.</summary>
internal sealed partial class DualSimplex
{
    /// <summary>Cells touched since the start.</summary>
    public long Work => _budget.Spent - _start;

    /// <summary>Cost of the present basis: a lower bound, since its reduced costs have the right sign; the least cost at an optimum.</summary>
    public double Cost()
    {
        double cost = 0;
        for (int column = 0; column < _columns; column++) cost += _programme.Cost(column) * Value(column);
        return cost;
    }

    /// <summary>Value of a column.</summary>
    public double Value(int column) => _place[column] >= 0 ? _values[_place[column]] : _atUpper[column] ? _upper[column] : _lower[column];

    /// <summary>Whether a column could still be rounded: it is not whole, and its bounds leave it a choice.</summary>
    public bool IsFractional(int column)
    {
        double value = Value(column);
        return Math.Abs(value - Math.Round(value)) > Fraction * Math.Max(1, 1e-3 * _scale) && value > _lower[column] && value < _upper[column];
    }

    /// <summary>Values of the columns, whole ones without what rounding left on them.</summary>
    /// <param name="ranks">[column], -1 where it need not be whole.</param>
    public double[] Rounded(int[] ranks) => [.. Enumerable.Range(0, _columns).Select(column => ranks[column] < 0 ? Value(column) : Math.Round(Value(column)))];

    /// <summary>What one more unit of a column costs; 0 in the basis.</summary>
    public double ReducedCost(int column) => _reduced[column];

    /// <summary>What one more unit on the right side of a row costs.</summary>
    public double Price(int row) => -_reduced[_columns + row];

    /// <summary>The column at a place of the basis.</summary>
    public int Basic(int place) => _basis[place];

    /// <summary>Whether a column is in the basis.</summary>
    public bool IsBasic(int column) => _place[column] >= 0;

    /// <summary>Entries of a row of the programme.</summary>
    public ReadOnlySpan<(int Column, double Value)> Row(int row) => _byRow[row];

    /// <summary>A row of the tableau: what column by column would take off the value at a place.</summary>
    public IEnumerable<(int Column, double Pivot)> PivotRow(int place)
    {
        Multiply(place);
        for (int i = 0; i < _touchedCount; i++) yield return (_touched[i], _pivotRow[_touched[i]]);
    }

    /// <summary>Least value of a column at present.</summary>
    public double Lower(int column) => _lower[column];

    /// <summary>Largest value of a column at present.</summary>
    public double Upper(int column) => _upper[column];
}
