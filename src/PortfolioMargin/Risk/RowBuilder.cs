namespace PortfolioMargin;

/// <summary>Makes the rows of a risk matrix; finds all currencies without a value before it gives up.</summary>
/// <param name="arrays">Arrays that hold all instruments.</param>
/// <param name="account">The account.</param>
/// <param name="instruments">Its <see cref="Instruments"/>.</param>
internal sealed class RowBuilder(RiskArrays arrays, Account account, Instrument[] instruments)
{
    private readonly SortedSet<string> _missing = new(StringComparer.Ordinal);
    private readonly Dictionary<Currency, double> _conversions = [];
    private RiskArrays.UnitCursor _units = new(arrays);

    /// <summary>What an account needs arrays of: instruments of positions in canonical order, then those of orders.</summary>
    public static Instrument[] Instruments(Account account)
    {
        var instruments = new Instrument[account.Portfolio.Positions.Length + account.Orders.Length];
        int next = 0;
        foreach (var position in account.Portfolio.Positions.AsSpan()) instruments[next++] = position.Instrument;
        foreach (var order in account.Orders) instruments[next++] = order.Instrument;
        return instruments;
    }

    public RowColumns Build()
    {
        var positions = account.Portfolio.Positions.AsSpan();
        var columns = new RowColumns(instruments, new double[instruments.Length + account.Collateral.Length])
        {
            Accrued = account.Accrued.IsEmpty ? null : Accrued(positions),
            Orders = account.Orders,
            Holdings = account.Collateral,
        };
        for (int row = 0; row < positions.Length; row++) columns.Quantities[row] = positions[row].Quantity;
        for (int i = 0; i < account.Orders.Length; i++) columns.Quantities[positions.Length + i] = account.Orders[i].Quantity;
        Fill(columns);
        for (int i = 0; i < account.Collateral.Length; i++)
        {
            columns.Quantities[instruments.Length + i] = account.Collateral[i].Amount;
            columns.Conversions[instruments.Length + i] = Conversion(account.Collateral[i].Asset);
        }

        return _missing.Count == 0 ? columns : throw new MissingMarketDataException([.. _missing]);
    }

    /// <summary>Units of all instruments. Neighbours mostly settle in one currency, so its value is looked up when another one comes.</summary>
    private void Fill(RowColumns columns)
    {
        string? code = null;
        double conversion = 0;
        for (int row = 0; row < instruments.Length; row++)
        {
            var unit = _units.Unit(instruments[row]);
            if (!ReferenceEquals(unit.Settlement.Code, code)) (code, conversion) = (unit.Settlement.Code, Conversion(unit.Settlement));
            columns.Set(row, unit, conversion);
        }
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
        if (!_conversions.TryGetValue(currency, out double value))
        {
            if (!arrays.Market.FindValue(currency, out value)) _missing.Add($"{currency}: value of one unit in {arrays.Market.ReportingCurrency}");
            _conversions[currency] = value;
        }

        return value;
    }
}
