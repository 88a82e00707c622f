namespace PortfolioMargin.Numerics;

/// <summary>The dual simplex method with bounds on columns. A basis stays usable when bounds change, so one object serves a whole search: set bounds, run again.
/// Leaving by steepest edge, entering by the ratio test of Harris; after many steps without progress by lowest index, which cannot cycle. Plain sums in a fixed order, so the same
/// bits everywhere. Sources: A. Koberstein, The Dual Simplex Method, Techniques for a Fast and Stable Implementation, 2005, chapters 3 and 6; V. Chvatal, Linear Programming, 1983, chapter 8.</summary>
internal sealed partial class DualSimplex
{
    /// <summary>What a reduced cost may have of the wrong sign: rounding. Entries and costs are scaled to about 1.</summary>
    private const double Tolerance = 1e-9;

    /// <summary>What a value may be outside of its bounds, as a share of the largest right side: rounding.</summary>
    private const double Outside = 1e-11;

    /// <summary>A value this near to a whole one is whole, where right sides are below a thousand; what rounding leaves there is far below.</summary>
    public const double Fraction = 1e-6;

    /// <summary>The least pivot.</summary>
    private const double LeastPivot = 1e-8;

    /// <summary>What the pivot by row and the pivot by column may differ by, as a share; values and costs of the basis, by how much they may miss what they must give.</summary>
    private const double Inexact = 1e-7;

    /// <summary>A pivot that makes the basis singular.</summary>
    private const double Singular = 1e-11;

    /// <summary>Steps without progress after which the lowest index decides.</summary>
    private const int Patience = 500;

    /// <summary>Steps after which values and costs are computed afresh, and the inverse.</summary>
    private const int FreshValues = 50, FreshInverse = 400;

    private readonly LinearProgramme _programme;
    private readonly WorkBudget _budget;
    private BasisInverse _inverse;
    private readonly (int Column, double Value)[][] _byRow;
    private readonly int _columns, _rows;
    private readonly double[] _lower, _upper; // [column, slacks last]
    private readonly bool[] _atUpper;         // [column], of those not in the basis
    private readonly int[] _place;            // [column], its place in the basis, or -1
    private readonly int[] _basis;            // [place], its column
    private readonly double[] _values;        // [place]
    private readonly double[] _reduced;       // [column]
    private readonly double[] _pivotRow;      // [column]
    private readonly int[] _touched;          // columns of the pivot row that may not be 0
    private readonly bool[] _isTouched;
    private readonly double[] _product;       // [place]
    private readonly double[] _scratch;       // [row]
    private readonly double _scale; // the largest right side, at least 1
    private readonly long _start;
    private int _steps, _touchedCount, _sinceInverse;

    /// <summary>Starts at x = 0.</summary>
    /// <param name="programme">The programme.</param>
    /// <param name="budget">Counts and stops the work.</param>
    public DualSimplex(LinearProgramme programme, WorkBudget budget)
    {
        (_programme, _budget, _columns, _rows) = (programme, budget, programme.Columns, programme.Rows);
        _start = budget.Spent;
        _inverse = new(_rows, budget);
        _byRow = programme.ByRow();
        int all = _columns + _rows;
        (_lower, _upper, _atUpper, _place, _basis) = (new double[all], new double[all], new bool[all], new int[all], new int[_rows]);
        (_values, _reduced, _pivotRow, _touched, _isTouched, _product, _scratch) = (new double[_rows], new double[all], new double[all], new int[all], new bool[all], new double[_rows], new double[_rows]);
        for (int column = 0; column < all; column++) (_upper[column], _place[column], _reduced[column]) = (programme.Upper(column), column - _columns, programme.Cost(column));
        for (int column = 0; column < _columns; column++) _place[column] = -1;
        for (int row = 0; row < _rows; row++) (_basis[row], _values[row]) = (_columns + row, programme.Right(row));
        _scale = Math.Max(1, Enumerable.Range(0, _rows).Select(row => Math.Abs(programme.Right(row))).DefaultIfEmpty().Max());
    }

    /// <summary>The same basis after rows with a basic slack are taken off and others are added, whose slacks enter the basis.</summary>
    /// <param name="programme">The programme, with the same columns; rows that stay come first.</param>
    /// <param name="rows">Rows that stay, by their index here.</param>
    public DualSimplex With(LinearProgramme programme, int[] rows)
    {
        var next = new DualSimplex(programme, _budget) { _steps = _steps, _sinceInverse = _sinceInverse + 1 };
        var moved = new Dictionary<int, int>();
        for (int row = 0; row < rows.Length; row++) moved[_columns + rows[row]] = _columns + row;
        for (int column = 0; column < _columns; column++) moved[column] = column;
        foreach (var (from, to) in moved)
            (next._lower[to], next._upper[to], next._atUpper[to], next._reduced[to], next._place[to]) = (_lower[from], _upper[from], _atUpper[from], _reduced[from], -1);
        int[] places = [.. Enumerable.Range(0, _rows).Where(place => moved.ContainsKey(_basis[place]))];
        for (int place = 0; place < places.Length; place++)
        {
            int column = moved[_basis[places[place]]];
            (next._basis[place], next._place[column]) = (column, place);
        }

        double[][] added = [.. Enumerable.Range(rows.Length, programme.Rows - rows.Length).Select(_ => new double[places.Length])];
        for (int place = 0; place < places.Length; place++)
            if (next._basis[place] < _columns)
                foreach (var (row, value) in programme.Column(next._basis[place]))
                    if (row >= rows.Length) added[row - rows.Length][place] += value;
        next._inverse = _inverse.With(places, rows, added);
        next.Refresh(false);
        return next;
    }

    /// <summary>Changes the bounds of a column.</summary>
    public void Bound(int column, double lower, double upper)
    {
        double before = Value(column);
        (_lower[column], _upper[column]) = (lower, upper);
        if (_place[column] >= 0) return;
        _atUpper[column] = _reduced[column] < 0; // a column that was fixed may have had either sign
        double change = Value(column) - before;
        if (change == 0) return;
        _inverse.Times(_programme.Column(column), _product);
        for (int place = 0; place < _rows; place++) _values[place] -= change * _product[place];
    }

    /// <summary>Goes to an optimum within the present bounds.</summary>
    /// <param name="cutoff">A cost that the caller has already.</param>
    public SimplexEnd Optimise(double cutoff)
    {
        double cost = Cost();
        int stalled = 0;
        for (int fresh = 1; ;)
        {
            int place = Leaving(stalled > Patience);
            if (place < 0 || cost >= cutoff)
            {
                if (fresh == 0) return place < 0 ? SimplexEnd.Optimal : SimplexEnd.CutOff; // an end counts only on fresh values
                (fresh, cost) = (0, Refreshed(fresh > FreshInverse));
                continue;
            }

            if (_budget.IsSpent) return SimplexEnd.Stopped;
            bool above = _values[place] > _upper[_basis[place]];
            Multiply(place);
            int column = Entering(above ? 1 : -1, stalled > Patience);
            if (column < 0)
            {
                if (fresh == 0 && IsOutside(place)) return SimplexEnd.Infeasible;
                if (fresh == 0)
                {
                    _values[place] = Math.Clamp(_values[place], _lower[_basis[place]], _upper[_basis[place]]);
                    continue;
                }

                (fresh, cost) = (0, Refreshed(fresh > FreshInverse));
                continue;
            }

            Product(column);
            if (_sinceInverse > 0 && !(Math.Abs(_product[place] - _pivotRow[column]) <= Inexact * Math.Abs(_pivotRow[column])))
            {
                (fresh, cost) = (0, Refreshed(true));
                continue;
            }

            double gain = Pivot(place, column, above);
            cost += gain;
            stalled = gain > 0 ? 0 : stalled + 1;
            fresh++;
            if (++_steps % FreshValues == 0) cost = Refreshed(_steps % FreshInverse == 0);
        }
    }

    private int Leaving(bool first)
    {
        int best = -1;
        double most = 0;
        double allowed = Outside * _scale;
        for (int place = 0; place < _rows; place++)
        {
            int column = _basis[place];
            double outside = Math.Max(_lower[column] - _values[place], _values[place] - _upper[column]);
            if (!(outside > allowed)) continue;
            if (first)
            {
                if (best < 0 || column < _basis[best]) best = place;
                continue;
            }

            double merit = outside * outside / _inverse.Length(place);
            if (merit > most) (most, best) = (merit, place);
        }

        return best;
    }

    /// <summary>Whether a value is outside of its bounds by more than right sides that are off by rounding can have moved it.</summary>
    private bool IsOutside(int place)
    {
        int column = _basis[place];
        return Math.Max(_lower[column] - _values[place], _values[place] - _upper[column]) > Outside * _scale * Math.Max(1, Math.Sqrt(_inverse.Length(place)));
    }

    /// <summary>The pivot row: a row of the inverse times the programme.</summary>
    private void Multiply(int place)
    {
        foreach (int column in _touched.AsSpan(0, _touchedCount)) (_pivotRow[column], _isTouched[column]) = (0, false);
        _touchedCount = 0;
        var cells = _inverse.Row(place);
        long work = _rows;
        for (int row = 0; row < _rows; row++)
        {
            double cell = cells[row];
            if (cell == 0) continue;
            Add(_columns + row, cell);
            work += _byRow[row].Length;
            foreach (var (column, value) in _byRow[row]) Add(column, cell * value);
        }

        _budget.Spend(work);
    }

    private void Add(int column, double value)
    {
        _pivotRow[column] += value;
        if (_isTouched[column]) return;
        _isTouched[column] = true;
        _touched[_touchedCount++] = column;
    }

    private int Entering(int sign, bool first)
    {
        double limit = double.PositiveInfinity;
        foreach (int column in _touched.AsSpan(0, _touchedCount))
        {
            double pivot = Eligible(column, sign);
            if (pivot > 0) limit = Math.Min(limit, (Math.Max(0, Reduced(column)) + (first ? 0 : Tolerance)) / pivot);
        }

        int best = -1;
        double largest = 0;
        foreach (int column in _touched.AsSpan(0, _touchedCount))
        {
            double pivot = Eligible(column, sign);
            if (!(pivot > 0) || Math.Max(0, Reduced(column)) > limit * pivot) continue;
            bool better = first ? best < 0 || column < best : pivot > largest || (pivot == largest && column < best);
            if (better) (best, largest) = (column, pivot);
        }

        return best;
    }

    /// <summary>The reduced cost with the sign that it should have.</summary>
    private double Reduced(int column) => _atUpper[column] ? -_reduced[column] : _reduced[column];

    /// <summary>Size of the pivot where a column may enter; otherwise not above 0.</summary>
    private double Eligible(int column, int sign)
    {
        if (_place[column] >= 0 || _upper[column] == _lower[column]) return 0;
        double pivot = sign * _pivotRow[column];
        if (_atUpper[column]) pivot = -pivot;
        return pivot > LeastPivot ? pivot : 0;
    }

    /// <summary>The inverse times a column or slack.</summary>
    private void Product(int column)
    {
        if (column < _columns) _inverse.Times(_programme.Column(column), _product);
        else _inverse.Times([(column - _columns, 1.0)], _product);
    }

    private double Pivot(int place, int entering, bool above)
    {
        int leaving = _basis[place];
        double bound = above ? _upper[leaving] : _lower[leaving];
        double pivot = _product[place], ratio = Reduced(entering) <= 0 ? 0 : _reduced[entering] / _pivotRow[entering], length = (_values[place] - bound) / pivot, start = Value(entering);
        double gain = ratio * (_values[place] - bound);
        foreach (int column in _touched.AsSpan(0, _touchedCount))
            if (_place[column] < 0) _reduced[column] -= ratio * _pivotRow[column];
        _reduced[entering] = 0;
        _reduced[leaving] = -ratio;
        for (int other = 0; other < _rows; other++) _values[other] -= length * _product[other];
        _values[place] = start + length;
        _inverse.Replace(place, _product);
        _sinceInverse++;
        (_basis[place], _place[entering], _place[leaving], _atUpper[leaving], _atUpper[entering]) = (entering, place, -1, above, false);
        _budget.Spend(_touchedCount + (2L * _rows));
        return gain;
    }
}
