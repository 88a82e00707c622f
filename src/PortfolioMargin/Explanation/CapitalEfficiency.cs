using System.Collections.Immutable;
using PortfolioMargin.Numerics;

namespace PortfolioMargin;

/// <summary>What netting saves: the initial requirement of an account under several rule books, beside the sum of its positions each in an account of its own, by line and by
/// position. Works for any rule books; the usual question has portfolio margin first and a rule by position or strategy second. Immutable. Collateral, orders and accrued
/// amounts belong to the account: a position alone has none.</summary>
public sealed class CapitalEfficiency
{
    private readonly ImmutableArray<ImmutableArray<ComparedRuleBook>> _alone; // [rule book][position]

    private CapitalEfficiency(MarginComparison comparison, ImmutableArray<Position> positions, ImmutableArray<ImmutableArray<ComparedRuleBook>> alone)
    {
        Comparison = comparison;
        _alone = alone;
        StandAlone = [.. alone.Select(all => Sum(all.Select(answer => answer.Result?.Initial)))];
        Positions = [.. positions.Select(Position)];
        var counted = alone.Select(all => all.SelectMany(answer => answer.Result is { } result ? CountedLine.Of(result.Requirement.Initial) : []).ToList()).ToList();
        Lines = [.. comparison.Initial.Lines.Select(line => line.Meaning).Union(counted.SelectMany(lines => lines.Select(line => line.Meaning))).Select(meaning => Line(meaning, counted))];
    }

    /// <summary>The account under every rule book.</summary>
    public MarginComparison Comparison { get; }

    /// <summary>Sum of the initial requirements of the positions each alone, by rule book; absent where it refuses one of them.</summary>
    public ImmutableArray<double?> StandAlone { get; }

    /// <summary>By position, in the order of the portfolio.</summary>
    public ImmutableArray<PositionEfficiency> Positions { get; }

    /// <summary>By purpose.</summary>
    public ImmutableArray<LineEfficiency> Lines { get; }

    /// <summary>Margins an account and each of its positions under several rule books; each prices every instrument once.</summary>
    /// <param name="account">The account (a portfolio is one without collateral).</param>
    /// <param name="market">The market.</param>
    /// <param name="ruleBooks">At least one.</param>
    /// <returns>The comparison.</returns>
    public static CapitalEfficiency Of(Account account, MarketSnapshot market, params IEnumerable<IRuleBook> ruleBooks)
    {
        MarginCalculator[] calculators = [.. Guard.NotNull(ruleBooks, nameof(ruleBooks)).Select(book => new MarginCalculator(book))];
        var comparison = MarginComparison.Of(account, market, calculators);
        var positions = account.Portfolio.Positions;
        return new(comparison, positions, [.. calculators.Select((calculator, book) => positions.Select(position => Alone(calculator, comparison, book, position)).ToImmutableArray())]);
    }

    /// <summary>Share of its own stand-alone sum that netting saves under a rule book.</summary>
    /// <param name="ruleBook">Place of the rule book.</param>
    /// <returns>1 - together / stand-alone, a fraction; absent where one of both is absent or nothing is needed alone.</returns>
    public double? Saving(int ruleBook) => Share(Comparison.Initial.Totals[ruleBook], StandAlone[ruleBook]);

    /// <summary>Share of another rule book's initial requirement that a rule book saves; negative where it asks more.</summary>
    /// <param name="ruleBook">Place of the rule book.</param>
    /// <param name="other">Place of the other one.</param>
    /// <returns>1 - requirement / requirement under the other, a fraction; absent where one refuses the account or the other asks nothing.</returns>
    public double? SavingAgainst(int ruleBook, int other) => Share(Comparison.Initial.Totals[ruleBook], Comparison.Initial.Totals[other]);

    /// <summary>Why a rule book refuses a position alone; empty where it does not.</summary>
    /// <param name="ruleBook">Place of the rule book.</param>
    /// <param name="position">Place of the position.</param>
    /// <returns>The reason.</returns>
    public string Refusal(int ruleBook, int position) => _alone[ruleBook][position].Refusal;

    /// <summary>The saving as text for people, by rule book, line and position.</summary>
    /// <returns>Several lines.</returns>
    public string Explain() => EfficiencyText.Of(this);

    private static ComparedRuleBook Alone(MarginCalculator calculator, MarginComparison comparison, int book, Position position)
    {
        // Arrays of the account are shared; where it is refused there are none, and the position is priced by itself.
        if (comparison.RuleBooks[book].Result is not { } whole) return ComparedRuleBook.Of(calculator, Portfolio.Of(position), comparison.Market, default);
        return ComparedRuleBook.Of(calculator, () => calculator.Calculate(Portfolio.Of(position), whole.Risk.Arrays));
    }

    private static double? Share(double? part, double? whole) => part is { } asked && whole is { } of && of != 0 ? 1 - asked / of : null;

    private static double? Sum(IEnumerable<double?> amounts) => amounts.Aggregate((double?)0, (sum, amount) => sum + amount); // absent as soon as one is

    private PositionEfficiency Position(Position position, int place) => new(
        position,
        [.. _alone.Select(all => all[place].Result?.Initial)],
        [.. Comparison.RuleBooks.Select(book => book.Result is { } result ? Contribution(result, position.Instrument) : (double?)null)]);

    private static double Contribution(MarginResult result, Instrument instrument)
    {
        foreach (var row in result.Risk.All.Rows)
            if (row.Instrument == instrument) return result.Requirement.Initial.Amount.Contribution(row.Index);
        return 0;
    }

    private LineEfficiency Line(LineMeaning meaning, List<List<CountedLine>> counted) => new(
        meaning,
        [.. Comparison.Initial.Totals.Select((total, i) => total is null ? (double?)null : Comparison.Initial.Lines.FirstOrDefault(line => line.Meaning == meaning)?.Amounts[i] ?? 0)],
        [.. StandAlone.Select((total, i) => total is null ? (double?)null : counted[i].Where(line => line.Meaning == meaning).Sum(line => line.Amount))]);
}
