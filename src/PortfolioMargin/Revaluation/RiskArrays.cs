using System.Collections.Immutable;
using PortfolioMargin.Numerics;

namespace PortfolioMargin;

/// <summary>The risk of one contract of every instrument of a universe, under one market and scenario set. Computed once and shared by every account,
/// order check and hedge search that looks at that market. Immutable and safe to share between threads.</summary>
public sealed class RiskArrays
{
    private readonly Dictionary<Instrument, UnitRisk> _units;
    private readonly RiskArrays? _base;
    private readonly IRevaluer _revaluer;

    /// <summary>Arrays as a revaluer makes them.</summary>
    /// <param name="market">The market that was valued.</param>
    /// <param name="scenarios">The scenarios.</param>
    /// <param name="revaluer">Who can price further instruments in the same way.</param>
    /// <param name="units">One entry per instrument, each with as many values as its underlying feels scenarios.</param>
    /// <exception cref="ArgumentException">An entry has the wrong number of values, or an instrument comes twice.</exception>
    public RiskArrays(MarketSnapshot market, ScenarioSet scenarios, IRevaluer revaluer, IEnumerable<UnitRisk> units)
        : this(market, scenarios, revaluer, units, null)
    {
    }

    private RiskArrays(MarketSnapshot market, ScenarioSet scenarios, IRevaluer revaluer, IEnumerable<UnitRisk> units, RiskArrays? extended)
    {
        Market = Guard.NotNull(market, nameof(market));
        Scenarios = Guard.NotNull(scenarios, nameof(scenarios));
        _revaluer = Guard.NotNull(revaluer, nameof(revaluer));
        _base = extended;
        _units = [];
        foreach (var unit in Guard.NotNull(units, nameof(units)))
        {
            int expected = scenarios.RowsFor(unit.Instrument.Underlying).Length;
            if (unit.ProfitAndLoss.Length != expected)
                throw new ArgumentException($"{unit.Instrument} has {unit.ProfitAndLoss.Length} values but its underlying feels {expected} scenarios.", nameof(units));
            if (!_units.TryAdd(unit.Instrument, unit))
                throw new ArgumentException($"{unit.Instrument} comes twice; give each instrument one entry.", nameof(units));
        }
    }

    /// <summary>The market that was valued.</summary>
    public MarketSnapshot Market { get; }

    /// <summary>The scenarios.</summary>
    public ScenarioSet Scenarios { get; }

    /// <summary>Who priced the arrays.</summary>
    internal IRevaluer Revaluer => _revaluer;

    /// <summary>The universe, in canonical order.</summary>
    public ImmutableArray<Instrument> Instruments => [.. Units().Select(unit => unit.Instrument)];

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
        Instrument[] unseen = [.. Guard.NotNull(instruments, nameof(instruments)).Where(instrument => Find(instrument) is null)];
        if (unseen.Length == 0) return this;
        var added = _revaluer.Revalue(unseen, Market, Scenarios, cancellationToken);
        return new(Market, Scenarios, _revaluer, added.Units(), this);
    }

    /// <summary>A SHA-256 over instruments, values and arrays: equal for equal inputs on every machine.</summary>
    /// <returns>64 hexadecimal digits.</returns>
    public string Fingerprint()
    {
        using var builder = new FingerprintBuilder();
        foreach (var unit in Units())
        {
            builder.Add(unit.Instrument.ToString()).Add(unit.Settlement.Code).Add(unit.Value).Add(unit.Mark).Add(unit.Forward)
                .Add(unit.ForwardDelta).Add(unit.SpotDelta).Add(unit.ProfitAndLoss.Span);
        }

        return builder.Finish();
    }

    private IEnumerable<UnitRisk> Units()
    {
        IEnumerable<UnitRisk> units = _units.Values;
        for (var arrays = _base; arrays is not null; arrays = arrays._base) units = units.Concat(arrays._units.Values);
        return units.OrderBy(unit => unit.Instrument);
    }

    private UnitRisk? Find(Instrument instrument)
    {
        Guard.NotNull(instrument, nameof(instrument));
        for (var arrays = this; arrays is not null; arrays = arrays._base)
            if (arrays._units.TryGetValue(instrument, out var unit)) return unit;
        return null;
    }
}
