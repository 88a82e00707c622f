namespace PortfolioMargin.Numerics;

/// <summary>Quantiles and tail means of samples of equally likely profits, as rows of the sample. Ranks are worked out in decimal, so that n c has no
/// floating-point accident. Among equal profits the lowest rows count first.</summary>
internal static class SampleTail
{
    /// <summary>The quantile of the losses by one of the nine types of Hyndman and Fan (1996).</summary>
    /// <param name="profits">Profits, at least one, no NaN.</param>
    /// <param name="confidence">Level, in (0, 1).</param>
    /// <param name="type">1 to 9.</param>
    public static TailRows Quantile(ReadOnlySpan<double> profits, decimal confidence, int type)
    {
        var (lower, weight) = RankOf(profits.Length, confidence, type);
        double[] sorted = Sorted(profits);
        int first = Row(profits, OfRank(lower)), second = Row(profits, OfRank(lower + 1));
        if (weight == 0 || first == second) return TailRows.Single(first);
        if (weight == 1) return TailRows.Single(second);
        return first < second ? new([first, second], [1 - weight, weight], 1) : new([second, first], [weight, 1 - weight], 1);

        double OfRank(long rank) => sorted[sorted.Length - Math.Clamp(rank, 1, sorted.Length)];
    }

    /// <summary>Rank j and weight w of x_(j+1) in (1 - w) x_(j) + w x_(j+1); j may lie outside 1..n.</summary>
    public static (long Lower, double Weight) RankOf(int count, decimal confidence, int type)
    {
        // Every rank is a fraction whose numerator is exact; the thirds of type 8 are kept as such.
        decimal times = count * confidence;
        (decimal numerator, decimal denominator) = type switch
        {
            1 or 2 or 4 => (times, 1m),
            3 => (times - 0.5m, 1m),
            5 => (times + 0.5m, 1m),
            6 => (times + confidence, 1m),
            7 => (times + 1 - confidence, 1m),
            8 => ((3 * times) + confidence + 1, 3m),
            9 => (times + (confidence / 4) + 0.375m, 1m),
            _ => throw new ArgumentOutOfRangeException(nameof(type), type, $"Quantile type {type}; expected 1 to 9."),
        };
        decimal lower = decimal.Floor(numerator / denominator);
        double part = (double)((numerator - (lower * denominator)) / denominator);
        double weight = type switch
        {
            1 => part == 0 ? 0 : 1,
            2 => part == 0 ? 0.5 : 1,
            3 => part == 0 && lower % 2 == 0 ? 0 : 1,
            _ => part,
        };
        return ((long)lower, weight);
    }

    /// <summary>The mean of the worst n (1 - c) losses, the last of them in part (Acerbi and Tasche 2002).</summary>
    public static TailRows Exact(ReadOnlySpan<double> profits, decimal confidence)
    {
        decimal mass = profits.Length * (1 - confidence);
        double[] sorted = Sorted(profits);
        return mass <= 1 ? TailRows.Single(Row(profits, sorted[0])) : Worst(profits, sorted, (int)decimal.Floor(mass), (double)(mass % 1), (double)mass);
    }

    /// <summary>The mean of the k = max(1, floor(n (1 - c))) worst losses.</summary>
    public static TailRows WorstCount(ReadOnlySpan<double> profits, decimal confidence)
    {
        int count = Math.Max(1, (int)decimal.Floor(profits.Length * (1 - confidence)));
        return Worst(profits, Sorted(profits), count, 0, count);
    }

    /// <summary>The mean of the losses that are not below the quantile of type 1.</summary>
    public static TailRows AtOrBeyond(ReadOnlySpan<double> profits, decimal confidence)
    {
        double bound = profits[Quantile(profits, confidence, 1).Rows[0]];
        var rows = new List<int>();
        for (int i = 0; i < profits.Length; i++)
            if (profits[i] <= bound) rows.Add(i);
        double[] counts = new double[rows.Count];
        Array.Fill(counts, 1);
        return new([.. rows], counts, counts.Length);
    }

    /// <summary>The worst rows, and a part of the next one.</summary>
    private static TailRows Worst(ReadOnlySpan<double> profits, double[] sorted, int whole, double part, double divisor)
    {
        int size = part > 0 ? whole + 1 : whole, below = 0;
        double bound = sorted[size - 1];
        while (below < size && sorted[below] < bound) below++;
        int atBound = size - below, next = 0; // how many of those at the bound count
        int[] rows = new int[size];
        double[] counts = new double[size];
        for (int i = 0; i < profits.Length && next < size; i++)
        {
            bool isAtBound = profits[i] == bound;
            if (!(profits[i] < bound || (isAtBound && atBound > 0))) continue;
            rows[next] = i;
            counts[next++] = isAtBound && --atBound == 0 && part > 0 ? part : 1;
        }

        return new(rows, counts, divisor);
    }

    private static int Row(ReadOnlySpan<double> profits, double value)
    {
        for (int i = 0; i < profits.Length; i++)
            if (profits[i] == value) return i;
        throw new ArgumentException("The sample holds NaN; profits must be numbers.", nameof(profits));
    }

    private static double[] Sorted(ReadOnlySpan<double> profits)
    {
        double[] sorted = profits.ToArray();
        Array.Sort(sorted);
        return sorted;
    }
}
