namespace PortfolioMargin.RuleBooks;

/// <summary>What the legs of a group can form. The size of the programme follows from it, so that one too large is never built.</summary>
/// <param name="Strategies">Strategies of fixed legs; the first ones are the legs alone.</param>
/// <param name="Cuts">Spreads.</param>
/// <param name="Straddles">Straddles.</param>
internal sealed record RegTCandidates(List<RegTStrategy> Strategies, List<RegTCut> Cuts, List<RegTStraddles> Straddles)
{
    /// <summary>The candidates.</summary>
    /// <param name="group">The legs.</param>
    /// <param name="formulas">What each strategy needs.</param>
    /// <param name="anyExpiry">Lets spreads ignore the order of expiries: far fewer cuts, and no pairing needs less than one of these.</param>
    public static RegTCandidates Of(RegTGroup group, RegTFormulas formulas, bool anyExpiry = false) =>
        new(new RegTStrategies(group, formulas).All(), [.. anyExpiry ? RegTCut.AcrossExpiries(group) : RegTCut.Of(group)], [.. RegTStraddles.Of(group)]);

    /// <summary>Rows of the programme; see <see cref="RegTProgramme"/> for what they are.</summary>
    public int Rows(RegTGroup group) => group.Legs.Length + Straddles.Sum(straddles => straddles.Steps().Length)
        + Cuts.Sum(cut => cut.LossStrikes(group).Length + cut.Legs.Select(leg => group.Legs[leg].Option!.Right).Distinct().Count());
}
