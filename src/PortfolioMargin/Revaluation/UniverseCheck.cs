using System.Collections.Immutable;
using static System.FormattableString;

namespace PortfolioMargin;

/// <summary>What must hold of a universe before anything is priced. Gaps are found together, not one by one.</summary>
internal static class UniverseCheck
{
    public static ImmutableArray<string> Missing(ReadOnlySpan<Instrument> universe, MarketSnapshot market, ScenarioSet scenarios)
    {
        var missing = new List<string>();
        Instrument? before = null;
        foreach (var instrument in universe)
        {
            if (before is not null && SameNeeds(before, instrument)) continue; // canonical order keeps an expiry together
            string? gap = null;
            if (!market.Find(instrument.Underlying, out var entry) || (!entry.HasSpot && instrument.Expiry is null)) gap = $"{instrument.Underlying}: spot price";
            else if (!entry.HasSpot && entry.At(instrument.Expiry!.Value)?.Forward is null) gap = Invariant($"{instrument.Underlying} {instrument.Expiry:yyyy-MM-dd HH:mm}Z: forward");
            else if (instrument is VanillaOption { Expiry: { } expiry } && market.VolatilityOf(instrument.Underlying, expiry) is null && market.YearsTo(expiry) > 0)
                gap = Invariant($"{instrument.Underlying} {expiry:yyyy-MM-dd HH:mm}Z: volatility");
            bool marked = gap is not null && market.Find(instrument.Underlying, out _) && MarkedRows.Takes(instrument, market, scenarios);
            before = marked ? null : instrument; // the next one of the expiry may have no mark
            if (gap is not null && !marked && !missing.Contains(gap)) missing.Add(gap);
        }

        if (scenarios.CoversAll) return [.. missing];
        for (int i = 0; i < universe.Length; i++)
        {
            var underlying = universe[i].Underlying;
            if ((i == 0 || underlying != universe[i - 1].Underlying) && !scenarios.Covers(underlying)) missing.Add($"{underlying}: returns for its scenarios");
        }

        return [.. missing];
    }

    /// <summary>Whether two instruments need the same numbers of the market.</summary>
    private static bool SameNeeds(Instrument left, Instrument right) =>
        left.SharesExpiry(right) && left is VanillaOption == right is VanillaOption;

    public static void Check(ReadOnlySpan<Instrument> universe, MarketSnapshot market, ScenarioSet scenarios)
    {
        var missing = Missing(universe, market, scenarios);
        if (!missing.IsEmpty) throw new MissingMarketDataException(missing);
        AmericanRows.Check(universe, market, scenarios.Valuation);

        if (scenarios.Valuation.Expired != ExpiredPolicy.Reject) return;
        var expired = new List<Instrument>();
        long now = market.Time.UtcTicks;
        foreach (var instrument in universe)
            if (instrument.EndsBefore(now)) expired.Add(instrument);
        if (expired.Count > 0)
        {
            throw new ArgumentOutOfRangeException(nameof(universe), Invariant(
                $"Expired before the snapshot of {market.Time:yyyy-MM-dd HH:mm:ss}Z: {string.Join("; ", expired)}. Take them out, or use a rule book that settles them (Valuation.Expired)."));
        }
    }
}
