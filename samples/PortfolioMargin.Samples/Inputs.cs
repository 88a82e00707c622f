using System.Collections.Immutable;
using System.Globalization;
using PortfolioMargin.RuleBooks;

namespace PortfolioMargin.Samples;

/// <summary>What the commands read.</summary>
internal static class Inputs
{
    public static DeribitBoard Board(string file)
    {
        using var stream = File.OpenRead(file);
        var reading = new ReadingOptions { SourceName = Path.GetFileName(file) };
        return file.EndsWith(".json", StringComparison.OrdinalIgnoreCase) ? DeribitBoard.FromJson(stream, reading) : DeribitBoard.FromCsv(stream, reading);
    }

    public static Account Account(Options options, Func<string, Instrument?>? names = null)
    {
        using var stream = File.OpenRead(options.Get("--positions"));
        return new(PositionsFile.ReadCsv(stream, new() { SourceName = Path.GetFileName(options.Get("--positions")) }, names))
        {
            Collateral = Collateral(options),
        };
    }

    public static ImmutableArray<Holding> Collateral(Options options) =>
        [.. options.All("--collateral").Select(text => Options.Pair(text, "--collateral")).Select(pair => new Holding(new(pair.Text), pair.Number))];

    public static MarginCalculator Calculator(Options options) =>
        new(RuleBookCatalog.Shipped.Create(options.Find("--rulebook") ?? "Deribit", AsOf(options), options.Find("--parameters") ?? "{}"));

    /// <summary>The day whose parameters are asked for; none for the newest.</summary>
    public static DateOnly? AsOf(Options options) => options.Find("--as-of") is not { } text ? null
        : DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day
        : throw new UsageException($"--as-of {text}: expected a date as yyyy-MM-dd.");

    public static string Embedded(string name)
    {
        using var stream = typeof(Inputs).Assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"The sample lacks its resource {name}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
