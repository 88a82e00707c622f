using System.Collections.Immutable;
using PortfolioMargin.Numerics;

namespace PortfolioMargin;

/// <summary>The sums of an account's positions in one underlying. Part of <see cref="RiskTotals"/>, and reused with it.</summary>
public sealed class UnderlyingTotals
{
    private readonly TableGroup _group;
    private readonly ExpiryTotals[] _held;
    private readonly AlignedRow _sums;  // [column]
    private readonly AlignedRow _block; // [column]
    private int _heldCount;

    internal UnderlyingTotals(TotalsPlan plan, TableGroup group, int index)
    {
        Plan = plan;
        Index = index;
        _group = group;
        _held = new ExpiryTotals[plan.Table.Expiries.Count(expiry => expiry.Group == index)];
        _sums = new(group.Columns);
        _block = new(group.Columns);
        Amounts = new(plan, plan.Underlying, group.First);
    }

    /// <summary>The underlying.</summary>
    public Underlying Underlying => _group.Underlying;

    /// <summary>The scenarios that it feels.</summary>
    public ImmutableArray<Scenario> Scenarios => _group.Scenarios;

    /// <summary>Profit or loss in every scenario, unweighted, profit positive.</summary>
    public ReadOnlySpan<double> ProfitAndLoss => _sums.Slice(0, _group.Scenarios.Length);

    /// <summary>The instrument of its first position, in canonical order.</summary>
    public Instrument First => Plan.Table.Units[FirstSlot].Instrument;

    /// <summary>Value of one unit of the settlement currency of its first position in the reporting currency.</summary>
    public double Conversion => Plan.Table.Conversions[FirstSlot];

    /// <summary>Expiries that the account has positions in: none first, then ascending.</summary>
    public ReadOnlySpan<ExpiryTotals> Expiries => _held.AsSpan(0, _heldCount);

    /// <summary>A total over the underlying.</summary>
    /// <param name="total">One that the rule book lists, of scope underlying.</param>
    /// <returns>The amount.</returns>
    public double Amount(RiskTotal total) => Amounts.Of(total);

    /// <summary>The largest weighted loss over the scenarios, not below 0, in the bits of <c>RiskLines.WorstLoss</c>.</summary>
    /// <returns>The loss.</returns>
    public double WorstLoss() => 0 - WorstCell.Of(_sums.Span, _group.Weights, 0, _sums.Span);

    internal TotalsPlan Plan { get; }

    internal int Index { get; }

    internal TableGroup Group => _group;

    internal TotalAmounts Amounts { get; }

    internal Span<double> Sums => _sums.Span;

    internal int FirstSlot { get; set; }

    internal bool IsShown => Amounts.Positions > 0;

    internal void Clear()
    {
        foreach (var expiry in Expiries) expiry.Amounts.Clear();
        Amounts.Clear();
        _heldCount = 0;
    }

    /// <summary>Sums the profits of positions in this underlying.</summary>
    /// <param name="rows">Slots less the underlying's first.</param>
    /// <param name="factors">Quantity x conversion, none of them 0.</param>
    internal void Sum(ReadOnlySpan<int> rows, ReadOnlySpan<double> factors)
    {
        _sums.Span.Clear();
        _block.Span.Clear();
        RowBlocks.Add(Plan.Table.Rows(_group), rows, factors, Plan.Table.StartsBlock.AsSpan(_group.First), _block.Span, _sums.Span);
        RowBlocks.Close(_block.Span, _sums.Span);
        CheckFinite();
    }

    internal void CheckFinite()
    {
        if (!WorstCell.AreFinite(_sums.Span))
            throw new OverflowException($"The profit of {Underlying} leaves the range of a double in some scenario; check quantities and prices.");
    }

    internal void Show(ExpiryTotals expiry)
    {
        if (expiry.Amounts.Positions > 0) return;
        int at = _heldCount++;
        for (; at > 0 && _held[at - 1].Index > expiry.Index; at--) _held[at] = _held[at - 1];
        _held[at] = expiry;
    }

    internal void Hide(ExpiryTotals expiry)
    {
        if (expiry.Amounts.Positions > 0) return;
        int at = Array.IndexOf(_held, expiry, 0, _heldCount);
        Array.Copy(_held, at + 1, _held, at, --_heldCount - at);
    }
}

/// <summary>The sums of an account's positions in one expiry of one underlying. Part of <see cref="RiskTotals"/>, and reused with it.</summary>
public sealed class ExpiryTotals
{
    internal ExpiryTotals(TotalsPlan plan, DateTimeOffset? expiry, int index)
    {
        Expiry = expiry;
        Index = index;
        Amounts = new(plan, plan.Expiry, Array.IndexOf(plan.Table.ExpiryOf, index));
    }

    /// <summary>When its instruments end; none for spot and perpetuals.</summary>
    public DateTimeOffset? Expiry { get; }

    /// <summary>A total over the expiry.</summary>
    /// <param name="total">One that the rule book lists, of scope expiry.</param>
    /// <returns>The amount.</returns>
    public double Amount(RiskTotal total) => Amounts.Of(total);

    internal int Index { get; }

    internal TotalAmounts Amounts { get; }
}
