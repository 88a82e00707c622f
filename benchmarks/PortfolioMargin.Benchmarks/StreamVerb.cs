using System.Globalization;
using static System.FormattableString;

namespace PortfolioMargin.Benchmarks;

/// <summary>"stream 1000000 10000": one streamed simulation of so many options and scenarios (moves of price and volatility), its time, what it holds at most
/// above its inputs, and how long after a cancellation it stops. Too long for the benchmark runner.</summary>
internal static class StreamVerb
{
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

        var run = LargeRun.Of(() => simulator.Simulate(book, Books.Market, scenarios).Groups[0].ProfitAndLoss[0]);
        Console.WriteLine(Invariant($"{positions:#,0} options x {count:#,0} scenarios: {run.Seconds:0.00} s, {run.Seconds / positions / count * 1e9:0.00} ns a cell on {Environment.ProcessorCount} processors; first total {run.Result:R}"));
        Console.WriteLine(Invariant($"managed memory: inputs {run.InputMegabytes:0} MB, at most {run.HeldMegabytes:0} MB above after a collection, {run.MostMegabytes:0} MB with what waits for one (seen every 5 ms)"));
        double stopped = LargeRun.CancelledAfter(token => simulator.Simulate(book, Books.Market, scenarios, cancellationToken: token), run.Seconds / 3);
        Console.WriteLine(Invariant($"stopped {stopped:0} ms after the cancellation"));
        return 0;
    }
}
