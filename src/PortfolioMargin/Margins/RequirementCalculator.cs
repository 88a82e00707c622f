using System.Collections.Immutable;
using PortfolioMargin.Numerics;

namespace PortfolioMargin;

/// <summary>Requirements without ledgers, on shared risk arrays: the same bits as <see cref="MarginCalculator"/>, without slopes, reasons or allocation.
/// What one market needs is prepared here once. Immutable and safe to share between threads; what it hands out is not.</summary>
public sealed class RequirementCalculator
{
    /// <summary>Prepares a market.</summary>
    /// <param name="ruleBook">Whose rules.</param>
    /// <param name="arrays">Arrays made by <see cref="MarginCalculator.Price"/> of a calculator with the same rule book, of every instrument that will be asked for.</param>
    public RequirementCalculator(ITotalsRuleBook ruleBook, RiskArrays arrays)
    {
        RuleBook = Guard.NotNull(ruleBook, nameof(ruleBook));
        Arrays = Guard.NotNull(arrays, nameof(arrays));
        Plan = new(arrays.Table, ruleBook.Totals);
    }

    /// <summary>Whose rules.</summary>
    public ITotalsRuleBook RuleBook { get; }

    /// <summary>The shared risk arrays.</summary>
    public RiskArrays Arrays { get; }

    internal TotalsPlan Plan { get; }

    /// <summary>The requirement of an account, from the beginning.</summary>
    /// <param name="account">The account.</param>
    /// <returns>Initial and maintenance requirement, in the reporting currency.</returns>
    /// <exception cref="KeyNotFoundException">An instrument has no array.</exception>
    /// <exception cref="MissingMarketDataException">Currencies without a value; all of them are listed.</exception>
    /// <exception cref="UnsupportedInstrumentException">The account holds something that the rule does not cover.</exception>
    /// <exception cref="OverflowException">An amount leaves the range of a double.</exception>
    public RequirementAmounts Calculate(Account account)
    {
        Guard.NotNull(account, nameof(account));
        var reader = new TotalsReader(Plan);
        reader.Read(account);
        return Require(reader.Totals);
    }

    /// <summary>The requirements of many accounts. One that cannot be margined does not stop the others.</summary>
    /// <param name="accounts">The accounts.</param>
    /// <param name="maxDegreeOfParallelism">Number of threads; -1 for as many as there are processors. The bits do not depend on it.</param>
    /// <param name="progress">Told the share that is done.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>One outcome per account, in the order of the accounts.</returns>
    /// <exception cref="OperationCanceledException">The work was stopped.</exception>
    public ImmutableArray<AccountOutcome<RequirementAmounts>> CalculateMany(
        IReadOnlyList<Account> accounts, int maxDegreeOfParallelism = -1, IProgress<double>? progress = null, CancellationToken cancellationToken = default) =>
        AccountLoop.Run(accounts, () => new TotalsReader(Plan), (account, reader) =>
        {
            reader.Read(account);
            return Require(reader.Totals);
        }, maxDegreeOfParallelism, progress, cancellationToken);

    /// <summary>Keeps an account's sums, so that the requirement after a trade costs no more than the part of them that the trade touches.</summary>
    /// <param name="account">The account.</param>
    /// <returns>The account with its sums.</returns>
    /// <exception cref="KeyNotFoundException">An instrument has no array.</exception>
    /// <exception cref="MissingMarketDataException">Currencies without a value; all of them are listed.</exception>
    public IncrementalMargin Keep(Account account) => new(this, Guard.NotNull(account, nameof(account)));

    internal RequirementAmounts Require(RiskTotals totals)
    {
        var amounts = RuleBook.Require(totals);
        return double.IsFinite(amounts.Initial) && double.IsFinite(amounts.Maintenance)
            ? amounts
            : throw new OverflowException($"The requirement comes to {amounts.Initial} and {amounts.Maintenance}; quantities or prices are too large.");
    }
}
