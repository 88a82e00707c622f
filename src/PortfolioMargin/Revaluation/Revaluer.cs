using System.Collections.Immutable;
using PortfolioMargin.Numerics;

namespace PortfolioMargin;

/// <summary>Full revaluation: every instrument is priced anew in every scenario, European options by Black-76 or Bachelier on the shocked forward
/// of their expiry, American ones by their exercise boundary on the spot price that belongs to that forward (with cash dividends: by finite differences). The same bits for any number of threads: the work is split by rows, and each row is computed whole.</summary>
public sealed class Revaluer : IRevaluer
{
    /// <summary>Cells (instruments x scenarios) below which starting threads costs more than it saves.</summary>
    private const long CellsWorthThreads = 60_000;

    /// <summary>Options that one piece of work holds at most, so that one large expiry does not keep a single thread busy.</summary>
    private const int OptionsPerPiece = 256;

    /// <summary>Rows between two looks at the cancellation token: well under a millisecond of work.</summary>
    private const int RowsBetweenChecks = 1024;

    private readonly int _maxDegreeOfParallelism;

    /// <summary>A revaluer that uses all processors for large universes.</summary>
    public static Revaluer Default { get; } = new();

    /// <summary>States how many threads may work on one call.</summary>
    /// <param name="maxDegreeOfParallelism">Number of threads, 1 or more; -1 for as many as there are processors.</param>
    /// <exception cref="ArgumentOutOfRangeException">0 or below -1.</exception>
    public Revaluer(int maxDegreeOfParallelism = -1) => _maxDegreeOfParallelism = maxDegreeOfParallelism is -1 or > 0
        ? maxDegreeOfParallelism
        : throw new ArgumentOutOfRangeException(nameof(maxDegreeOfParallelism), maxDegreeOfParallelism, "The number of threads must be 1 or more, or -1 for all processors.");

    /// <inheritdoc/>
    public RiskArrays Revalue(IEnumerable<Instrument> universe, MarketSnapshot market, ScenarioSet scenarios, CancellationToken cancellationToken = default) =>
        Revalue(universe, market, scenarios, null, cancellationToken);

    /// <summary>The same with rows in memory of the caller's, on one thread: the arrays are valid until it is written over.</summary>
    internal RiskArrays Revalue(IEnumerable<Instrument> universe, MarketSnapshot market, ScenarioSet scenarios, RowMemory? memory, CancellationToken cancellationToken)
    {
        Guard.NotNull(market, nameof(market));
        Guard.NotNull(scenarios, nameof(scenarios));
        Instrument[] instruments = Ordered(universe, cancellationToken);
        UniverseCheck.Check(instruments, market, scenarios);

        var pieces = Split(instruments);
        var units = new UnitRisk[instruments.Length];
        long cells = pieces.Sum(piece => (piece.End - piece.Start) * ((long)scenarios.RowsFor(instruments[piece.Start].Underlying).Length + 1));
        if (cells < CellsWorthThreads || _maxDegreeOfParallelism == 1 || pieces.Count == 1 || memory is not null)
        {
            foreach (var piece in pieces)
            {
                cancellationToken.ThrowIfCancellationRequested();
                Price(piece);
            }
        }
        else
        {
            PriceInParallel(pieces, Price, cancellationToken);
        }

        return new(market, scenarios, this, units, null);

        void Price((int Start, int End) piece)
        {
            var part = instruments.AsSpan(piece.Start, piece.End - piece.Start);
            var target = units.AsSpan(piece.Start, part.Length);
            if (MarkedRows.Takes(part[0], market, scenarios)) MarkedRows.Price(part, market, target);
            else if (part[0] is VanillaOption) AmericanRows.PriceByExercise(part, market, scenarios, target, memory);
            else PriceRows.Price(part, market, scenarios, target);
        }
    }

    /// <inheritdoc/>
    public ImmutableArray<string> MissingFor(IEnumerable<Instrument> universe, MarketSnapshot market, ScenarioSet scenarios) =>
        UniverseCheck.Missing(Ordered(universe), Guard.NotNull(market, nameof(market)), Guard.NotNull(scenarios, nameof(scenarios)));

    private void PriceInParallel(List<(int Start, int End)> pieces, Action<(int Start, int End)> price, CancellationToken cancellationToken)
    {
        try
        {
            Parallel.ForEach(pieces, new() { MaxDegreeOfParallelism = _maxDegreeOfParallelism, CancellationToken = cancellationToken }, price);
        }
        catch (AggregateException failure) when (failure.InnerException is { } first)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(first); // callers see the error itself, as on one thread
        }
    }

    /// <summary>The universe without repetitions, in canonical order; what comes from a portfolio is in that order already.</summary>
    private static Instrument[] Ordered(IEnumerable<Instrument> universe, CancellationToken cancellationToken = default)
    {
        Instrument[] instruments = [.. Guard.NotNull(universe, nameof(universe))];
        bool ascending = true;
        for (int i = 0; i < instruments.Length; i++)
        {
            if (i % RowsBetweenChecks == 0) cancellationToken.ThrowIfCancellationRequested();
            Guard.NotNull(instruments[i], "an instrument of the universe");
            ascending &= i == 0 || instruments[i - 1].CompareTo(instruments[i]) < 0;
        }

        if (ascending) return instruments;
        instruments = [.. new HashSet<Instrument>(instruments)];
        Array.Sort(instruments);
        return instruments;
    }

    /// <summary>Pieces of one underlying, kind and expiry each; canonical order keeps them together.</summary>
    private static List<(int Start, int End)> Split(Instrument[] instruments)
    {
        var pieces = new List<(int Start, int End)>();
        for (int start = 0, end; start < instruments.Length; start = end)
        {
            end = start + 1;
            while (end < instruments.Length && end - start < OptionsPerPiece && Together(instruments[start], instruments[end])) end++;
            pieces.Add((start, end));
        }

        return pieces;
    }

    private static bool Together(Instrument left, Instrument right) =>
        left is VanillaOption ? right is VanillaOption && left.SharesExpiry(right) : right is not VanillaOption && left.Underlying == right.Underlying;
}
