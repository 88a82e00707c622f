namespace PortfolioMargin;

/// <summary>Adds accounts up into <see cref="RiskTotals"/>, from the beginning. Holds the working memory that this takes; after the first accounts it allocates nothing.</summary>
internal sealed class TotalsReader(TotalsPlan plan)
{
    private int[] _slots = new int[16];
    private double[] _quantities = new double[16];
    private int[] _rows = new int[16];
    private double[] _factors = new double[16];

    /// <summary>The totals of the account that was read last.</summary>
    public RiskTotals Totals { get; } = new(plan);

    /// <summary>Slots of the account that was read last, ascending.</summary>
    public ReadOnlySpan<int> Slots => _slots.AsSpan(0, Count);

    /// <summary>Contracts by slot.</summary>
    public ReadOnlySpan<double> Quantities => _quantities.AsSpan(0, Count);

    public int Count { get; private set; }

    /// <exception cref="KeyNotFoundException">An instrument has no array.</exception>
    /// <exception cref="MissingMarketDataException">Currencies without a value; all of them are listed.</exception>
    public void Read(Account account)
    {
        Locate(account);
        Totals.Clear();
        foreach (var holding in account.Collateral)
            if (plan.Table.Arrays.Market.FindValue(holding.Asset, out double value)) Totals.Hold(new(holding.Asset, holding.Amount, value));
        Add(Slots, Quantities);
    }

    /// <summary>Adds positions to cleared totals.</summary>
    /// <param name="slots">Ascending, none twice.</param>
    /// <param name="quantities">Contracts by slot.</param>
    public void Add(ReadOnlySpan<int> slots, ReadOnlySpan<double> quantities)
    {
        var table = plan.Table;
        if (_rows.Length < slots.Length) (_rows, _factors) = (new int[2 * slots.Length], new double[2 * slots.Length]);
        for (int start = 0, end; start < slots.Length; start = end)
        {
            var group = Totals.All[table.GroupOf[slots[start]]];
            int used = 0;
            for (end = start; end < slots.Length && slots[end] < group.Group.End; end++)
            {
                Note(slots[end], quantities[end], group);
                if (quantities[end] == 0) continue;
                (_rows[used], _factors[used++]) = (slots[end] - group.Group.First, quantities[end] * table.Conversions[slots[end]]);
            }

            group.FirstSlot = slots[start];
            group.Sum(_rows.AsSpan(0, used), _factors.AsSpan(0, used));
        }
    }

    private void Note(int slot, double quantity, UnderlyingTotals group)
    {
        Totals.Show(slot);
        group.Amounts.Add(slot, quantity);
        Totals.Expiries[plan.Table.ExpiryOf[slot]].Amounts.Add(slot, quantity);
        Totals.Amounts.Add(slot, quantity);
    }

    private void Locate(Account account)
    {
        var (table, positions) = (plan.Table, account.Portfolio.Positions);
        if (_slots.Length < positions.Length) (_slots, _quantities) = (new int[2 * positions.Length], new double[2 * positions.Length]);
        Count = 0;
        foreach (var position in positions)
        {
            int slot = table.Find(position.Instrument, Count == 0 ? 0 : _slots[Count - 1] + 1);
            if (slot < 0) throw new KeyNotFoundException($"The risk arrays do not hold {position.Instrument}; price it first, or use Extend.");
            (_slots[Count], _quantities[Count++]) = (slot, position.Quantity);
        }

        CheckConversions(account);
    }

    private void CheckConversions(Account account)
    {
        SortedSet<string>? missing = null;
        var market = plan.Table.Arrays.Market;
        foreach (int slot in Slots)
            if (double.IsNaN(plan.Table.Conversions[slot])) Miss(plan.Table.Units[slot].Settlement);
        foreach (var holding in account.Collateral)
            if (!market.FindValue(holding.Asset, out _)) Miss(holding.Asset);
        if (missing is not null) throw new MissingMarketDataException([.. missing]);

        void Miss(Currency currency) => (missing ??= new(StringComparer.Ordinal)).Add($"{currency}: value of one unit in {market.ReportingCurrency}");
    }
}
