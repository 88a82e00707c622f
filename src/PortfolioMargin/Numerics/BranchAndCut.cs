namespace PortfolioMargin.Numerics;

/// <summary>Least cost with whole numbers in chosen columns. Cuts close most of the gap at the root, a dive finds a first solution; then trees are grown, each twice as
/// long as the one before, with another order of columns and further cuts: a tree that is lost in a corner is given up. No randomness and no clock.</summary>
/// <param name="programme">The programme.</param>
/// <param name="whole">Which columns and slacks come in whole steps.</param>
/// <param name="budget">Stops the search.</param>
internal sealed class BranchAndCut(LinearProgramme programme, WholeColumns whole, WorkBudget budget)
{
    /// <summary>Cuts of a round.</summary>
    private const int Cuts = 15;

    /// <summary>Rounds of cuts before a tree at most.</summary>
    private const int Rounds = 10;

    /// <summary>A round that raises the bound by less than this share is the last one.</summary>
    private const double Progress = 1e-7;

    /// <summary>Work of the first tree, in multiples of what the root took.</summary>
    private const int FirstTree = 10;

    /// <summary>A tree is not begun where less than this part of its work is left: it would hardly come to a leaf.</summary>
    private const int LeastPart = 4;

    private readonly List<LinearCut> _cuts = [];
    private LinearProgramme? _withCuts;

    /// <summary>The best solution found; none where none is cheaper than what was known.</summary>
    public double[]? Solution { get; private set; }

    /// <summary>What the best known solution costs.</summary>
    public double Cost { get; private set; }

    /// <summary>No solution costs less.</summary>
    public double Bound { get; private set; }

    private LinearProgramme Present => _withCuts ?? programme;

    private bool IsOpen => Bound < BranchAndBound.Cutoff(Cost) && !budget.IsSpent;

    /// <summary>Searches.</summary>
    /// <param name="simplex">At the optimum of the programme.</param>
    /// <param name="cost">What a known solution costs.</param>
    public void Search(DualSimplex simplex, double cost)
    {
        Trees(simplex, cost);
        if (Bound >= BranchAndBound.Cutoff(Cost)) Bound = Cost;
    }

    private void Trees(DualSimplex simplex, double cost)
    {
        (Cost, Bound) = (cost, simplex.Cost());
        long work = FirstTree * Math.Max(simplex.Work, 1);
        for (int tree = 0; IsOpen; tree++, work *= 2)
        {
            simplex = Cut(simplex);
            if (tree == 0 && IsOpen) Round(simplex);
            if (!IsOpen || work / LeastPart > budget.Left) return;
            Fix(simplex);
            var search = new BranchAndBound(Present, simplex, whole.Orders[tree % whole.Orders.Length]);
            bool isEnded = search.Search(Cost, work);
            (Solution, Cost) = (search.Solution ?? Solution, search.Cost);
            Raise(isEnded ? Cost : search.Bound);
            if (!IsOpen) return;
            search.Leave();
            Close(simplex.Optimise(BranchAndBound.Cutoff(Cost)));
        }
    }

    private void Raise(double bound) => Bound = Math.Min(Cost, Math.Max(Bound, bound));

    private void Close(SimplexEnd end)
    {
        if (end is SimplexEnd.CutOff or SimplexEnd.Infeasible) Raise(Cost);
    }

    /// <summary>Rounds of cuts; those that no longer matter are taken off.</summary>
    private DualSimplex Cut(DualSimplex simplex)
    {
        for (int round = 0; round < Rounds && IsOpen; round++)
        {
            var found = GomoryCuts.Of(Present, simplex, [.. whole.Orders[0].Select(rank => rank < 0 ? 0.0 : 1), .. whole.SlackSteps, .. _cuts.Select(_ => 0.0)], Cuts);
            if (found.Count == 0) break;
            int[] stay = [.. Enumerable.Range(0, Present.Rows).Where(row => row < programme.Rows || !simplex.IsBasic(programme.Columns + row))];
            LinearCut[] kept = [.. stay.Where(row => row >= programme.Rows).Select(row => _cuts[row - programme.Rows]), .. found];
            _cuts.Clear();
            _cuts.AddRange(kept);
            _withCuts = programme.With(_cuts);
            double before = Bound;
            simplex = simplex.With(Present, stay);
            Close(simplex.Optimise(BranchAndBound.Cutoff(Cost)));
            Raise(simplex.Cost());
            if (Bound - before < Progress * Math.Abs(before)) break;
        }

        return simplex;
    }

    /// <summary>Holds whole columns that no cheaper solution can move: one unit costs more than is left to gain.</summary>
    private void Fix(DualSimplex simplex)
    {
        double gain = Cost - simplex.Cost() + (Progress * Math.Abs(Cost));
        for (int column = 0; column < programme.Columns; column++)
            if (whole.Orders[0][column] >= 0 && !simplex.IsBasic(column) && Math.Abs(simplex.ReducedCost(column)) > gain) simplex.Bound(column, simplex.Value(column), simplex.Value(column));
    }

    /// <summary>A solution whose settled columns are the optimum's, rounded up or down. The source's idea, with a dive instead of a search: T. Berthold, RENS, Mathematical
    /// Programming Computation 6, 2014.</summary>
    private void Round(DualSimplex simplex)
    {
        bool[] narrow = Narrow(simplex);
        var (lower, upper) = (new double[programme.Columns], new double[programme.Columns]);
        for (int column = 0; column < lower.Length; column++)
        {
            double value = simplex.Value(column), nearest = Math.Round(value);
            bool isWhole = !simplex.IsFractional(column);
            (lower[column], upper[column]) = !narrow[column] ? (0, programme.Upper(column)) : isWhole ? (nearest, nearest) : (Math.Floor(value), Math.Ceiling(value));
        }

        var (smaller, columns, cost) = programme.Within(lower, upper);
        var inner = new DualSimplex(smaller, budget);
        if (inner.Optimise(Cost - cost) != SimplexEnd.Optimal) return;
        if (new Dive(inner, [.. columns.Select(column => whole.Orders[0][column])], whole.Settled).Solution(Cost - cost) is not { } found) return;
        for (int i = 0; i < columns.Length; i++) lower[columns[i]] += found[i];
        if (programme.Cost(lower) is var better && better < Cost) (Solution, Cost) = (lower, better);
    }

    /// <summary>Columns that rounding keeps next to their value: the settled ones, and the sole column of a row that settled columns in whole numbers leave to it.</summary>
    private bool[] Narrow(DualSimplex simplex)
    {
        int[] ranks = whole.Orders[0];
        var moves = new bool[programme.Rows];
        for (int column = 0; column < ranks.Length; column++)
            if (ranks[column] >= whole.Settled && simplex.IsFractional(column))
                foreach (var (row, _) in programme.Column(column)) moves[row] = true;
        var narrow = new bool[ranks.Length];
        for (int column = 0; column < ranks.Length; column++)
            narrow[column] = ranks[column] >= whole.Settled || (ranks[column] >= 0 && programme.Column(column) is [var (row, _), ..] && programme.IsEquation(row) && !moves[row]);
        return narrow;
    }
}

/// <summary>What comes in whole numbers.</summary>
/// <param name="Orders">Orders in which columns become whole, [order][column], used in turn; -1 where a column need not be whole.</param>
/// <param name="SlackSteps">[row], the step in whose multiples its slack comes with whole columns; 0 where it is continuous.</param>
/// <param name="Settled">Columns of at least this rank in the first order decide all others.</param>
internal sealed record WholeColumns(int[][] Orders, double[] SlackSteps, int Settled);
