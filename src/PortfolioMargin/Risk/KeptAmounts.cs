namespace PortfolioMargin;

/// <summary>Kept sums of the totals of one scope unit: of each block, and of all blocks before it. [block, total]</summary>
internal sealed class KeptAmounts(TotalsPlan plan, TotalAmounts shown, KeptRows rows)
{
    private readonly double[] _saved = new double[shown.Totals.Length];
    private double[] _blocks = new double[shown.Totals.Length];
    private double[] _before = new double[shown.Totals.Length];

    public KeptRows Rows => rows;

    public bool HasTotals => shown.Totals.Length > 0;

    /// <summary>Sums all blocks of every total.</summary>
    public void Renew()
    {
        int width = shown.Totals.Length;
        if (_blocks.Length < rows.Blocks * width) (_blocks, _before) = (new double[2 * rows.Blocks * width], new double[2 * rows.Blocks * width]);
        for (int k = 0; k < width; k++)
        {
            if (shown.Kind(k) != RiskTotalKind.Sum) continue;
            double sum = 0;
            for (int block = 0; block < rows.Blocks; block++)
            {
                _before[(block * width) + k] = sum;
                double open = Walk(shown.Totals[k], rows.FirstRow(block), rows.EndRow(block), 0, ref sum);
                _blocks[(block * width) + k] = open;
                sum += open;
            }

            shown[k] = sum;
        }
    }

    /// <summary>Shows the totals after a change of one row, until <see cref="Undo"/>.</summary>
    /// <param name="span">What the change touches.</param>
    /// <param name="slot">The changed row.</param>
    public void Try(in KeptSpan span, int slot)
    {
        int width = shown.Totals.Length;
        for (int k = 0; k < width; k++)
        {
            _saved[k] = shown[k];
            if (shown.Kind(k) != RiskTotalKind.Sum) continue;
            int total = shown.Totals[k];
            double sum = rows.Blocks > 0 ? _before[(span.FromBlock * width) + k] : 0;
            double open = Walk(total, span.From, span.At, 0, ref sum);
            if (span.Quantity != 0)
            {
                if (plan.Table.StartsBlock[slot]) (sum, open) = (sum + open, 0);
                open = Math.FusedMultiplyAdd(span.Quantity, plan.Unit(total, slot, span.Quantity), open);
            }

            open = Walk(total, span.Rest, span.RestEnd, open, ref sum);
            sum += open;
            for (int block = span.NextBlock; block < rows.Blocks; block++) sum += _blocks[(block * width) + k];
            shown[k] = sum;
        }
    }

    public void Undo()
    {
        for (int k = 0; k < _saved.Length; k++) shown[k] = _saved[k];
    }

    /// <summary>Continues a sum over rows; returns the open block.</summary>
    private double Walk(int total, int from, int end, double open, ref double sum)
    {
        var units = plan.Units(total);
        var starts = plan.Table.StartsBlock;
        ReadOnlySpan<int> slots = rows.Slots[from..end];
        ReadOnlySpan<double> quantities = rows.Quantities[from..end];
        for (int row = 0; row < slots.Length; row++)
        {
            int slot = slots[row];
            double quantity = quantities[row];
            if (starts[slot])
            {
                sum += open;
                open = 0;
            }

            open = Math.FusedMultiplyAdd(quantity, units[(2 * slot) + (quantity < 0 ? 1 : 0)], open);
        }

        return open;
    }
}
