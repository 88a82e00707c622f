namespace PortfolioMargin.RuleBooks;

/// <summary>Finds the least pairing of a group. Exact while the programme fits; beyond that the legs are split by expiry, each part is solved by itself, and the
/// answer carries a lower bound.</summary>
internal static class RegTSolver
{
    /// <summary>Cells of a programme that is solved whole.</summary>
    private const long LargestProgramme = 3_000_000;

    /// <summary>Cells that one search may touch: some seconds of work.</summary>
    private const long LargestSearch = 10_000_000_000;

    /// <summary>Solves.</summary>
    public static RegTPairing Solve(RegTGroup group, RegTFormulas formulas, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var programme = new RegTProgramme(group, formulas);
        if (programme.Cells <= LargestProgramme || group.Legs.Length < 2) return programme.Solve(new(LargestSearch, cancellationToken));
        int[] order = [.. Enumerable.Range(0, group.Legs.Length).OrderBy(leg => group.Legs[leg].Option?.Expiry ?? DateTimeOffset.MinValue).ThenBy(leg => group.Legs[leg].Option?.Strike ?? 0).ThenBy(leg => leg)];
        int half = Half(group, order);
        var (first, second) = (Part(group, order[..half], formulas, cancellationToken), Part(group, order[half..], formulas, cancellationToken));
        return new([.. first.Strategies, .. second.Strategies], LowerBound(group, formulas), [.. first.Prices.Zip(second.Prices, (left, right) => left + right)]);
    }

    /// <summary>Where an expiry ends near the middle; the middle where all is one expiry.</summary>
    private static int Half(RegTGroup group, int[] order)
    {
        int middle = order.Length / 2;
        int[] ends = [.. Enumerable.Range(1, order.Length - 1).Where(at => group.Legs[order[at]].Option?.Expiry is { } date && group.Legs[order[at - 1]].Option?.Expiry is { } before && before != date)];
        return ends.Length == 0 ? middle : ends.MinBy(at => Math.Abs(at - middle));
    }

    private static RegTPairing Part(RegTGroup group, int[] legs, RegTFormulas formulas, CancellationToken cancellationToken)
    {
        int[] kept = [.. legs.Order()];
        var pairing = Solve(group with { Legs = [.. kept.Select(leg => group.Legs[leg])] }, formulas, cancellationToken);
        var prices = new double[group.Legs.Length];
        for (int i = 0; i < kept.Length; i++) prices[kept[i]] = pairing.Prices[i];
        return new([.. pairing.Strategies.Select(strategy => strategy with { Legs = [.. strategy.Legs.Select(use => use with { Leg = kept[use.Leg] })] })], pairing.Bound, prices);
    }

    /// <summary>What no pairing can save: American long options cost at least what they cost alone, short stock at least its value.</summary>
    private static double LowerBound(RegTGroup group, RegTFormulas formulas) => group.Legs.Sum(leg => leg switch
    {
        { IsLong: true, Option.Exercise: ExerciseStyle.American } => formulas.LongOption(leg.Price, leg.IsLongDated),
        { IsLong: false, Option: null } => leg.Count * leg.Price,
        _ => 0,
    });
}
