using System.Globalization;
using System.Text;
using static System.FormattableString;

namespace PortfolioMargin.Benchmarks;

/// <summary>Measurements as a Markdown table beside the goals.</summary>
internal static class RatioTable
{
    public static string Of(IEnumerable<Measurement> measurements)
    {
        var text = new StringBuilder()
            .Append(Invariant($"{Machine.Here}, .NET {Environment.Version}; `guard --update`: best of several fresh processes, each pinned, tiered compilation off, pieces interleaved. Ratios count, times depend on the day.\n\n"))
            .Append("| what | against | ours, ns | theirs, ns | ratio | goal | met |\n| --- | --- | ---: | ---: | ---: | ---: | --- |\n");
        foreach (var one in measurements)
        {
            string met = one.RatioBar is { } bar ? (one.Ratio <= bar ? "yes" : "no") : "";
            text.Append(Invariant($"| {one.Item} | {one.Peer} | {Rounded(one.Ours)} | {Rounded(one.Theirs)} | {Rounded(one.Ratio)} | {(one.RatioBar is { } goal ? Rounded(goal) : "")} | {met} |\n"));
        }

        foreach (var one in measurements.Where(one => one.NanosecondsBar is not null).DistinctBy(one => one.Item))
            text.Append(Invariant($"| {one.Item} | the goal in ns | {Rounded(one.Ours)} | | | {Rounded(one.NanosecondsBar!.Value)} | {(one.Ours <= one.NanosecondsBar ? "yes" : "no")} |\n"));
        return text.ToString();
    }

    /// <summary>Three significant digits.</summary>
    public static string Rounded(double value)
    {
        int digits = value == 0 ? 0 : Math.Clamp(2 - (int)Math.Floor(Math.Log10(Math.Abs(value))), 0, 6);
        return value.ToString(Invariant($"#,0.{new string('0', digits)}"), CultureInfo.InvariantCulture);
    }
}
