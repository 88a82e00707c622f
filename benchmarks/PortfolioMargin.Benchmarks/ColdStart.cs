using System.Diagnostics;
using System.Globalization;
using PortfolioMargin.RuleBooks;

namespace PortfolioMargin.Benchmarks;

/// <summary>First and second calculation in a fresh process, 500 options under 35 scenarios; the runtime's own start is not counted.</summary>
internal static class ColdStart
{
    private const int Processes = 9;

    public static int Run()
    {
        var first = new List<double>();
        var second = new List<double>();
        for (int i = 0; i < Processes; i++)
        {
            using var process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, ["cold-child"]) { RedirectStandardOutput = true })!;
            string[] times = process.StandardOutput.ReadToEnd().Split(' ');
            process.WaitForExit();
            first.Add(double.Parse(times[0], CultureInfo.InvariantCulture));
            second.Add(double.Parse(times[1], CultureInfo.InvariantCulture));
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| first call | {first.Order().ElementAt(Processes / 2):0.0} ms |"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| second call | {second.Order().ElementAt(Processes / 2):0.00} ms |"));
        return 0;
    }

    public static int Child()
    {
        long start = Stopwatch.GetTimestamp();
        double first = Once(start);
        double second = Once(Stopwatch.GetTimestamp());
        Console.Write(string.Create(CultureInfo.InvariantCulture, $"{first:R} {second:R}"));
        return 0;
    }

    private static double Once(long start)
    {
        _ = new MarginCalculator(DeribitRuleBook.Default).Calculate(0.01 * Books.Options(500), Books.Market).Initial;
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }
}
