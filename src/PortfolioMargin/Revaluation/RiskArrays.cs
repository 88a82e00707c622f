using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using PortfolioMargin.Numerics;

namespace PortfolioMargin;

/// <summary>The risk of one contract of every instrument of a universe, under one market and scenario set. Computed once and shared by every account,
/// order check and hedge search that looks at that market. Immutable and safe to share between threads.</summary>
public sealed class RiskArrays
{
    private readonly UnitRisk[] _units; // of this layer, in canonical order
    private readonly RiskArrays? _base;
    private readonly IRevaluer _revaluer;
    private readonly Lock _building = new();
    private RiskTable? _table;

    /// <summary>Arrays as a revaluer makes them.</summary>
    /// <param name="market">The market that was valued.</param>
    /// <param name="scenarios">The scenarios.</param>
    /// <param name="revaluer">Who can price further instruments in the same way.</param>
    /// <param name="units">One entry per instrument, each with as many values as its underlying feels scenarios.</param>
    /// <exception cref="ArgumentException">An entry has the wrong number of values, or an instrument comes twice.</exception>
    public RiskArrays(MarketSnapshot market, ScenarioSet scenarios, IRevaluer revaluer, IEnumerable<UnitRisk> units)
        : this(market, scenarios, revaluer, Checked([.. Guard.NotNull(units, nameof(units))], Guard.NotNull(scenarios, nameof(scenarios))), null)
    {
    }

    /// <summary>Units in canonical order, each once, with the right number of values: as the revaluer of this library makes them.</summary>
    internal RiskArrays(MarketSnapshot market, ScenarioSet scenarios, IRevaluer revaluer, UnitRisk[] units, RiskArrays? extended)
    {
        Market = Guard.NotNull(market, nameof(market));
        Scenarios = Guard.NotNull(scenarios, nameof(scenarios));
        _revaluer = Guard.NotNull(revaluer, nameof(revaluer));
        _base = extended;
        _units = units;
    }

    /// <summary>The market that was valued.</summary>
    public MarketSnapshot Market { get; }

    /// <summary>The scenarios.</summary>
    public ScenarioSet Scenarios { get; }

    /// <summary>Who priced the arrays.</summary>
    internal IRevaluer Revaluer => _revaluer;

    /// <summary>The universe, in canonical order.</summary>
    public ImmutableArray<Instrument> Instruments => [.. Units().Select(unit => unit.Instrument)];

    /// <summary>The arrays side by side in memory, made on first use.</summary>
    internal RiskTable Table
    {
        get
        {
            if (Volatile.Read(ref _table) is { } table) return table;
            lock (_building) return _table ??= new(this); // once, since a table may be large; a failure is not kept
        }
    }

    /// <summary>Profit or loss of one contract, [scenario], unweighted, in the settlement currency.</summary>
    /// <param name="instrument">An instrument of the universe.</param>
    /// <returns>One value per scenario of its underlying.</returns>
    /// <exception cref="KeyNotFoundException">The instrument is not in the universe.</exception>
    public ReadOnlySpan<double> this[Instrument instrument] => Unit(instrument).ProfitAndLoss.Span;

    /// <summary>Value, mark, deltas and risk array of one contract.</summary>
    /// <param name="instrument">An instrument of the universe.</param>
    /// <returns>Its unit risk.</returns>
    /// <exception cref="KeyNotFoundException">The instrument is not in the universe.</exception>
    public UnitRisk Unit(Instrument instrument) => Find(instrument)
        ?? throw new KeyNotFoundException($"The risk arrays do not hold {instrument}; price it first, or use Extend.");

    /// <summary>Whether an instrument is in the universe.</summary>
    /// <param name="instrument">The instrument.</param>
    /// <returns>Whether it has an array.</returns>
    public bool Contains(Instrument instrument) => Find(instrument) is not null;

    /// <summary>These arrays and those of further instruments. Only instruments that are not there yet are priced, with the bits of a fresh run.</summary>
    /// <param name="instruments">The instruments, known or new.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The larger universe; this one when nothing is new.</returns>
    public RiskArrays Extend(IEnumerable<Instrument> instruments, CancellationToken cancellationToken = default)
    {
        var seen = new UnitCursor(this);
        List<Instrument> unseen = [];
        Instrument[] wanted = instruments as Instrument[] ?? [.. Guard.NotNull(instruments, nameof(instruments))];
        foreach (var instrument in wanted)
            if (seen.Find(Guard.NotNull(instrument, nameof(instruments))) is null) unseen.Add(instrument);
        if (unseen.Count == 0) return this;
        var added = _revaluer.Revalue(unseen, Market, Scenarios, cancellationToken);
        return new(Market, Scenarios, _revaluer, Checked([.. added.Units()], Scenarios), this);
    }

    /// <summary>A SHA-256 over instruments, values and arrays (not those that were streamed): equal for equal inputs on every machine.</summary>
    /// <returns>64 hexadecimal digits.</returns>
    public string Fingerprint()
    {
        using var builder = new FingerprintBuilder();
        foreach (var unit in Units())
        {
            builder.Add(unit.Instrument.ToString()).Add(unit.Settlement.Code).Add(unit.Value).Add(unit.Mark).Add(unit.Forward)
                .Add(unit.ForwardDelta).Add(unit.SpotDelta).Add(unit.IsStreamed ? [] : unit.ProfitAndLoss.Span);
        }

        return builder.Finish();
    }

    /// <summary>All entries, in canonical order.</summary>
    internal IEnumerable<UnitRisk> Units()
    {
        if (_base is null) return _units;
        IEnumerable<UnitRisk> units = _units;
        for (var arrays = _base; arrays is not null; arrays = arrays._base) units = units.Concat(arrays._units);
        return units.OrderBy(unit => unit.Instrument);
    }

    private UnitRisk? Find(Instrument instrument)
    {
        Guard.NotNull(instrument, nameof(instrument));
        for (var arrays = this; arrays is not null; arrays = arrays._base)
        {
            int index = Search(arrays._units, instrument, 0);
            if (index >= 0) return arrays._units[index];
        }

        return null;
    }

    /// <summary>Index of an instrument from a place on, or the complement of where it would stand.</summary>
    private static int Search(UnitRisk[] units, Instrument instrument, int low)
    {
        int high = units.Length - 1;
        while (low <= high)
        {
            int middle = (low + high) >>> 1;
            int order = units[middle].Instrument.CompareTo(instrument);
            if (order == 0) return middle;
            if (order < 0) low = middle + 1;
            else high = middle - 1;
        }

        return ~low;
    }

    private static UnitRisk[] Checked(UnitRisk[] units, ScenarioSet scenarios)
    {
        bool ascending = true;
        int expected = 0;
        for (int i = 0; i < units.Length; i++)
        {
            var underlying = units[i].Instrument.Underlying;
            if (i == 0 || underlying != units[i - 1].Instrument.Underlying) expected = scenarios.RowsFor(underlying).Length;
            if (units[i].ProfitAndLoss.Length != expected)
                throw new ArgumentException($"{units[i].Instrument} has {units[i].ProfitAndLoss.Length} values but its underlying feels {expected} scenarios.", nameof(units));
            ascending &= i == 0 || units[i - 1].Instrument.CompareTo(units[i].Instrument) < 0;
        }

        if (ascending) return units;
        Array.Sort(units, static (left, right) => left.Instrument.CompareTo(right.Instrument));
        for (int i = 1; i < units.Length; i++)
        {
            if (units[i - 1].Instrument.CompareTo(units[i].Instrument) == 0)
                throw new ArgumentException($"{units[i].Instrument} comes twice; give each instrument one entry.", nameof(units));
        }

        return units;
    }

    /// <summary>Looks instruments up; those that come in canonical order, as in portfolios, cost one comparison each.</summary>
    internal struct UnitCursor(RiskArrays arrays)
    {
        private readonly UnitRisk[] _first = First(arrays);
        private int _next;

        /// <summary>The entry of an instrument, or none.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public UnitRisk? Find(Instrument instrument) =>
            (uint)_next < (uint)_first.Length && ReferenceEquals(_first[_next].Instrument, instrument) ? _first[_next++] : Seek(instrument);

        private UnitRisk? Seek(Instrument instrument)
        {
            int order = _next < _first.Length ? _first[_next].Instrument.CompareTo(instrument) : 1;
            if (order == 0) return _first[_next++];
            int index = Search(_first, instrument, order < 0 ? _next + 1 : 0);
            _next = index < 0 ? ~index : index + 1;
            return index >= 0 ? _first[index] : arrays._base is null ? null : arrays.Find(instrument);
        }

        /// <summary>The entry of an instrument.</summary>
        /// <exception cref="KeyNotFoundException">The instrument is not in the universe.</exception>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public UnitRisk Unit(Instrument instrument) => Find(instrument) ?? arrays.Unit(instrument);

        /// <summary>The lowest layer, which holds all but a few.</summary>
        private static UnitRisk[] First(RiskArrays arrays)
        {
            while (arrays._base is { } lower) arrays = lower;
            return arrays._units;
        }
    }
}
