using static System.FormattableString;

namespace PortfolioMargin;

/// <summary>Finds quotes and underlyings that are older than the snapshot allows.</summary>
internal static class Staleness
{
    public static IEnumerable<Diagnostic> Of(RiskMatrix risk)
    {
        var market = risk.Market;
        if (market.StaleAfter is not { } limit) yield break;
        var instruments = RowBuilder.Instruments(risk.Account).Distinct().ToList();
        foreach (var underlying in instruments.Select(instrument => instrument.Underlying).Distinct().Order())
        {
            if (market.Find(underlying, out var entry) && entry.Time is { } observed && market.Time - observed >= limit)
                yield return Diagnostic.Warning("stale-market", Invariant($"{underlying} was observed at {observed.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z, {(market.Time - observed).TotalMinutes:0} minutes before the snapshot."));
        }

        foreach (var instrument in instruments.Order())
        {
            if (market.QuoteOf(instrument)?.Time is { } quoted && market.Time - quoted >= limit)
                yield return Diagnostic.Warning("stale-quote", Invariant($"{instrument} was quoted at {quoted.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z, {(market.Time - quoted).TotalMinutes:0} minutes before the snapshot."));
        }
    }
}
