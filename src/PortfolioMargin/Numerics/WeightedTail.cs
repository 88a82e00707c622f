namespace PortfolioMargin.Numerics;

/// <summary>Quantiles and tail means of samples whose rows weigh differently, as rows of the sample. Weights need not add up to 1 and are summed in decimal.</summary>
internal static class WeightedTail
{
    /// <summary>The smallest loss whose cumulative weight, from the best row on, reaches c.</summary>
    /// <param name="profits">Profits, no NaN.</param>
    /// <param name="weights">One weight per row, not below 0, not all 0.</param>
    /// <param name="confidence">Level, in (0, 1).</param>
    public static TailRows Quantile(ReadOnlySpan<double> profits, ReadOnlySpan<decimal> weights, decimal confidence)
    {
        int[] order = WorstFirst(profits);
        decimal tail = Total(weights) * (1 - confidence), beyond = 0;
        for (int start = 0, end; ; start = end)
        {
            for (end = start; end < order.Length && profits[order[end]] == profits[order[start]]; end++) beyond += weights[order[end]];
            if (beyond > tail || end == order.Length) return TailRows.Single(order[start]);
        }
    }

    /// <summary>The mean of the worst losses whose weights make up 1 - c of all, the last of them in part.</summary>
    public static TailRows Exact(ReadOnlySpan<double> profits, ReadOnlySpan<decimal> weights, decimal confidence)
    {
        int[] order = WorstFirst(profits);
        decimal tail = Total(weights) * (1 - confidence), left = tail;
        var taken = new SortedDictionary<int, double>();
        foreach (int row in order)
        {
            decimal part = Math.Min(left, weights[row]);
            if (part > 0) taken.Add(row, (double)part);
            left -= part;
            if (left <= 0) break;
        }

        return taken.Count == 1 ? TailRows.Single(taken.Keys.First()) : new([.. taken.Keys], [.. taken.Values], (double)tail);
    }

    private static decimal Total(ReadOnlySpan<decimal> weights)
    {
        decimal total = 0;
        foreach (decimal weight in weights) total += weight;
        return total;
    }

    /// <summary>Rows by profit, ascending; equal profits by row.</summary>
    private static int[] WorstFirst(ReadOnlySpan<double> profits)
    {
        var rows = new (double Profit, int Row)[profits.Length];
        for (int i = 0; i < rows.Length; i++) rows[i] = (profits[i], i);
        Array.Sort(rows, static (left, right) => left.Profit == right.Profit ? left.Row.CompareTo(right.Row) : left.Profit.CompareTo(right.Profit));
        return Array.ConvertAll(rows, entry => entry.Row);
    }
}
