using System.Collections.Immutable;
using PortfolioMargin.Numerics;

namespace PortfolioMargin;

/// <summary>What a matrix reads where no arrays are held: streamed totals of whole underlyings, and slopes in the few scenarios that a rule asks for, priced again a slice at a time.
/// The bits are those of arrays.</summary>
internal sealed class StreamedRows
{
    /// <summary>Cells of a piece: less than what the runtime counts as a large object, whose memory it gives back late.</summary>
    private const int CellsPerPiece = 8192, FewestPerPiece = 32, MostPerPiece = 512;

    private readonly SimulatedProfits _profits;
    private readonly int _maxDegreeOfParallelism;
    private readonly CancellationToken _cancellationToken;
    private readonly ImmutableDictionary<Underlying, (SimulatedGroup Group, int Positions)> _groups;

    /// <param name="profits">The streamed totals.</param>
    /// <param name="book">What was streamed.</param>
    /// <param name="maxDegreeOfParallelism">Number of threads; -1 for as many as there are processors.</param>
    /// <param name="cancellationToken">Stops the pricing of tails.</param>
    public StreamedRows(SimulatedProfits profits, Portfolio book, int maxDegreeOfParallelism, CancellationToken cancellationToken)
    {
        (_profits, _maxDegreeOfParallelism, _cancellationToken) = (profits, maxDegreeOfParallelism, cancellationToken);
        var counts = new Dictionary<Underlying, int>();
        foreach (var position in book.Positions) counts[position.Instrument.Underlying] = counts.GetValueOrDefault(position.Instrument.Underlying) + 1;
        _groups = profits.Groups.ToImmutableDictionary(group => group.Underlying, group => (group, counts[group.Underlying]));
    }

    private StreamedRows(StreamedRows other)
    {
        (_profits, _maxDegreeOfParallelism, _groups) = (other._profits, other._maxDegreeOfParallelism, other._groups);
        _cancellationToken = default;
    }

    /// <summary>The same for whoever looks at a finished result: nothing stops it any more.</summary>
    public StreamedRows Lasting() => new(this);

    /// <summary>Profit and loss of all positions of an underlying, [scenario].</summary>
    /// <exception cref="InvalidOperationException">The rows are not all positions of the underlying.</exception>
    public ReadOnlySpan<double> Totals(RiskRows rows)
    {
        var underlying = rows[0].Instrument.Underlying;
        return rows[0].Kind == RiskRowKind.Position && _groups.TryGetValue(underlying, out var known) && known.Positions == rows.Length
            ? known.Group.ProfitAndLoss.AsSpan()
            : throw new InvalidOperationException($"Profits were streamed and are known for all positions of {underlying} together, not for {rows.Length} of its rows; a rule that groups otherwise needs a MarginCalculator, which holds all arrays.");
    }

    /// <summary>Per row, in the reporting currency: the weighted mean of one contract's profits over scenarios.</summary>
    public double[] Slopes(RiskRows rows, TailRows scenarios)
    {
        double[] slopes = new double[rows.Length];
        var columns = scenarios with { Rows = [.. Enumerable.Range(0, scenarios.Rows.Length)] };
        int size = Math.Clamp(CellsPerPiece / (scenarios.Rows.Length + 1), FewestPerPiece, MostPerPiece);
        Pieces.Run((rows.Length + size - 1) / size, _maxDegreeOfParallelism, () => 0, (piece, _) =>
        {
            int start = piece * size, end = Math.Min(rows.Length, start + size);
            var instruments = new Instrument[end - start];
            for (int row = start; row < end; row++) instruments[row - start] = rows[row].Instrument;
            var units = new RiskArrays.UnitCursor(_profits.At(instruments, scenarios.Rows, _cancellationToken));
            for (int row = start; row < end; row++) slopes[row] = columns.ProfitOf(units.Unit(rows[row].Instrument).ProfitAndLoss.Span) * rows[row].Conversion;
        }, null, _cancellationToken);
        return slopes;
    }
}
