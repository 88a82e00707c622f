using PortfolioMargin.Numerics;

namespace PortfolioMargin.RuleBooks;

/// <summary>The pairing of a group as an integer programme, scaled to about 1. Columns: units of every strategy of fixed legs, contracts of every leg in every cut,
/// the loss of every cut, and of straddles the amounts by which the puts exceed the calls. Rows: every leg is used up; in a cut long and short are
/// equal per right; a cut's loss is at least the loss at every strike.
/// <para>Straddles: with t the add-ons of the naked legs and C(t), P(t) the naked calls and puts of at least that add-on, the best straddles leave
/// the sum over steps of t of (step) max(C, P). Calls pay their add-on, so a column e >= P - C for every step pays the rest.</para></summary>
internal sealed class RegTProgramme
{
    /// <summary>In this order columns become whole: what decides the cost most comes first, and the rest often falls into place.</summary>
    private const int Divisible = -1, Loss = 0, Excess = 1, Alone = 2, Strategy = 3, Spread = 4;

    /// <summary>Of divisible contracts and of shares less than this share of the largest position is what rounding left.</summary>
    private const double Dust = 1e-10;

    /// <summary>What sums of whole contracts times a fractional multiplier lose, as a share.</summary>
    private const double Rounding = 1e-13;

    private readonly RegTGroup _group;
    private readonly RegTCandidates _candidates;
    private readonly LinearProgramme _programme = new();
    private readonly List<int> _ranks = [];         // [column]
    private readonly List<double> _slackSteps = []; // [row]
    private readonly List<RegTSpreadColumn> _spreads = [];
    private readonly double _money; // scale of amounts
    private readonly double _largest; // position, in contracts or shares
    private readonly double[] _lot; // scale of counts by leg: shares count in lots

    public RegTProgramme(RegTGroup group, RegTCandidates candidates)
    {
        (_group, _candidates, _largest) = (group, candidates, group.Legs.Max(leg => leg.Count));
        _money = group.Legs.Max(leg => Math.Max(leg.Price, leg.Option is { } option ? option.Multiplier * group.Spots[option.Underlying] : leg.Price));
        if (!(_money > 0)) _money = 1;
        _lot = [.. group.Legs.Select(stock => stock.Option is null ? group.Legs.Where(leg => leg.Option is not null).Select(leg => group.Shares(stock, leg)).Append(1).Max() : 1)];
        for (int leg = 0; leg < group.Legs.Length; leg++) Row(Count(leg), equation: true);
        AddLegsAlone();
        foreach (var strategy in candidates.Strategies.Skip(group.Legs.Length)) AddStrategy(strategy);
        for (int cut = 0; cut < candidates.Cuts.Count; cut++) AddCut(candidates.Cuts[cut], cut);
    }

    /// <summary>Rows, as built.</summary>
    public int Rows => _programme.Rows;

    /// <summary>Columns; contracts of legs in spreads come last.</summary>
    public int Columns => _programme.Columns;

    /// <summary>Solves.</summary>
    /// <param name="budget">Stops the search.</param>
    /// <param name="bound">No pairing needs less; as far as the work reached.</param>
    /// <returns>The pairing; none where the work was spent before there was one.</returns>
    public RegTPairing? Solve(WorkBudget budget, out double bound)
    {
        var simplex = new DualSimplex(_programme, budget);
        bool isOptimal = simplex.Optimise(double.PositiveInfinity) == SimplexEnd.Optimal;
        bound = simplex.Cost() * _money;
        if (!isOptimal) return null;
        double[] prices = [.. _group.Legs.Select((_, leg) => simplex.Price(leg) * _money / _lot[leg])];
        var start = Strategies(new double[_programme.Columns])!;
        var search = new BranchAndCut(_programme, new(Orders(), [.. _slackSteps], Strategy), budget);
        search.Search(simplex, start.Sum(strategy => strategy.Need) / _money);
        bound = search.Bound * _money;
        return new((search.Solution is { } solution ? Strategies(solution) : null) ?? start, bound, prices);
    }

    /// <summary>A bound that no pairing is below: the least when contracts are divisible, as far as the work reaches.</summary>
    public double Relaxed(WorkBudget budget)
    {
        var simplex = new DualSimplex(_programme, budget);
        simplex.Optimise(double.PositiveInfinity);
        return simplex.Cost() * _money;
    }

    /// <summary>Losses first; all but spreads at once; legs alone and strategies first.</summary>
    private int[][] Orders() =>
    [
        [.. _ranks],
        [.. _ranks.Select(rank => rank is Excess or Alone or Strategy ? Loss : rank)],
        [.. _ranks.Select(rank => rank switch { Alone => 0, Strategy => 1, Loss => 2, Excess => 3, _ => rank })],
    ];

    private double Count(int leg) => _group.Legs[leg].Count / _lot[leg];

    /// <summary>Adds a row; its slack comes in multiples of the step where contracts are whole.</summary>
    private int Row(double right, bool equation, double step = 0)
    {
        _slackSteps.Add(_group.IsWhole ? step : 0);
        return _programme.AddRow(right, equation);
    }

    /// <summary>Adds a column. Its upper bound is out of reach of every solution, so that rows alone have prices.</summary>
    private int Column(double cost, double most, int rank, params (int Row, double Value)[] entries)
    {
        bool isWhole = _group.IsWhole && rank != Divisible;
        _ranks.Add(isWhole ? rank : Divisible);
        return _programme.AddColumn(cost, 1 + Math.Ceiling(most), entries);
    }

    /// <summary>Columns of the index of their leg. Naked legs also count in the steps of their straddles, and naked puts leave their add-on to those.</summary>
    private void AddLegsAlone()
    {
        List<(int Row, double Value)>[] entries = [.. _group.Legs.Select((_, leg) => new List<(int, double)> { (leg, 1) })];
        double[] costs = [.. _group.Legs.Select((_, leg) => _lot[leg] * _candidates.Strategies[leg].Need / _money)];
        var excesses = new List<(double Cost, double Upper, int Row)>();
        foreach (var straddles in _candidates.Straddles)
        {
            foreach (int put in straddles.Puts) costs[put] = _group.Legs[put].Price / _money;
            double last = 0, puts = straddles.Puts.Sum(leg => _group.Legs[leg].Count);
            foreach (double step in straddles.Steps())
            {
                int row = Row(0, equation: false, step: 1); // puts - calls - excess <= 0, over the legs of at least this add-on
                foreach (int leg in straddles.Calls.Where(leg => _group.Legs[leg].AddOn >= step)) entries[leg].Add((row, -1));
                foreach (int leg in straddles.Puts.Where(leg => _group.Legs[leg].AddOn >= step)) entries[leg].Add((row, 1));
                excesses.Add(((step - last) / _money, puts, row));
                last = step;
            }
        }

        for (int leg = 0; leg < entries.Length; leg++) Column(costs[leg], Count(leg), _group.Legs[leg].Option is null ? Divisible : Alone, [.. entries[leg]]);
        foreach (var (cost, upper, row) in excesses) Column(cost, upper, Excess, (row, -1));
    }

    private void AddStrategy(RegTStrategy strategy) => Column(
        strategy.Need / _money,
        strategy.Legs.Min(use => _group.Legs[use.Leg].Count / use.Count),
        Strategy,
        [.. strategy.Legs.Select(use => (use.Leg, use.Count / _lot[use.Leg]))]);

    /// <summary>The loss counts in its steps; its rows are scaled to the range of the payoffs.</summary>
    private void AddCut(RegTCut cut, int index)
    {
        double[] strikes = cut.LossStrikes(_group);
        double scale = cut.Legs.Max(leg => _group.Legs[leg].Option!.Multiplier), range = cut.Range(_group), step = cut.LossStep(_group), unit = step > 0 ? step : range;
        var balances = cut.Legs.Select(leg => _group.Legs[leg].Option!.Right).Distinct().ToDictionary(right => right, _ => Row(0, equation: true));
        int[] losses = [.. strikes.Select(_ => Row(0, equation: false, step / range))]; // -loss - payoff <= 0
        Column(unit / _money, Math.Ceiling(cut.Legs.Sum(leg => _group.Legs[leg].Count) * range / unit), step > 0 ? Loss : Divisible, [.. losses.Select(row => (row, -unit / range))]);
        foreach (int leg in cut.Legs)
        {
            var held = _group.Legs[leg];
            double units = (held.IsLong ? 1 : -1) * held.Option!.Multiplier / scale;
            var payoffs = losses.Select((row, s) => (row, -held.Payoff(strikes[s]) / range)).Where(entry => entry.Item2 != 0);
            _spreads.Add(new(Column(held.IsLong ? held.Price / _money : 0, held.Count, Spread, [(leg, 1), (balances[held.Option.Right], units), .. payoffs]), index, leg));
        }
    }

    /// <summary>The strategies of a solution; amounts from the formulas, not from the programme. Held against the legs: none where rounding made the
    /// solution use more of one than there is, or a spread whose long and short side differ.</summary>
    internal List<RegTStrategy>? Strategies(double[] solution)
    {
        double tolerance = _group.IsWhole ? 0.5 : Dust;
        var (found, rest) = (new List<RegTStrategy>(), _group.Legs.Select(leg => leg.Count).ToArray());
        for (int strategy = _group.Legs.Length; strategy < _candidates.Strategies.Count; strategy++)
            if (Counted(solution[Column(strategy)]) is var units && units > tolerance) Take(_candidates.Strategies[strategy].Times(units));
        foreach (var cut in _spreads.GroupBy(entry => entry.Cut))
        {
            RegTUse[] uses = [.. cut.Select(entry => new RegTUse(entry.Leg, Counted(solution[entry.Column]))).Where(use => use.Count > tolerance)];
            if (uses.Length == 0) continue;
            if (!IsBalanced(uses)) return null;
            Take(RegTCut.Spread(_group, uses));
        }

        double[] naked = [.. rest.Select((left, leg) => Naked(leg, left))];
        if (naked.Any(left => left < 0)) return null;
        foreach (var straddles in _candidates.Straddles) found.AddRange(straddles.Pair(naked));
        for (int leg = 0; leg < naked.Length; leg++)
            if (naked[leg] > 0) found.Add(_candidates.Strategies[leg].Times(naked[leg]));
        return found;

        int Column(int strategy) => strategy + _ranks.Count - _spreads.Count - _candidates.Cuts.Count - _candidates.Strategies.Count;

        double Counted(double units) => _group.IsWhole ? Math.Round(units) : units;

        void Take(RegTStrategy strategy)
        {
            found.Add(strategy);
            foreach (var use in strategy.Legs) rest[use.Leg] -= use.Count;
        }
    }

    /// <summary>What is left of a leg; rounding is nothing.</summary>
    private double Naked(int leg, double left)
    {
        bool isWhole = _group.IsWhole && _group.Legs[leg].Option is not null;
        return !isWhole && Math.Abs(left) <= Dust * _largest ? 0 : left;
    }

    /// <summary>Whether long and short are equal within calls and within puts; of divisible contracts up to rounding.</summary>
    private bool IsBalanced(RegTUse[] uses) => uses.GroupBy(use => _group.Legs[use.Leg].Option!.Right).All(right =>
    {
        double net = right.Sum(use => (_group.Legs[use.Leg].IsLong ? 1 : -1) * Units(use)), most = right.Max(use => _group.Legs[use.Leg].Option!.Multiplier) * _largest;
        return Math.Abs(net) <= (_group.IsWhole ? Rounding * right.Sum(Units) : Dust * uses.Length * most);
    });

    private double Units(RegTUse use) => use.Count * _group.Legs[use.Leg].Option!.Multiplier;
}

/// <summary>Contracts of a leg in a cut.</summary>
/// <param name="Column">Column of the programme.</param>
/// <param name="Cut">Index of the cut.</param>
/// <param name="Leg">Index of the leg.</param>
internal readonly record struct RegTSpreadColumn(int Column, int Cut, int Leg);
