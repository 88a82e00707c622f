using System.Collections.Immutable;

namespace PortfolioMargin;

/// <summary>What several rule books take for one purpose.</summary>
/// <param name="Meaning">The purpose.</param>
/// <param name="Amounts">Amount by rule book, in the reporting currency; 0 where it has no such line, absent where it refuses the account.</param>
/// <param name="Lines">The lines behind the amount, by rule book.</param>
public sealed record AlignedLine(LineMeaning Meaning, ImmutableArray<double?> Amounts, ImmutableArray<ImmutableArray<CountedLine>> Lines);

/// <summary>Ledgers of several rule books side by side, by what their lines are for. Immutable.</summary>
public sealed class AlignedLedger
{
    internal AlignedLedger(string name, ImmutableArray<MarginLine?> roots)
    {
        Name = name;
        Totals = [.. roots.Select(root => root?.Amount.Value)];
        ImmutableArray<CountedLine>[] counted = [.. roots.Select(root => root is null ? [] : CountedLine.Of(root))];
        Lines = [.. counted.SelectMany(lines => lines.Select(line => line.Meaning)).Distinct().Select(meaning => Line(meaning, counted, roots))
            .OrderByDescending(line => line.Amounts.Max(amount => Math.Abs(amount ?? 0))).ThenBy(line => line.Meaning.Name, StringComparer.Ordinal)];
    }

    /// <summary>"initial", "maintenance" or "equity".</summary>
    public string Name { get; }

    /// <summary>Total by rule book; absent where it refuses the account.</summary>
    public ImmutableArray<double?> Totals { get; }

    /// <summary>The lines, the largest first; their amounts add up to the totals.</summary>
    public ImmutableArray<AlignedLine> Lines { get; }

    private static AlignedLine Line(LineMeaning meaning, ImmutableArray<CountedLine>[] counted, ImmutableArray<MarginLine?> roots)
    {
        ImmutableArray<ImmutableArray<CountedLine>> lines = [.. counted.Select(all => all.Where(line => line.Meaning == meaning).ToImmutableArray())];
        return new(meaning, [.. lines.Select((own, i) => roots[i] is null ? (double?)null : own.Sum(line => line.Amount))], lines);
    }
}
