using System.Diagnostics;
using System.Globalization;
using System.Runtime;
using PortfolioMargin.RuleBooks;
using static System.FormattableString;

namespace PortfolioMargin.Benchmarks;

/// <summary>"cold": first and second calculation in fresh processes, 500 options under 35 scenarios; the runtime's own start is not counted.
/// "cold --update" writes the table to the results. Beside the times stand the methods that the compiler had to translate: their number does not depend on the load.</summary>
internal static class ColdStart
{
    public const string Child = "cold-child";

    private const int Processes = 15;

    /// <summary>Runs the fresh processes and shows the table.</summary>
    public static int Run(string[] arguments)
    {
        if (arguments is not ([] or ["--update"])) throw new ArgumentException($"\"{string.Join(' ', arguments)}\" is not understood; expected cold [--update].");
        double[][] runs = [.. Enumerable.Range(0, Processes).Select(_ => Fresh())];
        string table = Invariant($"500 options under 35 scenarios, {Processes} fresh processes; {Machine.Here}, .NET {Environment.Version}, tiered compilation on, runtime start excluded (`cold --update`).\n\n")
            + "| what | median | fastest | goal |\n| --- | ---: | ---: | ---: |\n"
            + Row("first call, ms", 0, "40") + Row("second call, ms", 1, "1") + Row("methods compiled in the first call", 2, "") + Row("of the first call, spent compiling, ms", 3, "") + Row("methods compiled in the second call", 4, "");
        Console.WriteLine(table);
        if (arguments.Length > 0) Results.Write(Machine.Here, "ColdStart.md", table);
        return 0;

        string Row(string what, int column, string goal)
        {
            double[] sorted = [.. runs.Select(run => run[column]).Order()];
            return Invariant($"| {what} | {RatioTable.Rounded(sorted[Processes / 2])} | {RatioTable.Rounded(sorted[0])} | {goal} |\n");
        }
    }

    /// <summary>The body of a fresh process.</summary>
    public static int Measure()
    {
        var (first, compiled, compiling) = Once();
        var (second, later, _) = Once();
        Console.Write(string.Create(CultureInfo.InvariantCulture, $"{first:R} {second:R} {compiled} {compiling:R} {later}"));
        return 0;
    }

    private static (double Milliseconds, long Methods, double Compiling) Once()
    {
        long methods = JitInfo.GetCompiledMethodCount(currentThread: true), start = Stopwatch.GetTimestamp();
        var compiling = JitInfo.GetCompilationTime(currentThread: true);
        _ = new MarginCalculator(DeribitRuleBook.Default).Calculate(0.01 * Books.Options(500), Books.Market).Initial;
        return (Stopwatch.GetElapsedTime(start).TotalMilliseconds, JitInfo.GetCompiledMethodCount(currentThread: true) - methods, (JitInfo.GetCompilationTime(currentThread: true) - compiling).TotalMilliseconds);
    }

    private static double[] Fresh()
    {
        using var process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, [Child]) { RedirectStandardOutput = true })!;
        string text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return [.. text.Split(' ').Select(number => double.Parse(number, CultureInfo.InvariantCulture))];
    }
}
