using PortfolioMargin.Numerics;

namespace PortfolioMargin;

/// <summary>An amount that knows where it comes from: its value and its slope in the quantity of every row that matters to it.
/// Quantity times slope is a row's contribution; what no row explains (thresholds, rounding, reported amounts) is <see cref="Rest"/>.
/// Slopes are local: an amount knows only the rows that went into it. Immutable.</summary>
public sealed class Attributed
{
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
    public Attributed Positive() => Value > 0 ? this : Zero;

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
        foreach (var term in all) value += term.Value;
        return Merge(value, [.. all.Select(term => (term, 1.0))]);
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
        double[]? quantities = null;
        int count = 0, filled = 0;
        foreach (var (term, factor) in terms)
        {
            if (factor == 0 || term._rows.Length == 0) continue;
            quantities = term._quantities;
            count += term._rows.Length;
            filled++;
        }

        if (count == 0) return Constant(value);
        if (filled == 1) return Single(value, terms);
        var pairs = new (int Row, double Slope)[count];
        int at = 0;
        bool ascending = true;
        foreach (var (term, factor) in terms)
        {
            if (factor == 0) continue;
            for (int i = 0; i < term._rows.Length; i++, at++)
            {
                pairs[at] = (term._rows[i], factor * term._slopes[i]);
                ascending &= at == 0 || pairs[at - 1].Row < pairs[at].Row;
            }
        }

        return Collect(value, quantities!, ascending ? pairs : [.. pairs.OrderBy(pair => pair.Row)]); // OrderBy is stable
    }

    private static Attributed Single(double value, ReadOnlySpan<(Attributed Term, double Factor)> terms)
    {
        foreach (var (term, factor) in terms)
        {
            if (factor == 0 || term._rows.Length == 0) continue;
            if (factor == 1) return new(value, term._quantities, term._rows, term._slopes);
            var slopes = new double[term._slopes.Length];
            for (int i = 0; i < slopes.Length; i++) slopes[i] = factor * term._slopes[i];
            return new(value, term._quantities, term._rows, slopes);
        }

        return Constant(value);
    }

    private static Attributed Collect(double value, double[] quantities, (int Row, double Slope)[] pairs)
    {
        var rows = new List<int>(pairs.Length);
        var slopes = new List<double>(pairs.Length);
        foreach (var (row, slope) in pairs)
        {
            if (rows.Count > 0 && rows[^1] == row) slopes[^1] += slope;
            else
            {
                rows.Add(row);
                slopes.Add(slope);
            }
        }

        return new(value, quantities, [.. rows], [.. slopes]);
    }
}
