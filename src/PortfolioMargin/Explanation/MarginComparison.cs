using System.Collections.Immutable;
using PortfolioMargin.Numerics;

namespace PortfolioMargin;

/// <summary>One account under several rule books: ledgers side by side and reasons for the differences. A rule book that refuses the account says why in its place and does
/// not stop the others. Immutable. Amounts in <see cref="Currency"/>; rule books keep the order in which they were given, which changes nothing else.</summary>
public sealed class MarginComparison
{
    private MarginComparison(MarketSnapshot market, ImmutableArray<ComparedRuleBook> ruleBooks)
    {
        Market = market;
        RuleBooks = ruleBooks;
        Initial = new("initial", [.. ruleBooks.Select(book => book.Result?.Requirement.Initial)]);
        Maintenance = new("maintenance", [.. ruleBooks.Select(book => book.Result?.Requirement.Maintenance)]);
        Equity = new("equity", [.. ruleBooks.Select(book => book.Result?.EquityLine)]);
    }

    /// <summary>The market.</summary>
    public MarketSnapshot Market { get; }

    /// <summary>Currency of every amount.</summary>
    public Currency Currency => Market.ReportingCurrency;

    /// <summary>What each rule book says.</summary>
    public ImmutableArray<ComparedRuleBook> RuleBooks { get; }

    /// <summary>Initial requirements.</summary>
    public AlignedLedger Initial { get; }

    /// <summary>Maintenance requirements.</summary>
    public AlignedLedger Maintenance { get; }

    /// <summary>What the account is worth to each.</summary>
    public AlignedLedger Equity { get; }

    /// <summary>Margins an account under several rule books.</summary>
    /// <param name="account">The account (a portfolio is one without collateral).</param>
    /// <param name="market">The market.</param>
    /// <param name="ruleBooks">At least one.</param>
    /// <returns>The comparison.</returns>
    public static MarginComparison Of(Account account, MarketSnapshot market, params IEnumerable<IRuleBook> ruleBooks) =>
        Of(account, market, Guard.NotNull(ruleBooks, nameof(ruleBooks)).Select(book => new MarginCalculator(book)));

    /// <summary>Margins an account by several calculators, for those who state haircuts or pricing of their own.</summary>
    /// <param name="account">The account.</param>
    /// <param name="market">The market.</param>
    /// <param name="calculators">At least one.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The comparison.</returns>
    public static MarginComparison Of(Account account, MarketSnapshot market, IEnumerable<MarginCalculator> calculators, CancellationToken cancellationToken = default)
    {
        Guard.NotNull(account, nameof(account));
        Guard.NotNull(market, nameof(market));
        ImmutableArray<ComparedRuleBook> ruleBooks = [.. Guard.NotNull(calculators, nameof(calculators)).Select(calculator => ComparedRuleBook.Of(calculator, account, market, cancellationToken))];
        return ruleBooks.IsEmpty ? throw new ArgumentException("There is no rule book to compare; name at least one.", nameof(calculators)) : new(market, ruleBooks);
    }

    /// <summary>Why one rule book asks another initial requirement than another one.</summary>
    /// <param name="first">Place of a rule book in <see cref="RuleBooks"/>.</param>
    /// <param name="second">Place of another one.</param>
    /// <returns>The reasons; none where one of both refuses the account.</returns>
    public MarginDifference? Between(int first, int second)
    {
        var (one, other) = (RuleBooks[Place(first, nameof(first))], RuleBooks[Place(second, nameof(second))]);
        return one.Result is { } from && other.Result is { } to ? MarginDifference.Of(from, to, Initial, first, second) : null;
    }

    /// <summary>The comparison as text for people: ledgers side by side, what differs from the first rule book that answers, and why.</summary>
    /// <returns>Several lines.</returns>
    public string Explain() => ComparisonText.Of(this);

    private int Place(int place, string name) => place >= 0 && place < RuleBooks.Length ? place
        : throw new ArgumentOutOfRangeException(name, place, $"There are {RuleBooks.Length} rule books, counted from 0.");
}
