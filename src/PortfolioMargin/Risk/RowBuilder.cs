using System.Collections.Immutable;

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

    public ImmutableArray<RiskRow> Build()
    {
        var rows = ImmutableArray.CreateBuilder<RiskRow>(account.Portfolio.Positions.Length + account.Orders.Length + account.Collateral.Length);
        bool accrues = !account.Accrued.IsEmpty;
        foreach (var position in account.Portfolio.Positions)
        {
            var unit = _units.Unit(position.Instrument);
            rows.Add(new(rows.Count, RiskRowKind.Position, position.Quantity, Conversion(unit.Settlement))
            {
                Unit = unit,
                Accrued = accrues ? account.Accrued.GetValueOrDefault(position.Instrument) : 0,
            });
        }

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

    private void CheckAccrued()
    {
        var held = account.Portfolio.Positions.Select(position => position.Instrument).ToHashSet();
        var strangers = account.Accrued.Keys.Where(instrument => !held.Contains(instrument)).Order().ToList();
        if (strangers.Count > 0)
            throw new ArgumentException($"Accrued amounts of instruments that the account does not hold: {string.Join("; ", strangers)}. Put them into cash.", nameof(account));
    }

    private double Conversion(Currency currency)
    {
        if (_last.Value > 0 && currency == _last.Currency) return _last.Value;
        if (!_conversions.TryGetValue(currency, out double value))
        {
            if (!arrays.Market.FindValue(currency, out value)) _missing.Add($"{currency}: value of one unit in {arrays.Market.ReportingCurrency}");
            _conversions[currency] = value;
        }

        _last = (currency, value);
        return value;
    }
}
