namespace PortfolioMargin.Numerics;

/// <summary>Which rows of a sample make a tail measure: the measure is the sum of count x loss over <see cref="Rows"/>, divided by <see cref="Divisor"/>.
/// Rows ascend, so that sums have one order.</summary>
internal readonly record struct TailRows(int[] Rows, double[] Counts, double Divisor)
{
    /// <summary>One row alone.</summary>
    public static TailRows Single(int row) => new([row], [1], 1);

    /// <summary>The weighted mean of the rows of a sample of profits, profit positive.</summary>
    public double ProfitOf(ReadOnlySpan<double> profits) => SumOf(profits) / Divisor;

    /// <summary>The measure of a sample of profits, loss positive.</summary>
    public double LossOf(ReadOnlySpan<double> profits) => (0 - SumOf(profits)) / Divisor;

    private double SumOf(ReadOnlySpan<double> profits)
    {
        double sum = 0;
        for (int i = 0; i < Rows.Length; i++) sum += Counts[i] * profits[Rows[i]];
        return sum;
    }
}
