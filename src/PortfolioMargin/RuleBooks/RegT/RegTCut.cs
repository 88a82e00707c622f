using System.Numerics;

namespace PortfolioMargin.RuleBooks;

/// <summary>All spreads around one date: short legs that expire on or before it, long legs on or after it, one underlying and one style of exercise. Spreads of
/// one cut merge without loss, because the maximum loss of a union is at most the sum; so one strategy stands for all of them.</summary>
/// <param name="Longs">Long legs.</param>
/// <param name="Shorts">Short legs.</param>
internal sealed record RegTCut(int[] Longs, int[] Shorts)
{
    /// <summary>Steps of strikes in a unit of money, at the finest.</summary>
    private const int Ticks = 10_000;

    /// <summary>Every leg.</summary>
    public IEnumerable<int> Legs => Longs.Concat(Shorts);

    /// <summary>Cuts of a group in canonical order, without those that another one contains; rights that have one side only are left out, since they cannot balance.</summary>
    public static List<RegTCut> Of(RegTGroup group)
    {
        var cuts = new List<RegTCut>();
        foreach (var kind in Kinds(group))
        {
            foreach (var date in kind.Where(leg => !group.Legs[leg].IsLong).Select(leg => group.Legs[leg].Option!.Expiry!.Value).Distinct().Order())
            {
                if (Balanced(group, kind.Where(leg => group.Legs[leg].IsLong ? group.Legs[leg].Option!.Expiry >= date : group.Legs[leg].Option!.Expiry <= date)) is not { } cut) continue;
                if (cuts.Any(other => other.Contains(cut))) continue;
                cuts.RemoveAll(cut.Contains);
                cuts.Add(cut);
            }
        }

        return cuts;
    }

    /// <summary>One cut for every underlying and style, as if the order of expiries did not matter: every spread is one of these.</summary>
    public static IEnumerable<RegTCut> AcrossExpiries(RegTGroup group) => Kinds(group).Select(kind => Balanced(group, kind)).OfType<RegTCut>();

    /// <summary>The spread of these counts: maximum loss over the strikes present, and the price of the long legs.</summary>
    public static RegTStrategy Spread(RegTGroup group, RegTUse[] uses)
    {
        double loss = uses.Select(use => -uses.Sum(other => other.Count * group.Legs[other.Leg].Payoff(group.Legs[use.Leg].Option!.Strike))).Append(0).Max();
        return new("spread", uses, loss + uses.Where(use => group.Legs[use.Leg].IsLong).Sum(use => use.Count * group.Legs[use.Leg].Price));
    }

    /// <summary>Strikes at which the loss can be largest, ascending: those of long legs, since the payoff bends upwards nowhere else and is flat beyond the outer strikes.</summary>
    public double[] LossStrikes(RegTGroup group) => [.. Longs.Select(leg => group.Legs[leg].Option!.Strike).Distinct().Order()];

    /// <summary>The most that one contract's payoff can differ between two strikes; not 0.</summary>
    public double Range(RegTGroup group)
    {
        double[] strikes = [.. Legs.Select(leg => group.Legs[leg].Option!.Strike)];
        double width = strikes.Max() - strikes.Min();
        return Legs.Max(leg => group.Legs[leg].Option!.Multiplier) * (width > 0 ? width : 1);
    }

    /// <summary>The step of losses of whole contracts: every payoff at a strike is a multiple of the greatest common divisor of the distances between strikes, times the multiplier.
    /// 0 where multipliers differ or strikes have no common step.</summary>
    public double LossStep(RegTGroup group)
    {
        double[] multipliers = [.. Legs.Select(leg => group.Legs[leg].Option!.Multiplier).Distinct()], strikes = [.. Legs.Select(leg => group.Legs[leg].Option!.Strike).Distinct()];
        if (multipliers.Length > 1) return 0;
        BigInteger divisor = 0;
        foreach (double strike in strikes)
        {
            double distance = (strike - strikes[0]) * Ticks, whole = Math.Round(distance);
            if (!(Math.Abs(distance - whole) <= 1e-6) || !(Math.Abs(whole) < 1e12)) return 0;
            divisor = BigInteger.GreatestCommonDivisor(divisor, new(whole));
        }

        return multipliers[0] * (double)divisor / Ticks;
    }

    private static IEnumerable<IEnumerable<int>> Kinds(RegTGroup group) => Enumerable.Range(0, group.Legs.Length)
        .Where(leg => group.Legs[leg].Option is not null).GroupBy(leg => (group.Legs[leg].Underlying, group.Legs[leg].Option!.Exercise));

    private static RegTCut? Balanced(RegTGroup group, IEnumerable<int> options)
    {
        int[] legs = [.. options.GroupBy(leg => group.Legs[leg].Option!.Right).Where(right => right.Select(leg => group.Legs[leg].IsLong).Distinct().Count() == 2).SelectMany(right => right)];
        return legs.Length == 0 ? null : new([.. legs.Where(leg => group.Legs[leg].IsLong)], [.. legs.Where(leg => !group.Legs[leg].IsLong)]);
    }

    private bool Contains(RegTCut other) => !other.Longs.Except(Longs).Any() && !other.Shorts.Except(Shorts).Any();
}
