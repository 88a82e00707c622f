using System.Diagnostics;
using System.Globalization;
using PortfolioMargin.RuleBooks;

namespace PortfolioMargin.Tests.RuleBooks.Span.Files;

/// <summary>Large files in one pass. The file of 60 MB, the size of real ones, is behind the environment variable PORTFOLIOMARGIN_SPAN_LARGE=1; without it a file of 3 MB
/// is read under limits that are as small in proportion (time with room for a busy machine).</summary>
public sealed class SpanLargeFileTest
{
    private const long Megabyte = 1 << 20;

    [Test]
    public void Three_megabytes_are_read_in_bounded_memory([Values] bool xml) => Read(xml, 3 * Megabyte, memory: 32 * Megabyte, seconds: 10);

    [Test]
    public void Sixty_megabytes_are_read_within_256_megabytes_and_ten_seconds([Values] bool xml)
    {
        if (Environment.GetEnvironmentVariable("PORTFOLIOMARGIN_SPAN_LARGE") != "1") Assert.Ignore("Set PORTFOLIOMARGIN_SPAN_LARGE=1 to read a file of 60 MB.");
        Read(xml, 60 * Megabyte, memory: 256 * Megabyte, seconds: 10);
    }

    private static void Read(bool xml, long bytes, long memory, double seconds)
    {
        int strikes = (int)(bytes / (xml ? 1_680 : 1_524)); // per strike six options
        using var stream = new MadeStream(xml ? SpanFileTexts.XmlLines(strikes) : SpanFileTexts.Pa2Lines(strikes));
        GC.Collect();
        GC.WaitForPendingFinalizers();
        long before = GC.GetTotalMemory(true);
        using var peak = new PeakMemory();
        var watch = Stopwatch.StartNew();
        var file = SpanFile.Read(stream);
        watch.Stop();
        long read = peak.Stop() - before;
        long kept = GC.GetTotalMemory(true) - before;
        TestContext.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{(xml ? "XML" : "PA2")}: {stream.Total / (double)Megabyte:0.0} MB, {file.Contracts.Length:N0} contracts, {watch.Elapsed.TotalSeconds:0.00} s, peak {read / (double)Megabyte:0.0} MB, kept {kept / (double)Megabyte:0.0} MB"));

        file.Contracts.Length.ShouldBe(6 * strikes + 2 + (xml ? 1 : 0));
        stream.Total.ShouldBeGreaterThan(bytes * 9 / 10);
        file.Contracts.Last().Losses.Length.ShouldBe(16);
        read.ShouldBeLessThan(memory);
        watch.Elapsed.TotalSeconds.ShouldBeLessThan(seconds);
    }

    /// <summary>Looks at managed memory, garbage included, every few milliseconds.</summary>
    private sealed class PeakMemory : IDisposable
    {
        private readonly CancellationTokenSource _end = new();
        private readonly Task _watch;
        private long _most;

        public PeakMemory() => _watch = Task.Factory.StartNew(
            () =>
            {
                while (!_end.IsCancellationRequested)
                {
                    _most = Math.Max(_most, GC.GetTotalMemory(false));
                    Thread.Sleep(2);
                }
            },
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

        public long Stop()
        {
            _end.Cancel();
            _watch.Wait();
            return Math.Max(_most, GC.GetTotalMemory(false));
        }

        public void Dispose() => _end.Dispose();
    }
}
