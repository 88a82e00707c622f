using System.Collections.Immutable;

namespace PortfolioMargin;

/// <summary>What two rule books take for one purpose.</summary>
/// <param name="Meaning">The purpose.</param>
/// <param name="First">Amount under the first.</param>
/// <param name="Second">Amount under the second.</param>
public sealed record LineDifference(LineMeaning Meaning, double First, double Second)
{
    /// <summary>Second less first.</summary>
    public double Change => Second - First;
}

/// <summary>What a row of the account contributes under two rule books: quantity x slope of the initial requirement.</summary>
/// <param name="Row">A position, an order or a holding; absent for what no row explains.</param>
/// <param name="First">Contribution under the first.</param>
/// <param name="Second">Contribution under the second.</param>
public sealed record ContributionDifference(RiskRow? Row, double First, double Second)
{
    /// <summary>Second less first.</summary>
    public double Change => Second - First;
}

/// <summary>The scenarios that decided for one group.</summary>
/// <param name="Group">Whose scenarios: an underlying, an expiry, the account.</param>
/// <param name="First">Worst scenario under the first; empty where it compares none for this group.</param>
/// <param name="Second">Worst scenario under the second; empty likewise.</param>
public sealed record WorstScenarios(string Group, string First, string Second);

/// <summary>Why two rule books ask different initial requirements of one account. Immutable. Changes are second less first, in the reporting currency.</summary>
/// <param name="First">Result under the first.</param>
/// <param name="Second">Result under the second.</param>
/// <param name="Lines">By purpose, the largest change first; the changes add up to <see cref="Change"/>.</param>
/// <param name="Contributions">By row of the account and for what no row explains, the largest change first; the changes add up to <see cref="Change"/>.</param>
/// <param name="Worst">The scenarios that decided, by group.</param>
public sealed record MarginDifference(
    MarginResult First, MarginResult Second, ImmutableArray<LineDifference> Lines, ImmutableArray<ContributionDifference> Contributions, ImmutableArray<WorstScenarios> Worst)
{
    /// <summary>Initial requirement of the second less the first.</summary>
    public double Change => Second.Initial - First.Initial;

    /// <summary>The line that makes most of the change, in its direction; none where nothing changes.</summary>
    public LineDifference? Decisive => Change == 0 ? null : Lines.MaxBy(line => Math.Sign(Change) * line.Change);

    /// <summary>What the first leaves out of its requirement and the second does not say of itself.</summary>
    public IEnumerable<string> OnlyFirstLeavesOut => First.RuleBook.NotCovered.Except(Second.RuleBook.NotCovered);

    /// <summary>What the second leaves out of its requirement and the first does not say of itself.</summary>
    public IEnumerable<string> OnlySecondLeavesOut => Second.RuleBook.NotCovered.Except(First.RuleBook.NotCovered);

    internal static MarginDifference Of(MarginResult first, MarginResult second, AlignedLedger initial, int one, int other)
    {
        var lines = initial.Lines.Select(line => new LineDifference(line.Meaning, line.Amounts[one]!.Value, line.Amounts[other]!.Value)).Where(line => line.First != 0 || line.Second != 0);
        var (from, to) = (first.Requirement.Initial.Amount, second.Requirement.Initial.Amount);
        var rows = first.Risk.Rows.Select(row => new ContributionDifference(row, from.Contribution(row.Index), to.Contribution(row.Index)))
            .Append(new(null, from.Rest, to.Rest));
        return new(
            first,
            second,
            [.. lines.OrderByDescending(line => Math.Abs(line.Change)).ThenBy(line => line.Meaning.Name, StringComparer.Ordinal)],
            [.. rows.OrderByDescending(row => Math.Abs(row.Change)).ThenBy(row => row.Row?.Index ?? int.MaxValue)],
            [.. Groups(first).Union(Groups(second)).Order(StringComparer.Ordinal).Select(group => new WorstScenarios(group, Deciding(first, group), Deciding(second, group)))]);
    }

    /// <summary>The reasons as text for people.</summary>
    /// <returns>Several lines.</returns>
    public string Explain() => ComparisonText.Of(this);

    private static IEnumerable<string> Groups(MarginResult result) => result.Tables.Select(table => table.Group);

    private static string Deciding(MarginResult result, string group) => result.Tables.FirstOrDefault(table => table.Group == group)?.WorstName ?? "";
}
