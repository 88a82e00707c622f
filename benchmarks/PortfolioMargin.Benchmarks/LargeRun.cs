using System.Diagnostics;

namespace PortfolioMargin.Benchmarks;

/// <summary>One run that is too long for the benchmark runner.</summary>
/// <param name="Result">The number that the run made.</param>
/// <param name="Seconds">Its time.</param>
/// <param name="InputMegabytes">Managed memory before it.</param>
/// <param name="HeldMegabytes">The most above that after a collection.</param>
/// <param name="MostMegabytes">The most above that with what waits for a collection, seen every 5 ms.</param>
internal sealed record LargeRun(double Result, double Seconds, double InputMegabytes, double HeldMegabytes, double MostMegabytes)
{
    private const double Megabyte = 1 << 20;

    /// <summary>Runs the work once and watches the memory.</summary>
    public static LargeRun Of(Func<double> work)
    {
        GC.Collect();
        long inputs = GC.GetTotalMemory(true), most = inputs, held = 0;
        var clock = Stopwatch.StartNew();
        double result;
        using (new Timer(_ => (most, held) = (Math.Max(most, GC.GetTotalMemory(false)), Math.Max(held, GC.GetGCMemoryInfo(GCKind.Any).HeapSizeBytes)), null, 0, 5)) result = work();
        return new(result, clock.Elapsed.TotalSeconds, inputs / Megabyte, (held - inputs) / Megabyte, (most - inputs) / Megabyte);
    }

    /// <summary>Milliseconds from a cancellation after so many seconds until the work stops; 0 where it was done before.</summary>
    public static double CancelledAfter(Action<CancellationToken> work, double seconds)
    {
        using var source = new CancellationTokenSource();
        long asked = 0;
        using var timer = new Timer(
            _ =>
            {
                asked = Stopwatch.GetTimestamp();
                source.Cancel();
            },
            null,
            TimeSpan.FromSeconds(seconds),
            Timeout.InfiniteTimeSpan);
        try
        {
            work(source.Token);
            return 0;
        }
        catch (OperationCanceledException)
        {
            return Stopwatch.GetElapsedTime(asked).TotalMilliseconds;
        }
    }
}
