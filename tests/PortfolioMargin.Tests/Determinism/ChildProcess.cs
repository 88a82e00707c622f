using System.Diagnostics;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace PortfolioMargin.Tests.Determinism;

/// <summary>The test assembly run as a program of its own, under other switches of the runtime: it prints what the hardware offers and one fingerprint.</summary>
internal static class ChildProcess
{
    private static int Main()
    {
        Console.WriteLine(Hardware());
        Console.WriteLine(KernelDigest.Compute());
        return 0;
    }

    /// <summary>What this process may use, in the words of the runtime.</summary>
    public static string Hardware() =>
        $"512={Vector512.IsHardwareAccelerated} 256={Vector256.IsHardwareAccelerated} 128={Vector128.IsHardwareAccelerated} fma={Fma.IsSupported}";

    /// <summary>Runs the child with one environment variable set.</summary>
    public static (string Hardware, string Digest) Run(string variable, string value)
    {
        ProcessStartInfo start = new("dotnet", ["exec", typeof(ChildProcess).Assembly.Location]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment[variable] = value;
        using Process child = Process.Start(start) ?? throw new InvalidOperationException("The child process did not start.");
        Task<string> errors = child.StandardError.ReadToEndAsync();
        string[] lines = child.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        child.WaitForExit();
        child.ExitCode.ShouldBe(0, errors.Result);
        return (lines[0], lines[1]);
    }
}
