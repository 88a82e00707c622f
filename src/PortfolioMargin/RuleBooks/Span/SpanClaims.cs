namespace PortfolioMargin.RuleBooks;

/// <summary>Which laws a set of parameters leaves standing.</summary>
internal static class SpanClaims
{
    public static RuleBookClaims Of(SpanParameters parameters)
    {
        var commodities = parameters.CombinedCommodities;
        bool rounds = parameters.DeltaDecimals is not null;
        bool credits = !parameters.InterCommoditySpreads.IsEmpty;
        bool spreads = commodities.Any(commodity => !commodity.CalendarSpreads.IsEmpty) || credits;
        bool charges = spreads || commodities.Any(commodity => !commodity.SpotMonths.IsEmpty);
        bool perContract = charges || commodities.Any(commodity => commodity.ShortOptionMinimum > 0 || commodity.ShortOptionMinimumTiers.Any(tier => tier.Rate > 0));
        bool inMoney = perContract || commodities.SelectMany(commodity => commodity.Products).Any(product => product is { PriceScanRange: not null, PriceScanRangeKind: SpanRangeKind.Absolute });
        bool doubled = commodities.Any(commodity => commodity.AdjustmentFactor * commodity.InitialToMaintenanceRatio > 2);

        // Spread charges and credits depend on which deltas meet: two books together may need more than apart. Amounts per delta and per contract
        // know neither multiplier nor unit of money.
        return RuleBookClaims.NetsToZero | RuleBookClaims.CashInvariant
            | (rounds ? RuleBookClaims.None : RuleBookClaims.PositivelyHomogeneous)
            | (rounds || spreads || !parameters.ScanRiskFloor ? RuleBookClaims.None : RuleBookClaims.Subadditive)
            | (perContract ? RuleBookClaims.None : RuleBookClaims.MultiplierEquivalent)
            | (inMoney ? RuleBookClaims.None : RuleBookClaims.CurrencyScaling)
            | (charges || doubled ? RuleBookClaims.None : RuleBookClaims.LongPremiumBounded);
    }
}
