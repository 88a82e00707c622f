using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace PortfolioMargin.Benchmarks;

/// <summary>Our time as a share of a peer's, measured in one run: smaller is better.</summary>
/// <param name="Item">What was measured.</param>
/// <param name="Peer">Against whom.</param>
/// <param name="Value">Our time over the peer's.</param>
internal sealed record Ratio(string Item, string Peer, double Value)
{
    [JsonIgnore]
    public (string Item, string Peer) Key => (Item, Peer);

    /// <summary>Four digits: more would be noise in the file's history.</summary>
    public static Ratio Of(Measurement measurement) => new(measurement.Item, measurement.Peer, double.Parse(measurement.Ratio.ToString("G4", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture));
}

/// <summary>The ratios that a machine showed when the baseline was made.</summary>
internal sealed record Baseline(Machine Machine, string Runtime, IReadOnlyList<Ratio> Ratios)
{
    private const string FileName = "guard.json";

    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.CamelCase, NewLine = "\n" };

    /// <summary>The ratio of one item and peer; null where there is none.</summary>
    public double? this[(string Item, string Peer) key] => Ratios.FirstOrDefault(ratio => ratio.Key == key)?.Value;

    /// <summary>The baseline of a machine; null where there is none.</summary>
    public static Baseline? Of(Machine machine) => Nearest(machine) is { } known && known.Machine == machine ? known : null;

    /// <summary>The baseline of this machine, else of the nearest one: the same vector width before another, the closest width before the rest.</summary>
    public static Baseline? Nearest(Machine machine) => Directory.EnumerateFiles(Results.Root, FileName, SearchOption.AllDirectories)
        .Order(StringComparer.Ordinal)
        .Select(file => JsonSerializer.Deserialize<Baseline>(File.ReadAllText(file), Json)!)
        .OrderByDescending(known => known.Machine == machine)
        .ThenBy(known => Math.Abs(Math.Log2((double)known.Machine.VectorBits / machine.VectorBits)))
        .ThenByDescending(known => known.Machine.Processor.Split(' ')[0] == machine.Processor.Split(' ')[0])
        .FirstOrDefault();

    public void Write() => Results.Write(Machine, FileName, JsonSerializer.Serialize(this, Json) + "\n");
}
