using PortfolioMargin.Numerics;
using static System.FormattableString;

namespace PortfolioMargin;

/// <summary>Computes what an account must hold under a rule book whose scenarios are too many to hold an array per instrument, such as a simulation of a large book: profits are streamed into
/// the totals of each underlying, the rule book picks its tail from those, and only the rows of the tail are priced once more, for slopes and contributions. The ledger has the bits of
/// <see cref="MarginCalculator"/> (interpolated groups: within their reported error), for any number of threads. For rule books that look at whole underlyings, or groups of them; others are
/// refused with a sentence. Immutable and safe to share between threads.</summary>
public sealed class StreamingMarginCalculator
{
    private readonly MarginCalculator _calculator;
    private readonly ProfitSimulator _simulator;
    private readonly int _maxDegreeOfParallelism;
    private readonly bool _slopes;

    /// <summary>States the rule.</summary>
    /// <param name="ruleBook">Whose rules.</param>
    /// <param name="haircuts">How collateral counts where the rule book does not say; absent: in full.</param>
    /// <param name="slopes">Whether amounts carry slopes, and so contributions; without them nothing is priced twice.</param>
    /// <param name="interpolation">Largest error for which a book may be interpolated over the spot price, as a fraction of its gross value; absent: never. What was done is in the diagnostics.</param>
    /// <param name="maxDegreeOfParallelism">Number of threads; -1 for as many as there are processors.</param>
    public StreamingMarginCalculator(IRuleBook ruleBook, HaircutSchedule? haircuts = null, bool slopes = true, double? interpolation = null, int maxDegreeOfParallelism = -1)
    {
        _calculator = new(ruleBook, haircuts, slopes: slopes);
        _simulator = new(null, maxDegreeOfParallelism, interpolation);
        (_maxDegreeOfParallelism, _slopes, IsInterpolating) = (maxDegreeOfParallelism, slopes, interpolation is not null);
    }

    /// <summary>Whose rules.</summary>
    public IRuleBook RuleBook => _calculator.RuleBook;

    private bool IsInterpolating { get; }

    /// <summary>The requirement of an account (a portfolio is an account without collateral).</summary>
    /// <param name="account">The account.</param>
    /// <param name="market">The market.</param>
    /// <param name="progress">Told the share of the streaming that is done, rising to 1; the tail follows.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>Numbers, ledger and reasons; its risk arrays hold values and deltas, but no profits.</returns>
    /// <exception cref="MissingMarketDataException">The market lacks numbers; all of them are listed.</exception>
    /// <exception cref="UnsupportedInstrumentException">Instruments that the rule or the pricing does not cover; all of them are listed.</exception>
    /// <exception cref="InvalidOperationException">The rule book looks at less than whole underlyings.</exception>
    /// <exception cref="OperationCanceledException">The work was stopped.</exception>
    public MarginResult Calculate(Account account, MarketSnapshot market, IProgress<double>? progress = null, CancellationToken cancellationToken = default)
    {
        Guard.NotNull(account, nameof(account));
        Guard.NotNull(market, nameof(market));
        var scenarios = RuleBook.ScenariosFor(market);
        Instrument[] instruments = RowBuilder.Instruments(account), universe = account.Orders.IsEmpty ? instruments : [.. instruments.Distinct().Order()];
        if (Revaluer.Default.MissingFor(universe, market, scenarios) is { IsEmpty: false } missing) throw new MissingMarketDataException(missing); // of orders too, which are not streamed
        var profits = _simulator.Simulate(account.Portfolio, market, scenarios, progress, cancellationToken);
        var streamed = new StreamedRows(profits, account.Portfolio, _maxDegreeOfParallelism, cancellationToken);
        var risk = new RiskMatrix(profits.WithoutProfits(universe, cancellationToken), account, instruments, _slopes, streamed);
        var result = _calculator.Assess(risk, cancellationToken);
        return result.With(risk.Lasting(), IsInterpolating ? profits.Groups.Select(group => Finding(group, market.ReportingCurrency)) : []);
    }

    private static Diagnostic Finding(SimulatedGroup group, Currency currency) => group.IsInterpolated
        ? Diagnostic.Information("interpolated", Invariant($"Profits of {group.Underlying} are interpolated between {group.Nodes} spot prices; the error was at most {group.ErrorBound:0.0e+0} {currency}."))
        : Diagnostic.Information("not-interpolated", $"Profits of {group.Underlying} are priced in full: {group.Reason}.");
}
