using static System.FormattableString;

namespace PortfolioMargin.RuleBooks;

/// <summary>Turns amounts of a combined commodity into the reporting currency, at the snapshot. A currency that the commodity states overrides that of its underlyings.</summary>
internal sealed class SpanMoney
{
    private readonly double? _stated;

    public SpanMoney(SpanCombinedCommodity commodity, RiskGroup group)
    {
        if (commodity.Currency is { } code)
        {
            Currency = new(code);
            _stated = Charges = group.Market.Convert(1, Currency, group.Market.ReportingCurrency);
            return;
        }

        var first = group.Rows[0];
        foreach (var other in group.Rows)
        {
            if (other.Unit!.Settlement == first.Unit!.Settlement) continue;
            throw new ArgumentException(Invariant($"Combined commodity {commodity.Code} states no currency, and {first.Instrument} is in {first.Unit!.Settlement} while {other.Instrument} is in {other.Unit!.Settlement}; state its currency."), nameof(commodity));
        }

        Currency = first.Unit!.Settlement;
        Charges = first.Conversion;
    }

    /// <summary>The commodity's currency.</summary>
    public Currency Currency { get; }

    /// <summary>Value of one unit of it in the reporting currency.</summary>
    public double Charges { get; }

    /// <summary>Whether rows count at another rate than their own.</summary>
    public bool Overrides => _stated is not null;

    /// <summary>Value of one unit of a row's amounts in the reporting currency.</summary>
    public double Of(RiskRow row) => _stated ?? row.Conversion;
}
