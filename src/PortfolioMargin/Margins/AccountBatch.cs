using PortfolioMargin.Numerics;
using static System.FormattableString;

namespace PortfolioMargin;

/// <summary>Many accounts on shared risk arrays, as instruments and quantities side by side: 12 bytes a position. For scans of whole exchanges, where even
/// an object per account is too much. Fill it from one thread, then ask it from any.</summary>
public sealed class AccountBatch
{
    private const int AccountsPerPiece = 4096;

    private readonly RiskTable _table;
    private int[] _starts = new int[16]; // first position of each account; one more for the end
    private int[] _slots = new int[64];
    private double[] _factors = new double[64]; // quantity x conversion
    private int _count;

    /// <summary>An empty batch.</summary>
    /// <param name="arrays">The shared risk arrays.</param>
    public AccountBatch(RiskArrays arrays) => _table = Guard.NotNull(arrays, nameof(arrays)).Table;

    /// <summary>Number of accounts.</summary>
    public int Count => _count;

    /// <summary>The handle of an instrument for <see cref="Add(ReadOnlySpan{int}, ReadOnlySpan{double})"/>.</summary>
    /// <param name="instrument">An instrument of the risk arrays.</param>
    /// <returns>Its place in canonical order.</returns>
    /// <exception cref="KeyNotFoundException">The risk arrays do not hold it.</exception>
    public int Find(Instrument instrument)
    {
        int slot = _table.Find(Guard.NotNull(instrument, nameof(instrument)));
        return slot >= 0 ? slot : throw new KeyNotFoundException($"The risk arrays do not hold {instrument}; price it first, or use Extend.");
    }

    /// <summary>Adds an account's positions.</summary>
    /// <param name="portfolio">Its portfolio.</param>
    /// <exception cref="KeyNotFoundException">The risk arrays lack an instrument; the batch is as it was.</exception>
    public void Add(Portfolio portfolio)
    {
        var positions = Guard.NotNull(portfolio, nameof(portfolio)).Positions;
        Add([.. positions.Select(position => Find(position.Instrument))], [.. positions.Select(position => position.Quantity)]);
    }

    /// <summary>Adds an account.</summary>
    /// <param name="instruments">Handles of its instruments, ascending, none twice.</param>
    /// <param name="quantities">Contracts of each, long positive; finite.</param>
    /// <exception cref="ArgumentException">Handles do not ascend, numbers of both differ, or a quantity is not finite; the batch is as it was.</exception>
    public void Add(ReadOnlySpan<int> instruments, ReadOnlySpan<double> quantities)
    {
        SpanCheck.SameLength(quantities.Length, nameof(quantities), instruments.Length, nameof(instruments));
        int end = _starts[_count];
        Reserve(end + instruments.Length);
        for (int i = 0; i < instruments.Length; i++)
        {
            int slot = instruments[i];
            if ((uint)slot >= (uint)_table.Units.Length || (i > 0 && slot <= instruments[i - 1]))
                throw new ArgumentException(Invariant($"instruments[{i}] is {slot}; expected ascending handles from 0 to {_table.Units.Length - 1}, as Find gives them."), nameof(instruments));
            if (double.IsNaN(_table.Conversions[slot]))
                throw new MissingMarketDataException([$"{_table.Units[slot].Settlement}: value of one unit in {_table.Arrays.Market.ReportingCurrency}"]);
            double factor = Guard.Finite(quantities[i], Invariant($"quantities[{i}]")) * _table.Conversions[slot];
            if (factor != 0) (_slots[end], _factors[end++]) = (slot, factor); // quantity 0 is no position
        }

        _starts[++_count] = end;
    }

    /// <summary>The scan risk of every account: the sum over underlyings of the largest weighted loss, in the bits of the ledger's worst losses.</summary>
    /// <param name="losses">Receives one loss per account, not below 0, in the reporting currency.</param>
    /// <param name="maxDegreeOfParallelism">Number of threads; -1 for as many as there are processors. The bits do not depend on it.</param>
    /// <param name="progress">Told the share that is done.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="ArgumentException">There is not one place per account.</exception>
    /// <exception cref="OverflowException">Totals of an account leave the range of a double; the first such account of a piece is named.</exception>
    public void WorstLosses(Memory<double> losses, int maxDegreeOfParallelism = -1, IProgress<double>? progress = null, CancellationToken cancellationToken = default)
    {
        SpanCheck.SameLength(losses.Length, nameof(losses), _count, "the batch");
        int pieces = (_count + AccountsPerPiece - 1) / AccountsPerPiece;
        Pieces.Run(pieces, maxDegreeOfParallelism, () => new int[16], (piece, rows) =>
        {
            int first = piece * AccountsPerPiece, end = Math.Min(_count, first + AccountsPerPiece);
            WorstLosses(first, losses.Span[first..end], rows);
        }, progress, cancellationToken);
    }

    private void WorstLosses(int first, Span<double> losses, int[] rows)
    {
        for (int i = 0; i < losses.Length; i++)
        {
            int start = _starts[first + i], end = _starts[first + i + 1];
            losses[i] = 0;
            while (start < end) losses[i] += WorstLoss(ref start, end, ref rows);
            if (double.IsInfinity(losses[i])) throw new OverflowException(Invariant($"The profit of account {first + i} leaves the range of a double in some scenario; check its quantities."));
        }
    }

    /// <summary>The largest loss of the next underlying.</summary>
    private double WorstLoss(ref int start, int end, ref int[] rows)
    {
        var group = _table.Groups[_table.GroupOf[_slots[start]]];
        if (rows.Length < end - start) rows = new int[2 * (end - start)];
        int from = start, count = 0;
        for (; start < end && _slots[start] < group.End; start++) rows[count++] = _slots[start] - group.First;
        return 0 - ScanRows.Worst(_table.Rows(group), rows.AsSpan(0, count), _factors.AsSpan(from, count), _table.StartsBlock.AsSpan(group.First), group.Weights);
    }

    private void Reserve(int positions)
    {
        if (_count + 2 > _starts.Length) Array.Resize(ref _starts, 2 * _starts.Length);
        if (positions <= _slots.Length) return;
        Array.Resize(ref _slots, 2 * positions);
        Array.Resize(ref _factors, 2 * positions);
    }
}
