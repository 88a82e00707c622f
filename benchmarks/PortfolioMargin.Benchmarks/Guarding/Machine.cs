using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using System.Text;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace PortfolioMargin.Benchmarks;

/// <summary>A kind of processor, as far as ratios between programs depend on it.</summary>
/// <param name="Processor">What the processor calls itself; hypervisors shorten it.</param>
/// <param name="Generation">Family and model, which they do not shorten.</param>
/// <param name="VectorBits">The widest vectors that the runtime accelerates.</param>
internal sealed record Machine(string Processor, string Generation, int VectorBits)
{
    /// <summary>The machine that this process runs on.</summary>
    public static Machine Here { get; } = new(Brand(), Family(), Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : 128);

    /// <summary>The folder of its results: lower case, words joined by hyphens.</summary>
    [JsonIgnore]
    public string Folder => Regex.Replace($"{Processor} {Generation}".ToLowerInvariant(), "[^a-z0-9]+", "-");

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Processor} ({Generation}, {VectorBits} bits)");

    private static string Brand()
    {
        if (!X86Base.IsSupported) return RuntimeInformation.ProcessArchitecture.ToString();
        Span<int> letters = stackalloc int[12];
        for (int i = 0; i < 3; i++) (letters[4 * i], letters[(4 * i) + 1], letters[(4 * i) + 2], letters[(4 * i) + 3]) = X86Base.CpuId(unchecked((int)0x80000002) + i, 0);
        return Encoding.ASCII.GetString(MemoryMarshal.AsBytes(letters)).Trim('\0', ' ');
    }

    /// <summary>Display family and model, as the processor's manuals count them.</summary>
    private static string Family()
    {
        if (!X86Base.IsSupported) return "unknown generation";
        int signature = X86Base.CpuId(1, 0).Eax;
        int family = (signature >> 8) & 15, model = (signature >> 4) & 15;
        if (family is 6 or 15) model += ((signature >> 16) & 15) << 4;
        if (family == 15) family += (signature >> 20) & 255;
        return string.Create(CultureInfo.InvariantCulture, $"family {family} model {model}");
    }
}
