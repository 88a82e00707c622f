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
}
