namespace PortfolioMargin.Numerics;

/// <summary>Least cost with whole numbers in chosen columns. Cuts close most of the gap at the root; then trees are grown, each one twice as long as the one before, with
/// another order of columns and further cuts: a tree that is lost in a corner is given up. No randomness and no clock.</summary>
internal static class BranchAndCut
{
    /// <summary>Cuts of a round.</summary>
    private static readonly int Cuts = int.Parse(Environment.GetEnvironmentVariable("CUTS") ?? "15");

    /// <summary>Rounds of cuts before a tree at most.</summary>
    private static readonly int Rounds = int.Parse(Environment.GetEnvironmentVariable("ROUNDS") ?? "10");

    /// <summary>A round that raises the bound by less than this share is the last one.</summary>
    private const double Progress = 1e-7;

    /// <summary>Work of the first tree, in multiples of what the root took.</summary>
    private static readonly int FirstTree = int.Parse(Environment.GetEnvironmentVariable("FIRST") ?? "10");

    /// <summary>Searches.</summary>
    /// <param name="programme">The programme.</param>
    /// <param name="root">Its optimum.</param>
    /// <param name="orders">Orders in which columns become whole, [order][column], used in turn; -1 where a column need not be whole.</param>
    /// <param name="slackSteps">[row], the step in whose multiples its slack comes with whole columns; 0 where it is continuous.</param>
    /// <param name="cost">What a known solution costs.</param>
    /// <param name="budget">Stops the search.</param>
    /// <returns>The best solution, none where none is cheaper than the known one, and a bound that no solution is below.</returns>
    public static (double[]? Solution, double Cost, double Bound) Search(LinearProgramme programme, DualSimplex root, int[][] orders, double[] slackSteps, double cost, WorkBudget budget)
    {
        double[]? best = null;
        double bound = root.Cost();
        long slice = FirstTree * Math.Max(budget.Spent, 1), start = budget.Spent;
        var cuts = new List<((int Column, double Value)[] Entries, double Right)>();
        var (present, simplex) = (programme, root);
        for (int tree = 0; ; tree++, slice *= 2)
        {
            for (int round = 0; round < Rounds && !budget.IsSpent; round++)
            {
                double[] steps = [.. orders[0].Select(rank => rank < 0 ? 0.0 : 1), .. slackSteps, .. new double[present.Rows - programme.Rows]];
                var found = GomoryCuts.Of(present, simplex, steps, Cuts);
                if (found.Count == 0) break;
                int[] stay = [.. Enumerable.Range(0, present.Rows).Where(row => row < programme.Rows || !simplex.IsBasic(present.Columns + row))];
                cuts = [.. stay.Where(row => row >= programme.Rows).Select(row => cuts[row - programme.Rows]), .. found];
                double before = simplex.Cost();
                present = programme.Copy();
                foreach (var (entries, right) in cuts) present.AddRow(right, entries);
                simplex = simplex.With(present, stay);
                var end = simplex.Optimise(BranchAndBound.Cutoff(cost));
                if (end is SimplexEnd.CutOff or SimplexEnd.Infeasible) return (best, cost, cost);
                bound = Math.Max(bound, simplex.Cost());
                if (end == SimplexEnd.Stopped) break;
                if (bound - before < Progress * Math.Abs(before)) break;
            }

            if (budget.IsSpent) break;
            var search = new BranchAndBound(present, simplex, orders[tree % orders.Length]);
            bool ended = search.Search(cost, budget, budget.Spent + slice);
            (best, cost) = (search.Solution ?? best, search.Cost);
            bound = Math.Max(bound, search.Bound);
            if (ended || !(bound < BranchAndBound.Cutoff(cost))) return (best, cost, cost);
            if (budget.IsSpent) break;
            search.Leave();
            if (simplex.Optimise(BranchAndBound.Cutoff(cost)) != SimplexEnd.Optimal) return (best, cost, cost); // TODO stopped
        }

        return (best, cost, bound);
    }
}
