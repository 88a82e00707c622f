using System.Globalization;
using static System.FormattableString;

namespace PortfolioMargin.Benchmarks;

/// <summary>"simulate 10000 2500 50": one margin by simulation of so many positions, days and underlyings: time and memory above the inputs of the streamed ledger, of the ledger from
/// arrays and of two plain loops (both only up to 50 million cells, since they would not fit or end), and how long after a cancellation the streamed one stops.</summary>
internal static class SimulateVerb
{
    private const double Megabyte = 1 << 20;

    private const long MostCellsOfArrays = 50_000_000;

    public static int Run(string[] arguments)
    {
        int[] sizes = [.. arguments.Select(text => int.TryParse(text, CultureInfo.InvariantCulture, out int size) && size > 0 ? size
            : throw new ArgumentException($"\"{text}\" is no number above 0; expected simulate <positions> <days> <underlyings>, such as simulate 10000 2500 50."))];
        if (sizes is not [var positions, var days, var underlyings]) throw new ArgumentException("Expected simulate <positions> <days> <underlyings>, such as simulate 10000 2500 50.");
        var warm = new SimulatedMargins(200, 200, 2); // compiled before the clock starts
        _ = new StreamingMarginCalculator(warm.Rule).Calculate(warm.Book, warm.Market).Initial + new MarginCalculator(warm.Rule).Calculate(warm.Book, warm.Market).Initial + warm.NaiveShortfall();

        var large = new SimulatedMargins(positions, days, underlyings);
        GC.Collect();
        Console.WriteLine(Invariant($"{positions:#,0} positions x {days:#,0} days x {underlyings} underlyings on {Environment.ProcessorCount} processors, expected shortfall 0.99; inputs {GC.GetTotalMemory(true) / Megabyte:0} MB"));
        double seconds = Measure("streamed, with contributions", () => new StreamingMarginCalculator(large.Rule).Calculate(large.Book, large.Market).Initial);
        Measure("streamed, numbers alone", () => new StreamingMarginCalculator(large.Rule, slopes: false).Calculate(large.Book, large.Market).Initial);
        if ((long)positions * days <= MostCellsOfArrays)
        {
            Measure("from arrays, with contributions", () => new MarginCalculator(large.Rule).Calculate(large.Book, large.Market).Initial);
            Measure("naive loop, one number", large.NaiveShortfall);
        }

        foreach (double share in (double[])[0.1, 0.5, 0.9]) Console.WriteLine(Invariant($"cancelled after {share:0 %} of the time: stopped {LargeRun.CancelledAfter(token => new StreamingMarginCalculator(large.Rule).Calculate(large.Book, large.Market, cancellationToken: token), share * seconds):0} ms later"));
        return 0;
    }

    private static double Measure(string what, Func<double> work)
    {
        var run = LargeRun.Of(work);
        Console.WriteLine(Invariant($"{what,-32} {run.Seconds,8:0.000} s  {run.HeldMegabytes,6:0} MB above the inputs after a collection, {run.MostMegabytes,6:0} MB with what waits for one; requirement {run.Result:R}"));
        return run.Seconds;
    }
}
