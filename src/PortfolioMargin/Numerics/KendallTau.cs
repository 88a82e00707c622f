namespace PortfolioMargin.Numerics;

/// <summary>Kendall's rank correlation with ties (tau b), counted in integers: pairs that go the same way less pairs that go opposite ways, over the root of the pairs that are not
/// tied in one and the other. W. Knight, A Computer Method for Calculating Kendall's Tau with Ungrouped Data, J. American Statistical Association 61 (1966): n log n.</summary>
internal static class KendallTau
{
    /// <summary>The rank correlation of two series; NaN where one of them is constant.</summary>
    public static double Of(ReadOnlySpan<double> left, ReadOnlySpan<double> right)
    {
        var pairs = new (double Left, double Right)[left.Length];
        for (int i = 0; i < pairs.Length; i++) pairs[i] = (left[i], right[i]);
        Array.Sort(pairs); // by left, then by right
        double[] order = Array.ConvertAll(pairs, pair => pair.Right);
        long all = Pairs(pairs.Length), tiedLeft = Tied(pairs, static (a, b) => a.Left == b.Left), tiedBoth = Tied(pairs, static (a, b) => a == b);
        long swaps = Swaps(order, new double[order.Length], 0, order.Length); // sorts
        long tiedRight = Tied(order, static (a, b) => a == b);
        return (all - tiedLeft - tiedRight + tiedBoth - (2 * swaps)) / Math.Sqrt((double)(all - tiedLeft) * (all - tiedRight));
    }

    /// <summary>The correlation of normal or Student variables with a rank correlation: sin(pi tau / 2).</summary>
    public static double Correlation(double tau)
    {
        double x = Math.PI / 2 * tau, term = x, sum = 0;
        for (int n = 1; n <= 27; n += 2) // at most pi/2: the next term is below 1e-23
        {
            sum += term;
            term *= -x * x / ((n + 1) * (n + 2));
        }

        return Math.Clamp(sum, -1, 1);
    }

    /// <summary>Exchanges of neighbours that sort a part: merge sort, counting what overtakes.</summary>
    private static long Swaps(double[] values, double[] buffer, int start, int end)
    {
        if (end - start < 2) return 0;
        int middle = (start + end) / 2, left = start, right = middle;
        long swaps = Swaps(values, buffer, start, middle) + Swaps(values, buffer, middle, end);
        for (int to = start; to < end; to++)
        {
            bool takesLeft = right == end || (left < middle && values[left] <= values[right]);
            if (!takesLeft) swaps += middle - left;
            buffer[to] = takesLeft ? values[left++] : values[right++];
        }

        Array.Copy(buffer, start, values, start, end - start);
        return swaps;
    }

    private static long Tied<T>(T[] sorted, Func<T, T, bool> equal)
    {
        long tied = 0;
        for (int start = 0, end; start < sorted.Length; start = end)
        {
            for (end = start + 1; end < sorted.Length && equal(sorted[start], sorted[end]); end++) ;
            tied += Pairs(end - start);
        }

        return tied;
    }

    private static long Pairs(long count) => count * (count - 1) / 2;
}
