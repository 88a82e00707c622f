using System.Collections.Immutable;
using static System.FormattableString;

namespace PortfolioMargin.RuleBooks;

/// <summary>What the second portfolio manager covers beyond <see cref="DeriveScope"/>: markets with parameters, and the collateral that they list.</summary>
internal static class DerivePmrm2Scope
{
    /// <summary>The market of the account: that of its positions, else the only one of the snapshot that takes its collateral; none for an account of nothing but cash
    /// where several would do.</summary>
    public static DeriveMarket? Market(RiskMatrix risk, DerivePmrm2Parameters parameters)
    {
        ImmutableArray<RiskRow> assets = [.. DeriveScope.Assets(risk)];
        var market = DeriveScope.OnlyMarket(risk, underlying => parameters.Markets.TryGetValue(underlying.Symbol, out var candidate) && assets.All(row => candidate.Collateral.ContainsKey(row.Asset.Code)));
        if (market is null && assets.IsEmpty) return null;
        if (market is null) throw Refused("The account holds no position, and not exactly one market of the snapshot takes all of this collateral", assets);
        if (!parameters.Markets.TryGetValue(market.Name, out var found))
            throw new UnsupportedInstrumentException("Derive publishes no parameters of its second portfolio manager for these underlyings; state them under \"markets\"", [market.Name]);

        ImmutableArray<RiskRow> unknown = [.. assets.Where(row => !found.Collateral.ContainsKey(row.Asset.Code))];
        if (!unknown.IsEmpty) throw Refused($"Derive publishes no haircut for this collateral of {market.Name} accounts; state it under \"collateral\"", unknown);
        ImmutableArray<RiskRow> owed = [.. assets.Where(row => row.Quantity < 0)];
        return owed.IsEmpty ? market : throw Refused("Derive's collateral other than USDC cannot be owed", owed);
    }

    /// <summary>Trust in the price of an asset; full unless the market says otherwise.</summary>
    public static double ConfidenceOf(Currency asset, MarketSnapshot market) =>
        market.Currencies.FirstOrDefault(entry => entry.Currency == asset)?.Confidence ?? 1;

    public static IEnumerable<Diagnostic> Findings(DeriveMarket? market)
    {
        if (market?.Expiries.Length > DeriveSources.PortfolioExpiries)
            yield return Diagnostic.Warning("too-many-expiries", Invariant($"The account holds options of {market.Expiries.Length} expiries; the venue admits {DeriveSources.PortfolioExpiries}."));
    }

    private static UnsupportedInstrumentException Refused(string reason, IEnumerable<RiskRow> rows) => new(reason, [.. rows.Select(row => row.Asset.Code)]);
}
