using System.Collections.Immutable;
using PortfolioMargin.Numerics;
using static System.FormattableString;

namespace PortfolioMargin;

/// <summary>Profit and loss of a book in many scenarios, without an array per instrument. Immutable. Money is in the reporting currency.</summary>
public sealed class SimulatedProfits
{
    private const int InstrumentsPerSlice = 4096;

    private readonly MarketSnapshot _market;
    private readonly ScenarioSet _scenarios;
    private readonly IRevaluer _revaluer;

    internal SimulatedProfits(MarketSnapshot market, ScenarioSet scenarios, IRevaluer revaluer, ImmutableArray<SimulatedGroup> groups)
    {
        _market = market;
        _scenarios = scenarios;
        _revaluer = revaluer;
        Groups = groups;
    }

    /// <summary>One entry per underlying, in ordinal order.</summary>
    public ImmutableArray<SimulatedGroup> Groups { get; }

    /// <summary>Risk arrays of some scenarios only, for the attribution of a tail: what the simulation did not keep is priced again, with the same bits
    /// where the group was not interpolated, and within its reported error where it was.</summary>
    /// <param name="universe">The instruments.</param>
    /// <param name="scenarios">Rows of the scenario set that every underlying of the universe has; column i of the arrays is scenario number i of this list.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>Arrays with one column per listed scenario.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is not a row of some underlying.</exception>
    public RiskArrays At(IEnumerable<Instrument> universe, IReadOnlyList<int> scenarios, CancellationToken cancellationToken = default)
    {
        Instrument[] instruments = [.. Guard.NotNull(universe, nameof(universe))];
        Guard.NotNull(scenarios, nameof(scenarios));
        ScenarioSet? chosen = null;
        foreach (var underlying in instruments.Select(instrument => instrument.Underlying).Distinct().Order())
        {
            var rows = Chosen(underlying, scenarios);
            chosen = (chosen ?? ScenarioSet.Of(rows).ValuedBy(_scenarios.Valuation)).For(underlying, ScenarioSet.MainRange, rows);
        }

        return _revaluer.Revalue(instruments, _market, chosen ?? ScenarioSet.None, cancellationToken);
    }

    /// <summary>Values, marks and deltas of instruments, whose profits are in the totals alone.</summary>
    /// <param name="universe">The instruments, in canonical order, each once.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    internal RiskArrays WithoutProfits(ReadOnlySpan<Instrument> universe, CancellationToken cancellationToken)
    {
        var (units, unmoved) = (new UnitRisk[universe.Length], ScenarioSet.None.ValuedBy(_scenarios.Valuation));
        for (int start = 0; start < units.Length; start += InstrumentsPerSlice)
        {
            var slice = universe.Slice(start, Math.Min(InstrumentsPerSlice, units.Length - start)).ToArray();
            int next = start;
            foreach (var unit in _revaluer.Revalue(slice, _market, unmoved, cancellationToken).Units()) units[next++] = unit.AfterStreaming();
        }

        return new(_market, _scenarios, _revaluer, units, null);
    }

    private IEnumerable<Scenario> Chosen(Underlying underlying, IReadOnlyList<int> scenarios)
    {
        var rows = _scenarios.RowsFor(underlying);
        return scenarios.Select(s => (uint)s < (uint)rows.Length
            ? rows[s]
            : throw new ArgumentOutOfRangeException(nameof(scenarios), s, Invariant($"Scenario {s} is not one of the {rows.Length} that {underlying} feels.")));
    }
}

/// <summary>Profit and loss of one underlying's part of a book, and how it was found.</summary>
public sealed class SimulatedGroup
{
    internal SimulatedGroup(Underlying underlying, ImmutableArray<Scenario> scenarios, ImmutableArray<double> profitAndLoss, int nodes, double errorBound, string? reason)
    {
        Underlying = underlying;
        Scenarios = scenarios;
        ProfitAndLoss = profitAndLoss;
        Nodes = nodes;
        ErrorBound = errorBound;
        Reason = reason;
    }

    /// <summary>The underlying.</summary>
    public Underlying Underlying { get; }

    /// <summary>The scenarios that it feels.</summary>
    public ImmutableArray<Scenario> Scenarios { get; }

    /// <summary>Profit or loss in every scenario, unweighted, profit positive, in the reporting currency.</summary>
    public ImmutableArray<double> ProfitAndLoss { get; }

    /// <summary>Whether the book was interpolated over the spot price.</summary>
    public bool IsInterpolated => Nodes > 0;

    /// <summary>Spot prices that the book was priced at, where it was interpolated; else 0.</summary>
    public int Nodes { get; }

    /// <summary>Largest error that was measured between the nodes of the half as fine grid, in the reporting currency; 0 where every scenario was priced.</summary>
    public double ErrorBound { get; }

    /// <summary>Why the book was not interpolated although that was allowed; <see langword="null"/> where it was, or was not allowed.</summary>
    public string? Reason { get; }
}
