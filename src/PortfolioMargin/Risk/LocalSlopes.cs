namespace PortfolioMargin;

/// <summary>Slopes by row, of the rows that matter to an amount and no others. Immutable.</summary>
internal sealed class LocalSlopes : SlopeSource
{
    /// <summary>Terms up to which merging one after the other beats sorting.</summary>
    private const int FewTerms = 8;

    private readonly double[]? _quantities; // of the whole matrix; absent without rows
    private readonly int[] _rows;           // ascending
    private readonly double[] _slopes;      // [row of _rows]

    public LocalSlopes(double[]? quantities, int[] rows, double[] slopes)
    {
        _quantities = quantities;
        _rows = rows;
        _slopes = slopes;
    }

    /// <summary>No rows: of a constant, or where slopes are not wanted.</summary>
    public static LocalSlopes None { get; } = new(null, [], []);

    /// <summary>Rows of the risk matrix, ascending.</summary>
    public ReadOnlySpan<int> Rows => _rows;

    /// <summary>Change per contract of each of <see cref="Rows"/>.</summary>
    public ReadOnlySpan<double> Slopes => _slopes;

    public override LocalSlopes Known => this;

    public override int Depth => 0;

    public override bool IsEmpty => _rows.Length == 0;

    /// <summary>Sum of all contributions.</summary>
    public double Explained()
    {
        double explained = 0;
        for (int i = 0; i < _rows.Length; i++) explained += _quantities![_rows[i]] * _slopes[i];
        return explained;
    }

    public double Slope(int row)
    {
        int index = Array.BinarySearch(_rows, row);
        return index < 0 ? 0 : _slopes[index];
    }

    public double Contribution(int row)
    {
        int index = Array.BinarySearch(_rows, row);
        return index < 0 ? 0 : _quantities![row] * _slopes[index];
    }

    /// <summary>A linear combination of terms that all have rows and a factor: what occurs in several is added in the order of the terms.</summary>
    public static LocalSlopes Merge(ReadOnlySpan<Term> terms)
    {
        int count = 0, last = -1;
        bool ascending = true;
        foreach (var term in terms)
        {
            var rows = term.Slopes.Known._rows;
            ascending &= last < rows[0];
            last = rows[^1];
            count += rows.Length;
        }

        if (terms.Length > 1 && ascending) return Joined(terms, count);
        if (terms.Length > FewTerms) return Sorted(terms, count);
        var merged = Scaled(terms[0]);
        foreach (var term in terms[1..]) merged = Added(merged, Scaled(term));
        return merged;
    }

    private static LocalSlopes Scaled(in Term term)
    {
        var known = term.Slopes.Known;
        if (term.Factor == 1) return known;
        var slopes = new double[known._slopes.Length];
        for (int i = 0; i < slopes.Length; i++) slopes[i] = term.Factor * known._slopes[i];
        return new(known._quantities, known._rows, slopes);
    }

    /// <summary>Terms whose rows follow each other, one after the other.</summary>
    private static LocalSlopes Joined(ReadOnlySpan<Term> terms, int count)
    {
        var (rows, slopes) = (new int[count], new double[count]);
        int at = 0;
        foreach (var term in terms)
        {
            var known = term.Slopes.Known;
            known._rows.CopyTo(rows, at);
            foreach (double slope in known._slopes) slopes[at++] = term.Factor * slope;
        }

        return new(terms[0].Slopes.Known._quantities, rows, slopes);
    }

    /// <summary>Many terms in any order: rows sorted, those of one row in the order of the terms.</summary>
    private static LocalSlopes Sorted(ReadOnlySpan<Term> terms, int count)
    {
        var (keys, all) = (new long[count], new double[count]);
        int at = 0, kept = -1;
        foreach (var term in terms)
        {
            var known = term.Slopes.Known;
            for (int i = 0; i < known._rows.Length; i++, at++) (keys[at], all[at]) = (((long)known._rows[i] << 32) | (uint)at, term.Factor * known._slopes[i]);
        }

        Array.Sort(keys, all); // the place among the terms is part of the key, so equal rows keep their order
        var (rows, slopes) = (new int[count], new double[count]);
        for (int i = 0; i < count; i++)
        {
            int row = (int)(keys[i] >> 32);
            if (kept >= 0 && rows[kept] == row) slopes[kept] += all[i];
            else (rows[++kept], slopes[kept]) = (row, all[i]);
        }

        return new(terms[0].Slopes.Known._quantities, rows[..(kept + 1)], slopes[..(kept + 1)]);
    }

    /// <summary>Two terms, their ascending rows merged.</summary>
    private static LocalSlopes Added(LocalSlopes left, LocalSlopes right)
    {
        if (left._rows == right._rows || left._rows.AsSpan().SequenceEqual(right._rows))
        {
            var sums = new double[left._slopes.Length];
            for (int i = 0; i < sums.Length; i++) sums[i] = left._slopes[i] + right._slopes[i];
            return new(left._quantities, left._rows, sums);
        }

        var (rows, slopes) = (new int[left._rows.Length + right._rows.Length], new double[left._rows.Length + right._rows.Length]);
        int l = 0, r = 0, at = 0;
        while (l < left._rows.Length || r < right._rows.Length)
        {
            bool fromLeft = r == right._rows.Length || (l < left._rows.Length && left._rows[l] <= right._rows[r]);
            bool fromRight = l == left._rows.Length || (r < right._rows.Length && right._rows[r] <= left._rows[l]);
            rows[at] = fromLeft ? left._rows[l] : right._rows[r];
            slopes[at++] = fromLeft && fromRight ? left._slopes[l++] + right._slopes[r++] : fromLeft ? left._slopes[l++] : right._slopes[r++];
        }

        return at == rows.Length ? new(left._quantities, rows, slopes) : new(left._quantities, rows[..at], slopes[..at]);
    }
}
