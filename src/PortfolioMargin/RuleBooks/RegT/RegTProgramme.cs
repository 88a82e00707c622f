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
    private readonly LinearProgramme _programme = new();
    private readonly List<int> _ranks = []; // [column], order in which columns are made whole; -1 where they need not be
    private readonly List<(int Column, int Cut, int Leg)> _spreads = [];
    private readonly double _money; // scale of amounts
    private readonly double[] _lot; // scale of counts by leg: shares count in lots

    public RegTProgramme(RegTGroup group, RegTCandidates candidates)
    {
        _group = group;
        _candidates = candidates;
        _money = group.Legs.Max(leg => Math.Max(leg.Price, leg.Option is { } option ? option.Multiplier * group.Spots[option.Underlying] : leg.Price));
        if (!(_money > 0)) _money = 1;
        _lot = [.. group.Legs.Select(stock => stock.Option is null ? group.Legs.Where(leg => leg.Option is not null).Select(leg => group.Shares(stock, leg)).Append(1).Max() : 1)];
        for (int leg = 0; leg < group.Legs.Length; leg++) { _programme.AddRow(Count(leg), equation: true); _slackSteps.Add(0); }
        var (entries, costs) = Alone();
        for (int leg = 0; leg < entries.Length; leg++) Column(costs[leg], Count(leg), group.Legs[leg].Option is null ? -1 : Rank("alone"), [.. entries[leg]]);
        foreach (var strategy in candidates.Strategies.Skip(group.Legs.Length))
            Column(strategy.Need / _money, (group.IsWhole ? Math.Floor(strategy.Legs.Min(use => group.Legs[use.Leg].Count / use.Count)) : strategy.Legs.Min(use => group.Legs[use.Leg].Count / use.Count)), Rank("strategy"), [.. strategy.Legs.Select(use => (use.Leg, use.Count / _lot[use.Leg]))]);
        foreach (var (cost, upper, row) in _excesses) Column(cost, upper, Rank("excess"), (row, -1));
        foreach (var (cut, index) in candidates.Cuts.Select((cut, index) => (cut, index))) AddCut(cut, index);
    }

    public static string[] Order = (Environment.GetEnvironmentVariable("ORDER") ?? "loss,excess,alone,strategy,spread").Split(',');
    private static int Rank(string name) => Array.FindIndex(Order, o => o.Split('+').Contains(name));

    private double Count(int leg) => _group.Legs[leg].Count / _lot[leg];

    private int Column(double cost, double upper, int rank, params (int Row, double Value)[] entries)
    {
        _ranks.Add(_group.IsWhole ? rank : -1);
        return _programme.AddColumn(cost, upper, entries);
    }

    public RegTPairing Solve(WorkBudget budget, Func<RegTGroup, RegTPairing> solve)
    {
        var simplex = new DualSimplex(_programme, budget);
        double startCost = Start().Sum(strategy => strategy.Need) / _money;
        var end = simplex.Optimise(double.PositiveInfinity);
        double[] prices = [.. _group.Legs.Select((_, leg) => simplex.Price(leg) * _money / _lot[leg])];
        double rootValue = simplex.Cost(); int rootSteps = simplex.Steps; long rootSpent = budget.Spent;
        int[] loss = [.. _ranks], alone = [.. _ranks.Select(rank => rank switch { 0 => 2, 1 => 3, 2 => 0, 3 => 1, _ => rank })], both = [.. _ranks.Select(rank => rank is > 0 and < 4 ? 0 : rank)];
        var known = Start();
        if (_group.IsWhole && end == SimplexEnd.Optimal && Rounded(simplex, solve) is { } rounded && rounded.Sum(s => s.Need) < known.Sum(s => s.Need)) known = rounded;
        if (Environment.GetEnvironmentVariable("TRACE") is not null) Console.WriteLine($" {_programme.Rows} rows {_group.Legs.Length} legs root {rootValue * _money:0} start {startCost * _money:0} rounded {known.Sum(s => s.Need):0} gap {known.Sum(s => s.Need) / _money / rootValue - 1:P3} spent {rootSpent / 1e6:0.0}M {budget.Spent / 1e6:0.0}M");
        startCost = known.Sum(s => s.Need) / _money;
        var (solution, cost, bound) = BranchAndCut.Search(_programme, simplex, [loss, both, alone], [.. _slackSteps], startCost, budget);
        if (Environment.GetEnvironmentVariable("TRACE") is not null) if (_group.Legs.Length > 10) Console.WriteLine($" {_programme.Rows} x {_programme.Columns} gap {(cost - rootValue) / cost:P3} open {(cost - bound) / cost:P3} nodes {BranchAndBound.Nodes} root {rootSteps} steps {rootSpent / 1e6:0.0}M all {simplex.Steps} steps {budget.Spent / 1e6:0.0}M");
        BranchAndBound.Nodes = 0;
        return new(solution is null ? known : Strategies(solution), bound * _money, prices);
    }

    private List<RegTStrategy>? Rounded(DualSimplex simplex, Func<RegTGroup, RegTPairing> solve)
    {
        var rounding = new RegTRounding(_group);
        for (int column = _group.Legs.Length; column < _candidates.Strategies.Count; column++) rounding.Take(_candidates.Strategies[column], simplex.Value(column));
        foreach (var cut in _spreads.GroupBy(entry => entry.Cut)) rounding.TakeSpread([.. cut.Select(entry => new RegTUse(entry.Leg, simplex.Value(entry.Column)))]);
        return rounding.Pairing(solve) is { } found ? new RegTPairing(found, 0, []).Merged(_group).Strategies : null;
    }

    private List<RegTStrategy> Start() => Strategies(new double[_programme.Columns]);

    /// <summary>The least when contracts are divisible.</summary>
    public double Relaxed(WorkBudget budget)
    {
        var simplex = new DualSimplex(_programme, budget);
        simplex.Optimise(double.PositiveInfinity);
        return simplex.Cost() * _money;
    }

    /// <summary>Legs by themselves: naked legs also count in the steps of their straddles, and naked puts leave their add-on to those.</summary>
    private (List<(int Row, double Value)>[] Entries, double[] Costs) Alone()
    {
        List<(int Row, double Value)>[] entries = [.. _group.Legs.Select((_, leg) => new List<(int, double)> { (leg, 1) })];
        double[] costs = [.. _group.Legs.Select((_, leg) => _lot[leg] * _candidates.Strategies[leg].Need / _money)];
        var excesses = new List<(double Cost, double Upper, int Row)>();
        foreach (var straddles in _candidates.Straddles)
        {
            foreach (int put in straddles.Puts) costs[put] = _group.Legs[put].Price / _money;
            double last = 0;
            foreach (double step in straddles.Steps())
            {
                int row = _programme.AddRow(0, equation: false); _slackSteps.Add(_group.IsWhole ? 1 : 0); // puts - calls - excess <= 0
                foreach (int leg in straddles.Calls.Where(leg => _group.Legs[leg].AddOn >= step)) entries[leg].Add((row, -1));
                foreach (int leg in straddles.Puts.Where(leg => _group.Legs[leg].AddOn >= step)) entries[leg].Add((row, 1));
                excesses.Add(((step - last) / _money, straddles.Puts.Sum(leg => _group.Legs[leg].Count), row));
                last = step;
            }
        }

        _excesses = excesses;
        return (entries, costs);
    }

    private List<(double Cost, double Upper, int Row)> _excesses = [];
    private readonly List<double> _slackSteps = [];

    private void AddCut(RegTCut cut, int index)
    {
        double[] strikes = cut.Strikes(_group);
        double scale = cut.Legs.Max(leg => _group.Legs[leg].Option!.Multiplier), range = scale * Math.Max(strikes[^1] - strikes[0], strikes[^1] * 1e-3);
        var balances = cut.Legs.Select(leg => _group.Legs[leg].Option!.Right).Distinct().ToDictionary(right => right, _ => _programme.AddRow(0, equation: true));
        int[] losses = [.. strikes.Select(_ => _programme.AddRow(0, equation: false))]; // -loss - payoff <= 0
        double step = cut.LossStep(_group);
        double unit = step > 0 ? step : range, most = cut.Legs.Sum(leg => _group.Legs[leg].Count * _group.Legs[leg].Option!.Multiplier) * (strikes[^1] - strikes[0]);
        foreach (var _ in balances) _slackSteps.Add(0);
        foreach (var _ in losses) _slackSteps.Add(step > 0 && _group.IsWhole ? step / range : 0);
        Column(unit / _money, Math.Ceiling(most / unit), step > 0 ? Rank("loss") : -1, [.. losses.Select(row => (row, -unit / range))]);
        foreach (int leg in cut.Legs)
        {
            var held = _group.Legs[leg];
            double units = (held.IsLong ? 1 : -1) * held.Option!.Multiplier / scale;
            var payoffs = losses.Select((row, s) => (row, -held.Payoff(strikes[s]) / range)).Where(entry => entry.Item2 != 0);
            _spreads.Add((Column(held.IsLong ? held.Price / _money : 0, held.Count, Rank("spread"), [(leg, 1), (balances[held.Option.Right], units), .. payoffs]), index, leg));
        }
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
            RegTUse[] uses = [.. cut.Select(entry => new RegTUse(entry.Leg, Counted(solution[entry.Column]))).Where(use => use.Count > tolerance)];
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
