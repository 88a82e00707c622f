using System.Text;
using static System.FormattableString;
using static PortfolioMargin.Benchmarks.RatioTable;

namespace PortfolioMargin.Benchmarks;

/// <summary>Measurements beside the baseline, and what is worse than allowed.</summary>
internal static class GuardTable
{
    public static List<Measurement> Failures(IEnumerable<Measurement> measured, Baseline baseline, double margin) =>
        [.. measured.Where(one => baseline[one.Key] is { } known && one.Ratio > known * (1 + margin))];

    public static string Of(IEnumerable<Measurement> measured, Baseline baseline, double margin)
    {
        var text = new StringBuilder("| what | against | baseline | measured | allowed | |\n| --- | --- | ---: | ---: | ---: | --- |\n");
        foreach (var one in measured)
        {
            double? known = baseline[one.Key];
            string verdict = known is not { } ratio ? "not in the baseline"
                : one.Ratio > ratio * (1 + margin) ? "WORSE"
                : one.Ratio < ratio / (1 + margin) ? "better; renew with --update" : "";
            text.Append(Invariant($"| {one.Item} | {one.Peer} | {(known is { } value ? Rounded(value) : "")} | {Rounded(one.Ratio)} | {(known is { } from ? Rounded(from * (1 + margin)) : "")} | {verdict} |\n"));
        }

        return text.ToString();
    }
}
