using static System.FormattableString;

namespace PortfolioMargin;

/// <summary>Puts the rows of a board together. Rows are fetched one by one while the market moves, so of one expiry the median forward is taken, of one
/// underlying the median index; a strike's volatility is that of the out-of-the-money option where call and put are both there.</summary>
internal static class BoardAssembly
{
    private const int Examples = 3;

    public static Board Assemble(List<BoardRow> rows, string source)
    {
        foreach (var same in rows.GroupBy(row => row.Instrument).Where(group => group.Count() > 1))
            throw new MarginFormatException($"{same.Key} comes {same.Count()} times; a board states each instrument once", source);

        var market = MarketSnapshot.At(rows.Max(row => row.Time));
        foreach (var group in rows.GroupBy(row => row.Instrument.Underlying).OrderBy(group => group.Key)) market = market.With(Underlying(group.Key, [.. group]));
        market = market.With(rows.Where(row => row.Mark is not null).OrderBy(row => row.Instrument)
            .Select(row => ((Instrument)row.Instrument, new Quote(row.Mark, row.Delta) { Time = row.Time })));
        return new(market, rows.Count, [.. Findings(rows)]);
    }

    private static UnderlyingMarket Underlying(Underlying underlying, List<BoardRow> rows) => new(underlying, Median(rows.Select(row => row.Index)))
    {
        Currency = new("USD"),
        Time = rows.Max(row => row.Time),
        Expiries = [.. rows.GroupBy(row => row.Instrument.Expiry!.Value).Select(group => new ExpiryMarket(group.Key)
        {
            Forward = Median(group.Select(row => row.Forward)),
            Volatility = Smile([.. group]),
        })],
    };

    private static SmileVolatility? Smile(List<BoardRow> rows)
    {
        double forward = Median(rows.Select(row => row.Forward));
        var points = rows.Where(row => row.Volatility is not null)
            .GroupBy(row => row.Instrument.Strike)
            .Select(strike => (strike.Key, strike.OrderByDescending(row => (row.Instrument.Right == OptionRight.Call) == (strike.Key >= forward)).First().Volatility!.Value))
            .ToList();
        return points.Count == 0 ? null : new(points);
    }

    private static IEnumerable<Diagnostic> Findings(List<BoardRow> rows)
    {
        if (Some(rows.Where(row => row.Volatility is null)) is { } blind) yield return Diagnostic.Warning("no-volatility", $"{blind}: no implied volatility; the smile of the expiry is used.");
        if (Some(rows.Where(row => row.Mark is null)) is { } markless) yield return Diagnostic.Warning("no-mark", $"{markless}: no mark price; the model's value is used.");
        if (Some(rows.Where(row => row.Bid > row.Ask && row.Ask > 0)) is { } crossed) yield return Diagnostic.Warning("crossed-quote", $"{crossed}: the bid is above the offer.");
        var moved = rows.GroupBy(row => (row.Instrument.Underlying, row.Instrument.Expiry)).Select(group => (group.Key, Move: group.Max(row => row.Forward) / group.Min(row => row.Forward) - 1)).MaxBy(entry => entry.Move);
        if (moved.Move > 0)
            yield return Diagnostic.Information("moving-board", Invariant($"Forwards moved by up to {100 * moved.Move:0.###} % while the board was read ({moved.Key.Underlying} {moved.Key.Expiry:yyyy-MM-dd}); medians are used."));
    }

    private static string? Some(IEnumerable<BoardRow> rows)
    {
        var found = rows.Select(row => DeribitInstrument.Name(row.Instrument)).ToList();
        return found.Count == 0 ? null : $"{found.Count} rows ({string.Join(", ", found.Take(Examples))}{(found.Count > Examples ? ", ..." : "")})";
    }

    private static double Median(IEnumerable<double> values)
    {
        double[] ordered = [.. values.Order()];
        int middle = ordered.Length / 2;
        return ordered.Length % 2 == 1 ? ordered[middle] : (ordered[middle - 1] + ordered[middle]) / 2;
    }
}
