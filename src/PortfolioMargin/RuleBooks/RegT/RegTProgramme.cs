using PortfolioMargin.Numerics;

namespace PortfolioMargin.RuleBooks;

/// <summary>The pairing of a group as an integer programme, scaled to about 1. Columns: units of every strategy of fixed legs, contracts of every leg in every cut,
/// the loss of every cut, and of straddles the amounts by which the puts exceed the calls. Rows: every leg is used up; in a cut long and short are
/// equal per right; a cut's loss is at least the loss at every strike.
/// <para>Straddles: with t the add-ons of the naked legs and C(t), P(t) the naked calls and puts of at least that add-on, the best straddles leave
/// the sum over steps of t of (step) max(C, P). Calls pay their add-on, so a column e >= P - C for every step pays the rest.</para></summary>
internal sealed class RegTProgramme
{
    private readonly RegTGroup _group;
    private readonly RegTCandidates _candidates;
    private readonly List<(List<(int Row, double Value)> Entries, double Cost, bool Whole)> _columns = [];
    private readonly List<(double Right, int Basis)> _rows = [];
    private readonly List<(int Column, int Cut, RegTUse Use)> _spreads = [];
    private readonly List<(int Row, int Slack)> _steps = []; // of straddles
    private readonly double _money; // scale of amounts
    private readonly double[] _lot; // scale of counts by leg: shares count in lots

    public RegTProgramme(RegTGroup group, RegTCandidates candidates)
    {
        _group = group;
        _candidates = candidates;
        _money = group.Legs.Max(leg => Math.Max(leg.Price, leg.Option is { } option ? option.Multiplier * group.Spots[option.Underlying] : leg.Price));
        if (!(_money > 0)) _money = 1;
        _lot = [.. group.Legs.Select(stock => stock.Option is null ? group.Legs.Where(leg => leg.Option is not null).Select(leg => group.Shares(stock, leg)).Append(1).Max() : 1)];
        foreach (var (leg, index) in group.Legs.Select((leg, index) => (leg, index))) _rows.Add((leg.Count / _lot[index], index));
        foreach (var strategy in candidates.Strategies) AddStrategy(strategy);
        foreach (var (cut, index) in candidates.Cuts.Select((cut, index) => (cut, index))) AddCut(cut, index);
        AddStraddles();
    }

    /// <summary>Rows x columns, as built.</summary>
    public long Cells => (long)_rows.Count * _columns.Count;

    /// <summary>Solves.</summary>
    public RegTPairing Solve(WorkBudget budget)
    {
        bool[] whole = [.. _columns.Select(column => column.Whole && _group.IsWhole)];
        var tableau = Tableau(budget);
        double[] start = tableau.Solution();
        double startCost = tableau.Value;
        tableau.Minimise();
        double[] prices = Prices(tableau.ReducedCosts);
        var (solution, bound) = BranchAndBound.Search(tableau, whole, start, startCost, budget);
        return new(Strategies(solution), bound * _money, prices);
    }

    /// <summary>The least when contracts are divisible.</summary>
    public double Relaxed(WorkBudget budget)
    {
        var tableau = Tableau(budget);
        tableau.Minimise();
        return tableau.Value * _money;
    }

    private SimplexTableau Tableau(WorkBudget budget) =>
        SimplexTableau.Of(Matrix(), [.. _rows.Select(row => row.Right)], [.. _columns.Select(column => column.Cost)], [.. _rows.Select(row => row.Basis)], budget);

    private int Column(double cost, bool whole, params (int Row, double Value)[] entries)
    {
        _columns.Add(([.. entries], cost, whole));
        return _columns.Count - 1;
    }

    /// <summary>A row of the form entries >= 0 or entries = right, whose basis is a column of its own.</summary>
    private int Slack(double sign)
    {
        _rows.Add((0, Column(0, false, (_rows.Count, sign))));
        return _rows.Count - 1;
    }

    private void AddStrategy(RegTStrategy strategy)
    {
        bool alone = strategy.Legs.Length == 1;
        double unit = alone ? _lot[strategy.Legs[0].Leg] : 1;
        Column(unit * strategy.Need / _money, !alone || _group.Legs[strategy.Legs[0].Leg].Option is not null, [.. strategy.Legs.Select(use => (use.Leg, unit * use.Count / _lot[use.Leg]))]);
    }

    private void AddCut(RegTCut cut, int index)
    {
        double scale = cut.Legs.Max(leg => _group.Legs[leg].Option!.Multiplier);
        var balances = cut.Legs.Select(leg => _group.Legs[leg].Option!.Right).Distinct().ToDictionary(right => right, _ => (Upper: Slack(1), Lower: Slack(1)));
        double[] strikes = cut.Strikes(_group);
        int[] losses = [.. strikes.Select(_ => Slack(1))]; // -loss - payoff + slack = 0
        Column(1, false, [.. losses.Select(row => (row, -1.0))]);
        foreach (int leg in cut.Legs)
        {
            var held = _group.Legs[leg];
            double units = (held.IsLong ? 1 : -1) * held.Option!.Multiplier / scale;
            var (upper, lower) = balances[held.Option.Right];
            var payoffs = losses.Select((row, s) => (row, -held.Payoff(strikes[s]) / _money)).Where(entry => entry.Item2 != 0);
            int column = Column(held.IsLong ? held.Price / _money : 0, true, [(leg, 1), (upper, units), (lower, -units), .. payoffs]);
            _spreads.Add((column, index, new(leg, 1)));
        }
    }

    /// <summary>Columns of naked legs have the index of their leg; naked puts lose their add-on to the steps.</summary>
    private void AddStraddles()
    {
        foreach (var straddles in _candidates.Straddles)
        {
            foreach (int put in straddles.Puts) _columns[put] = _columns[put] with { Cost = _columns[put].Cost - _group.Legs[put].AddOn / _money };
            double last = 0;
            foreach (double step in straddles.Steps())
            {
                AddStep(step, (step - last) / _money, straddles);
                last = step;
            }
        }
    }

    /// <summary>excess - slack + calls - puts = 0, over the legs of at least this add-on.</summary>
    private void AddStep(double step, double cost, RegTStraddles straddles)
    {
        int row = _rows.Count;
        int[] counted = [.. straddles.Calls.Where(leg => _group.Legs[leg].AddOn >= step)], against = [.. straddles.Puts.Where(leg => _group.Legs[leg].AddOn >= step)];
        int excess = Column(cost, false, (row, 1)), slack = Column(0, false, (row, -1));
        foreach (int leg in counted) _columns[leg].Entries.Add((row, 1));
        foreach (int leg in against) _columns[leg].Entries.Add((row, -1));
        bool exceeds = against.Sum(leg => _group.Legs[leg].Count) >= counted.Sum(leg => _group.Legs[leg].Count);
        _rows.Add((0, exceeds ? excess : slack));
        _steps.Add((row, slack));
    }

    private double[][] Matrix()
    {
        double[][] matrix = [.. _rows.Select(_ => new double[_columns.Count])];
        for (int column = 0; column < _columns.Count; column++)
            foreach (var (row, value) in _columns[column].Entries) matrix[row][column] += value;
        return matrix;
    }

    /// <summary>Price of one more contract or share of every leg: the dual values of its row. They add up to the requirement when the programme needs no branch.</summary>
    private double[] Prices(ReadOnlySpan<double> reduced)
    {
        var rows = new double[_rows.Count];
        foreach (var (row, slack) in _steps) rows[row] = reduced[slack];
        var prices = new double[_group.Legs.Length];
        for (int leg = 0; leg < prices.Length; leg++)
        {
            double price = _columns[leg].Cost - reduced[leg];
            foreach (var (row, value) in _columns[leg].Entries)
                if (row != leg) price -= value * rows[row];
            prices[leg] = price * _money / _lot[leg];
        }

        return prices;
    }

    /// <summary>The strategies of a solution; amounts from the formulas, not from the programme.</summary>
    private List<RegTStrategy> Strategies(double[] solution)
    {
        double tolerance = _group.IsWhole ? 0.5 : 1e-12;
        var (found, naked) = (new List<RegTStrategy>(), new double[_group.Legs.Length]);
        var rest = _group.Legs.Select(leg => leg.Count).ToArray();
        for (int column = _group.Legs.Length; column < _candidates.Strategies.Count; column++)
            if (Counted(solution[column]) is var units && units > tolerance) Take(_candidates.Strategies[column].Times(units));
        foreach (var cut in _spreads.GroupBy(entry => entry.Cut))
        {
            RegTUse[] uses = [.. cut.Select(entry => new RegTUse(entry.Use.Leg, Counted(solution[entry.Column]))).Where(use => use.Count > tolerance)];
            if (uses.Length > 0) Take(RegTCut.Spread(_group, uses));
        }

        for (int leg = 0; leg < naked.Length; leg++)
        {
            naked[leg] = _group.Legs[leg].Option is null || !_group.IsWhole ? (rest[leg] > 1e-12 * _group.Legs[leg].Count ? rest[leg] : 0) : rest[leg];
            if (naked[leg] < 0) throw new InvalidOperationException($"The pairing of {_group.Name} uses more of {_group.Legs[leg].Row} than there is.");
        }

        foreach (var straddles in _candidates.Straddles) found.AddRange(straddles.Pair(naked));
        for (int leg = 0; leg < naked.Length; leg++)
            if (naked[leg] > 0) found.Add(_candidates.Strategies[leg].Times(naked[leg]));
        return found;

        double Counted(double units) => _group.IsWhole ? Math.Round(units) : units;

        void Take(RegTStrategy strategy)
        {
            found.Add(strategy);
            foreach (var use in strategy.Legs) rest[use.Leg] -= use.Count;
        }
    }
}

/// <summary>A chosen pairing.</summary>
/// <param name="Strategies">The strategies, each with its number of legs.</param>
/// <param name="Bound">No pairing needs less.</param>
/// <param name="Prices">What one more contract or share of every leg would need.</param>
internal sealed record RegTPairing(List<RegTStrategy> Strategies, double Bound, double[] Prices)
{
    /// <summary>What it needs.</summary>
    public double Need { get; } = Strategies.Sum(strategy => strategy.Need);

    /// <summary>The pairing of a part of a group, seen from the group.</summary>
    /// <param name="group">The group.</param>
    /// <param name="legs">[leg of the part], its index in the group.</param>
    public RegTPairing In(RegTGroup group, int[] legs)
    {
        var prices = new double[group.Legs.Length];
        for (int i = 0; i < legs.Length; i++) prices[legs[i]] = Prices[i];
        return new([.. Strategies.Select(strategy => strategy with { Legs = [.. strategy.Legs.Select(use => use with { Leg = legs[use.Leg] })] })], Bound, prices);
    }
}
