namespace PortfolioMargin.Numerics;

/// <summary>A quick way to a solution in whole numbers: settled columns that are whole stay so, of the others a share is rounded to the nearer side, and the linear
/// programme shifts what it still may.</summary>
/// <param name="simplex">At the programme's optimum; its bounds are changed.</param>
/// <param name="ranks">[column], -1 where a column need not be whole.</param>
/// <param name="settled">Columns of at least this rank decide all others.</param>
internal sealed class Dive(DualSimplex simplex, int[] ranks, int settled)
{
    /// <summary>One in so many fractional columns is rounded at a time.</summary>
    private const int Share = 5;

    /// <summary>A solution; none where rounding leads nowhere.</summary>
    /// <param name="cutoff">What it must cost less than.</param>
    public double[]? Solution(double cutoff)
    {
        while (true)
        {
            int[] open = [.. Enumerable.Range(0, ranks.Length).Where(column => ranks[column] >= 0 && simplex.IsFractional(column))];
            if (open.Length == 0) return simplex.Rounded(ranks);
            foreach (int column in Enumerable.Range(0, ranks.Length).Where(column => ranks[column] >= settled)) Narrow(column);
            int[] nearest = [.. open.OrderBy(column => ranks[column] < settled).ThenBy(Distance).ThenBy(column => column).Take(1 + (open.Length / Share))];
            if (!Fix(nearest, cutoff) && !Fix(nearest[..1], cutoff)) return null;
        }
    }

    private double Distance(int column) => Math.Abs(simplex.Value(column) - Math.Round(simplex.Value(column)));

    /// <summary>Lets a column move between the whole numbers next to it only.</summary>
    private void Narrow(int column)
    {
        double value = simplex.Value(column), nearest = Math.Round(value);
        bool isWhole = !simplex.IsFractional(column);
        simplex.Bound(column, Math.Max(simplex.Lower(column), isWhole ? nearest : Math.Floor(value)), Math.Min(simplex.Upper(column), isWhole ? nearest : Math.Ceiling(value)));
    }

    /// <summary>Rounds columns; takes it back where that leaves no solution.</summary>
    private bool Fix(int[] columns, double cutoff)
    {
        var before = columns.Select(column => (Column: column, Lower: simplex.Lower(column), Upper: simplex.Upper(column), Value: Math.Round(simplex.Value(column)))).ToList();
        foreach (var (column, lower, upper, value) in before) simplex.Bound(column, Math.Clamp(value, lower, upper), Math.Clamp(value, lower, upper));
        var end = simplex.Optimise(cutoff);
        if (end == SimplexEnd.Optimal) return true;
        foreach (var (column, lower, upper, _) in before) simplex.Bound(column, lower, upper);
        if (end != SimplexEnd.Stopped) simplex.Optimise(double.PositiveInfinity);
        return false;
    }
}
