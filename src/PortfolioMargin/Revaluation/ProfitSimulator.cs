using System.Collections.Immutable;
using PortfolioMargin.Numerics;
using static System.FormattableString;

namespace PortfolioMargin;

/// <summary>Profit and loss of a book in scenario sets too large to hold an array per instrument: rows are priced a slice at a time, added to their
/// underlying's totals and forgotten. Memory grows with scenarios and threads, not with instruments. The totals have the bits of a <c>RiskMatrix</c>
/// on full arrays, for any number of threads: each scenario is summed whole, over all positions in canonical order. Immutable.</summary>
public sealed class ProfitSimulator
{
    /// <summary>Scenarios of a piece: many, so that what all scenarios of an option share is worked out seldom; fewer where threads would go idle.</summary>
    private const int FewestPerPiece = 32, MostPerPiece = 256, PiecesPerThread = 4;

    private readonly IRevaluer _revaluer;
    private readonly int _maxDegreeOfParallelism;
    private readonly double? _tolerance;

    /// <summary>States how books are simulated.</summary>
    /// <param name="revaluer">Who prices a slice, on one thread; absent: full revaluation. It must not need named ranges of scenarios.</param>
    /// <param name="maxDegreeOfParallelism">Number of threads; -1 for as many as there are processors.</param>
    /// <param name="interpolation">Largest error for which a book may be interpolated over the spot price instead of being priced in every scenario, as a fraction of its
    /// gross value: 1e-12. Absent: never. The error is measured for each book, reported, and where it is larger the book is priced in full.</param>
    public ProfitSimulator(IRevaluer? revaluer = null, int maxDegreeOfParallelism = -1, double? interpolation = null)
    {
        _revaluer = revaluer ?? new Revaluer(1);
        _maxDegreeOfParallelism = Pieces.Degree(maxDegreeOfParallelism);
        _tolerance = interpolation is { } error ? Guard.InRange(error, 1e-14, 1, nameof(interpolation)) : null;
    }

    /// <summary>Profit and loss of each underlying in every scenario.</summary>
    /// <param name="book">What is held.</param>
    /// <param name="market">The market.</param>
    /// <param name="scenarios">The scenarios and how instruments are valued.</param>
    /// <param name="progress">Told the share that is done, rising to 1.</param>
    /// <param name="cancellationToken">Stops the work within a slice: some milliseconds.</param>
    /// <returns>The profits, by underlying.</returns>
    /// <exception cref="MissingMarketDataException">The market lacks numbers; all of them are listed.</exception>
    /// <exception cref="UnsupportedInstrumentException">Instruments that cannot be priced.</exception>
    /// <exception cref="OverflowException">A total leaves the range of a double.</exception>
    public SimulatedProfits Simulate(
        Portfolio book, MarketSnapshot market, ScenarioSet scenarios, IProgress<double>? progress = null, CancellationToken cancellationToken = default)
    {
        Guard.NotNull(book, nameof(book));
        Guard.NotNull(market, nameof(market));
        Guard.NotNull(scenarios, nameof(scenarios));
        CheckMarket(book, market, scenarios);
        ImmutableArray<SimulatedBook> books = [.. SimulatedBook.Split(book, market, scenarios)];
        var groups = new SimulatedGroup?[books.Length];
        if (_tolerance is { } tolerance)
            for (int i = 0; i < books.Length; i++) groups[i] = BookCurve.Simulate(books[i], _revaluer, tolerance, cancellationToken);
        Stream(books, groups, progress, cancellationToken);
        return new(market, scenarios, _revaluer, [.. books.Select((part, i) => groups[i] is { IsInterpolated: true } curve ? curve : part.Finished(groups[i]?.Reason))]);
    }

    /// <summary>Prices in full whatever is not interpolated.</summary>
    private void Stream(ImmutableArray<SimulatedBook> books, SimulatedGroup?[] groups, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        var pieces = new List<(SimulatedBook Book, int Start, int Count)>();
        for (int i = 0; i < books.Length; i++)
        {
            if (groups[i] is { IsInterpolated: true }) continue;
            int rows = books[i].Scenarios.Length, size = Math.Clamp(rows / (PiecesPerThread * Environment.ProcessorCount), FewestPerPiece, MostPerPiece);
            for (int start = 0; start < rows; start += size) pieces.Add((books[i], start, Math.Min(size, rows - start)));
        }

        if (pieces.Count == 0) progress?.Report(1);
        Pieces.Run(pieces.Count, _maxDegreeOfParallelism, () => 0, (piece, _) =>
        {
            var (part, start, count) = pieces[piece];
            part.Add(start, count, _revaluer, cancellationToken);
        }, progress, cancellationToken);
    }

    private void CheckMarket(Portfolio book, MarketSnapshot market, ScenarioSet scenarios)
    {
        var missing = _revaluer.MissingFor(book.Positions.Select(position => position.Instrument), market, scenarios);
        if (!missing.IsEmpty) throw new MissingMarketDataException(missing);
        var settled = book.Positions.Select(position => market.SettlementOf(position.Instrument)).Distinct().Where(currency => !market.FindValue(currency, out _));
        ImmutableArray<string> values = [.. settled.Order().Select(currency => Invariant($"{currency}: value of one unit in {market.ReportingCurrency}"))];
        if (!values.IsEmpty) throw new MissingMarketDataException(values);
    }
}
