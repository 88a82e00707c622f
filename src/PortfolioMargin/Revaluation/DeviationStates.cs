using System.Buffers;
using System.Runtime.CompilerServices;
using PortfolioMargin.Numerics;
using PortfolioMargin.Pricing;
using static System.FormattableString;

namespace PortfolioMargin;

/// <summary>The distinct deviations sigma sqrt(T) of one expiry's strikes: many columns move only the price, so few states serve them all.</summary>
internal sealed class DeviationStates
{
    /// <summary>States that a new column is compared with; a set with more is a simulation, where looking for equals costs more than it saves.</summary>
    private const int Compared = 8;

    /// <summary>Numbers that may lie on the stack: 4 kB.</summary>
    private const int LargestOnStack = 512;

    private readonly List<int> _columns = []; // the first column of each state

    /// <param name="expiry">The expiry in every column.</param>
    public DeviationStates(ShockedExpiry expiry)
    {
        Of = new int[expiry.Columns];
        var changes = new VolatilityShock[Compared]; // of the states
        for (int c = 0; c < Of.Length; c++)
        {
            var change = expiry.VolatilityChange(c);
            int known = Math.Min(_columns.Count, Compared), state = 0;
            while (state < known && !(ReferenceEquals(changes[state], change) && SameTime(expiry, change, _columns[state], c))) state++;
            if (state == known) // a change of its own, or an equal one written twice
                for (state = 0; state < known && !(changes[state].Equals(change) && SameTime(expiry, change, _columns[state], c)); state++) ;
            Of[c] = state < known ? state : _columns.Count;
            if (state < known) continue;
            if (known < Compared) changes[known] = change;
            _columns.Add(c);
        }
    }

    /// <summary>State, [column].</summary>
    public int[] Of { get; }

    /// <summary>States rounded up to whole blocks: the length of a row of <see cref="Deviations"/>.</summary>
    public int Stride => ForwardColumns.Padded(_columns.Count);

    /// <summary>sigma sqrt(T), [strike, padded states]; all 0 at expiry, where every volatility gives the intrinsic value.</summary>
    /// <param name="expiry">The expiry in every column.</param>
    /// <param name="strikes">The strikes.</param>
    /// <param name="surface">Volatilities of the expiry; absent only at expiry.</param>
    /// <param name="states">Receives the states.</param>
    /// <exception cref="ArgumentOutOfRangeException">A volatility is negative or not finite.</exception>
    [MethodImpl(HotLoop.Options)]
    public void Deviations(ShockedExpiry expiry, double[] strikes, IVolatilitySurface? surface, Span<double> states)
    {
        Volatilities(expiry, strikes, surface, states);
        Span<double> roots = _columns.Count <= LargestOnStack ? stackalloc double[_columns.Count] : new double[_columns.Count];
        for (int k = 0; k < roots.Length; k++) roots[k] = expiry.RootYears[_columns[k]];
        for (int row = 0; row < states.Length; row += Stride)
            for (int k = 0; k < roots.Length; k++) states[row + k] *= roots[k];
    }

    /// <summary>sigma, [strike, padded states]; all 0 at expiry.</summary>
    /// <param name="expiry">The expiry in every column.</param>
    /// <param name="strikes">The strikes.</param>
    /// <param name="surface">Volatilities of the expiry; absent only at expiry.</param>
    /// <param name="volatilities">Receives the states.</param>
    /// <exception cref="ArgumentOutOfRangeException">A volatility is negative or not finite.</exception>
    public void Volatilities(ShockedExpiry expiry, double[] strikes, IVolatilitySurface? surface, Span<double> volatilities)
    {
        int stride = Stride;
        if (expiry.Years == 0)
        {
            volatilities.Clear();
            return;
        }

        volatilities.Clear(); // the padding
        double[] scratch = ArrayPool<double>.Shared.Rent(strikes.Length * (1 + ForwardColumns.Block));
        try
        {
            Span<double> unshocked = scratch.AsSpan(0, strikes.Length), tile = scratch.AsSpan(strikes.Length, strikes.Length * ForwardColumns.Block);
            surface!.Volatilities(expiry.Years, expiry.Forwards[0], strikes, unshocked);
            for (int first = 0; first < _columns.Count; first += ForwardColumns.Block)
            {
                int count = Math.Min(ForwardColumns.Block, _columns.Count - first);
                for (int k = 0; k < count; k++) FillState(expiry, _columns[first + k], strikes, unshocked, tile.Slice(k * strikes.Length, strikes.Length));
                Turn(tile, count, volatilities, stride, first);
            }
        }
        finally
        {
            ArrayPool<double>.Shared.Return(scratch); // surfaces and shocks of others may throw
        }
    }

    /// <summary>From [state, strike] to [strike, padded states].</summary>
    [MethodImpl(HotLoop.Options)]
    private static void Turn(ReadOnlySpan<double> tile, int count, Span<double> volatilities, int stride, int first)
    {
        int strikes = volatilities.Length / stride;
        for (int i = 0; i < strikes; i++)
            for (int k = 0; k < count; k++) volatilities[i * stride + first + k] = tile[k * strikes + i];
    }

    private static void FillState(ShockedExpiry expiry, int column, double[] strikes, ReadOnlySpan<double> unshocked, Span<double> state)
    {
        if (column == 0) unshocked.CopyTo(state);
        else expiry.VolatilityChange(column).Apply(unshocked, strikes, expiry.Forwards[column], expiry.Years, state);
        int refused = SpanCheck.FirstOutside(state, 0, double.MaxValue);
        if (refused >= 0) throw Refused(expiry, column, strikes[refused], state[refused]);
    }

    /// <summary>Whether two columns of one change of volatility certainly have the same volatilities and the same time left.</summary>
    private static bool SameTime(ShockedExpiry expiry, VolatilityShock change, int left, int right) =>
        expiry.RootYears[left] == expiry.RootYears[right] && (!change.DependsOnForward || expiry.Forwards[left] == expiry.Forwards[right]);

    private static ArgumentOutOfRangeException Refused(ShockedExpiry expiry, int column, double strike, double volatility)
    {
        string where = column == 0 ? "the volatility surface" : $"scenario \"{expiry.Rows[column - 1].Name}\"";
        return new(nameof(volatility), volatility, Invariant(
            $"Strike {strike:R} of {expiry.Name} gets volatility {volatility:R} from {where}; expected a finite number not below 0."));
    }
}
