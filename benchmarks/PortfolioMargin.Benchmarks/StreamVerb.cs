using System.Diagnostics;
using System.Globalization;
using static System.FormattableString;

namespace PortfolioMargin.Benchmarks;

/// <summary>"stream 1000000 10000": one streamed simulation of so many options and scenarios (moves of price and volatility), its time, what it holds at most
/// above its inputs, and how long after a cancellation it stops. Too long for the benchmark runner.</summary>
internal static class StreamVerb
{
    private const double Megabyte = 1 << 20;

    public static int Run(string[] arguments)
    {
        if (arguments is not [var first, var second] || !int.TryParse(first, CultureInfo.InvariantCulture, out int positions) || !int.TryParse(second, CultureInfo.InvariantCulture, out int count)
            || positions < 1 || count < 1)
        {
            throw new ArgumentException($"\"{string.Join(' ', arguments)}\" is not understood; expected stream <options> <scenarios>, such as stream 100000 1000.");
        }

        var random = new Random(1);
        var book = Books.Options(positions);
        var scenarios = ScenarioSet.Of(Enumerable.Range(0, count).Select(s => new Scenario(
            Invariant($"day {s}"), new(PriceShock.Relative(0.4 * (random.NextDouble() - 0.5)), VolatilityShock.Relative(0.5 * (random.NextDouble() - 0.5))))));
        var simulator = new ProfitSimulator();
        simulator.Simulate(0.001 * Books.Options(100), Books.Market, scenarios); // compiled before the clock starts

        GC.Collect();
        long inputs = GC.GetTotalMemory(true), most = inputs;
        var clock = Stopwatch.StartNew();
        double total;
        using (new Timer(_ => most = Math.Max(most, GC.GetTotalMemory(false)), null, 0, 5))
            total = simulator.Simulate(book, Books.Market, scenarios).Groups[0].ProfitAndLoss[0];
        double seconds = clock.Elapsed.TotalSeconds;
        Console.WriteLine(Invariant($"{positions:#,0} options x {count:#,0} scenarios: {seconds:0.00} s, {seconds / positions / count * 1e9:0.00} ns a cell on {Environment.ProcessorCount} processors; first total {total:R}"));
        Console.WriteLine(Invariant($"managed memory: inputs {inputs / Megabyte:0} MB, at most {(most - inputs) / Megabyte:0} MB above (seen every 5 ms)"));
        Console.WriteLine(Invariant($"stopped {CancelledAfter(simulator, book, scenarios, seconds / 3):0} ms after the cancellation"));
        return 0;
    }

    private static double CancelledAfter(ProfitSimulator simulator, Portfolio book, ScenarioSet scenarios, double seconds)
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
            simulator.Simulate(book, Books.Market, scenarios, cancellationToken: source.Token);
            return 0;
        }
        catch (OperationCanceledException)
        {
            return Stopwatch.GetElapsedTime(asked).TotalMilliseconds;
        }
    }
}
