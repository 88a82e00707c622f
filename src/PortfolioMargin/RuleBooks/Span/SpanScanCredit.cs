namespace PortfolioMargin.RuleBooks;

/// <summary>Credit by a common scan: the legs become one commodity, whose losses count in full and whose gains at the credit rate, row by row.</summary>
internal static class SpanScanCredit
{
    public static SpanOffer Merge(SpanInterCommoditySpread spread, List<SpanOffer> offers)
    {
        var legs = spread.Legs.Zip(offers, (terms, offer) => (Terms: terms, Offer: offer, offer.Commodity)).ToList();
        var target = legs.Find(leg => leg.Terms.IsTarget);
        var split = legs.Find(leg => leg.Commodity.Scans.Length > 1);
        if (split.Commodity is not null)
            throw new ArgumentException($"{split.Commodity.Name} holds contracts inside and outside its scan tier and is a leg of a spread by the scan method, which scans it whole; widen the tier.", nameof(spread));

        string name = string.Join('+', legs.Select(leg => leg.Commodity.Name));
        var scan = SpanScan.Merged([.. legs.Select(leg => (leg.Commodity.Scans[0].Scan, leg.Terms.CreditRate ?? spread.CreditRate))]);
        var merged = target.Commodity with
        {
            Name = name,
            Scans = [("", scan)],
            NetDelta = Total(leg => leg.Commodity.NetDelta),
            Calendar = Together(legs, target.Commodity.Calendar.Name, commodity => commodity.Calendar),
            SpotMonth = Together(legs, target.Commodity.SpotMonth.Name, commodity => commodity.SpotMonth),
            Minimum = Together(legs, target.Commodity.Minimum.Name, commodity => commodity.Minimum),
            OptionValue = Together(legs, name, commodity => commodity.OptionValue),
            Credits = [.. legs.Where(leg => leg.Offer.Credits.Count > 0).Select(leg => MarginLine.Sum(leg.Commodity.Name, leg.Offer.Credits))],
        };
        return target.Offer.Merged(merged, Total(leg => leg.Offer.Left));

        // deltas in the units of the target
        Attributed Total(Func<(SpanInterCommodityLeg Terms, SpanOffer Offer, SpanCommodity Commodity), Attributed> delta) =>
            Attributed.Sum(legs.Select(leg => target.Terms.DeltaPerSpread / leg.Terms.DeltaPerSpread * delta(leg)));
    }

    private static MarginLine Together(IEnumerable<(SpanInterCommodityLeg Terms, SpanOffer Offer, SpanCommodity Commodity)> legs, string name, Func<SpanCommodity, MarginLine> line) =>
        MarginLine.Sum(name, legs.Select(leg => line(leg.Commodity).Times(leg.Commodity.Name, 1)));
}
