using System.Collections.Immutable;

namespace PortfolioMargin;

/// <summary>Makes the rows of a risk matrix; finds all currencies without a value before it gives up.</summary>
internal sealed class RowBuilder(RiskArrays arrays, Account account)
{
    private readonly SortedSet<string> _missing = new(StringComparer.Ordinal);
    private readonly Dictionary<Currency, double> _conversions = [];

    public static IEnumerable<Instrument> Instruments(Account account) =>
        account.Portfolio.Positions.Select(position => position.Instrument).Concat(account.Orders.Select(order => order.Instrument));

    public ImmutableArray<RiskRow> Build()
    {
        var rows = ImmutableArray.CreateBuilder<RiskRow>(account.Portfolio.Positions.Length + account.Orders.Length + account.Collateral.Length);
        foreach (var position in account.Portfolio.Positions)
        {
            var unit = arrays.Unit(position.Instrument);
            rows.Add(new(rows.Count, RiskRowKind.Position, position.Quantity, Conversion(unit.Settlement))
            {
                Unit = unit,
                Accrued = account.Accrued.GetValueOrDefault(position.Instrument),
            });
        }

        foreach (var order in account.Orders)
        {
            var unit = arrays.Unit(order.Instrument);
            rows.Add(new(rows.Count, RiskRowKind.Order, order.Quantity, Conversion(unit.Settlement)) { Unit = unit, Limit = order.Limit });
        }

        foreach (var holding in account.Collateral)
            rows.Add(new(rows.Count, RiskRowKind.Holding, holding.Amount, Conversion(holding.Asset)) { Asset = holding.Asset });

        var held = account.Accrued.IsEmpty ? [] : account.Portfolio.Positions.Select(position => position.Instrument).ToHashSet();
        var strangers = account.Accrued.Keys.Where(instrument => !held.Contains(instrument)).Order().ToList();
        if (strangers.Count > 0)
            throw new ArgumentException($"Accrued amounts of instruments that the account does not hold: {string.Join("; ", strangers)}. Put them into cash.", nameof(account));
        return _missing.Count == 0 ? rows.MoveToImmutable() : throw new MissingMarketDataException([.. _missing]);
    }

    private double Conversion(Currency currency)
    {
        if (_conversions.TryGetValue(currency, out double known)) return known;
        if (!arrays.Market.FindValue(currency, out double value)) _missing.Add($"{currency}: value of one unit in {arrays.Market.ReportingCurrency}");
        return _conversions[currency] = value;
    }
}
