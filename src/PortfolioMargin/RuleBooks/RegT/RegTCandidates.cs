namespace PortfolioMargin.RuleBooks;

/// <summary>What the legs of a group can form. The size of the programme follows from it, so that one too large is never built.</summary>
/// <param name="Strategies">Strategies of fixed legs; the first ones are the legs alone.</param>
/// <param name="Cuts">Spreads.</param>
/// <param name="Straddles">Straddles.</param>
internal sealed record RegTCandidates(List<RegTStrategy> Strategies, List<RegTCut> Cuts, List<RegTStraddles> Straddles)
{
    /// <summary>The candidates; none where the programme would have more cells than the limit.</summary>
    /// <param name="group">The legs.</param>
    /// <param name="formulas">What each strategy needs.</param>
    /// <param name="limit">Cells, rows x columns.</param>
    /// <param name="anyExpiry">Lets spreads ignore the order of expiries: far fewer cuts, and no pairing needs less than one of these.</param>
    public static RegTCandidates? Of(RegTGroup group, RegTFormulas formulas, long limit, bool anyExpiry = false)
    {
        var candidates = new RegTCandidates([], [.. anyExpiry ? RegTCut.AcrossExpiries(group) : RegTCut.Of(group)], [.. RegTStraddles.Of(group)]);
        if (candidates.Cells(group, group.Legs.Length) > limit) return null;
        candidates.Strategies.AddRange(new RegTStrategies(group, formulas).All());
        return candidates.Cells(group, candidates.Strategies.Count) > limit ? null : candidates;
    }

    /// <summary>Rows x columns of the programme with this number of strategies of fixed legs; see <see cref="RegTProgramme"/> for what they are.</summary>
    private long Cells(RegTGroup group, int strategies)
    {
        long steps = Straddles.Sum(straddles => straddles.Steps().Length);
        long rows = group.Legs.Length + steps, columns = strategies + 2 * steps;
        foreach (var cut in Cuts)
        {
            int conditions = cut.Strikes(group).Length + 2 * cut.Legs.Select(leg => group.Legs[leg].Option!.Right).Distinct().Count();
            rows += conditions;
            columns += conditions + 1 + cut.Legs.Count();
        }

        return rows * columns;
    }
}
