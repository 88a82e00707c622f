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
    private readonly bool _knowsOnlyOwn; // what has no rows of its own has none

    private ScenarioSet(ImmutableArray<NamedRows> ranges, ImmutableDictionary<string, ImmutableDictionary<string, NamedRows>> own, Valuation valuation, bool knowsOnlyOwn = false)
    {
        _knowsOnlyOwn = knowsOnlyOwn;
        _default = ranges;
        _own = own;
        Valuation = valuation;
        _defaultRows = Together(ranges);
        _rows = new(
            () => own.ToDictionary(
                entry => entry.Key, entry => new NamedRows(entry.Key, Together(ranges.Select(range => entry.Value.GetValueOrDefault(range.Name, range)))), StringComparer.Ordinal),
            LazyThreadSafetyMode.PublicationOnly); // which keeps no exception
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
        return new(_default.Add(new(range, Rows(scenarios, range))), _own, Valuation, _knowsOnlyOwn);
    }

    /// <summary>What happened, once more: one scenario per row of joint returns, the same row for all underlyings, as range <see cref="MainRange"/>. Underlyings
    /// that the returns do not name have no scenarios and cannot be valued: nothing stays still for want of data.</summary>
    /// <param name="returns">The returns; filtered, scaled or compounded as wanted. Dated rows are named by their day, others by number from 1.</param>
    /// <returns>The set.</returns>
    public static ScenarioSet Historical(JointReturns returns) => None.AddHistory(MainRange, returns);

    /// <summary>Scenarios drawn from a model, as range <see cref="MainRange"/>: the same bits for a seed on any machine and any number of threads.</summary>
    /// <param name="model">The joint distribution.</param>
    /// <param name="count">Number of scenarios.</param>
    /// <param name="seed">Where the generator starts.</param>
    /// <returns>The set.</returns>
    public static ScenarioSet MonteCarlo(MonteCarloModel model, int count, long seed) => Historical(Guard.NotNull(model, nameof(model)).Draw(count, seed));

    /// <summary>Adds a range of rows from joint returns, such as a stressed period.</summary>
    /// <param name="range">Its name; not there yet.</param>
    /// <param name="returns">The returns; of every underlying that the ranges before it name, where those come from returns.</param>
    /// <returns>The larger set.</returns>
    /// <exception cref="ArgumentException">The range exists, or the returns name other underlyings than those of the ranges before.</exception>
    public ScenarioSet AddHistory(string range, JointReturns returns)
    {
        Guard.Text(range, nameof(range));
        Guard.NotNull(returns, nameof(returns));
        if (_default.Any(known => known.Name == range)) throw new ArgumentException($"The set already has a range \"{range}\"; give each range a name of its own.", nameof(range));
        ImmutableArray<string> names = HistoricalRows.Names(returns, range == MainRange ? "scenario" : $"{range} scenario");
        if (!IsEmpty && !_own.Keys.Order(StringComparer.Ordinal).SequenceEqual(returns.Underlyings.Select(underlying => underlying.Symbol)))
            throw new ArgumentException($"The returns of range \"{range}\" name {string.Join(", ", returns.Underlyings)}; the ranges before it name {string.Join(", ", _own.Keys.Order(StringComparer.Ordinal))}. Name the same underlyings.", nameof(returns));
        var own = _own.ToBuilder();
        foreach (var underlying in returns.Underlyings)
            own[underlying.Symbol] = own.GetValueOrDefault(underlying.Symbol, NoRows).SetItem(range, new(range, HistoricalRows.Of(returns, underlying, names)));
        return new(_default.Add(own[returns.Underlyings[0].Symbol][range]), own.ToImmutable(), Valuation, knowsOnlyOwn: true);
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
        return new(_default, _own.SetItem(underlying.Symbol, own), Valuation, _knowsOnlyOwn);
    }

    /// <summary>The same scenarios, valued in another way.</summary>
    /// <param name="valuation">How instruments are valued.</param>
    /// <returns>The changed set.</returns>
    public ScenarioSet ValuedBy(Valuation valuation) => new(_default, _own, Guard.NotNull(valuation, nameof(valuation)), _knowsOnlyOwn);

    /// <summary>All rows that an underlying feels, range after range.</summary>
    /// <param name="underlying">The underlying.</param>
    /// <returns>Its rows; empty for <see cref="None"/>.</returns>
    /// <exception cref="MissingMarketDataException">The set comes from joint returns that do not name the underlying.</exception>
    public ImmutableArray<Scenario> RowsFor(Underlying underlying)
    {
        if (_rows.Value.TryGetValue(underlying.Symbol, out var own)) return own.Rows;
        return Covers(underlying) ? _defaultRows : throw new MissingMarketDataException([$"{underlying}: returns for its scenarios"]);
    }

    /// <summary>Whether every underlying has rows; not where the set comes from joint returns, which name theirs.</summary>
    internal bool CoversAll => !_knowsOnlyOwn;

    /// <summary>Whether an underlying has rows.</summary>
    internal bool Covers(Underlying underlying) => CoversAll || _own.ContainsKey(underlying.Symbol);

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
        NamedRows[] all = [.. ranges];
        if (all.Length == 1) return all[0].Rows;
        var rows = new List<Scenario>();
        foreach (var range in all) rows.AddRange(range.Rows.AsSpan());
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
