using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace PortfolioMargin.Samples;

/// <summary>What runs here, and the fingerprint of the quick start: the same on every machine.</summary>
internal static class AboutCommand
{
    public static int Run()
    {
        var start = MarginCase.Parse(Inputs.Embedded("quick-start.json"), "quick-start.json");
        int width = Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : Vector128.IsHardwareAccelerated ? 128 : 64;
        Print.Line($"runtime {RuntimeInformation.FrameworkDescription}, {RuntimeInformation.ProcessArchitecture}");
        Print.Line($"vectors {width} bit");
        Print.Line($"quick start {start.Run().Fingerprint()}");
        return 0;
    }
}
