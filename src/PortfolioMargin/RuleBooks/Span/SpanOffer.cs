namespace PortfolioMargin.RuleBooks;

/// <summary>What a combined commodity still offers to inter-commodity spreads: deltas, each worth its weighted futures price risk. Lives inside one assessment.</summary>
internal sealed class SpanOffer
{
    private readonly Dictionary<int, Attributed> _tiers;
    private Attributed _left;

    /// <summary>A commodity before any spread.</summary>
    public SpanOffer(SpanCommodity commodity)
        : this(commodity, commodity.NetDelta, commodity.TierDeltas)
    {
    }

    private SpanOffer(SpanCommodity commodity, Attributed left, IReadOnlyDictionary<int, Attributed> tiers)
    {
        Commodity = commodity;
        _left = left;
        _tiers = tiers.ToDictionary();
        Credits = [.. commodity.Credits];
        PricePerDelta = Price(commodity);
    }

    /// <summary>The commodity.</summary>
    public SpanCommodity Commodity { get; }

    /// <summary>Credits so far, each not above 0.</summary>
    public List<MarginLine> Credits { get; }

    /// <summary>Weighted futures price risk: money per delta, of the net delta before any spread.</summary>
    public Attributed PricePerDelta { get; }

    /// <summary>Net delta that is left, signed.</summary>
    public Attributed Left => _left;

    /// <summary>A merged commodity in the place of this one, which was the target: its tiers offer what this one's have left.</summary>
    public SpanOffer Merged(SpanCommodity commodity, Attributed left) => new(commodity, left, _tiers);

    /// <summary>Deltas on a side, as a size; of a tier where its number is above 0.</summary>
    public Attributed Available(bool isLong, int tier)
    {
        var delta = tier == 0 ? _left : _tiers[tier];
        return (isLong ? delta : -delta).Positive();
    }

    /// <summary>Takes deltas of a side, of the commodity and of the tier that the leg names.</summary>
    public void Take(bool isLong, int tier, Attributed amount)
    {
        _left = Less(_left, isLong, amount);
        if (tier > 0) _tiers[tier] = Less(_tiers[tier], isLong, amount);
    }

    private static Attributed Less(Attributed delta, bool isLong, Attributed amount) =>
        SpanDeltas.Cleaned(isLong ? delta - amount : delta + amount, amount.Value);

    private static Attributed Price(SpanCommodity commodity)
    {
        if (commodity.NetDelta.Value == 0) return Attributed.Zero;
        var stated = Attributed.Constant(commodity.PerDelta);
        if (commodity.Parameters.WeightedPriceRiskMethod == SpanPriceRiskMethod.ScanRange) return stated;
        var scanned = commodity.PriceRisk().Positive() / commodity.NetDelta.Abs();
        return commodity.Parameters.WeightedPriceRiskMethod == SpanPriceRiskMethod.ScanRangeCapped ? Attributed.Min(scanned, stated) : scanned;
    }
}
