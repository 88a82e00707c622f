namespace PortfolioMargin.Numerics;

/// <summary>One tree of linear programmes: bounds on a fractional column, first the nearer side, then where the bound is least, the newest where several tie.
/// Deterministic: the first solution found stays unless another one is cheaper.</summary>
internal sealed class BranchAndBound
{
    /// <summary>A number this near to a whole one is whole.</summary>
    private const double Fraction = 1e-6;

    /// <summary>A branch must promise this share of the best cost to be worth following: rounding of the programme.</summary>
    private const double WorthWhile = 1e-10;

    /// <summary>Bounds within this share of the root's count as equal.</summary>
    private const double Grain = 1e-7;

    /// <summary>Nodes that may wait: some megabytes.</summary>
    private const int MostOpen = 50_000;

    private readonly LinearProgramme _programme;
    private readonly DualSimplex _simplex;
    private readonly int[] _ranks;
    private readonly PriorityQueue<Node, (double, int)> _open = new();
    private readonly Dictionary<int, (double Lower, double Upper)> _bounds = []; // that differ from the root's
    private double _grain = 1;
    private int _made;

    /// <summary>A tree.</summary>
    /// <param name="programme">The programme.</param>
    /// <param name="root">Its optimum.</param>
    /// <param name="ranks">[column]: those of the least rank become whole first; -1 where it need not be whole.</param>
    public BranchAndBound(LinearProgramme programme, DualSimplex root, int[] ranks) => (_programme, _simplex, _ranks) = (programme, root, ranks);

    /// <summary>The best solution found here; none where none is better than what was known.</summary>
    public double[]? Solution { get; private set; }

    /// <summary>What the best known solution costs.</summary>
    public double Cost { get; private set; }

    /// <summary>No solution costs less, as far as this tree knows.</summary>
    public double Bound { get; private set; }

    public static int Nodes;

    /// <summary>Whether a column is fractional at the simplex method's present optimum, and which comes first.</summary>
    public static int FirstFractional(DualSimplex simplex, ReadOnlySpan<int> ranks)
    {
        int best = -1;
        double most = 0;
        for (int column = 0; column < ranks.Length; column++)
        {
            if (ranks[column] < 0 || (best >= 0 && ranks[best] < ranks[column])) continue;
            double value = simplex.Value(column), fraction = Math.Abs(value - Math.Round(value));
            if (fraction > Fraction && (best < 0 || ranks[column] < ranks[best] || fraction > most + Fraction)) (best, most) = (column, fraction);
        }

        return best;
    }

    /// <summary>Searches until nothing is open or the limit is reached.</summary>
    /// <param name="cost">What a known solution costs.</param>
    /// <param name="budget">Cells touched; shared with the simplex method.</param>
    /// <param name="limit">Cells at which this tree ends.</param>
    /// <returns>Whether nothing is open.</returns>
    public bool Search(double cost, WorkBudget budget, long limit)
    {
        (Cost, Bound) = (cost, _simplex.Cost());
        _grain = Grain * Math.Max(Grain, Math.Abs(Bound));
        for (var node = new Node(null, -1, 0, 0, Bound); ;)
        {
            Nodes++;
            double cutoff = Cutoff(Cost);
            var end = _simplex.Optimise(cutoff);
            if (end == SimplexEnd.Stopped || budget.Spent > limit || _open.Count > MostOpen)
            {
                Bound = Math.Min(Cost, Math.Min(node.Bound, _open.TryPeek(out _, out var first) ? first.Item1 * _grain : node.Bound));
                return false;
            }

            var next = end == SimplexEnd.Optimal ? Branch(node) : null;
            if (next is null)
            {
                next = Next();
                if (next is null)
                {
                    Bound = Cost;
                    return true;
                }
            }

            Go(node = next);
        }
    }

    /// <summary>Takes the bounds of this tree off again.</summary>
    public void Leave() => Go(new(null, -1, 0, 0, 0));

    /// <summary>What a solution must cost to be cheaper than a known one.</summary>
    public static double Cutoff(double cost) => cost - (WorthWhile * Math.Abs(cost));

    /// <summary>The nearer child; the other one waits. None where the optimum is whole or not worth following.</summary>
    private Node? Branch(Node node)
    {
        double bound = _simplex.Cost();
        if (!(bound < Cutoff(Cost))) return null;
        int column = FirstFractional(_simplex, _ranks);
        if (column < 0)
        {
            (Solution, Cost) = ([.. Enumerable.Range(0, _programme.Columns).Select(_simplex.Value)], bound);
            return null;
        }

        double value = _simplex.Value(column), floor = Math.Floor(value);
        var below = new Node(node, column, _simplex.Lower(column), floor, bound);
        var above = new Node(node, column, floor + 1, _simplex.Upper(column), bound);
        bool isNearAbove = value - floor > 0.5;
        _open.Enqueue(isNearAbove ? below : above, (Math.Floor(bound / _grain), -_made++));
        return isNearAbove ? above : below;
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
        var path = new Dictionary<int, (double Lower, double Upper)>();
        for (var step = node; step.Parent is not null; step = step.Parent) path.TryAdd(step.Column, (step.Lower, step.Upper));
        foreach (int column in _bounds.Keys.Except(path.Keys).Order().ToList())
        {
            _simplex.Bound(column, 0, _programme.Upper(column));
            _bounds.Remove(column);
        }

        foreach (var (column, bounds) in path.OrderBy(entry => entry.Key))
        {
            if (_bounds.TryGetValue(column, out var present) && present == bounds) continue;
            _simplex.Bound(column, bounds.Lower, bounds.Upper);
            _bounds[column] = bounds;
        }
    }

    private sealed record Node(Node? Parent, int Column, double Lower, double Upper, double Bound);
}
