using System.Collections.Immutable;
using System.Globalization;

namespace PortfolioMargin.Samples;

/// <summary>A board of either kind: its market, its findings, its names, and its options in canonical order (of an index board).</summary>
internal sealed record BoardInput(MarketSnapshot Market, ImmutableArray<Diagnostic> Findings, Func<string, Instrument?>? Names, ImmutableArray<VanillaOption> Options)
{
    /// <summary>A Deribit board, or closing prices of index options where --index says which index.</summary>
    public static BoardInput Of(Options options)
    {
        string file = options.Get("--board");
        if (options.Find("--index") is not { } index)
        {
            var coins = Inputs.Board(file);
            return new(coins.Snapshot, coins.Diagnostics, null, []);
        }

        var (spot, symbol) = Samples.Options.Pair(index, "--index");
        using var stream = File.OpenRead(file);
        var board = IndexOptionBoard.FromCsv(
            stream,
            new(new(symbol), Time(options.Get("--time"))) { Spot = spot, Rate = Samples.Options.Number(options.Find("--rate") ?? "0", "--rate"), ExpiresAt = Clock(options.Find("--expires") ?? "21:00") },
            new() { SourceName = Path.GetFileName(file) });
        return new(board.Snapshot, board.Diagnostics, board.Find, board.Options);
    }

    private static DateTimeOffset Time(string text) =>
        DateTimeOffset.TryParseExact(text, "yyyy-MM-dd'T'HH:mmK", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            ? time
            : throw new UsageException($"--time {text}: expected a time as 2015-12-22T21:15Z.");

    private static TimeOnly Clock(string text) => TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
        ? time
        : throw new UsageException($"--expires {text}: expected a time of day in UTC as 14:30.");
}
