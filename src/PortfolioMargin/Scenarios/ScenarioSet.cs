using System.Collections.Immutable;
using PortfolioMargin.Numerics;

namespace PortfolioMargin;

/// <summary>The scenarios that a rule book asks for, in named ranges, and how instruments are valued under them. Every underlying may have
/// rows of its own (names, magnitudes, weights, even their number); the others use the default rows. Immutable.</summary>
public sealed class ScenarioSet
{
    private readonly ImmutableArray<NamedRows> _default;
    private readonly ImmutableDictionary<string, ImmutableDictionary<string, NamedRows>> _own; // by symbol, then by range
    private readonly Lazy<Dictionary<string, NamedRows>> _rows; // by symbol, all ranges together; made on first use, since a set of many underlyings is built up one by one
    private readonly ImmutableArray<Scenario> _defaultRows;

    private ScenarioSet(ImmutableArray<NamedRows> ranges, ImmutableDictionary<string, ImmutableDictionary<string, NamedRows>> own, Valuation valuation)
    {
        _default = ranges;
        _own = own;
        Valuation = valuation;
        _defaultRows = Together(ranges);
        _rows = new(() => own.ToDictionary(
            entry => entry.Key, entry => new NamedRows(entry.Key, Together(ranges.Select(range => entry.Value.GetValueOrDefault(range.Name, range)))), StringComparer.Ordinal));
    }

    /// <summary>The range that <see cref="Of"/> and <see cref="Grid"/> fill.</summary>
    public const string MainRange = "main";

    /// <summary>Scenarios that <see cref="Grid"/> makes at most; a larger product is a slip, or belongs into several sets.</summary>
    private const long LargestGrid = 1_000_000;

    /// <summary>No scenario at all, for rule books that read positions and marks only. The only empty set.</summary>
    public static ScenarioSet None { get; } = new([], ImmutableDictionary.Create<string, ImmutableDictionary<string, NamedRows>>(StringComparer.Ordinal), Valuation.Default);

    /// <summary>How instruments are valued.</summary>
    public Valuation Valuation { get; }

    /// <summary>Names of the ranges, in the order of their rows.</summary>
    public IEnumerable<string> Ranges => _default.Select(range => range.Name);

    /// <summary>Whether there is no scenario.</summary>
    public bool IsEmpty => _default.IsEmpty;

    /// <summary>A set of scenarios that every underlying shares, as range <see cref="MainRange"/>.</summary>
    /// <param name="scenarios">At least one scenario.</param>
    /// <returns>The set.</returns>
    /// <exception cref="ArgumentException">There is no scenario.</exception>
    public static ScenarioSet Of(params IEnumerable<Scenario> scenarios) => None.Add(MainRange, scenarios);

    /// <summary>Every price move with every volatility change, prices outermost, both in the given order, as range <see cref="MainRange"/>.</summary>
    /// <param name="price">Relative price moves: -0.15 is 15 % down.</param>
    /// <param name="volatility">Relative volatility changes: 0.25 is a quarter up.</param>
    /// <returns>The set.</returns>
    /// <exception cref="ArgumentException">A list is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The grid has more than 1,000,000 scenarios, or a move is not finite.</exception>
    public static ScenarioSet Grid(IEnumerable<double> price, IEnumerable<double> volatility)
    {
        double[] moves = [.. Guard.NotNull(price, nameof(price))], changes = [.. Guard.NotNull(volatility, nameof(volatility))];
        long rows = moves.LongLength * changes.LongLength;
        if (rows > LargestGrid)
            throw new ArgumentOutOfRangeException(nameof(price), rows, FormattableString.Invariant($"The grid has {rows} scenarios; expected at most {LargestGrid}. Split it into several sets and keep the worst of their results."));
        return Of(moves.SelectMany(move => changes.Select(change => new Scenario(
            $"spot {Percent.Signed(move)}, vol {Percent.Signed(change)}",
            new(PriceShock.Relative(move), VolatilityShock.Relative(change))))));
    }

    /// <summary>Adds a range of rows after the ones that are there.</summary>
    /// <param name="range">Its name; not there yet.</param>
    /// <param name="scenarios">At least one scenario.</param>
    /// <returns>The larger set.</returns>
    /// <exception cref="ArgumentException">The range exists, or there is no scenario.</exception>
    public ScenarioSet Add(string range, params IEnumerable<Scenario> scenarios)
    {
        Guard.Text(range, nameof(range));
        if (_default.Any(known => known.Name == range)) throw new ArgumentException($"The set already has a range \"{range}\"; give each range a name of its own.", nameof(range));
        return new(_default.Add(new(range, Rows(scenarios, range))), _own, Valuation);
    }

    /// <summary>Gives one underlying rows of its own in a range.</summary>
    /// <param name="underlying">The underlying.</param>
    /// <param name="range">A range that the set has.</param>
    /// <param name="scenarios">At least one scenario; names, magnitudes, weights and number may differ from the default rows.</param>
    /// <returns>The changed set.</returns>
    /// <exception cref="ArgumentException">The set has no such range, or there is no scenario.</exception>
    public ScenarioSet For(Underlying underlying, string range, params IEnumerable<Scenario> scenarios)
    {
        if (!_default.Any(known => known.Name == range))
            throw new ArgumentException($"The set has no range \"{range}\"; it has {string.Join(", ", Ranges)}. Add the range first.", nameof(range));
        var own = _own.GetValueOrDefault(underlying.Symbol, NoRows).SetItem(range, new(range, Rows(scenarios, range)));
        return new(_default, _own.SetItem(underlying.Symbol, own), Valuation);
    }

    /// <summary>The same scenarios, valued in another way.</summary>
    /// <param name="valuation">How instruments are valued.</param>
    /// <returns>The changed set.</returns>
    public ScenarioSet ValuedBy(Valuation valuation) => new(_default, _own, Guard.NotNull(valuation, nameof(valuation)));

    /// <summary>All rows that an underlying feels, range after range.</summary>
    /// <param name="underlying">The underlying.</param>
    /// <returns>Its rows; empty for <see cref="None"/>.</returns>
    public ImmutableArray<Scenario> RowsFor(Underlying underlying) => _rows.Value.TryGetValue(underlying.Symbol, out var own) ? own.Rows : _defaultRows;

    /// <summary>Which rows of an underlying a named range covers.</summary>
    /// <param name="range">The range.</param>
    /// <param name="underlying">The underlying.</param>
    /// <returns>First row and end.</returns>
    /// <exception cref="ArgumentException">The set has no such range.</exception>
    public Range Named(string range, Underlying underlying)
    {
        int start = 0;
        var own = _own.GetValueOrDefault(underlying.Symbol, NoRows);
        foreach (var known in _default)
        {
            int count = own.GetValueOrDefault(known.Name, known).Rows.Length;
            if (known.Name == range) return start..(start + count);
            start += count;
        }

        throw new ArgumentException($"The set has no range \"{range}\"; it has {string.Join(", ", Ranges)}.", nameof(range));
    }

    private static ImmutableDictionary<string, NamedRows> NoRows => ImmutableDictionary.Create<string, NamedRows>(StringComparer.Ordinal);

    private static ImmutableArray<Scenario> Together(IEnumerable<NamedRows> ranges)
    {
        var rows = new List<Scenario>();
        foreach (var range in ranges) rows.AddRange(range.Rows.AsSpan());
        return [.. rows];
    }

    private static ImmutableArray<Scenario> Rows(IEnumerable<Scenario> scenarios, string range)
    {
        ImmutableArray<Scenario> rows = [.. Guard.NotNull(scenarios, nameof(scenarios))];
        if (rows.IsEmpty) throw new ArgumentException($"Range \"{range}\" has no scenario; give at least one scenario, or use ScenarioSet.None for a rule without scenarios.", nameof(scenarios));
        for (int i = 0; i < rows.Length; i++)
            if (rows[i].Shock is null) throw new ArgumentException($"Scenario {i} of range \"{range}\" is the default value; give it a name and a shock.", nameof(scenarios));
        return rows;
    }

    /// <summary>The rows of a range. A class, and keys are symbols: collections of it need no code of their own in a fresh process.</summary>
    private sealed record NamedRows(string Name, ImmutableArray<Scenario> Rows);
}
