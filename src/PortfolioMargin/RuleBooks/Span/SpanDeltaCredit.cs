using static System.FormattableString;

namespace PortfolioMargin.RuleBooks;

/// <summary>Credit by deltas: per leg, its weighted futures price risk x the deltas that the spreads take x the credit rate.</summary>
internal static class SpanDeltaCredit
{
    /// <summary>Forms a spread in one orientation, as often as the deltas allow, and books the credits.</summary>
    public static void Form(SpanInterCommoditySpread spread, int number, bool longFirst, List<SpanOffer> offers, SpanCreditCondition condition)
    {
        List<Leg> legs = [.. spread.Legs.Zip(offers, (leg, offer) => new Leg(offer, leg, leg.Side == SpanSide.A == longFirst, leg.CreditRate ?? spread.CreditRate))];
        if (condition == SpanCreditCondition.AllLegs && legs.Any(leg => leg.Offer.PricePerDelta.Value <= 0)) return;
        var count = Count(legs);
        if (count.Value <= 0) return;
        foreach (var group in legs.GroupBy(leg => leg.Offer).ToList()) group.Key.Credits.Add(Credit([.. group], count, number, longFirst, spread));
        foreach (var leg in legs) leg.Offer.Take(leg.IsLong, leg.Terms.Tier, leg.Terms.DeltaPerSpread * count);
    }

    /// <summary>How many spreads the deltas allow: legs on the same commodity and side draw on the same deltas, those of a tier also on the tier's.</summary>
    private static Attributed Count(List<Leg> legs)
    {
        var counts = legs.GroupBy(leg => (leg.Offer, leg.IsLong)).Select(same => Allowed(same, 0))
            .Concat(legs.Where(leg => leg.Terms.Tier > 0).GroupBy(leg => (leg.Offer, leg.IsLong, leg.Terms.Tier)).Select(same => Allowed(same, same.Key.Tier)));
        return Attributed.Min(counts);

        static Attributed Allowed(IEnumerable<Leg> same, int tier)
        {
            var first = same.First();
            return first.Offer.Available(first.IsLong, tier) / same.Sum(leg => leg.Terms.DeltaPerSpread);
        }
    }

    private static MarginLine Credit(List<Leg> legs, Attributed count, int number, bool longFirst, SpanInterCommoditySpread spread)
    {
        double rated = legs.Sum(leg => leg.Terms.DeltaPerSpread * leg.Rate);
        string sides = string.Join(", ", spread.Legs.Select(leg => Invariant($"{(leg.Side == SpanSide.A == longFirst ? "long" : "short")} {leg.DeltaPerSpread:0.####} of {leg.CombinedCommodity}{(leg.Tier > 0 ? Invariant($" tier {leg.Tier}") : "")}")));
        return MarginLine.Leaf(
            Invariant($"spread {number} A {(longFirst ? "long" : "short")}"), -(rated * (legs[0].Offer.PricePerDelta * count)), SpanSources.Method,
            Invariant($"{count.Value:0.######} spreads ({sides}); {legs[0].Offer.PricePerDelta.Value:0.######} per delta at {Percent.Plain(rated / legs.Sum(leg => leg.Terms.DeltaPerSpread))}"));
    }

    private sealed record Leg(SpanOffer Offer, SpanInterCommodityLeg Terms, bool IsLong, double Rate);
}
