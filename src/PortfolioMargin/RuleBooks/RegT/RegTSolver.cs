namespace PortfolioMargin.RuleBooks;

/// <summary>How far the search for the least pairing goes. In rows and cells, not seconds, so that every machine stops at the same place.</summary>
/// <param name="Rows">Rows of a programme that is solved whole; its memory is the square of it.</param>
/// <param name="Search">Cells that the search of one programme may touch, from its first step on.</param>
internal sealed record RegTLimits(int Rows, long Search)
{
    /// <summary>About a second for one requirement of one underlying, and a few more where its legs are split.</summary>
    public static RegTLimits Default { get; } = new(700, 800_000_000);

    /// <summary>For a part of a group: its first optimum takes about the third power of the rows.</summary>
    public RegTLimits Part => new(1 + (Rows / 2), 1 + (Search / 8));
}

/// <summary>Finds the least pairing of a group. Exact while the programme fits; beyond that the legs are split by expiry, each part is solved by itself, what
/// stayed alone is paired once more across the parts, and the answer carries a lower bound.</summary>
internal static class RegTSolver
{
    /// <summary>A linear programme's value is right to this share.</summary>
    private const double Rounding = 1e-10;

    /// <summary>Rows beyond which not even a bound is worth its memory.</summary>
    private const int MostRows = 3_000;

    /// <summary>Solves.</summary>
    public static RegTPairing Solve(RegTGroup group, RegTFormulas formulas, RegTLimits limits, CancellationToken cancellationToken)
    {
        if (Whole(group, formulas, limits, cancellationToken, out double bound) is { } pairing) return pairing;
        var parts = Split(group, formulas, limits.Part, cancellationToken);
        double[] bounds = [Alone(group, formulas), (1 - Rounding) * bound, AcrossExpiries(group, formulas, limits.Search, cancellationToken)];
        return parts with { Bound = Math.Min(parts.Need, bounds.Max()) };
    }

    /// <summary>The pairing of a group as one programme; none where that is too large.</summary>
    private static RegTPairing? Whole(RegTGroup group, RegTFormulas formulas, RegTLimits limits, CancellationToken cancellationToken, out double bound)
    {
        cancellationToken.ThrowIfCancellationRequested();
        bound = 0;
        var candidates = RegTCandidates.Of(group, formulas);
        return candidates.Rows(group) > limits.Rows ? null : new RegTProgramme(group, candidates).Solve(new(limits.Search, cancellationToken), out bound);
    }

    /// <summary>Two parts; a leg by itself needs no search.</summary>
    private static RegTPairing Split(RegTGroup group, RegTFormulas formulas, RegTLimits limits, CancellationToken cancellationToken)
    {
        int[] order = [.. Enumerable.Range(0, group.Legs.Length).OrderBy(leg => group.Legs[leg].Option?.Expiry ?? DateTimeOffset.MinValue).ThenBy(leg => group.Legs[leg].Option?.Strike ?? 0).ThenBy(leg => leg)];
        if (order.Length == 1)
        {
            var alone = new RegTStrategies(group, formulas).Alone(0);
            return new([alone.Times(group.Legs[0].Count)], 0, [alone.Need]);
        }

        int half = Half(group, order);
        var (first, second) = (Part(order[..half]), Part(order[half..]));
        return Again(group, new([.. first.Strategies, .. second.Strategies], 0, [.. first.Prices.Zip(second.Prices, (left, right) => left + right)]), formulas, limits, cancellationToken);

        RegTPairing Part(int[] legs)
        {
            int[] kept = [.. legs.Order()];
            var part = group with { Legs = [.. kept.Select(leg => group.Legs[leg])] };
            return (Whole(part, formulas, limits, cancellationToken, out _) ?? Split(part, formulas, limits, cancellationToken)).In(group, kept);
        }
    }

    /// <summary>Where an expiry ends near the middle; the middle where all is one expiry.</summary>
    private static int Half(RegTGroup group, int[] order)
    {
        int middle = order.Length / 2;
        int[] ends = [.. Enumerable.Range(1, order.Length - 1).Where(at => group.Legs[order[at]].Option?.Expiry is { } date && group.Legs[order[at - 1]].Option?.Expiry is { } before && before != date)];
        return ends.Length == 0 ? middle : ends.MinBy(at => Math.Abs(at - middle));
    }

    /// <summary>Pairs what stayed alone, or naked in a straddle, across the parts; kept where that fits and needs less.</summary>
    private static RegTPairing Again(RegTGroup group, RegTPairing pairing, RegTFormulas formulas, RegTLimits limits, CancellationToken cancellationToken)
    {
        var open = pairing.Strategies.ToLookup(strategy => strategy.Legs.Length == 1 || strategy.Name == RegTStraddles.Name);
        var counts = new double[group.Legs.Length];
        foreach (var use in open[true].SelectMany(strategy => strategy.Legs)) counts[use.Leg] += use.Count;
        int[] kept = [.. Enumerable.Range(0, counts.Length).Where(leg => counts[leg] > 0)];
        if (kept.Length == 0) return pairing;
        var rest = Whole(group with { Legs = [.. kept.Select(leg => group.Legs[leg] with { Count = counts[leg] })] }, formulas, limits, cancellationToken, out _)?.In(group, kept);
        if (rest is null || !(rest.Need < open[true].Sum(strategy => strategy.Need))) return pairing;
        return new([.. open[false], .. rest.Strategies], pairing.Bound, [.. pairing.Prices.Select((price, leg) => counts[leg] > 0 ? rest.Prices[leg] : price)]);
    }

    /// <summary>What no pairing can save: American long options cost at least what they cost alone, short stock at least its value.</summary>
    private static double Alone(RegTGroup group, RegTFormulas formulas) => group.Legs.Sum(leg => leg.Count * leg switch
    {
        { IsLong: true, Option.Exercise: ExerciseStyle.American } => formulas.LongOption(leg.Price, leg.IsLongDated),
        { IsLong: false, Option: null } => leg.Price,
        _ => 0,
    });

    /// <summary>A bound when spreads may ignore the order of expiries and contracts are divisible; 0 where even that is too large.</summary>
    private static double AcrossExpiries(RegTGroup group, RegTFormulas formulas, long search, CancellationToken cancellationToken)
    {
        var candidates = RegTCandidates.Of(group, formulas, anyExpiry: true);
        return candidates.Rows(group) > MostRows ? 0 : (1 - Rounding) * new RegTProgramme(group, candidates).Relaxed(new(search, cancellationToken));
    }
}
