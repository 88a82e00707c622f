using System.Diagnostics;

namespace PortfolioMargin.Tests.Determinism;

/// <summary>One book, one fingerprint: in child processes per instruction set, culture and time zone.</summary>
public class ProcessTest
{
    [Test]
    public void Instruction_sets_cultures_and_time_zones_do_not_change_a_bit()
    {
        var (_, expected) = Run();
        expected.Length.ShouldBe(64);
        (string Name, string Value)[] settings =
        [
            ("DOTNET_EnableAVX512", "0"), ("DOTNET_EnableAVX2", "0"), ("DOTNET_EnableAVX", "0"), ("DOTNET_EnableHWIntrinsic", "0"), ("DOTNET_TieredCompilation", "0"),
            ("LANG", "tr_TR.UTF-8"), ("LANG", "ar_SA.UTF-8"), ("TZ", "Pacific/Kiritimati"),
        ];
        foreach (var (name, value) in settings) Run((name, value)).Fingerprint.ShouldBe(expected, $"{name}={value}");
    }

    [TestCase("DOTNET_EnableAVX512", 256)]
    [TestCase("DOTNET_EnableAVX2", 128)]
    [TestCase("DOTNET_EnableHWIntrinsic", 64)]
    public void A_switch_narrows_the_vectors(string name, int most) => Run((name, "0")).Width.ShouldBeLessThanOrEqualTo(most);

    private static (int Width, string Fingerprint) Run(params (string Name, string Value)[] settings)
    {
        string configuration = TestContext.CurrentContext.TestDirectory.Contains("Release", StringComparison.Ordinal) ? "Release" : "Debug";
        string sample = Path.Combine(Repository.Root, "samples", "PortfolioMargin.Samples", "bin", configuration, "net10.0", "PortfolioMargin.Samples.dll");
        var start = new ProcessStartInfo("dotnet", [sample, "about"]) { RedirectStandardOutput = true };
        foreach (var (name, value) in settings) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        string[] lines = process.StandardOutput.ReadToEnd().Split('\n');
        process.WaitForExit();
        process.ExitCode.ShouldBe(0);
        return (int.Parse(lines[1].Split(' ')[1]), lines[2].Split(' ')[2].Trim());
    }
}
