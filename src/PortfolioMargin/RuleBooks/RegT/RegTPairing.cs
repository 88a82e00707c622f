namespace PortfolioMargin.RuleBooks;

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

    /// <summary>The same with spreads put together where one spread needs less than two: parts that were paired by themselves may offset each other.</summary>
    public RegTPairing Merged(RegTGroup group)
    {
        var (spreads, others) = (Strategies.Where(strategy => strategy.Name == RegTCut.Name).ToList(), Strategies.Where(strategy => strategy.Name != RegTCut.Name));
        for (int first = 0; first < spreads.Count; first++)
        {
            for (int second = first + 1; second < spreads.Count; second++)
            {
                if (RegTCut.Merge(group, spreads[first], spreads[second]) is not { } merged) continue;
                spreads[first] = merged;
                spreads.RemoveAt(second);
                second = first; // what did not fit before may fit now
            }
        }

        return new([.. others, .. spreads], Bound, Prices);
    }
}
