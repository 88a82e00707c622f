using System.Collections.Immutable;

namespace PortfolioMargin;

/// <summary>A line that counts in a total, with what it counts: its amount times the factors above it. In a sum all parts count, of a largest only the part
/// that decided, of a stated amount the line itself; memos never.</summary>
/// <param name="Path">Names from the root, separated by slashes.</param>
/// <param name="Meaning">What the line is for.</param>
/// <param name="Amount">What it adds to the total, in the reporting currency.</param>
/// <param name="Worst">The scenario that decided, where the line compares scenarios; else empty.</param>
public sealed record CountedLine(string Path, LineMeaning Meaning, double Amount, string Worst)
{
    /// <summary>The lines whose amounts add up to the root's, in the order of the ledger.</summary>
    internal static ImmutableArray<CountedLine> Of(MarginLine root) => [.. Of(root, root.Name, 1, null)];

    private static IEnumerable<CountedLine> Of(MarginLine line, string path, double factor, LineMeaning? above)
    {
        var meaning = line.Meaning ?? above;
        if (line.Kind is LineKind.Leaf or LineKind.Stated)
            return [new(path, meaning ?? (line.Table is null ? LineMeaning.Other : LineMeaning.ScenarioLoss), factor * line.Amount.Value, line.Table?.WorstName ?? "")];
        IEnumerable<MarginLine> counted = line.Parts.Where(part => !part.Memo);
        if (line.Kind == LineKind.Largest) counted = [counted.MaxBy(part => part.Amount.Value)!]; // the first one where several are equal
        return counted.SelectMany(part => Of(part, $"{path}/{part.Name}", factor * line.Factor, meaning));
    }
}
