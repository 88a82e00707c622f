using System.Diagnostics;

namespace PortfolioMargin.Benchmarks;

/// <summary>Times several ways of doing the same work in turn, A B C A B C, in pieces so short that a busy machine seldom interrupts one.</summary>
internal static class Interleaved
{
    private const int Rounds = 300;
    private const int WarmUps = 20;

    /// <summary>A piece is at least this long, in microseconds, so that the clock does not matter.</summary>
    private const double ShortestPiece = 150;

    /// <summary>The time of a way is this quantile of its pieces: pieces that were interrupted fill the upper end only, and one lucky piece does not count.</summary>
    private const double Quantile = 0.1;

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1.5);

    /// <summary>Nanoseconds per call of each way.</summary>
    public static double[] Measure(IReadOnlyList<Func<double>> ways)
    {
        int[] calls = [.. ways.Select(CallsPerPiece)];
        var times = ways.Select(_ => new List<double>()).ToArray();
        long start = Stopwatch.GetTimestamp();
        for (int round = 0; round < Rounds && Stopwatch.GetElapsedTime(start) < Longest; round++)
            for (int i = 0; i < ways.Count; i++) times[i].Add(Piece(ways[i], calls[i]));
        return [.. times.Select(list => list.Order().ElementAt((int)(Quantile * list.Count)))];
    }

    private static int CallsPerPiece(Func<double> way)
    {
        for (int i = 0; i < WarmUps; i++) way();
        double once = Enumerable.Range(0, WarmUps).Min(_ => Piece(way, 1));
        return Math.Max(1, (int)(ShortestPiece * 1000 / once));
    }

    private static double Piece(Func<double> way, int calls)
    {
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < calls; i++) way();
        return Stopwatch.GetElapsedTime(start).TotalNanoseconds / calls;
    }
}
