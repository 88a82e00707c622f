using System.Collections.Immutable;
using PortfolioMargin.Numerics;

namespace PortfolioMargin;

/// <summary>One underlying's part of a simulated book: its positions, its scenarios, its totals while they grow.</summary>
internal sealed class SimulatedBook
{
    /// <summary>Instruments that are priced at a time: enough to share what an expiry shares, few enough for their rows to stay in the second-level cache.</summary>
    private const int InstrumentsPerSlice = 256;

    private readonly ImmutableArray<Position> _positions;
    private readonly double[] _totals; // [scenario]

    private SimulatedBook(ImmutableArray<Position> positions, MarketSnapshot market, ScenarioSet set)
    {
        _positions = positions;
        Market = market;
        Valuation = set.Valuation;
        Underlying = positions[0].Instrument.Underlying;
        Scenarios = set.RowsFor(Underlying);
        _totals = new double[Scenarios.Length];
    }

    public Underlying Underlying { get; }

    public MarketSnapshot Market { get; }

    public Valuation Valuation { get; }

    public ImmutableArray<Scenario> Scenarios { get; }

    /// <summary>Canonical order keeps an underlying together.</summary>
    public static IEnumerable<SimulatedBook> Split(Portfolio book, MarketSnapshot market, ScenarioSet scenarios)
    {
        var positions = book.Positions;
        for (int start = 0, end; start < positions.Length; start = end)
        {
            for (end = start + 1; end < positions.Length && positions[end].Instrument.Underlying == positions[start].Instrument.Underlying; end++) ;
            yield return new(positions.Slice(start, end - start), market, scenarios);
        }
    }

    /// <summary>The smallest sigma sqrt(T), relative to the forward, of the options whose value turns inside a range of ln(1 + move); +Infinity without any.</summary>
    public double NarrowestDeviation(double low, double high)
    {
        double narrowest = double.PositiveInfinity;
        Span<double> volatility = stackalloc double[1];
        foreach (var option in _positions.Select(position => position.Instrument).OfType<VanillaOption>())
        {
            var expiry = option.Expiry!.Value;
            double years = Math.Max(0, Market.YearsTo(expiry)), forward = Market.ForwardOf(Underlying, expiry), deviation = 0;
            if (years > 0 && Market.VolatilityOf(Underlying, expiry) is { } surface)
            {
                surface.Volatilities(years, forward, [option.Strike], volatility);
                deviation = volatility[0] * Math.Sqrt(years) / (Market[Underlying].Model == PriceModel.Lognormal ? 1 : Math.Abs(forward));
            }

            double distance = option.Strike > 0 && forward > 0 ? Elementary.Log(option.Strike / forward) : low, reach = 8 * deviation;
            if (distance >= low - reach && distance <= high + reach) narrowest = Math.Min(narrowest, deviation);
        }

        return narrowest;
    }

    /// <summary>Adds every position up in some of the scenarios.</summary>
    public void Add(int start, int count, IRevaluer revaluer, CancellationToken cancellationToken)
    {
        var set = ScenarioSet.Of(Scenarios.Slice(start, count)).ValuedBy(Valuation);
        Sum(set, revaluer, _totals.AsSpan(start, count), cancellationToken);
    }

    /// <summary>Profit and loss in the scenarios of a set, and the gross value: the sum of |quantity x value|.</summary>
    /// <param name="set">The scenarios.</param>
    /// <param name="revaluer">Who prices.</param>
    /// <param name="totals">Receives the profits, in the reporting currency.</param>
    /// <param name="cancellationToken">Looked at between slices.</param>
    /// <returns>The gross value, in the reporting currency.</returns>
    public double Sum(ScenarioSet set, IRevaluer revaluer, Span<double> totals, CancellationToken cancellationToken)
    {
        var block = new double[totals.Length];
        double gross = 0;
        totals.Clear();
        var memory = new RowMemory(Math.Min(InstrumentsPerSlice, _positions.Length) * totals.Length);
        for (int from = 0; from < _positions.Length; from += InstrumentsPerSlice)
        {
            cancellationToken.ThrowIfCancellationRequested();
            memory.Forget();
            var part = _positions.AsSpan().Slice(from, Math.Min(InstrumentsPerSlice, _positions.Length - from));
            var instruments = new Instrument[part.Length];
            for (int i = 0; i < part.Length; i++) instruments[i] = part[i].Instrument;
            var units = new RiskArrays.UnitCursor(revaluer is Revaluer full
                ? full.Revalue(instruments, Market, set, memory, cancellationToken)
                : revaluer.Revalue(instruments, Market, set, cancellationToken));
            foreach (var position in part) gross += Add(position, units.Unit(position.Instrument), block, totals);
        }

        RowSums.Accumulate(totals, 1, block);
        return gross;
    }

    /// <summary>The totals, once every scenario is added.</summary>
    public SimulatedGroup Finished(string? reason)
    {
        for (int s = 0; s < _totals.Length; s++)
        {
            if (!double.IsFinite(_totals[s]))
                throw new OverflowException($"The profit of {Underlying} in scenario {Scenarios[s].Name} leaves the range of a double; check quantities and prices.");
        }

        return new(Underlying, Scenarios, [.. _totals], 0, 0, reason);
    }

    private double Add(in Position position, UnitRisk unit, Span<double> block, Span<double> totals)
    {
        Market.FindValue(unit.Settlement, out double conversion); // known: the simulator has looked
        double factor = position.Quantity * conversion;
        if (factor == 0) return 0; // as sums over arrays: no position, and no block
        if (unit.StartsBlock)
        {
            RowSums.Accumulate(totals, 1, block);
            block.Clear();
        }

        RowSums.Accumulate(block, factor, unit.ProfitAndLoss.Span);
        return Math.Abs(factor * unit.Value);
    }
}
