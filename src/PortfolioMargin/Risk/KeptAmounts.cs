namespace PortfolioMargin;

/// <summary>Kept sums of the totals of one scope unit: of each block, and of all blocks before it. [block, total]</summary>
internal sealed class KeptAmounts(TotalsPlan plan, TotalAmounts shown)
{
    private readonly double[] _saved = new double[shown.Totals.Length];
    private double[] _blocks = new double[shown.Totals.Length];
    private double[] _before = new double[shown.Totals.Length];

    public KeptRows Rows { get; } = new(plan.Table);

    /// <summary>Sums all blocks of every total.</summary>
    public void Renew()
    {
        Rows.Divide();
        int width = shown.Totals.Length;
        if (_blocks.Length < Rows.Blocks * width) (_blocks, _before) = (new double[2 * Rows.Blocks * width], new double[2 * Rows.Blocks * width]);
        for (int k = 0; k < width; k++)
        {
            if (Counts(k)) continue;
            double sum = 0;
            for (int block = 0; block < Rows.Blocks; block++)
            {
                _before[(block * width) + k] = sum;
                double open = Walk(k, Rows.FirstRow(block), Rows.EndRow(block), 0, ref sum);
                _blocks[(block * width) + k] = open;
                sum += open;
            }

            shown[k] = sum;
        }
    }

    /// <summary>Shows the totals after a change of one row, until <see cref="Undo"/>.</summary>
    /// <param name="slot">The changed row.</param>
    /// <param name="change">Change of its quantity.</param>
    public void Try(int slot, double change)
    {
        if (shown.Totals.Length == 0) return;
        var span = Rows.Change(slot, change);
        int width = shown.Totals.Length;
        for (int k = 0; k < width; k++)
        {
            _saved[k] = shown[k];
            if (Counts(k)) continue;
            double sum = Rows.Blocks > 0 ? _before[(span.FromBlock * width) + k] : 0;
            double open = Walk(k, span.From, span.At, 0, ref sum);
            if (span.Quantity != 0)
            {
                if (plan.Table.StartsBlock[slot]) (sum, open) = (sum + open, 0);
                open = Math.FusedMultiplyAdd(span.Quantity, plan.Unit(shown.Totals[k], slot, span.Quantity), open);
            }

            open = Walk(k, span.Rest, span.RestEnd, open, ref sum);
            sum += open;
            for (int block = span.NextBlock; block < Rows.Blocks; block++) sum += _blocks[(block * width) + k];
            shown[k] = sum;
        }
    }

    public void Undo()
    {
        for (int k = 0; k < _saved.Length; k++) shown[k] = _saved[k];
    }

    private bool Counts(int k) => plan.Totals[shown.Totals[k]].Counts;

    /// <summary>Continues a sum over rows; returns the open block.</summary>
    private double Walk(int k, int from, int end, double open, ref double sum)
    {
        ReadOnlySpan<int> slots = Rows.Slots;
        ReadOnlySpan<double> quantities = Rows.Quantities;
        int total = shown.Totals[k];
        for (int row = from; row < end; row++)
        {
            if (plan.Table.StartsBlock[slots[row]])
            {
                sum += open;
                open = 0;
            }

            open = Math.FusedMultiplyAdd(quantities[row], plan.Unit(total, slots[row], quantities[row]), open);
        }

        return open;
    }
}
