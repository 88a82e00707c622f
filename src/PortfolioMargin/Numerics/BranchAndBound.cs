namespace PortfolioMargin.Numerics;

/// <summary>Least cost with whole numbers in chosen columns: linear programmes, and bounds on a fractional column, depth first.
/// Deterministic: the first solution found stays unless another one is cheaper.</summary>
internal static class BranchAndBound
{
    /// <summary>A number this near to a whole one is whole.</summary>
    private const double Fraction = 1e-7;

    /// <summary>A branch must promise this share of the best cost to be worth following: rounding of the programme.</summary>
    private const double WorthWhile = 1e-10;

    /// <summary>Searches.</summary>
    /// <param name="root">The optimum without the demand for whole numbers.</param>
    /// <param name="whole">[column], whether it must be whole.</param>
    /// <param name="start">A solution with whole numbers.</param>
    /// <param name="startCost">What it costs.</param>
    /// <param name="budget">Stops the search.</param>
    /// <returns>The best solution, and a bound that no solution is below.</returns>
    public static (double[] Solution, double Bound) Search(SimplexTableau root, bool[] whole, double[] start, double startCost, WorkBudget budget)
    {
        var (best, cost) = (start, startCost);
        var open = new Stack<SimplexTableau>([root]);
        while (open.Count > 0)
        {
            var node = open.Peek();
            if (!(node.Value < cost - (WorthWhile * Math.Abs(cost))))
            {
                open.Pop();
                continue;
            }

            if (budget.IsSpent && !ReferenceEquals(node, root)) break;
            open.Pop();
            double[] solution = node.Solution();
            int column = FirstFractional(solution, whole);
            if (column < 0)
            {
                (best, cost) = (solution, node.Value);
                continue;
            }

            double floor = Math.Floor(solution[column]);
            var (below, above) = (node.Bounded(column, floor, upper: true), node.Bounded(column, floor + 1, upper: false));
            bool nearAbove = solution[column] - floor > 0.5;
            foreach (var next in nearAbove ? [below, above] : new[] { above, below })
                if (next is not null) open.Push(next);
        }

        return (best, open.Count == 0 ? cost : Math.Min(cost, open.Min(node => node.Value)));
    }

    /// <summary>The first in the order of the columns: those that decide the cost most come first, and the rest often falls into place.</summary>
    private static int FirstFractional(double[] solution, bool[] whole)
    {
        for (int j = 0; j < whole.Length; j++)
            if (whole[j] && Math.Abs(solution[j] - Math.Round(solution[j])) > Fraction) return j;
        return -1;
    }
}
