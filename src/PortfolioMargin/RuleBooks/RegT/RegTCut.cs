namespace PortfolioMargin.RuleBooks;

/// <summary>All spreads around one date: short legs that expire on or before it, long legs on or after it, one underlying and one style of exercise. Spreads of
/// one cut merge without loss, because the maximum loss of a union is at most the sum; so one strategy stands for all of them.</summary>
/// <param name="Longs">Long legs.</param>
/// <param name="Shorts">Short legs.</param>
internal sealed record RegTCut(int[] Longs, int[] Shorts)
{
    /// <summary>Name of the strategy.</summary>
    public const string Name = "spread";

    /// <summary>Every leg.</summary>
    public IEnumerable<int> Legs => Longs.Concat(Shorts);

    /// <summary>Cuts of a group in canonical order; rights that have one side only are left out, since they cannot balance.</summary>
    public static IEnumerable<RegTCut> Of(RegTGroup group)
    {
        foreach (var kind in Kinds(group))
        {
            foreach (var date in kind.Where(leg => !group.Legs[leg].IsLong).Select(leg => group.Legs[leg].Option!.Expiry!.Value).Distinct().Order())
            {
                if (Balanced(group, kind.Where(leg => group.Legs[leg].IsLong ? group.Legs[leg].Option!.Expiry >= date : group.Legs[leg].Option!.Expiry <= date)) is { } cut) yield return cut;
            }
        }
    }

    /// <summary>One cut for every underlying and style, as if the order of expiries did not matter: every spread is one of these.</summary>
    public static IEnumerable<RegTCut> AcrossExpiries(RegTGroup group) => Kinds(group).Select(kind => Balanced(group, kind)).OfType<RegTCut>();

    private static IEnumerable<IEnumerable<int>> Kinds(RegTGroup group) => Enumerable.Range(0, group.Legs.Length)
        .Where(leg => group.Legs[leg].Option is not null).GroupBy(leg => (group.Legs[leg].Underlying, group.Legs[leg].Option!.Exercise));

    private static RegTCut? Balanced(RegTGroup group, IEnumerable<int> options)
    {
        int[] legs = [.. options.GroupBy(leg => group.Legs[leg].Option!.Right).Where(right => right.Select(leg => group.Legs[leg].IsLong).Distinct().Count() == 2).SelectMany(right => right)];
        return legs.Length == 0 ? null : new([.. legs.Where(leg => group.Legs[leg].IsLong)], [.. legs.Where(leg => !group.Legs[leg].IsLong)]);
    }

    /// <summary>Strikes of the legs, ascending.</summary>
    public double[] Strikes(RegTGroup group) => [.. Legs.Select(leg => group.Legs[leg].Option!.Strike).Distinct().Order()];

    /// <summary>The step of losses of whole contracts: every payoff at a strike is a multiple of the greatest common divisor of the distances between strikes, times the multiplier.
    /// 0 where there is none of a useful size.</summary>
    public double LossStep(RegTGroup group)
    {
        const int Parts = 10_000; // of a unit of money
        double[] multipliers = [.. Legs.Select(leg => group.Legs[leg].Option!.Multiplier).Distinct()];
        double[] strikes = Strikes(group);
        if (multipliers.Length > 1) return 0;
        long divisor = 0;
        foreach (double strike in strikes)
        {
            double distance = (strike - strikes[0]) * Parts, whole = Math.Round(distance);
            if (Math.Abs(distance - whole) > 1e-6 || whole > 1e15) return 0;
            divisor = (long)System.Numerics.BigInteger.GreatestCommonDivisor(divisor, (long)whole);
        }

        return multipliers[0] * divisor / Parts;
    }

    /// <summary>Two spreads as one; none where that is no spread or needs no less.</summary>
    public static RegTStrategy? Merge(RegTGroup group, RegTStrategy first, RegTStrategy second)
    {
        RegTUse[] uses = [.. first.Legs.Concat(second.Legs).GroupBy(use => use.Leg).Select(same => new RegTUse(same.Key, same.Sum(use => use.Count))).OrderBy(use => use.Leg)];
        var legs = uses.Select(use => group.Legs[use.Leg]).ToLookup(leg => leg.IsLong);
        bool fits = uses.Select(use => (group.Legs[use.Leg].Underlying, group.Legs[use.Leg].Option!.Exercise)).Distinct().Count() == 1 && legs[false].Max(leg => leg.Option!.Expiry) <= legs[true].Min(leg => leg.Option!.Expiry);
        if (!fits) return null;
        var merged = Spread(group, uses);
        return merged.Need < first.Need + second.Need ? merged : null;
    }

    /// <summary>The spread of these counts: maximum loss over the strikes present, and the price of the long legs.</summary>
    public static RegTStrategy Spread(RegTGroup group, RegTUse[] uses)
    {
        double loss = uses.Select(use => -uses.Sum(other => other.Count * group.Legs[other.Leg].Payoff(group.Legs[use.Leg].Option!.Strike))).Append(0).Max();
        return new(Name, uses, loss + uses.Where(use => group.Legs[use.Leg].IsLong).Sum(use => use.Count * group.Legs[use.Leg].Price));
    }
}
