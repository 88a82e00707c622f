namespace PortfolioMargin.Numerics;

/// <summary>Values, costs and inverse from the basis alone.</summary>
internal sealed partial class DualSimplex
{
    /// <summary>The cost after <see cref="Refresh"/>.</summary>
    private double Refreshed(bool invert)
    {
        Refresh(invert);
        return Cost();
    }

    /// <summary>Computes values and reduced costs from the basis, so that rounding does not add up over many steps. They are held against the programme; where they miss it, the inverse is computed afresh.</summary>
    private void Refresh(bool invert)
    {
        if (invert) Invert();
        bool isExact = RefreshCosts();
        RefreshValues();
        if ((!isExact || !HasExactValues()) && _sinceInverse > 0) Refresh(true);
    }

    private void RefreshValues()
    {
        for (int row = 0; row < _rows; row++) _scratch[row] = _programme.Right(row);
        for (int column = 0; column < _columns; column++)
        {
            if (_place[column] >= 0 || Value(column) is not (not 0 and var value)) continue;
            foreach (var (row, entry) in _programme.Column(column)) _scratch[row] -= entry * value;
        }

        var right = new List<(int, double)>();
        for (int row = 0; row < _rows; row++)
            if (_scratch[row] != 0) right.Add((row, _scratch[row]));
        _inverse.Times(right.ToArray(), _values);
        _budget.Spend(((long)_rows * _rows) + _programme.Entries);
    }

    /// <summary>Whether the values fulfil every row.</summary>
    private bool HasExactValues()
    {
        for (int row = 0; row < _rows; row++)
        {
            double left = Value(_columns + row);
            foreach (var (column, entry) in _byRow[row]) left += entry * Value(column);
            if (!(Math.Abs(left - _programme.Right(row)) <= Inexact * _scale)) return false;
        }

        return true;
    }

    /// <summary>Reduced costs; a column whose cost has the wrong sign goes to its other bound.</summary>
    /// <returns>Whether those of the basis are 0, as they must be.</returns>
    private bool RefreshCosts()
    {
        bool isExact = true;
        Array.Clear(_scratch);
        for (int place = 0; place < _rows; place++)
        {
            double cost = _programme.Cost(_basis[place]);
            if (cost == 0) continue;
            var cells = _inverse.Row(place);
            for (int row = 0; row < _rows; row++) _scratch[row] += cost * cells[row];
        }

        for (int column = 0; column < _columns; column++)
        {
            double reduced = _programme.Cost(column);
            foreach (var (row, entry) in _programme.Column(column)) reduced -= entry * _scratch[row];
            isExact &= _place[column] < 0 || Math.Abs(reduced) <= Inexact;
            _reduced[column] = _place[column] >= 0 ? 0 : reduced;
        }

        for (int row = 0; row < _rows; row++) _reduced[_columns + row] = _place[_columns + row] >= 0 ? 0 : -_scratch[row];
        for (int column = 0; column < _columns; column++)
            if (_place[column] < 0 && Reduced(column) < -Tolerance) _atUpper[column] = !_atUpper[column];
        return isExact;
    }

    /// <summary>The inverse from the columns of the basis: slacks first, then columns of few entries, each at its largest pivot. A basis that rounding made
    /// singular is given up for that of the slacks, where the method may always start.</summary>
    private void Invert()
    {
        _sinceInverse = 0;
        int[] columns = [.. _basis.Where(column => column < _columns).OrderBy(column => _programme.Column(column).Length).ThenBy(column => column)];
        var open = new bool[_rows];
        foreach (int column in _basis)
            if (column < _columns) _place[column] = -1;
        for (int row = 0; row < _rows; row++)
        {
            open[row] = _place[_columns + row] < 0;
            if (!open[row]) (_basis[row], _place[_columns + row]) = (_columns + row, row);
        }

        _inverse.Reset();
        foreach (int column in columns)
        {
            _inverse.Times(_programme.Column(column), _product);
            int best = -1;
            for (int row = 0; row < _rows; row++)
                if (open[row] && (best < 0 || Math.Abs(_product[row]) > Math.Abs(_product[best]))) best = row;
            if (!(Math.Abs(_product[best]) > Singular))
            {
                BeginAgain();
                return;
            }

            _inverse.Replace(best, _product);
            (open[best], _basis[best], _place[column]) = (false, column, best);
        }
    }

    private void BeginAgain()
    {
        _inverse.Reset();
        Array.Clear(_atUpper);
        Array.Fill(_place, -1);
        for (int row = 0; row < _rows; row++) (_basis[row], _place[_columns + row]) = (_columns + row, row);
    }
}
