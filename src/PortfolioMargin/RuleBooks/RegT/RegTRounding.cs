namespace PortfolioMargin.RuleBooks;

/// <summary>Whole contracts from a solution in fractions: every strategy is rounded down, spreads are balanced again by single contracts, and what is left over is
/// paired by itself.</summary>
/// <param name="group">The group.</param>
internal sealed class RegTRounding(RegTGroup group)
{
    /// <summary>A number this near below a whole one is that.</summary>
    private const double Fraction = 1e-6;

    private readonly List<RegTStrategy> _found = [];
    private readonly double[] _rest = [.. group.Legs.Select(leg => leg.Count)];

    /// <summary>Takes so many units of a strategy, rounded down.</summary>
    public void Take(RegTStrategy strategy, double units)
    {
        if (Math.Floor(units + Fraction) is > 0 and var whole) Take(strategy.Times(whole));
    }

    /// <summary>Takes a spread, its counts in fractions.</summary>
    public void TakeSpread(RegTUse[] uses)
    {
        var whole = uses.Select(use => Math.Floor(use.Count + Fraction)).ToArray();
        foreach (var right in Enumerable.Range(0, uses.Length).GroupBy(i => group.Legs[uses[i].Leg].Option!.Right)) Balance(uses, whole, [.. right]);
        RegTUse[] kept = [.. uses.Zip(whole, (use, count) => use with { Count = count }).Where(use => use.Count > 0)];
        if (kept.Length > 0) Take(RegTCut.Spread(group, kept));
    }

    /// <summary>The whole pairing; none where nothing was taken.</summary>
    /// <param name="solve">Pairs what is left over.</param>
    public List<RegTStrategy>? Pairing(Func<RegTGroup, RegTPairing> solve)
    {
        if (_found.Count == 0) return null;
        int[] kept = [.. Enumerable.Range(0, _rest.Length).Where(leg => _rest[leg] > 0)];
        if (kept.Length == 0) return _found;
        var left = solve(group with { Legs = [.. kept.Select(leg => group.Legs[leg] with { Count = _rest[leg] })] }).In(group, kept);
        return [.. _found, .. left.Strategies];
    }

    /// <summary>Makes long and short contracts of one right equal: the side that has fewer gets single contracts where the fraction lost is largest; then the other side gives up some.</summary>
    private void Balance(RegTUse[] uses, double[] whole, int[] right)
    {
        if (right.Select(i => group.Legs[uses[i].Leg].Option!.Multiplier).Distinct().Count() > 1)
        {
            foreach (int i in right) whole[i] = 0;
            return;
        }

        double surplus = right.Sum(i => group.Legs[uses[i].Leg].IsLong ? whole[i] : -whole[i]);
        foreach (int i in right.Where(i => group.Legs[uses[i].Leg].IsLong == surplus < 0).OrderByDescending(i => uses[i].Count - whole[i]).ThenBy(i => i))
        {
            if (surplus == 0) return;
            if (whole[i] + 1 > _rest[uses[i].Leg]) continue;
            whole[i]++;
            surplus -= Math.Sign(surplus);
        }

        foreach (int i in right.Where(i => group.Legs[uses[i].Leg].IsLong == surplus > 0).OrderBy(i => uses[i].Count - whole[i]).ThenBy(i => i))
        {
            double given = Math.Min(whole[i], Math.Abs(surplus));
            whole[i] -= given;
            surplus -= Math.Sign(surplus) * given;
        }
    }

    private void Take(RegTStrategy strategy)
    {
        _found.Add(strategy);
        foreach (var use in strategy.Legs) _rest[use.Leg] -= use.Count;
    }
}
