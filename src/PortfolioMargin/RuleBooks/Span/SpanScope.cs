using System.Collections.Immutable;

namespace PortfolioMargin.RuleBooks;

/// <summary>What the rule covers, and what a careful user should know of a result.</summary>
internal static class SpanScope
{
    /// <summary>Refuses what has no combined commodity, contract month or value; everything that is missing is named together.</summary>
    public static void Check(RiskMatrix risk, IReadOnlyDictionary<string, SpanCombinedCommodity> commodities)
    {
        Refuse("SPAN margins futures and options of the products that its parameters list (combinedCommodities.products); take out or list the underlying of", row => !commodities.ContainsKey(row.Instrument.Underlying.Symbol));
        Refuse("SPAN margins contracts with a contract month", row => row.Instrument.ContractMonth is null || row.Instrument is not (Future or VanillaOption));
        Refuse("SPAN margins contracts settled in money, not in coin", row => row.Instrument.Payoff == PayoffStyle.Inverse);

        var currencies = risk.All.Rows.Select(row => commodities[row.Instrument.Underlying.Symbol].Currency).OfType<string>().Distinct()
            .Where(code => !risk.Market.FindValue(new(code), out _)).Select(code => $"{code}: value of one unit in {risk.Market.ReportingCurrency}");
        var marks = risk.All.Rows.Where(row => SpanOptionValue.IsPaid(row.Instrument) && IsTabulated(risk, row) && risk.Market.QuoteOf(row.Instrument)?.Mark is null)
            .Select(row => $"{row.Instrument}: mark, since its array is given and its premium was paid");
        ImmutableArray<string> missing = [.. currencies, .. marks];
        if (!missing.IsEmpty) throw new MissingMarketDataException(missing);

        void Refuse(string reason, Func<RiskRow, bool> refused)
        {
            ImmutableArray<string> instruments = [.. risk.All.Rows.Where(refused).Select(row => row.Instrument.ToString())];
            if (!instruments.IsEmpty) throw new UnsupportedInstrumentException(reason, instruments);
        }
    }

    /// <summary>What is not covered, or stands on an assumption.</summary>
    public static IEnumerable<Diagnostic> Findings(RiskMatrix risk, SpanParameters parameters, List<(SpanCombinedCommodity Commodity, RiskGroup Group)> held)
    {
        if (!risk.Orders.Rows.IsEmpty)
            yield return Diagnostic.Warning("orders-not-covered", $"{risk.Orders.Rows.Length} open orders are not margined: SPAN is a rule for positions.");
        if (parameters.Netting == SpanNetting.Gross)
            yield return Diagnostic.Warning("gross-not-verified", "Every contract is scanned alone, without spreads; no worked example of a gross account is published. Longs and shorts of one contract net in a portfolio: margin them as two accounts and add the results.");
        foreach (var (commodity, group) in held.Where(entry => entry.Commodity.ShortOptionMinimum is null && entry.Group.Rows.Any(row => row is { Quantity: < 0, Instrument: VanillaOption } && SpanShortOptions.TierOf(entry.Commodity, row) is null)))
            yield return Diagnostic.Warning("short-option-minimum-not-stated", $"{commodity.Code} is short options, but its parameters state no short option minimum for them; none is charged.");
        var american = risk.All.Rows.Where(row => row.Instrument is VanillaOption { Exercise: ExerciseStyle.American } && !IsTabulated(risk, row)).ToList();
        if (american.Count > 0)
            yield return Diagnostic.Warning("american-modelled", $"{american.Count} American options bring no array and are valued on the spot price that belongs to their forward, not on the future that they deliver; give their published arrays.");
        int currencies = held.Select(entry => new SpanMoney(entry.Commodity, entry.Group).Currency).Distinct().Count();
        if (currencies > 1)
            yield return Diagnostic.Information("currencies-added", $"Requirements of {currencies} currencies are added after conversion; CME keeps one requirement per currency.");
    }

    private static bool IsTabulated(RiskMatrix risk, RiskRow row) => (risk.Arrays.Revaluer as TabulatedRevaluer)?.Table(row.Instrument) is not null;
}
