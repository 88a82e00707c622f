using PortfolioMargin.RuleBooks;
using PortfolioMargin.Tests.Laws;

namespace PortfolioMargin.Tests.RuleBooks.Span;

/// <summary>Books of the laws: futures and options of two contract months of one combined commodity with every charge that one commodity can have.</summary>
internal sealed class SpanExample : LinearExample
{
    public static readonly DateOnly Date = new(2026, 3, 13);

    protected override string[] RuleBooks => ["Span"];

    protected override IEnumerable<IRuleBook> Stated => [SpanRuleBook.AsOf(Date, """
        {"combinedCommodities":[{"code":"XB","products":[{"underlying":"BTC","priceScanRange":9000,"volatilityScanRange":0.12}],
         "interMonthTiers":[{"number":1,"from":"2026-03","to":"2026-05"},{"number":2,"from":"2026-06","to":"2026-12"}],
         "calendarSpreads":[{"priority":1,"charge":300,"legs":[{"month":"2026-03","side":"A"},{"month":"2026-06","side":"B","deltaPerSpread":2}]},
                            {"priority":2,"charge":500,"legs":[{"tier":1,"side":"A"},{"tier":2,"side":"B"}]}],
         "spotMonths":[{"month":"2026-03","spreadCharge":40,"outrightCharge":90}],
         "shortOptionMinimum":120,"shortOptionMinimumTiers":[{"number":1,"from":"2026-06","to":"2026-06","rate":200}],
         "adjustmentFactor":1.05,"initialToMaintenanceRatio":1.1}]}
        """)];

    protected override Instrument[] Others(DateTimeOffset expiry) => [new Future(Laws.RuleBooks.Bitcoin, expiry) { Multiplier = 0.5 }];
}

/// <summary>Scan tiers without a charge: nothing depends on deltas, contracts or the unit of money.</summary>
internal sealed class SpanScanOnly() : LawVariant(
    "Span without charges",
    SpanRuleBook.AsOf(SpanExample.Date, """
        {"combinedCommodities":[{"code":"XB","products":[{"underlying":"BTC","priceScanRange":0.1,"priceScanRangeKind":"relative","volatilityScanRange":0.2,"volatilityScanRangeKind":"relative"}],
         "scanTiers":[{"number":1,"from":"2026-03","to":"2026-05"}]}]}
        """),
    RuleBookClaims.PositivelyHomogeneous | RuleBookClaims.Subadditive | RuleBookClaims.NetsToZero | RuleBookClaims.CashInvariant
        | RuleBookClaims.MultiplierEquivalent | RuleBookClaims.CurrencyScaling | RuleBookClaims.LongPremiumBounded);
