using PortfolioMargin.Numerics;

namespace PortfolioMargin;

/// <summary>An amount that knows where it comes from: its value and its slope in the quantity of every row that matters to it.
/// Quantity times slope is a row's contribution; what no row explains (thresholds, rounding, reported amounts) is <see cref="Rest"/>.
/// Slopes are local: an amount knows only the rows that went into it. Immutable.</summary>
public sealed class Attributed
{
    /// <summary>Terms up to which merging one after the other beats sorting.</summary>
    private const int FewTerms = 8;

    private readonly double[]? _quantities; // of the whole matrix; absent when slopes are not wanted or the amount is a constant
    private readonly int[] _rows;           // ascending
    private readonly double[] _slopes;      // [row of _rows]

    internal Attributed(double value, double[]? quantities, int[] rows, double[] slopes)
    {
        Value = value;
        _quantities = quantities;
        _rows = rows;
        _slopes = slopes;
    }

    /// <summary>Zero.</summary>
    public static Attributed Zero { get; } = Constant(0);

    /// <summary>The amount, in the currency that its maker states.</summary>
    public double Value { get; }

    /// <summary>Rows of the risk matrix that the amount depends on, ascending; empty when slopes were not asked for.</summary>
    public ReadOnlySpan<int> Rows => _rows;

    /// <summary>Change of the amount per contract of each of <see cref="Rows"/>; at a kink, of the side that is reported.</summary>
    public ReadOnlySpan<double> Slopes => _slopes;

    /// <summary>What no row explains: value less all contributions. Without slopes that is the whole value.</summary>
    public double Rest
    {
        get
        {
            double explained = 0;
            for (int i = 0; i < _rows.Length; i++) explained += _quantities![_rows[i]] * _slopes[i];
            return Value - explained;
        }
    }

    /// <summary>An amount that no position explains.</summary>
    /// <param name="value">The amount.</param>
    /// <returns>The amount with empty slopes.</returns>
    public static Attributed Constant(double value) => new(value, null, [], []);

    /// <summary>Slope of the amount in the quantity of a row; 0 for rows that do not matter.</summary>
    /// <param name="row">Row of the risk matrix.</param>
    /// <returns>Change per contract.</returns>
    public double Slope(int row)
    {
        int index = Array.BinarySearch(_rows, row);
        return index < 0 ? 0 : _slopes[index];
    }

    /// <summary>A row's share of the amount: quantity x slope.</summary>
    /// <param name="row">Row of the risk matrix.</param>
    /// <returns>The contribution.</returns>
    public double Contribution(int row)
    {
        int index = Array.BinarySearch(_rows, row);
        return index < 0 ? 0 : _quantities![row] * _slopes[index];
    }

    /// <summary>The amount, or zero where it is negative.</summary>
    /// <returns>max(amount, 0).</returns>
    public Attributed Positive() => Value <= 0 ? Zero : this;

    /// <summary>The size of the amount.</summary>
    /// <returns>|amount|.</returns>
    public Attributed Abs() => Value < 0 ? -this : this;

    /// <summary>The sum, added in the given order.</summary>
    /// <param name="terms">The terms.</param>
    /// <returns>Their sum; zero for none.</returns>
    public static Attributed Sum(params IEnumerable<Attributed> terms)
    {
        Attributed[] all = [.. Guard.NotNull(terms, nameof(terms))];
        if (all.Length == 1) return all[0];
        double value = 0;
        var weighted = new (Attributed, double)[all.Length];
        for (int i = 0; i < all.Length; i++)
        {
            value += all[i].Value;
            weighted[i] = (all[i], 1);
        }

        return Merge(value, weighted);
    }

    /// <summary>The largest term; the first one where several are equal.</summary>
    /// <param name="terms">At least one term.</param>
    /// <returns>The largest.</returns>
    public static Attributed Max(params IEnumerable<Attributed> terms) => Guard.NotNull(terms, nameof(terms)).Aggregate((best, next) => next.Value > best.Value || double.IsNaN(next.Value) ? next : best);

    /// <summary>The smallest term; the first one where several are equal.</summary>
    /// <param name="terms">At least one term.</param>
    /// <returns>The smallest.</returns>
    public static Attributed Min(params IEnumerable<Attributed> terms) => Guard.NotNull(terms, nameof(terms)).Aggregate((best, next) => next.Value < best.Value || double.IsNaN(next.Value) ? next : best);

    /// <summary>A function of this amount.</summary>
    /// <param name="value">Value of the function here.</param>
    /// <param name="derivative">Its derivative here.</param>
    /// <returns>The function's value with slopes by the chain rule.</returns>
    public Attributed Mapped(double value, double derivative) => Merge(value, [(this, derivative)]);

    /// <summary>Sum.</summary>
    public static Attributed operator +(Attributed left, Attributed right) => Merge(left.Value + right.Value, [(left, 1), (right, 1)]);

    /// <summary>Difference.</summary>
    public static Attributed operator -(Attributed left, Attributed right) => Merge(left.Value - right.Value, [(left, 1), (right, -1)]);

    /// <summary>The amount with its sign turned.</summary>
    public static Attributed operator -(Attributed amount) => amount.Mapped(0 - amount.Value, -1);

    /// <summary>Product with a factor.</summary>
    public static Attributed operator *(double factor, Attributed amount) => amount.Mapped(factor * amount.Value, factor);

    /// <summary>Product with a factor.</summary>
    public static Attributed operator *(Attributed amount, double factor) => factor * amount;

    /// <summary>Product of two amounts.</summary>
    public static Attributed operator *(Attributed left, Attributed right) => Merge(left.Value * right.Value, [(left, right.Value), (right, left.Value)]);

    /// <summary>Quotient of two amounts.</summary>
    public static Attributed operator /(Attributed left, Attributed right) =>
        Merge(left.Value / right.Value, [(left, 1 / right.Value), (right, -left.Value / (right.Value * right.Value))]);

    /// <summary>Quotient by a divisor.</summary>
    public static Attributed operator /(Attributed amount, double divisor) => amount.Mapped(amount.Value / divisor, 1 / divisor);

    /// <summary>The value with what explains it.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => FormattableString.Invariant($"{Value:R} from {_rows.Length} rows, rest {Rest:R}");

    /// <summary>Slopes of a linear combination: rows that occur in several terms are added in the order of the terms.</summary>
    private static Attributed Merge(double value, ReadOnlySpan<(Attributed Term, double Factor)> terms)
    {
        var merged = Constant(value);
        int count = 0, filled = 0, last = -1;
        bool ascending = true;
        foreach (var (term, factor) in terms)
        {
            if (factor == 0 || term._rows.Length == 0) continue;
            ascending &= last < term._rows[0];
            last = term._rows[^1];
            count += term._rows.Length;
            filled++;
        }

        if (filled > 1 && ascending) return Joined(value, terms, count);
        if (filled > FewTerms) return Sorted(value, terms, count);
        foreach (var (term, factor) in terms)
        {
            if (factor == 0 || term._rows.Length == 0) continue;
            var scaled = term.Scaled(value, factor);
            merged = merged._rows.Length == 0 ? scaled : Added(value, merged, scaled);
        }

        return merged;
    }

    private Attributed Scaled(double value, double factor)
    {
        if (factor == 1) return new(value, _quantities, _rows, _slopes);
        var slopes = new double[_slopes.Length];
        for (int i = 0; i < slopes.Length; i++) slopes[i] = factor * _slopes[i];
        return new(value, _quantities, _rows, slopes);
    }

    /// <summary>Terms whose rows follow each other, one after the other.</summary>
    private static Attributed Joined(double value, ReadOnlySpan<(Attributed Term, double Factor)> terms, int count)
    {
        var (rows, slopes, quantities) = (new int[count], new double[count], default(double[]));
        int at = 0;
        foreach (var (term, factor) in terms)
        {
            if (factor == 0 || term._rows.Length == 0) continue;
            term._rows.CopyTo(rows, at);
            for (int i = 0; i < term._slopes.Length; i++, at++) slopes[at] = factor * term._slopes[i];
            quantities = term._quantities;
        }

        return new(value, quantities, rows, slopes);
    }

    /// <summary>Many terms in any order: rows sorted, those of one row in the order of the terms.</summary>
    private static Attributed Sorted(double value, ReadOnlySpan<(Attributed Term, double Factor)> terms, int count)
    {
        var (keys, all, quantities) = (new long[count], new double[count], default(double[]));
        int at = 0, kept = -1;
        foreach (var (term, factor) in terms)
        {
            if (factor == 0 || term._rows.Length == 0) continue;
            quantities = term._quantities;
            for (int i = 0; i < term._rows.Length; i++, at++) (keys[at], all[at]) = (((long)term._rows[i] << 32) | (uint)at, factor * term._slopes[i]);
        }

        Array.Sort(keys, all); // the place among the terms is part of the key, so equal rows keep their order
        var (rows, slopes) = (new int[count], new double[count]);
        for (int i = 0; i < count; i++)
        {
            int row = (int)(keys[i] >> 32);
            if (kept >= 0 && rows[kept] == row) slopes[kept] += all[i];
            else (rows[++kept], slopes[kept]) = (row, all[i]);
        }

        return new(value, quantities, rows[..(kept + 1)], slopes[..(kept + 1)]);
    }

    /// <summary>Two terms, their ascending rows merged.</summary>
    private static Attributed Added(double value, Attributed left, Attributed right)
    {
        if (left._rows == right._rows || left._rows.AsSpan().SequenceEqual(right._rows))
        {
            var sums = new double[left._slopes.Length];
            for (int i = 0; i < sums.Length; i++) sums[i] = left._slopes[i] + right._slopes[i];
            return new(value, left._quantities, left._rows, sums);
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

        return at == rows.Length ? new(value, left._quantities, rows, slopes) : new(value, left._quantities, rows[..at], slopes[..at]);
    }
}
