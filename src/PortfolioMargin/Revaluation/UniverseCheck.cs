using System.Collections.Immutable;
using static System.FormattableString;

namespace PortfolioMargin;

/// <summary>What must hold of a universe before anything is priced. Gaps are found together, not one by one.</summary>
internal static class UniverseCheck
{
    public static ImmutableArray<string> Missing(IEnumerable<Instrument> universe, MarketSnapshot market, ScenarioSet scenarios)
    {
        var missing = new List<string>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        Instrument? before = null;
        foreach (var instrument in universe)
        {
            if (before is not null && SameNeeds(before, instrument)) continue; // canonical order keeps an expiry together
            before = instrument;
            string? gap = null;
            if (!market.Find(instrument.Underlying, out var entry) || (!entry.HasSpot && instrument.Expiry is null)) gap = $"{instrument.Underlying}: spot price";
            else if (!entry.HasSpot && entry.At(instrument.Expiry!.Value)?.Forward is null) gap = Invariant($"{instrument.Underlying} {instrument.Expiry:yyyy-MM-dd HH:mm}Z: forward");
            else if (instrument is VanillaOption { Expiry: { } expiry } && market.VolatilityOf(instrument.Underlying, expiry) is null && market.YearsTo(expiry) > 0)
                gap = Invariant($"{instrument.Underlying} {expiry:yyyy-MM-dd HH:mm}Z: volatility");
            if (gap is not null && seen.Add(gap)) missing.Add(gap);
        }

        if (scenarios.CoversAll) return [.. missing];
        foreach (var underlying in universe.Select(instrument => instrument.Underlying).Distinct())
            if (!scenarios.Covers(underlying)) missing.Add($"{underlying}: returns for its scenarios");
        return [.. missing];
    }

    /// <summary>Whether two instruments need the same numbers of the market.</summary>
    private static bool SameNeeds(Instrument left, Instrument right) =>
        left.Underlying == right.Underlying && left.Expiry == right.Expiry && left is VanillaOption == right is VanillaOption;

    public static void Check(IReadOnlyList<Instrument> universe, MarketSnapshot market, ScenarioSet scenarios)
    {
        var valuation = scenarios.Valuation;
        var missing = Missing(universe, market, scenarios);
        if (!missing.IsEmpty) throw new MissingMarketDataException(missing);
        AmericanRows.Check(universe, market, valuation);

        if (valuation.Expired != ExpiredPolicy.Reject) return;
        var expired = universe.Where(instrument => instrument.Expiry < market.Time).ToList();
        if (expired.Count > 0)
        {
            throw new ArgumentOutOfRangeException(nameof(universe), Invariant(
                $"Expired before the snapshot of {market.Time:yyyy-MM-dd HH:mm:ss}Z: {string.Join("; ", expired)}. Take them out, or use a rule book that settles them (Valuation.Expired)."));
        }
    }
}
