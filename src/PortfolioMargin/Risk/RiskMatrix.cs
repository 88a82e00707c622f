using System.Collections.Immutable;
using PortfolioMargin.Numerics;

namespace PortfolioMargin;

/// <summary>An account on shared risk arrays: one row per position, then per order, then per holding. Money is in the reporting currency,
/// converted from each row's settlement currency at the snapshot. Immutable; nothing is priced here.</summary>
public sealed class RiskMatrix
{
    private readonly double[] _quantities;

    /// <summary>Puts an account on risk arrays.</summary>
    /// <param name="arrays">Arrays that hold every instrument of the account.</param>
    /// <param name="account">The account.</param>
    /// <param name="slopes">Whether amounts carry slopes; totals are the same bits without, and cost less.</param>
    /// <exception cref="KeyNotFoundException">An instrument has no array.</exception>
    /// <exception cref="MissingMarketDataException">Currencies without a value; all of them are listed.</exception>
    public RiskMatrix(RiskArrays arrays, Account account, bool slopes = true)
        : this(Guard.NotNull(arrays, nameof(arrays)), Guard.NotNull(account, nameof(account)), slopes, new RowBuilder(arrays, account).Build(), null)
    {
    }

    /// <summary>An account whose profits were streamed: arrays of values and deltas alone.</summary>
    internal RiskMatrix(RiskArrays arrays, Account account, bool slopes, StreamedRows streamed)
        : this(arrays, account, slopes, new RowBuilder(arrays, account).Build(), streamed)
    {
    }

    private RiskMatrix(RiskArrays arrays, Account account, bool slopes, ImmutableArray<RiskRow> rows, StreamedRows? streamed)
    {
        Arrays = arrays;
        Account = account;
        HasSlopes = slopes;
        Rows = rows;
        Streamed = streamed;
        _quantities = new double[Rows.Length];
        for (int i = 0; i < _quantities.Length; i++) _quantities[i] = Rows[i].Quantity;
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
    public ImmutableArray<RiskRow> Rows { get; }

    /// <summary>All positions.</summary>
    public RiskGroup All { get; }

    /// <summary>All open orders.</summary>
    public RiskGroup Orders { get; }

    /// <summary>Rows of collateral.</summary>
    public ImmutableArray<RiskRow> Holdings { get; }

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
        double value = Guard.NotNull(row, nameof(row)).Quantity * slope;
        return HasSlopes ? Amount(value, [row.Index], [slope]) : Attributed.Constant(value);
    }

    /// <summary>The same arrays with another account; only instruments without an array are priced.</summary>
    /// <param name="account">The other account.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>Its matrix.</returns>
    public RiskMatrix With(Account account, CancellationToken cancellationToken = default) =>
        With(account, Arrays.Extend(RowBuilder.Instruments(Guard.NotNull(account, nameof(account))), cancellationToken));

    /// <summary>An account on arrays that hold all of it; rows that are as they were here are shared.</summary>
    internal RiskMatrix With(Account account, RiskArrays arrays) => new(arrays, account, HasSlopes, new RowBuilder(arrays, account, this).Build(), null);

    /// <summary>For whoever looks at a finished result: what stopped its calculation no longer stops anything.</summary>
    internal RiskMatrix Lasting() => new(Arrays, Account, HasSlopes, Rows, Streamed?.Lasting());

    internal Attributed Amount(double value, int[] rows, double[] slopes) => new(value, _quantities, rows, slopes);
}
