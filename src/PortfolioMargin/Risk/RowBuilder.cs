namespace PortfolioMargin;

/// <summary>Makes the rows of a risk matrix; finds all currencies without a value before it gives up.</summary>
internal sealed class RowBuilder(RiskArrays arrays, Account account)
{
    private readonly SortedSet<string> _missing = new(StringComparer.Ordinal);
    private readonly Dictionary<Currency, double> _conversions = [];
    private (Currency Currency, double Value) _last; // neighbours mostly settle in one currency

    private RiskArrays.UnitCursor _units = new(arrays);

    /// <summary>What an account needs arrays of: instruments of positions in canonical order, then those of orders.</summary>
    public static Instrument[] Instruments(Account account)
    {
        var instruments = new Instrument[account.Portfolio.Positions.Length + account.Orders.Length];
        int next = 0;
        foreach (var position in account.Portfolio.Positions) instruments[next++] = position.Instrument;
        foreach (var order in account.Orders) instruments[next++] = order.Instrument;
        return instruments;
    }

    public RowColumns Build()
    {
        var (positions, orders, holdings) = (account.Portfolio.Positions, account.Orders, account.Collateral);
        int traded = positions.Length + orders.Length, at = 0;
        var columns = new RowColumns(new UnitRisk[traded], new double[traded + holdings.Length], new double[traded + holdings.Length])
        {
            Accrued = account.Accrued.IsEmpty ? null : Accrued(positions.AsSpan()),
            Orders = orders,
            Holdings = holdings,
        };
        foreach (var position in positions) Add(columns, at++, position.Instrument, position.Quantity);
        foreach (var order in orders) Add(columns, at++, order.Instrument, order.Quantity);
        foreach (var holding in holdings)
        {
            columns.Quantities[at] = holding.Amount;
            columns.Conversions[at++] = Conversion(holding.Asset);
        }

        return _missing.Count == 0 ? columns : throw new MissingMarketDataException([.. _missing]);
    }

    private void Add(RowColumns columns, int row, Instrument instrument, double quantity)
    {
        var unit = _units.Unit(instrument);
        columns.Units[row] = unit;
        columns.Quantities[row] = quantity;
        columns.Conversions[row] = Conversion(unit.Settlement);
    }

    private double[] Accrued(ReadOnlySpan<Position> positions)
    {
        CheckAccrued();
        var accrued = new double[positions.Length];
        for (int i = 0; i < accrued.Length; i++) accrued[i] = account.Accrued.GetValueOrDefault(positions[i].Instrument);
        return accrued;
    }

    private void CheckAccrued()
    {
        var held = account.Portfolio.Positions.Select(position => position.Instrument).ToHashSet();
        var strangers = account.Accrued.Keys.Where(instrument => !held.Contains(instrument)).Order().ToList();
        if (strangers.Count > 0)
            throw new ArgumentException($"Accrued amounts of instruments that the account does not hold: {string.Join("; ", strangers)}. Put them into cash.", nameof(account));
    }

    private double Conversion(Currency currency)
    {
        if (_last.Value > 0 && ReferenceEquals(currency.Code, _last.Currency.Code)) return _last.Value;
        if (!_conversions.TryGetValue(currency, out double value))
        {
            if (!arrays.Market.FindValue(currency, out value)) _missing.Add($"{currency}: value of one unit in {arrays.Market.ReportingCurrency}");
            _conversions[currency] = value;
        }

        _last = (currency, value);
        return value;
    }
}
