using PortfolioMargin.Numerics;

namespace PortfolioMargin;

/// <summary>An amount that knows where it comes from: its value and its slope in the quantity of every row that matters to it.
/// Quantity times slope is a row's contribution; what no row explains (thresholds, rounding, reported amounts) is <see cref="Rest"/>.
/// Slopes are local: an amount knows only the rows that went into it. Those of a combined amount are worked out when they are first read. Immutable,
/// and safe to share between threads.</summary>
public sealed class Attributed
{
    private readonly SlopeSource _slopes;

    internal Attributed(double value, SlopeSource slopes)
    {
        Value = value;
        _slopes = slopes;
    }

    /// <summary>Zero.</summary>
    public static Attributed Zero { get; } = Constant(0);

    /// <summary>The amount, in the currency that its maker states.</summary>
    public double Value { get; }

    /// <summary>Rows of the risk matrix that the amount depends on, ascending; empty when slopes were not asked for.</summary>
    public ReadOnlySpan<int> Rows => _slopes.Known.Rows;

    /// <summary>Change of the amount per contract of each of <see cref="Rows"/>; at a kink, of the side that is reported.</summary>
    public ReadOnlySpan<double> Slopes => _slopes.Known.Slopes;

    /// <summary>What no row explains: value less all contributions. Without slopes that is the whole value.</summary>
    public double Rest => Value - _slopes.Known.Explained();

    /// <summary>An amount that no position explains.</summary>
    /// <param name="value">The amount.</param>
    /// <returns>The amount with empty slopes.</returns>
    public static Attributed Constant(double value) => new(value, LocalSlopes.None);

    /// <summary>Slope of the amount in the quantity of a row; 0 for rows that do not matter.</summary>
    /// <param name="row">Row of the risk matrix.</param>
    /// <returns>Change per contract.</returns>
    public double Slope(int row) => _slopes.Known.Slope(row);

    /// <summary>A row's share of the amount: quantity x slope.</summary>
    /// <param name="row">Row of the risk matrix.</param>
    /// <returns>The contribution.</returns>
    public double Contribution(int row) => _slopes.Known.Contribution(row);

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
        var weighted = new Term[all.Length];
        for (int i = 0; i < all.Length; i++)
        {
            value += all[i].Value;
            weighted[i] = new(all[i]._slopes, 1);
        }

        return Combined(value, weighted);
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
    public Attributed Mapped(double value, double derivative) => Combined(value, new Term(_slopes, derivative));

    /// <summary>Sum.</summary>
    public static Attributed operator +(Attributed left, Attributed right) => Combined(left.Value + right.Value, new(left._slopes, 1), new(right._slopes, 1));

    /// <summary>Difference.</summary>
    public static Attributed operator -(Attributed left, Attributed right) => Combined(left.Value - right.Value, new(left._slopes, 1), new(right._slopes, -1));

    /// <summary>The amount with its sign turned.</summary>
    public static Attributed operator -(Attributed amount) => amount.Mapped(0 - amount.Value, -1);

    /// <summary>Product with a factor.</summary>
    public static Attributed operator *(double factor, Attributed amount) => amount.Mapped(factor * amount.Value, factor);

    /// <summary>Product with a factor.</summary>
    public static Attributed operator *(Attributed amount, double factor) => factor * amount;

    /// <summary>Product of two amounts.</summary>
    public static Attributed operator *(Attributed left, Attributed right) => Combined(left.Value * right.Value, new(left._slopes, right.Value), new(right._slopes, left.Value));

    /// <summary>Quotient of two amounts.</summary>
    public static Attributed operator /(Attributed left, Attributed right) =>
        Combined(left.Value / right.Value, new(left._slopes, 1 / right.Value), new(right._slopes, -left.Value / (right.Value * right.Value)));

    /// <summary>Quotient by a divisor.</summary>
    public static Attributed operator /(Attributed amount, double divisor) => amount.Mapped(amount.Value / divisor, 1 / divisor);

    /// <summary>The value with what explains it.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => FormattableString.Invariant($"{Value:R} from {Rows.Length} rows, rest {Rest:R}");

    private static Attributed Combined(double value, params ReadOnlySpan<Term> terms) => new(value, LinearCombination.Of(terms));
}
