using System.Collections.Immutable;

namespace PortfolioMargin;

/// <summary>Makes the rows of a risk matrix; finds all currencies without a value before it gives up.</summary>
internal sealed class RowBuilder(RiskArrays arrays, Account account, RiskMatrix? before = null)
{
    private readonly SortedSet<string> _missing = new(StringComparer.Ordinal);
    private readonly Dictionary<Currency, double> _conversions = [];
    private (Currency Currency, double Value) _last; // neighbours mostly settle in one currency

    private readonly ImmutableArray<RiskRow> _before = before?.All.Rows ?? [];
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

    public ImmutableArray<RiskRow> Build()
    {
        var rows = ImmutableArray.CreateBuilder<RiskRow>(account.Portfolio.Positions.Length + account.Orders.Length + account.Collateral.Length);
        bool accrues = !account.Accrued.IsEmpty;
        foreach (var position in account.Portfolio.Positions.AsSpan())
            rows.Add(Row(rows.Count, position, accrues ? account.Accrued.GetValueOrDefault(position.Instrument) : 0));

        foreach (var order in account.Orders)
        {
            var unit = _units.Unit(order.Instrument);
            rows.Add(new(rows.Count, RiskRowKind.Order, order.Quantity, Conversion(unit.Settlement)) { Unit = unit, Limit = order.Limit });
        }

        foreach (var holding in account.Collateral)
            rows.Add(new(rows.Count, RiskRowKind.Holding, holding.Amount, Conversion(holding.Asset)) { Asset = holding.Asset });

        if (accrues) CheckAccrued();
        return _missing.Count == 0 ? rows.MoveToImmutable() : throw new MissingMarketDataException([.. _missing]);
    }

    /// <summary>A row for a position; the one of the matrix before where nothing changed.</summary>
    private RiskRow Row(int index, in Position position, double accrued)
    {
        var unit = _units.Unit(position.Instrument);
        double conversion = Conversion(unit.Settlement);
        var known = index < _before.Length ? _before[index] : null;
        return known is not null && ReferenceEquals(known.Unit, unit) && known.Quantity.Equals(position.Quantity) && known.Accrued.Equals(accrued) && known.Conversion.Equals(conversion)
            ? known
            : new(index, RiskRowKind.Position, position.Quantity, conversion) { Unit = unit, Accrued = accrued };
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
