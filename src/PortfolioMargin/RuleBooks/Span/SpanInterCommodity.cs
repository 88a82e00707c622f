namespace PortfolioMargin.RuleBooks;

/// <summary>Inter-commodity spreads: super spreads first, inter-exchange spreads last, by priority inside a type, ties in listed order.</summary>
internal sealed class SpanInterCommodity(SpanParameters parameters, IEnumerable<SpanCommodity> commodities)
{
    private readonly List<SpanOffer> _offers = [.. commodities.Select(commodity => new SpanOffer(commodity))];

    /// <summary>The commodities that are left after all spreads, with their credits.</summary>
    public List<SpanOffer> Formed()
    {
        if (parameters.Netting == SpanNetting.Gross) return _offers;
        var ordered = parameters.InterCommoditySpreads.Select((spread, index) => (Spread: spread, Number: index + 1))
            .OrderBy(entry => entry.Spread.Type).ThenBy(entry => entry.Spread.Priority);
        foreach (var (spread, number) in ordered)
        {
            List<SpanOffer> legs = [.. spread.Legs.Select(leg => _offers.Find(offer => offer.Commodity.Parameters.Code == leg.CombinedCommodity)).OfType<SpanOffer>().Where(offer => offer.Commodity.IsHeld)];
            if (legs.Count < spread.Legs.Length) continue;
            if (spread.Method == SpanCreditMethod.Scan) Merge(spread, legs);
            else foreach (bool longFirst in new[] { true, false }) SpanDeltaCredit.Form(spread, number, longFirst, legs, parameters.CreditRequires);
        }

        return _offers;
    }

    /// <summary>The merged commodity takes the target's place; later spreads find it under the target's code only.</summary>
    private void Merge(SpanInterCommoditySpread spread, List<SpanOffer> legs)
    {
        var merged = SpanScanCredit.Merge(spread, legs);
        _offers[_offers.FindIndex(offer => offer.Commodity.Parameters.Code == merged.Commodity.Parameters.Code)] = merged;
        _offers.RemoveAll(legs.Contains);
    }
}
