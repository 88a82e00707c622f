namespace PortfolioMargin.Numerics;

/// <summary>One tree of linear programmes: bounds on a fractional column, first the nearer side, then where the bound is least, the newest where several tie.
/// Deterministic: the first solution found stays unless another one is cheaper.</summary>
/// <param name="programme">The programme.</param>
/// <param name="simplex">At its optimum.</param>
/// <param name="ranks">[column]: those of the least rank become whole first; -1 where it need not be whole.</param>
internal sealed class BranchAndBound(LinearProgramme programme, DualSimplex simplex, int[] ranks)
{
    /// <summary>A branch must promise this share of the best cost to be worth following: rounding of the programme.</summary>
    private const double WorthWhile = 1e-9;

    /// <summary>Bounds within this share of the root's count as equal, so that rounding does not choose between them.</summary>
    private const double Grain = 1e-7;

    /// <summary>Nodes that may wait: some megabytes.</summary>
    private const int MostOpen = 50_000;

    private readonly PriorityQueue<Node, (double Bound, int Age)> _open = new();
    private readonly SortedDictionary<int, (double Lower, double Upper)> _bounds = []; // that differ from the root's
    private double _grain = 1;
    private int _made;

    /// <summary>The best solution found here; none where none is better than what was known.</summary>
    public double[]? Solution { get; private set; }

    /// <summary>What the best known solution costs.</summary>
    public double Cost { get; private set; }

    /// <summary>No solution costs less, as far as this tree knows.</summary>
    public double Bound { get; private set; }

    /// <summary>What a solution must cost to be cheaper than a known one.</summary>
    public static double Cutoff(double cost) => cost - (WorthWhile * Math.Abs(cost));

    /// <summary>Searches until nothing is open or the work is spent.</summary>
    /// <param name="cost">What a known solution costs.</param>
    /// <param name="work">Cells that this tree may touch.</param>
    /// <returns>Whether nothing is open.</returns>
    public bool Search(double cost, long work)
    {
        (Cost, Bound) = (cost, simplex.Cost());
        _grain = Grain * Math.Max(Grain, Math.Abs(Bound));
        long start = simplex.Work;
        for (var node = new Node(null, -1, 0, 0, Bound); ;)
        {
            var end = simplex.Optimise(Cutoff(Cost));
            if (end == SimplexEnd.Stopped || simplex.Work - start > work || _open.Count > MostOpen)
            {
                Bound = _open.TryPeek(out _, out var first) ? Math.Min(node.Bound, first.Bound * _grain) : node.Bound;
                return false;
            }

            var next = (end == SimplexEnd.Optimal ? Branch(node) : null) ?? Next();
            if (next is null) return true;
            Go(node = next);
        }
    }

    /// <summary>Takes the bounds of this tree off again.</summary>
    public void Leave() => Go(new(null, -1, 0, 0, 0));

    /// <summary>The nearer child; the other one waits. None where the optimum is whole or not worth following.</summary>
    private Node? Branch(Node node)
    {
        double bound = simplex.Cost();
        if (!(bound < Cutoff(Cost))) return null;
        int column = FirstFractional();
        if (column < 0)
        {
            double[] solution = simplex.Rounded(ranks);
            if (programme.Cost(solution) is var cost && cost < Cost) (Solution, Cost) = (solution, cost);
            return null;
        }

        double value = simplex.Value(column), floor = Math.Floor(value);
        var below = new Node(node, column, simplex.Lower(column), floor, bound);
        var above = new Node(node, column, floor + 1, simplex.Upper(column), bound);
        bool isNearAbove = value - floor > 0.5;
        _open.Enqueue(isNearAbove ? below : above, (Math.Floor(bound / _grain), -_made++));
        return isNearAbove ? above : below;
    }

    /// <summary>Of those of the least rank the most fractional, the first where several tie.</summary>
    private int FirstFractional()
    {
        int best = -1;
        double most = 0;
        for (int column = 0; column < ranks.Length; column++)
        {
            if (ranks[column] < 0 || (best >= 0 && ranks[best] < ranks[column]) || !simplex.IsFractional(column)) continue;
            double value = simplex.Value(column), fraction = Math.Abs(value - Math.Round(value));
            if (best < 0 || ranks[column] < ranks[best] || fraction > most + DualSimplex.Fraction) (best, most) = (column, fraction);
        }

        return best;
    }

    private Node? Next()
    {
        while (_open.TryDequeue(out var node, out _))
            if (node.Bound < Cutoff(Cost)) return node;
        return null;
    }

    /// <summary>Sets the bounds of a node; those further down the path are narrower.</summary>
    private void Go(Node node)
    {
        var path = new SortedDictionary<int, (double Lower, double Upper)>();
        for (var step = node; step.Parent is not null; step = step.Parent) path.TryAdd(step.Column, (step.Lower, step.Upper));
        foreach (int column in _bounds.Keys.Where(column => !path.ContainsKey(column)).ToList())
        {
            simplex.Bound(column, 0, programme.Upper(column));
            _bounds.Remove(column);
        }

        foreach (var (column, bounds) in path)
        {
            if (_bounds.TryGetValue(column, out var present) && present == bounds) continue;
            simplex.Bound(column, bounds.Lower, bounds.Upper);
            _bounds[column] = bounds;
        }
    }

    private sealed record Node(Node? Parent, int Column, double Lower, double Upper, double Bound);
}
