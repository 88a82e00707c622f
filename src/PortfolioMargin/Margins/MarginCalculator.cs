using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using PortfolioMargin.Numerics;

namespace PortfolioMargin;

/// <summary>Computes what an account must hold under a rule book. Immutable and safe to share between threads.</summary>
public sealed class MarginCalculator
{
    private readonly IRevaluer _revaluer;
    private readonly bool _slopes;

    /// <summary>States the rule.</summary>
    /// <param name="ruleBook">Whose rules.</param>
    /// <param name="haircuts">How collateral counts where the rule book does not say; absent: in full.</param>
    /// <param name="revaluer">Who prices; absent: full revaluation on all processors.</param>
    /// <param name="slopes">Whether amounts carry slopes, and so contributions; totals are the same bits without.</param>
    public MarginCalculator(IRuleBook ruleBook, HaircutSchedule? haircuts = null, IRevaluer? revaluer = null, bool slopes = true)
    {
        RuleBook = Guard.NotNull(ruleBook, nameof(ruleBook));
        Haircuts = haircuts ?? HaircutSchedule.None;
        _revaluer = revaluer ?? Revaluer.Default;
        _slopes = slopes;
    }

    /// <summary>Whose rules.</summary>
    public IRuleBook RuleBook { get; }

    /// <summary>How collateral counts where the rule book does not say.</summary>
    public HaircutSchedule Haircuts { get; }

    /// <summary>The requirement of an account (a portfolio is an account without collateral).</summary>
    /// <param name="account">The account.</param>
    /// <param name="market">The market.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>Numbers, ledger and reasons.</returns>
    /// <exception cref="MissingMarketDataException">The market lacks numbers; all of them are listed.</exception>
    /// <exception cref="UnsupportedInstrumentException">Instruments that the rule or the pricing does not cover; all of them are listed.</exception>
    public MarginResult Calculate(Account account, MarketSnapshot market, CancellationToken cancellationToken = default)
    {
        var instruments = RowBuilder.Instruments(Guard.NotNull(account, nameof(account)));
        return Assess(new RiskMatrix(Price(instruments, market, cancellationToken), account, instruments, _slopes), cancellationToken);
    }

    /// <summary>Prices a universe once, for any number of accounts.</summary>
    /// <param name="universe">The instruments.</param>
    /// <param name="market">The market.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>Shared risk arrays.</returns>
    public RiskArrays Price(IEnumerable<Instrument> universe, MarketSnapshot market, CancellationToken cancellationToken = default)
    {
        Guard.NotNull(universe, nameof(universe));
        Guard.NotNull(market, nameof(market));
        cancellationToken.ThrowIfCancellationRequested();
        return _revaluer.Revalue(universe, market, RuleBook.ScenariosFor(market), cancellationToken);
    }

    /// <summary>The requirement of an account on arrays that are already priced; only instruments without an array are priced.</summary>
    /// <param name="account">The account.</param>
    /// <param name="arrays">Arrays made by <see cref="Price"/> of a calculator with the same rule book.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>Numbers, ledger and reasons.</returns>
    /// <exception cref="OverflowException">An amount leaves the range of a double; the message names the line and the largest position.</exception>
    public MarginResult Calculate(Account account, RiskArrays arrays, CancellationToken cancellationToken = default)
    {
        var instruments = RowBuilder.Instruments(Guard.NotNull(account, nameof(account)));
        return Assess(new RiskMatrix(Guard.NotNull(arrays, nameof(arrays)).Extend(instruments, cancellationToken), account, instruments, _slopes), cancellationToken);
    }

    internal MarginResult Assess(RiskMatrix risk, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var (requirement, equity) = Ledgers(risk, cancellationToken);
        return new(RuleBook.Info, requirement, equity, risk, [.. Staleness.Of(risk), .. requirement.Diagnostics]);
    }

    /// <summary>Both ledgers; an overflow in one of them names the largest row of the account.</summary>
    private (MarginRequirement Requirement, MarginLine Equity) Ledgers(RiskMatrix risk, CancellationToken cancellationToken)
    {
        try
        {
            var requirement = RuleBook.Assess(risk, cancellationToken);
            return (requirement, requirement.Equity ?? EquityLine.Of(risk, Haircuts, requirement.CountsOptionValue));
        }
        catch (OverflowException problem) when (Largest(risk) is { } largest && !problem.Message.Contains(largest.ToString(), StringComparison.Ordinal))
        {
            throw new OverflowException($"{problem.Message} The largest row of the account is {largest}.", problem);
        }
    }

    private static RiskRow? Largest(RiskMatrix risk) => risk.Rows.IsEmpty ? null : risk.Rows.MaxBy(row => Math.Abs(row.Quantity) * Math.Abs(row.Mark));

    /// <summary>The ledgers of many accounts on shared arrays. One that cannot be margined does not stop the others.</summary>
    /// <param name="accounts">The accounts.</param>
    /// <param name="arrays">Arrays made by <see cref="Price"/>; only instruments without an array are priced, for their account alone.</param>
    /// <param name="maxDegreeOfParallelism">Number of threads; -1 for as many as there are processors. The bits do not depend on it.</param>
    /// <param name="progress">Told the share that is done.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>One outcome per account, in the order of the accounts.</returns>
    /// <exception cref="OperationCanceledException">The work was stopped.</exception>
    public ImmutableArray<AccountOutcome<MarginResult>> CalculateMany(
        IReadOnlyList<Account> accounts, RiskArrays arrays, int maxDegreeOfParallelism = -1, IProgress<double>? progress = null, CancellationToken cancellationToken = default)
    {
        Guard.NotNull(arrays, nameof(arrays));
        return AccountLoop.Run(accounts, () => this, (account, calculator) => calculator.Calculate(account, arrays, cancellationToken), maxDegreeOfParallelism, progress, cancellationToken);
    }

    /// <summary>As <see cref="Calculate(Account, MarketSnapshot, CancellationToken)"/>, for batches: what is wrong with the data is returned, not thrown.
    /// Cancellation and null arguments still throw.</summary>
    /// <param name="account">The account.</param>
    /// <param name="market">The market.</param>
    /// <param name="result">The result, when there is one.</param>
    /// <param name="failure">What was wrong, when there is none.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>Whether there is a result.</returns>
    public bool TryCalculate(
        Account account,
        MarketSnapshot market,
        [NotNullWhen(true)] out MarginResult? result,
        [NotNullWhen(false)] out Exception? failure,
        CancellationToken cancellationToken = default)
    {
        Guard.NotNull(account, nameof(account));
        Guard.NotNull(market, nameof(market));
        try
        {
            result = Calculate(account, market, cancellationToken);
            failure = null;
            return true;
        }
        catch (Exception problem) when (AccountLoop.IsOfTheData(problem))
        {
            result = null;
            failure = problem;
            return false;
        }
    }

    /// <summary>What trades would change. They are done at the mark: what holds value is paid for in its settlement currency, so equity moves only by haircuts.
    /// Only instruments that were not priced yet are priced, and the result has the bits of a cold run on the account after the trades.</summary>
    /// <param name="before">A result of this calculator.</param>
    /// <param name="trades">Contracts bought (positive) and sold (negative).</param>
    /// <returns>Before, after, and the change.</returns>
    public WhatIfResult WhatIf(MarginResult before, params ReadOnlySpan<Position> trades)
    {
        Guard.NotNull(before, nameof(before));
        var traded = Portfolio.Of(trades);
        var arrays = before.Risk.Arrays.Extend(traded.Positions.Select(trade => trade.Instrument));
        var account = before.Risk.Account;
        var paid = traded.Positions.Where(trade => trade.Instrument.HoldsValue && trade.Quantity != 0)
            .Select(trade => new Holding(arrays.Unit(trade.Instrument).Settlement, -trade.Quantity * arrays.Unit(trade.Instrument).Mark));
        ImmutableArray<Holding> collateral = [.. account.Collateral, .. paid];
        var after = account with { Portfolio = account.Portfolio + traded, Collateral = collateral };
        return new(before, Assess(new RiskMatrix(arrays, after, _slopes), default));
    }
}
