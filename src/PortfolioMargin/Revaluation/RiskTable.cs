using System.Collections.Immutable;
using PortfolioMargin.Numerics;

namespace PortfolioMargin;

/// <summary>Risk arrays side by side in one piece of memory, so that summing an account is a walk over whole cache lines. An instrument's slot is its place
/// in canonical order. Rows are padded with zeros to whole vectors. Immutable.</summary>
internal sealed class RiskTable
{
    private readonly AlignedRow _memory;
    private readonly int[] _starts; // of rows in memory, by slot; one more for the end

    public RiskTable(RiskArrays arrays)
    {
        Arrays = arrays;
        Units = [.. arrays.Units()];
        Conversions = new double[Units.Length];
        StartsBlock = new bool[Units.Length];
        GroupOf = new int[Units.Length];
        ExpiryOf = new int[Units.Length];
        _starts = new int[Units.Length + 1];
        Groups = FindGroups();
        Expiries = FindExpiries();
        _memory = new(Groups.Sum(group => group.Columns * (group.End - group.First)));
        Fill();
    }

    public RiskArrays Arrays { get; }

    /// <summary>By slot.</summary>
    public UnitRisk[] Units { get; }

    /// <summary>Value of one unit of the settlement currency in the reporting currency, by slot; NaN where the market does not say.</summary>
    public double[] Conversions { get; }

    /// <summary>By slot.</summary>
    public bool[] StartsBlock { get; }

    /// <summary>Index of the underlying, by slot.</summary>
    public int[] GroupOf { get; }

    /// <summary>Index of (underlying, expiry), by slot.</summary>
    public int[] ExpiryOf { get; }

    /// <summary>Underlyings, in ordinal order.</summary>
    public ImmutableArray<TableGroup> Groups { get; }

    /// <summary>Expiries of each underlying, none first, then ascending; the underlyings one after the other.</summary>
    public ImmutableArray<(int Group, DateTimeOffset? Expiry)> Expiries { get; }

    /// <summary>Rows of an underlying, [slot - first slot, column].</summary>
    public ReadOnlySpan<double> Rows(TableGroup group) => _memory.Slice(group.Offset, (group.End - group.First) * group.Columns);

    /// <summary>One row, [column].</summary>
    public ReadOnlySpan<double> Row(int slot)
    {
        int start = _starts[slot];
        return _memory.Slice(start, _starts[slot + 1] - start);
    }

    /// <summary>The slot of an instrument, or -1.</summary>
    public int Find(Instrument instrument, int from = 0)
    {
        if (from < Units.Length && ReferenceEquals(Units[from].Instrument, instrument)) return from;
        int low = 0, high = Units.Length - 1;
        while (low <= high)
        {
            int middle = (low + high) >>> 1;
            int order = Units[middle].Instrument.CompareTo(instrument);
            if (order == 0) return middle;
            if (order < 0) low = middle + 1;
            else high = middle - 1;
        }

        return -1;
    }

    private ImmutableArray<TableGroup> FindGroups()
    {
        var groups = ImmutableArray.CreateBuilder<TableGroup>();
        long offset = 0;
        for (int start = 0, end; start < Units.Length; start = end)
        {
            var underlying = Units[start].Instrument.Underlying;
            for (end = start; end < Units.Length && Units[end].Instrument.Underlying == underlying; end++) GroupOf[end] = groups.Count;
            var group = new TableGroup(underlying, Arrays.Scenarios.RowsFor(underlying), start, end, (int)offset);
            groups.Add(group);
            offset += (long)group.Columns * (end - start);
            if (offset > Array.MaxLength)
                throw new OverflowException($"{Units.Length} instruments with up to {group.Columns} scenarios are more than {Array.MaxLength} cells, which one table cannot hold; simulate the book with {nameof(ProfitSimulator)}, which holds no table, or split the universe.");
        }

        return groups.ToImmutable();
    }

    private ImmutableArray<(int Group, DateTimeOffset? Expiry)> FindExpiries()
    {
        var found = new SortedSet<(int Group, DateTimeOffset Expiry)>(); // no expiry sorts first, as the smallest instant
        for (int slot = 0; slot < Units.Length; slot++) found.Add((GroupOf[slot], Units[slot].Instrument.Expiry ?? DateTimeOffset.MinValue));
        var indices = found.Select((key, index) => (key, index)).ToDictionary(pair => pair.key, pair => pair.index);
        for (int slot = 0; slot < Units.Length; slot++) ExpiryOf[slot] = indices[(GroupOf[slot], Units[slot].Instrument.Expiry ?? DateTimeOffset.MinValue)];
        return [.. found.Select(key => (key.Group, key.Expiry == DateTimeOffset.MinValue ? (DateTimeOffset?)null : key.Expiry))];
    }

    private void Fill()
    {
        for (int slot = 0; slot < Units.Length; slot++)
        {
            var group = Groups[GroupOf[slot]];
            _starts[slot] = group.Offset + ((slot - group.First) * group.Columns);
            _starts[slot + 1] = _starts[slot] + group.Columns;
            Units[slot].ProfitAndLoss.Span.CopyTo(_memory.Slice(_starts[slot], group.Columns));
            StartsBlock[slot] = Units[slot].StartsBlock;
            Conversions[slot] = Arrays.Market.FindValue(Units[slot].Settlement, out double value) ? value : double.NaN;
        }
    }
}

/// <summary>One underlying of a <see cref="RiskTable"/>: which slots, which scenarios.</summary>
internal sealed class TableGroup
{
    private readonly AlignedRow _weights;

    public TableGroup(Underlying underlying, ImmutableArray<Scenario> scenarios, int first, int end, int offset)
    {
        Underlying = underlying;
        Scenarios = scenarios;
        First = first;
        End = end;
        Offset = offset;
        Columns = RowBlocks.Padded(scenarios.Length);
        _weights = new(Columns);
        for (int s = 0; s < scenarios.Length; s++) _weights.Span[s] = scenarios[s].Weight;
    }

    public Underlying Underlying { get; }

    public ImmutableArray<Scenario> Scenarios { get; }

    /// <summary>First slot and the one after the last.</summary>
    public int First { get; }

    public int End { get; }

    /// <summary>Scenarios with padding.</summary>
    public int Columns { get; }

    /// <summary>Weight of each scenario, 0 for padding.</summary>
    public ReadOnlySpan<double> Weights => _weights.Span;

    /// <summary>Where its first row stands in memory.</summary>
    public int Offset { get; }
}
