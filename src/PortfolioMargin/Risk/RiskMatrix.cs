using PortfolioMargin.Numerics;

namespace PortfolioMargin;

/// <summary>An account on shared risk arrays: one row per position, then per order, then per holding. Money is in the reporting currency,
/// converted from each row's settlement currency at the snapshot. Immutable; nothing is priced here.</summary>
public sealed class RiskMatrix
{
    /// <summary>Puts an account on risk arrays.</summary>
    /// <param name="arrays">Arrays that hold every instrument of the account.</param>
    /// <param name="account">The account.</param>
    /// <param name="slopes">Whether amounts carry slopes; totals are the same bits without, and cost less.</param>
    /// <exception cref="KeyNotFoundException">An instrument has no array.</exception>
    /// <exception cref="MissingMarketDataException">Currencies without a value; all of them are listed.</exception>
    public RiskMatrix(RiskArrays arrays, Account account, bool slopes = true)
        : this(Guard.NotNull(arrays, nameof(arrays)), account, RowBuilder.Instruments(Guard.NotNull(account, nameof(account))), slopes)
    {
    }

    /// <summary>The same where the instruments of the account have been listed already; with streamed profits the arrays hold values and deltas alone.</summary>
    internal RiskMatrix(RiskArrays arrays, Account account, Instrument[] instruments, bool slopes, StreamedRows? streamed = null)
        : this(arrays, account, slopes, new RowBuilder(arrays, account, instruments).Build(), streamed)
    {
    }

    private RiskMatrix(RiskArrays arrays, Account account, bool slopes, RowColumns columns, StreamedRows? streamed)
    {
        Arrays = arrays;
        Account = account;
        HasSlopes = slopes;
        Columns = columns;
        Rows = new(columns);
        Streamed = streamed;
        int positions = account.Portfolio.Positions.Length, orders = account.Orders.Length;
        All = new("account", this, Rows[..positions]);
        Orders = new("orders", this, Rows.Slice(positions, orders));
        Holdings = Rows[(positions + orders)..];
    }

    /// <summary>The shared risk arrays.</summary>
    public RiskArrays Arrays { get; }

    /// <summary>The market that was valued.</summary>
    public MarketSnapshot Market => Arrays.Market;

    /// <summary>The scenarios.</summary>
    public ScenarioSet Scenarios => Arrays.Scenarios;

    /// <summary>The account.</summary>
    public Account Account { get; }

    /// <summary>Whether amounts carry slopes.</summary>
    public bool HasSlopes { get; }

    /// <summary>Where profits are found if no arrays of them are held.</summary>
    internal StreamedRows? Streamed { get; }

    /// <summary>Every row: positions in canonical order, then orders, then holdings.</summary>
    public RiskRows Rows { get; }

    /// <summary>The numbers of the rows, side by side.</summary>
    internal RowColumns Columns { get; }

    /// <summary>All positions.</summary>
    public RiskGroup All { get; }

    /// <summary>All open orders.</summary>
    public RiskGroup Orders { get; }

    /// <summary>Rows of collateral.</summary>
    public RiskRows Holdings { get; }

    /// <summary>Positions grouped by a key of their instruments, in canonical order of their first position.</summary>
    /// <typeparam name="TKey">Type of the key.</typeparam>
    /// <param name="key">The key, such as the underlying or the expiry.</param>
    /// <returns>One group per key, named by it.</returns>
    public IEnumerable<RiskGroup> By<TKey>(Func<Instrument, TKey> key) => All.By(key);

    /// <summary>An amount that is linear in one row.</summary>
    /// <param name="row">The row.</param>
    /// <param name="slope">Amount per contract or unit, in the reporting currency.</param>
    /// <returns>Quantity x slope.</returns>
    public Attributed Row(RiskRow row, double slope)
    {
        double value = row.Quantity * slope;
        return HasSlopes ? Amount(value, [row.Index], [slope]) : Attributed.Constant(value);
    }

    /// <summary>The same arrays with another account; only instruments without an array are priced.</summary>
    /// <param name="account">The other account.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>Its matrix.</returns>
    public RiskMatrix With(Account account, CancellationToken cancellationToken = default)
    {
        var instruments = RowBuilder.Instruments(Guard.NotNull(account, nameof(account)));
        return new(Arrays.Extend(instruments, cancellationToken), account, instruments, HasSlopes);
    }

    /// <summary>For whoever looks at a finished result: what stopped its calculation no longer stops anything.</summary>
    internal RiskMatrix Lasting() => new(Arrays, Account, HasSlopes, Columns, Streamed?.Lasting());

    internal Attributed Amount(double value, int[] rows, double[] slopes) => new(value, new LocalSlopes(Columns.Quantities, rows, slopes));
}
