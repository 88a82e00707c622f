namespace PortfolioMargin.Numerics;

/// <summary>min c x, A x + s = b, 0 &lt;= x &lt;= upper, in sparse columns. Every row has a slack s: 0 in equations, not negative in rows of the form A x &lt;= b.
/// The slack of row i counts as column <see cref="Columns"/> + i. Costs must not be negative and every upper bound must be finite, so that x = 0 is
/// where the dual simplex method may start.</summary>
internal sealed class LinearProgramme
{
    private readonly List<(int Row, double Value)[]> _columns = [];
    private readonly List<double> _costs = [];
    private readonly List<double> _uppers = [];
    private readonly List<double> _rights = [];
    private readonly List<bool> _equations = [];

    /// <summary>Columns, slacks not counted.</summary>
    public int Columns => _columns.Count;

    /// <summary>Rows.</summary>
    public int Rows => _rights.Count;

    /// <summary>Entries that are not 0.</summary>
    public long Entries { get; private set; }

    /// <summary>Adds a row.</summary>
    /// <param name="right">Its right side.</param>
    /// <param name="equation">Whether the left side must be equal to it; otherwise at most that.</param>
    /// <returns>Its index.</returns>
    public int AddRow(double right, bool equation)
    {
        _rights.Add(right);
        _equations.Add(equation);
        return _rights.Count - 1;
    }

    /// <summary>Adds a column; its entries may name rows that are added later.</summary>
    /// <param name="cost">Cost of a unit, at least 0.</param>
    /// <param name="upper">The most that it can be, finite.</param>
    /// <param name="entries">Entries that are not 0.</param>
    /// <returns>Its index.</returns>
    public int AddColumn(double cost, double upper, params (int Row, double Value)[] entries)
    {
        _columns.Add(entries);
        _costs.Add(cost);
        _uppers.Add(upper);
        Entries += entries.Length;
        return _columns.Count - 1;
    }

    /// <summary>This programme with further rows at its end.</summary>
    public LinearProgramme With(IEnumerable<LinearCut> cuts)
    {
        var next = new LinearProgramme { Entries = Entries };
        next._columns.AddRange(_columns);
        next._costs.AddRange(_costs);
        next._uppers.AddRange(_uppers);
        next._rights.AddRange(_rights);
        next._equations.AddRange(_equations);
        foreach (var cut in cuts)
        {
            int row = next.AddRow(cut.Right, equation: false);
            foreach (var (column, value) in cut.Entries) next._columns[column] = [.. next._columns[column], (row, value)];
            next.Entries += cut.Entries.Length;
        }

        return next;
    }

    /// <summary>The programme within narrower bounds: columns that have one value left are taken out, the others count from their lower bound, rows without a column are dropped.</summary>
    /// <param name="lower">[column].</param>
    /// <param name="upper">[column].</param>
    /// <returns>The programme, which columns stay, and what the lower bounds cost.</returns>
    public (LinearProgramme Programme, int[] Columns, double Cost) Within(double[] lower, double[] upper)
    {
        double[] rights = [.. _rights];
        var used = new bool[Rows];
        double cost = 0;
        for (int column = 0; column < Columns; column++)
        {
            cost += _costs[column] * lower[column];
            foreach (var (row, value) in _columns[column])
            {
                rights[row] -= value * lower[column];
                used[row] |= upper[column] > lower[column];
            }
        }

        int[] columns = [.. Enumerable.Range(0, Columns).Where(column => upper[column] > lower[column])];
        var place = new int[Rows];
        var within = new LinearProgramme();
        for (int row = 0; row < Rows; row++)
            if (used[row]) place[row] = within.AddRow(rights[row], _equations[row]);
        foreach (int column in columns) within.AddColumn(_costs[column], upper[column] - lower[column], [.. _columns[column].Select(entry => (place[entry.Row], entry.Value))]);
        return (within, columns, cost);
    }

    /// <summary>Entries of a column.</summary>
    public ReadOnlySpan<(int Row, double Value)> Column(int column) => _columns[column];

    /// <summary>Cost of a unit; slacks cost nothing.</summary>
    public double Cost(int column) => column < Columns ? _costs[column] : 0;

    /// <summary>Cost of a solution.</summary>
    public double Cost(double[] solution)
    {
        double cost = 0;
        for (int column = 0; column < solution.Length; column++) cost += _costs[column] * solution[column];
        return cost;
    }

    /// <summary>The most that a column or slack can be.</summary>
    public double Upper(int column) => column < Columns ? _uppers[column] : _equations[column - Columns] ? 0 : double.PositiveInfinity;

    /// <summary>Whether both sides of a row must be equal.</summary>
    public bool IsEquation(int row) => _equations[row];

    /// <summary>Right side of a row.</summary>
    public double Right(int row) => _rights[row];

    /// <summary>The entries by row: [row], (column, value) in the order of the columns.</summary>
    public (int Column, double Value)[][] ByRow()
    {
        var rows = new List<(int, double)>[Rows];
        for (int row = 0; row < Rows; row++) rows[row] = [];
        for (int column = 0; column < Columns; column++)
            foreach (var (row, value) in _columns[column]) rows[row].Add((column, value));
        return [.. rows.Select(row => row.ToArray())];
    }
}
