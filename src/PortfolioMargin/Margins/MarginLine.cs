using System.Collections.Immutable;
using PortfolioMargin.Numerics;

namespace PortfolioMargin;

/// <summary>How a line's amount follows from its parts.</summary>
public enum LineKind
{
    /// <summary>It has no parts.</summary>
    Leaf,

    /// <summary>Factor x the sum of its parts, memos left out.</summary>
    Sum,

    /// <summary>Factor x the largest of its parts, memos left out.</summary>
    Largest,

    /// <summary>Stated by the rule; the parts explain it but do not add up to it.</summary>
    Stated,
}

/// <summary>One line of a ledger: a named, attributed amount with its parts, source and reasons. Immutable. Amounts are in the reporting currency;
/// in a requirement, positive is money needed.</summary>
public sealed class MarginLine
{
    /// <summary>Parts up to which comparing all names beats a table of them.</summary>
    private const int FewParts = 8;

    private MarginLine(string name, LineKind kind, Attributed amount, ImmutableArray<MarginLine> parts)
    {
        Name = Guard.Text(name, nameof(name)).Replace('/', ':'); // a slash separates names in a path
        Kind = kind;
        Amount = Guard.NotNull(amount, nameof(amount));
        if (double.IsNaN(amount.Value) || double.IsInfinity(amount.Value)) throw new OverflowException($"The line \"{name}\" comes to {amount.Value}; quantities or prices are too large.");
        Parts = parts;
        CheckNames(parts);
    }

    /// <summary>A line that is checked already.</summary>
    private MarginLine(MarginLine line) =>
        (Name, Kind, Amount, Parts, Factor, Table, Memo, Source, Note, Meaning) =
        (line.Name, line.Kind, line.Amount, line.Parts, line.Factor, line.Table, line.Memo, line.Source, line.Note, line.Meaning);

    /// <summary>What the line is called; unique among its siblings. A slash is written as a colon, since slashes separate names in a path:
    /// lines of the underlying BRK/B are called BRK:B.</summary>
    public string Name { get; private init; }

    /// <summary>How the amount follows from the parts.</summary>
    public LineKind Kind { get; private init; }

    /// <summary>The amount, in the reporting currency.</summary>
    public Attributed Amount { get; private init; }

    /// <summary>The lines that it is made of.</summary>
    public ImmutableArray<MarginLine> Parts { get; private init; }

    /// <summary>The factor between the parts and the amount; 1 unless the rule scales them.</summary>
    public double Factor { get; private init; } = 1;

    /// <summary>The rows that the rule compared, where it compared any.</summary>
    public ScanTable? Table { get; private init; }

    /// <summary>Shown for information; it does not count in its parent.</summary>
    public bool Memo { get; private init; }

    /// <summary>Where the rule is written.</summary>
    public Citation? Source { get; private init; }

    /// <summary>A sentence of reason.</summary>
    public string? Note { get; private init; }

    /// <summary>What the line is for; absent: what the line above it is for.</summary>
    public LineMeaning? Meaning { get; private init; }

    /// <summary>The line at a path of names below this one: <c>line["risk matrix/BTC/worst case"]</c>.</summary>
    /// <param name="path">Names separated by slashes.</param>
    /// <returns>The line.</returns>
    /// <exception cref="KeyNotFoundException">There is no such line; the message lists the paths that exist.</exception>
    public MarginLine this[string path] => Find(path)
        ?? throw new KeyNotFoundException($"The line \"{Name}\" has no line \"{path}\"; it has {string.Join(", ", Walk().Skip(1).Select(line => $"\"{line.Path[(Name.Length + 1)..]}\""))}.");

    /// <summary>A line without parts.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="amount">Its amount.</param>
    /// <param name="source">Where the rule is written.</param>
    /// <param name="note">A sentence of reason.</param>
    /// <returns>The line.</returns>
    public static MarginLine Leaf(string name, Attributed amount, Citation? source = null, string? note = null) =>
        new(name, LineKind.Leaf, amount, []) { Source = source, Note = note };

    /// <summary>A line that adds its parts up, in the given order.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="parts">The parts; zero for none.</param>
    /// <returns>The line.</returns>
    public static MarginLine Sum(string name, params IEnumerable<MarginLine> parts)
    {
        ImmutableArray<MarginLine> lines = [.. Guard.NotNull(parts, nameof(parts))];
        return new(name, LineKind.Sum, Attributed.Sum(lines.Where(line => !line.Memo).Select(line => line.Amount)), lines);
    }

    /// <summary>A line that is its largest part; the first one where several are equal.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="parts">At least one part that is not a memo.</param>
    /// <returns>The line.</returns>
    public static MarginLine Largest(string name, params IEnumerable<MarginLine> parts)
    {
        ImmutableArray<MarginLine> lines = [.. Guard.NotNull(parts, nameof(parts))];
        return new(name, LineKind.Largest, Attributed.Max(lines.Where(line => !line.Memo).Select(line => line.Amount)), lines);
    }

    /// <summary>A line whose amount the rule states; its parts explain it.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="amount">Its amount.</param>
    /// <param name="parts">The parts.</param>
    /// <returns>The line.</returns>
    public static MarginLine From(string name, Attributed amount, params IEnumerable<MarginLine> parts) =>
        new(name, LineKind.Stated, amount, [.. Guard.NotNull(parts, nameof(parts))]);

    /// <summary>This line times a factor, under a new name and with the same parts.</summary>
    /// <param name="name">Name of the new line.</param>
    /// <param name="factor">The factor.</param>
    /// <param name="source">Where the factor is written; absent: this line's source.</param>
    /// <returns>The scaled line.</returns>
    public MarginLine Times(string name, double factor, Citation? source = null) =>
        new(name, Kind, factor * Amount, Parts) { Factor = factor * Factor, Table = Table, Source = source ?? Source, Note = Note, Meaning = Meaning };

    /// <summary>The line with the rows that the rule compared.</summary>
    /// <param name="table">The rows.</param>
    /// <returns>The changed line.</returns>
    public MarginLine WithTable(ScanTable table) => Copy(table: table);

    /// <summary>The line with a reason and where it is written.</summary>
    /// <param name="note">A sentence; absent: unchanged.</param>
    /// <param name="source">The document; absent: unchanged.</param>
    /// <returns>The changed line.</returns>
    public MarginLine Because(string? note = null, Citation? source = null) => Copy(note: note, source: source);

    /// <summary>The line with what it is for.</summary>
    /// <param name="meaning">The meaning; lines below it share it unless they have one of their own.</param>
    /// <returns>The changed line.</returns>
    public MarginLine For(LineMeaning meaning) => Copy(meaning: Guard.NotNull(meaning, nameof(meaning)));

    /// <summary>The line shown for information only: it does not count in its parent.</summary>
    /// <returns>The changed line.</returns>
    public MarginLine AsMemo() => Copy(memo: true);

    /// <summary>This line and everything below it, parents first, with paths that begin with this line's name.</summary>
    /// <returns>Path and line.</returns>
    public IEnumerable<(string Path, MarginLine Line)> Walk()
    {
        yield return (Name, this);
        foreach (var part in Parts)
            foreach (var (path, line) in part.Walk()) yield return ($"{Name}/{path}", line);
    }

    /// <summary>The line at a path of names below this one, or none.</summary>
    /// <param name="path">Names separated by slashes.</param>
    /// <returns>The line, or <see langword="null"/>.</returns>
    public MarginLine? Find(string path)
    {
        var line = this;
        foreach (string name in Guard.Text(path, nameof(path)).Split('/'))
        {
            line = line.Parts.FirstOrDefault(part => part.Name == name);
            if (line is null) return null;
        }

        return line;
    }

    /// <summary>Name and amount.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => FormattableString.Invariant($"{Name}: {Amount.Value:R}");

    private void CheckNames(ImmutableArray<MarginLine> parts)
    {
        if (parts.Length <= FewParts)
        {
            for (int i = 1; i < parts.Length; i++)
                for (int j = 0; j < i; j++)
                    if (parts[i].Name == parts[j].Name) throw new ArgumentException(Twice(parts[i].Name), nameof(parts));
            return;
        }

        var names = new HashSet<string>(parts.Length, StringComparer.Ordinal);
        foreach (var part in parts)
            if (!names.Add(part.Name)) throw new ArgumentException(Twice(part.Name), nameof(parts));
    }

    private string Twice(string name) => $"The line \"{Name}\" has two parts named \"{name}\"; give each part a name of its own.";

    private MarginLine Copy(ScanTable? table = null, string? note = null, Citation? source = null, bool memo = false, LineMeaning? meaning = null) => new(this)
    {
        Table = table ?? Table,
        Memo = memo || Memo,
        Source = source ?? Source,
        Note = note ?? Note,
        Meaning = meaning ?? Meaning,
    };
}
