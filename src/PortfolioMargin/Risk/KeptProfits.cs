using PortfolioMargin.Numerics;

namespace PortfolioMargin;

/// <summary>Kept sums of the profits of one underlying: of each block, and of all blocks before it. [block, column]</summary>
internal sealed class KeptProfits(RiskTable table, TableGroup group)
{
    private readonly AlignedRow _open = new(group.Columns);
    private int[] _rows = new int[16];
    private double[] _factors = new double[16];
    private AlignedRow _blocks = new(group.Columns);
    private AlignedRow _before = new(group.Columns);

    public KeptRows Rows { get; } = new(table);

    /// <summary>Sums all blocks of the rows, which are divided already.</summary>
    /// <param name="sums">Receives the total, [column].</param>
    public void Renew(Span<double> sums)
    {
        Reserve();
        int columns = group.Columns;
        for (int row = 0; row < Rows.Count; row++)
        {
            int slot = Rows.Slots[row];
            (_rows[row], _factors[row]) = (slot - group.First, Rows.Quantities[row] * table.Conversions[slot]);
        }

        sums.Clear();
        for (int block = 0; block < Rows.Blocks; block++)
        {
            sums.CopyTo(_before.Slice(block * columns, columns));
            int from = Rows.FirstRow(block);
            _open.Span.Clear();
            Walk(from, Rows.EndRow(block) - from, sums);
            _open.Span.CopyTo(_blocks.Slice(block * columns, columns));
            RowBlocks.Close(_open.Span, sums);
        }
    }

    /// <summary>The total after a change of one row, in the bits of a sum from the beginning.</summary>
    /// <param name="span">What the change touches.</param>
    /// <param name="slot">The changed row.</param>
    /// <param name="sums">Receives the total, [column].</param>
    public void Try(in KeptSpan span, int slot, Span<double> sums)
    {
        int columns = group.Columns;
        _open.Span.Clear();
        if (Rows.Blocks > 0) _before.Slice(span.FromBlock * columns, columns).CopyTo(sums);
        else sums.Clear();
        double factor = span.Quantity * table.Conversions[slot];
        if (span.Rest > span.At && span.Quantity != 0)
        {
            double kept = _factors[span.At]; // the row is there: one walk with another factor
            _factors[span.At] = factor;
            Walk(span.From, span.RestEnd - span.From, sums);
            _factors[span.At] = kept;
        }
        else
        {
            Walk(span.From, span.At - span.From, sums);
            if (span.Quantity != 0) Add([slot - group.First], [factor], sums);
            Walk(span.Rest, span.RestEnd - span.Rest, sums);
        }

        RowBlocks.Close(_open.Span, sums);
        RowBlocks.Close(_blocks.Slice(span.NextBlock * columns, (Rows.Blocks - span.NextBlock) * columns), sums);
    }

    private void Walk(int from, int count, Span<double> sums) => Add(_rows.AsSpan(from, count), _factors.AsSpan(from, count), sums);

    private void Add(ReadOnlySpan<int> rows, ReadOnlySpan<double> factors, Span<double> sums) =>
        RowBlocks.Add(table.Rows(group), rows, factors, table.StartsBlock.AsSpan(group.First), _open.Span, sums);

    private void Reserve()
    {
        if (_rows.Length < Rows.Count) (_rows, _factors) = (new int[2 * Rows.Count], new double[2 * Rows.Count]);
        if (_blocks.Length < Rows.Blocks * group.Columns) (_blocks, _before) = (new(2 * Rows.Blocks * group.Columns), new(2 * Rows.Blocks * group.Columns));
    }
}
