using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;
using PortfolioMargin.Numerics;

namespace PortfolioMargin;

/// <summary>Rows of a risk matrix that belong together: an underlying, an expiry, any key. Money is in the reporting currency.</summary>
public sealed class RiskGroup
{
    /// <summary>Groups up to which looking at each beats a table, which a fresh process would have to compile first.</summary>
    private const int FewGroups = 16;

    private readonly RiskMatrix _matrix;
    private readonly object? _key;
    private string? _name;     // worked out once, always the same, as are the three below
    private double[]? _totals; // [scenario]
    private int[]? _indices;   // of the rows in the matrix
    private ImmutableArray<Scenario> _scenarios;

    internal RiskGroup(object? key, RiskMatrix matrix, RiskRows rows)
    {
        _key = key;
        _matrix = matrix;
        Rows = rows;
    }

    /// <summary>A group without rows: zero in every scenario of no underlying.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="matrix">The matrix that it belongs to.</param>
    /// <returns>The group.</returns>
    public static RiskGroup Empty(string name, RiskMatrix matrix) => new(name, Guard.NotNull(matrix, nameof(matrix)), matrix.Rows[..0]);

    /// <summary>The key that the group was made by, as text.</summary>
    public string Name => _name ??= Convert.ToString(_key, CultureInfo.InvariantCulture) ?? "";

    /// <summary>The rows, in the order of the matrix.</summary>
    public RiskRows Rows { get; }

    /// <summary>The market that was valued.</summary>
    public MarketSnapshot Market => _matrix.Market;

    /// <summary>The scenarios that the group's rows feel.</summary>
    /// <exception cref="InvalidOperationException">The group mixes underlyings whose scenarios differ in number.</exception>
    public ImmutableArray<Scenario> Scenarios
    {
        get
        {
            if (_scenarios.IsDefault) ImmutableInterlocked.InterlockedInitialize(ref _scenarios, FindScenarios());
            return _scenarios;
        }
    }

    /// <summary>Rows grouped further by a key, in the order of their first row.</summary>
    /// <typeparam name="TKey">Type of the key.</typeparam>
    /// <param name="key">The key.</param>
    /// <returns>One group per key, named by it.</returns>
    public IEnumerable<RiskGroup> By<TKey>(Func<Instrument, TKey> key)
    {
        Guard.NotNull(key, nameof(key));
        var groups = new List<(TKey Key, RiskRows Rows, List<int>? Places)>(); // places where a key comes in several runs
        Dictionary<ValueTuple<TKey>, int>? known = null; // a tuple, since a key may be null
        var instruments = _matrix.Columns.Instruments;
        for (int start = 0, end; start < Rows.Length; start = end) // canonical order keeps most keys together, in runs
        {
            var value = key(instruments[Rows.Place(start)]);
            for (end = start + 1; end < Rows.Length && EqualityComparer<TKey>.Default.Equals(key(instruments[Rows.Place(end)]), value); end++) ;
            var run = Rows[start..end];
            int index = known is null ? groups.FindIndex(group => EqualityComparer<TKey>.Default.Equals(group.Key, value)) : known.GetValueOrDefault(new(value), -1);
            if (index >= 0)
            {
                var (_, first, places) = groups[index];
                if (places is null) groups[index] = (value, first, places = [.. first.Places()]);
                places.AddRange(run.Places());
            }
            else
            {
                known?.Add(new(value), groups.Count);
                groups.Add((value, run, null));
                if (groups.Count == FewGroups) known = groups.Select((group, place) => (group.Key, place)).ToDictionary(pair => ValueTuple.Create(pair.Key), pair => pair.place);
            }
        }

        return [.. groups.Select(group => new RiskGroup(group.Key, _matrix, group.Places is { } places ? Rows.At([.. places]) : group.Rows))];
    }

    /// <summary>The rows that satisfy a condition.</summary>
    /// <param name="condition">True for rows to keep.</param>
    /// <returns>The part of the group, under the same name.</returns>
    public RiskGroup Where(Func<RiskRow, bool> condition) => new(_key, _matrix, Rows.Matching(Guard.NotNull(condition, nameof(condition))));

    /// <summary>Profit or loss of the group in every scenario, unweighted. Rows are added in canonical order and in blocks that the instruments themselves
    /// begin, so the bits do not depend on how the account was given.</summary>
    /// <param name="destination">Receives one value per scenario.</param>
    public void ProfitAndLoss(Span<double> destination) => Totals().CopyTo(destination);

    /// <summary>Profit or loss of the group in one scenario, unweighted.</summary>
    /// <param name="scenario">Row of <see cref="Scenarios"/>.</param>
    /// <returns>The amount, profit positive.</returns>
    public Attributed At(int scenario)
    {
        if (_matrix.Streamed is not null) return Average(TailRows.Single(scenario));
        double value = Totals()[scenario];
        if (!_matrix.HasSlopes) return Attributed.Constant(value);
        var (columns, indices) = (_matrix.Columns, Indices());
        var slopes = new double[indices.Length];
        for (int i = 0; i < slopes.Length; i++) slopes[i] = columns.Units[indices[i]].Profits[scenario] * columns.Conversions[indices[i]];
        return _matrix.Amount(value, indices, slopes);
    }

    /// <summary>The weighted mean of the group's profits over scenarios: what a tail measure is made of.</summary>
    internal Attributed Average(TailRows scenarios)
    {
        double value = Finite(scenarios.ProfitOf(Totals()));
        if (!_matrix.HasSlopes) return Attributed.Constant(value);
        return _matrix.Amount(value, Indices(), _matrix.Streamed?.Slopes(Rows, scenarios) ?? Slopes(scenarios));
    }

    private double[] Slopes(TailRows scenarios)
    {
        var (columns, indices) = (_matrix.Columns, Indices());
        var slopes = new double[indices.Length];
        for (int i = 0; i < slopes.Length; i++) slopes[i] = scenarios.ProfitOf(columns.Units[indices[i]].Profits) * columns.Conversions[indices[i]];
        return slopes;
    }

    /// <summary>An amount that is linear in the rows.</summary>
    /// <param name="unit">Amount per contract, in the reporting currency.</param>
    /// <returns>Sum of quantity x unit.</returns>
    public Attributed Linear(Func<RiskRow, double> unit)
    {
        Guard.NotNull(unit, nameof(unit));
        if (!_matrix.HasSlopes) return Attributed.Constant(Sum(unit));
        var (columns, indices) = (_matrix.Columns, Indices());
        var (quantities, starts) = (columns.Quantities, columns.StartsBlock);
        var (sum, slopes) = (new BlockSum(), new double[indices.Length]);
        for (int i = 0; i < slopes.Length; i++)
        {
            int row = indices[i];
            slopes[i] = unit(new(columns, row));
            sum.Add(quantities[row], slopes[i], starts[row]);
        }

        return _matrix.Amount(Finite(sum.Total), indices, slopes);
    }

    /// <summary>As <see cref="Linear"/>, the value only.</summary>
    /// <param name="unit">Amount per contract, in the reporting currency.</param>
    /// <returns>Sum of quantity x unit.</returns>
    public double Sum(Func<RiskRow, double> unit)
    {
        Guard.NotNull(unit, nameof(unit));
        var (sum, quantities, starts) = (new BlockSum(), _matrix.Columns.Quantities, _matrix.Columns.StartsBlock);
        foreach (var row in Rows) sum.Add(quantities[row.Index], unit(row), starts[row.Index]);
        return Finite(sum.Total);
    }

    /// <summary>Mark value of what holds value: spot and options paid upfront.</summary>
    public Attributed Value => Linear(row => row.Instrument.HoldsValue ? row.Mark : 0);

    /// <summary>Number of short contracts: sum of max(0, -quantity).</summary>
    /// <returns>The count, not below 0.</returns>
    public Attributed Shorts() => Linear(row => row.Quantity < 0 ? -1 : 0);

    /// <summary>The scenario with the largest weighted loss of the group; the lowest index where several tie.</summary>
    /// <returns>Row of <see cref="Scenarios"/>, or -1 without scenarios.</returns>
    public int WorstScenario()
    {
        var (totals, scenarios) = (Totals(), Scenarios);
        int worst = -1;
        for (int s = 0; s < totals.Length; s++)
            if (worst < 0 || scenarios[s].Weight * totals[s] < scenarios[worst].Weight * totals[worst]) worst = s;
        return worst;
    }

    /// <summary>Whether the rows, which stand in canonical order, belong to several underlyings: each of them is summed on its own, so that streamed sums have the same bits.</summary>
    private bool IsMixed => !Rows.IsEmpty && Rows[0].Instrument.Underlying != Rows[^1].Instrument.Underlying;

    private double[] Totals()
    {
        if (_totals is { } known) return known;
        var totals = new double[Scenarios.Length];
        if (IsMixed) foreach (var part in By(instrument => instrument.Underlying)) RowSums.Accumulate(totals, 1, part.Totals());
        else if (_matrix.Streamed is { } streamed && Rows.Length > 0) streamed.Totals(Rows).CopyTo(totals);
        else RowStrips.Sum(new ProfitRows(Indices(), _matrix.Columns), totals);
        for (int s = 0; s < totals.Length; s++)
        {
            if (!double.IsFinite(totals[s]))
                throw new OverflowException($"The profit of group {Name} in scenario {Scenarios[s].Name} leaves the range of a double; its largest position is {Rows.MaxBy(row => Math.Abs(row.Quantity))!.Instrument}.");
        }

        return _totals = totals;
    }

    private ImmutableArray<Scenario> FindScenarios()
    {
        if (Rows.IsEmpty) return [];
        var first = _matrix.Scenarios.RowsFor(Rows[0].Instrument.Underlying);
        if (Rows[0].Instrument.Underlying == Rows[^1].Instrument.Underlying && Rows[0].Kind == Rows[^1].Kind) return first; // canonical order keeps an underlying together
        foreach (var row in Rows)
        {
            int count = row.Unit!.IsStreamed ? _matrix.Scenarios.RowsFor(row.Instrument.Underlying).Length : row.Unit.Profits.Length;
            if (count != first.Length)
                throw new InvalidOperationException($"Group {Name} mixes {Rows[0].Instrument.Underlying} with {first.Length} scenarios and {row.Instrument.Underlying} with {count}; group by underlying first.");
        }

        return first;
    }

    private int[] Indices() => _indices ??= Rows.Places();

    private double Finite(double value) => double.IsFinite(value)
        ? value
        : throw new OverflowException($"An amount of group {Name} leaves the range of a double; its largest position is {Rows.MaxBy(row => Math.Abs(row.Quantity))!.Instrument}. Check quantities and prices.");

    /// <summary>The rows as terms of the totals.</summary>
    private readonly struct ProfitRows(int[] rows, RowColumns columns) : IRowSource
    {
        public int Count => rows.Length;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public ReadOnlySpan<double> Cells(int row) => columns.Units[rows[row]].Profits;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public double Factor(int row) => columns.Quantities[rows[row]] * columns.Conversions[rows[row]];

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public bool StartsBlock(int row) => columns.StartsBlock[rows[row]];
    }
}
