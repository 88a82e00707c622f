namespace PortfolioMargin.RuleBooks;

/// <summary>A chosen pairing.</summary>
/// <param name="Strategies">The strategies, each with its number of legs.</param>
/// <param name="Bound">No pairing needs less.</param>
/// <param name="Prices">What one more contract or share of every leg would need.</param>
internal sealed record RegTPairing(List<RegTStrategy> Strategies, double Bound, double[] Prices)
{
    /// <summary>Share of a need below which a gap is rounding.</summary>
    private const double Rounding = 1e-9;

    /// <summary>What it needs.</summary>
    public double Need { get; } = Strategies.Sum(strategy => strategy.Need);

    /// <summary>Whether it is the least, up to rounding.</summary>
    public bool IsProven => Need - Bound <= Rounding * Need;

    /// <summary>The pairing of a part of a group, seen from the group.</summary>
    /// <param name="group">The group.</param>
    /// <param name="legs">[leg of the part], its index in the group.</param>
    public RegTPairing In(RegTGroup group, int[] legs)
    {
        var prices = new double[group.Legs.Length];
        for (int i = 0; i < legs.Length; i++) prices[legs[i]] = Prices[i];
        return new([.. Strategies.Select(strategy => strategy with { Legs = [.. strategy.Legs.Select(use => use with { Leg = legs[use.Leg] })] })], Bound, prices);
    }

    /// <summary>This pairing, or another one's split where that needs less here: a search that reached its limit may have missed it.</summary>
    /// <param name="other">The pairing of the same legs under other formulas.</param>
    /// <param name="group">The legs.</param>
    /// <param name="formulas">The formulas of this pairing.</param>
    public RegTPairing OrSplitOf(RegTPairing other, RegTGroup group, RegTFormulas formulas)
    {
        if (IsProven) return this;
        var candidates = new RegTStrategies(group, formulas);
        var known = candidates.All().ToDictionary(Key);
        var split = new RegTPairing([.. other.Strategies.SelectMany(Again)], Bound, Prices);
        return split.Need < Need ? split : this;

        // Spreads and straddles need the same under all formulas; what these do not favour is taken apart. The last leg of a unit is one contract or share.
        IEnumerable<RegTStrategy> Again(RegTStrategy strategy) => strategy.Name is "spread" or RegTStraddles.Name ? [strategy]
            : known.TryGetValue(Key(strategy), out var unit) ? [unit.Times(strategy.Legs[^1].Count)]
            : strategy.Legs.Select(use => candidates.Alone(use.Leg).Times(use.Count));

        static string Key(RegTStrategy strategy) => $"{strategy.Name} {string.Join(' ', strategy.Legs.Select(use => use.Leg))}";
    }
}
