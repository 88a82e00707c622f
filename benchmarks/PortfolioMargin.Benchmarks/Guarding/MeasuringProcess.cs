using System.Diagnostics;
using System.Text.Json;

namespace PortfolioMargin.Benchmarks;

/// <summary>A fresh process of this program that measures: compiled at full speed from the first call on and held on one processor.</summary>
internal static class MeasuringProcess
{
    public const string Verb = "guard-child";

    /// <summary>Measures items in a child process.</summary>
    /// <param name="items">Names of the items.</param>
    public static IReadOnlyList<Measurement> Run(IEnumerable<string> items)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, [Verb, .. items]) { RedirectStandardOutput = true };
        start.Environment["DOTNET_TieredCompilation"] = "0";
        start.Environment["DOTNET_TieredPGO"] = "0";
        start.Environment["DOTNET_gcConcurrent"] = "0";
        using var child = Process.Start(start)!;
        string text = child.StandardOutput.ReadToEnd();
        child.WaitForExit();
        return child.ExitCode == 0
            ? JsonSerializer.Deserialize<List<Measurement>>(text)!
            : throw new InvalidOperationException($"The measuring process ended with code {child.ExitCode}; its errors stand above.");
    }

    /// <summary>The body of the child.</summary>
    public static int Child(IReadOnlyCollection<string> names)
    {
        if (OperatingSystem.IsLinux() || OperatingSystem.IsWindows())
        {
            using var self = Process.GetCurrentProcess();
            self.ProcessorAffinity = HighestBit(self.ProcessorAffinity);
        }

        var items = Items().Where(item => names.Contains(item.Name));
        Console.WriteLine(JsonSerializer.Serialize(items.SelectMany(Measurement.Of).ToList()));
        return 0;
    }

    /// <summary>Names of all guarded items.</summary>
    public static IEnumerable<string> Names() => Items().Select(item => item.Name);

    private static IEnumerable<GuardItem> Items() => typeof(IGuarded).Assembly.GetTypes()
        .Where(type => type.IsClass && typeof(IGuarded).IsAssignableFrom(type))
        .OrderBy(type => type.Name, StringComparer.Ordinal)
        .SelectMany(type => ((IGuarded)Activator.CreateInstance(type)!).Items());

    /// <summary>The last processor: the first takes most of the system's own work.</summary>
    private static nint HighestBit(nint mask) => mask == 0 ? mask : (nint)(1UL << (63 - System.Numerics.BitOperations.LeadingZeroCount((ulong)mask)));
}
