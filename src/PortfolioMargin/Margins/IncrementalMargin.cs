using System.Collections.Immutable;
using PortfolioMargin.Numerics;

namespace PortfolioMargin;

/// <summary>One account whose sums are kept: what a further trade would require costs the sums that it touches, and allocates nothing. Every answer has the bits of
/// a ledger of the account after the trade. Not safe to share between threads: give each thread its own.</summary>
public sealed class IncrementalMargin
{
    private readonly RequirementCalculator _calculator;
    private readonly RiskTable _table;
    private readonly RiskTotals _totals;
    private readonly bool[] _listed; // by slot, positions of quantity 0 too
    private readonly KeptAmounts _account;
    private readonly ImmutableArray<KeptProfits> _profits;      // by underlying
    private readonly ImmutableArray<KeptAmounts> _underlyings;  // by underlying
    private readonly ImmutableArray<KeptAmounts> _expiries;     // by expiry
    private readonly ImmutableArray<double[]> _saved;           // by underlying, [column]

    internal IncrementalMargin(RequirementCalculator calculator, Account account)
    {
        var plan = calculator.Plan;
        _calculator = calculator;
        _table = plan.Table;
        var reader = new TotalsReader(plan);
        reader.Read(account);
        _totals = reader.Totals;
        _listed = new bool[_table.Units.Length];
        _account = new(plan, _totals.Amounts, new(_table));
        _profits = [.. _table.Groups.Select(group => new KeptProfits(_table, group))];
        _underlyings = [.. _totals.All.Select(group => new KeptAmounts(plan, group.Amounts, _profits[group.Index].Rows))];
        _expiries = [.. _totals.Expiries.Select(expiry => new KeptAmounts(plan, expiry.Amounts, new(_table)))];
        _saved = [.. _table.Groups.Select(group => new double[group.Columns])];
        Fill(reader);
        Requirement = calculator.Require(_totals);
    }

    /// <summary>What the account requires now.</summary>
    public RequirementAmounts Requirement { get; private set; }

    /// <summary>The handle of an instrument, for the questions below: looking it up once saves a search per question.</summary>
    /// <param name="instrument">An instrument of the risk arrays.</param>
    /// <returns>Its place in canonical order.</returns>
    /// <exception cref="KeyNotFoundException">The risk arrays do not hold it.</exception>
    public int Find(Instrument instrument)
    {
        int slot = _table.Find(Guard.NotNull(instrument, nameof(instrument)));
        return slot >= 0 ? slot : throw new KeyNotFoundException($"The risk arrays do not hold {instrument}; price it first, or use Extend.");
    }

    /// <summary>What the account would require after a trade at the mark; it stays as it is. As in <see cref="MarginCalculator.WhatIf"/>, what holds value is paid for.</summary>
    /// <param name="instrument">Handle of the instrument.</param>
    /// <param name="quantity">Contracts bought (positive) or sold (negative); finite.</param>
    /// <returns>The requirement after the trade.</returns>
    public RequirementAmounts WhatIf(int instrument, double quantity)
    {
        Check(instrument, quantity);
        var group = _totals.All[_table.GroupOf[instrument]];
        bool comes = !_listed[instrument];
        int first = group.FirstSlot;
        var paid = Pay(instrument, quantity);
        if (comes) List(instrument, group, 1);
        Try(instrument, quantity, group);
        try
        {
            group.CheckFinite();
            return _calculator.Require(_totals);
        }
        finally
        {
            Undo(instrument, group);
            if (comes) List(instrument, group, -1);
            group.FirstSlot = first;
            TakeBack(instrument, quantity, paid);
        }
    }

    /// <summary>Books a trade at the mark. Costs one sum of its underlying.</summary>
    /// <param name="instrument">Handle of the instrument.</param>
    /// <param name="quantity">Contracts bought (positive) or sold (negative); finite.</param>
    /// <returns>The requirement after the trade.</returns>
    /// <remarks>Where the trade cannot be margined, the error is that of <see cref="WhatIf"/> and the account stays as it was.</remarks>
    public RequirementAmounts Trade(int instrument, double quantity)
    {
        var after = WhatIf(instrument, quantity); // refuses what cannot be margined before anything is changed
        var group = _totals.All[_table.GroupOf[instrument]];
        Pay(instrument, quantity);
        if (!_listed[instrument]) List(instrument, group, 1);
        _listed[instrument] = true;
        double held = _profits[group.Index].Rows.Change(instrument, quantity).Quantity;
        foreach (var rows in (ReadOnlySpan<KeptRows>)[_account.Rows, _profits[group.Index].Rows, _expiries[_table.ExpiryOf[instrument]].Rows])
        {
            rows.Set(instrument, held);
            rows.Divide();
        }

        _account.Renew();
        _underlyings[group.Index].Renew();
        _expiries[_table.ExpiryOf[instrument]].Renew();
        _profits[group.Index].Renew(group.Sums);
        return Requirement = after;
    }

    /// <summary>A quick look before the exact question: the largest weighted loss of one underlying after a trade, the trade's row added to the kept totals.
    /// Costs the same for every size of book. Not in the bits of the ledger, because there the row is added in its place: the difference is at most
    /// 2 (n + 2) 2^-53 of the gross profit and loss, the sum of |quantity x profit| over the n positions in the worst scenario, times its weight.</summary>
    /// <param name="instrument">Handle of the instrument.</param>
    /// <param name="quantity">Contracts bought (positive) or sold (negative); finite.</param>
    /// <returns>The loss, not below 0, in the reporting currency.</returns>
    /// <exception cref="OverflowException">The loss leaves the range of a double.</exception>
    public double WorstLoss(int instrument, double quantity)
    {
        Check(instrument, quantity);
        var group = _totals.All[_table.GroupOf[instrument]];
        double loss = 0 - WorstCell.Of(group.Sums, group.Group.Weights, quantity * _table.Conversions[instrument], _table.Row(instrument));
        return double.IsFinite(loss) ? loss : throw TooLarge(quantity);
    }

    private void Fill(TotalsReader reader)
    {
        for (int i = 0; i < reader.Count; i++)
        {
            int slot = reader.Slots[i];
            double quantity = reader.Quantities[i];
            _listed[slot] = true;
            _profits[_table.GroupOf[slot]].Rows.Append(slot, quantity);
            _expiries[_table.ExpiryOf[slot]].Rows.Append(slot, quantity);
            _account.Rows.Append(slot, quantity);
        }

        foreach (var group in _totals.Groups)
        {
            _profits[group.Index].Rows.Divide();
            _profits[group.Index].Renew(group.Sums);
            _underlyings[group.Index].Renew();
            foreach (var expiry in group.Expiries)
            {
                _expiries[expiry.Index].Rows.Divide();
                _expiries[expiry.Index].Renew();
            }
        }

        _account.Rows.Divide();
        _account.Renew();
    }

    private void Check(int instrument, double quantity)
    {
        if ((uint)instrument >= (uint)_listed.Length || !double.IsFinite(quantity * _table.Conversions[instrument])) Refuse(instrument, quantity);
    }

    private static OverflowException TooLarge(double quantity) =>
        new(FormattableString.Invariant($"A trade of {quantity:R} contracts moves the loss out of the range of a double; the quantity is too large."));

    private void Refuse(int instrument, double quantity)
    {
        if ((uint)instrument >= (uint)_listed.Length)
            throw new ArgumentOutOfRangeException(nameof(instrument), instrument, $"The handle {instrument} is not one of the {_listed.Length} of these risk arrays; ask Find for it.");
        Guard.Finite(quantity, nameof(quantity));
        if (double.IsNaN(_table.Conversions[instrument]))
            throw new MissingMarketDataException([$"{_table.Units[instrument].Settlement}: value of one unit in {_totals.Market.ReportingCurrency}"]);
        throw new OverflowException(FormattableString.Invariant($"{quantity:R} contracts of {_table.Units[instrument].Instrument} leave the range of a double in the reporting currency."));
    }

    private void Try(int instrument, double quantity, UnderlyingTotals group)
    {
        var profits = _profits[group.Index];
        group.Sums.CopyTo(_saved[group.Index]);
        var span = profits.Rows.Change(instrument, quantity);
        profits.Try(span, instrument, group.Sums);
        _underlyings[group.Index].Try(span, instrument);
        Try(_expiries[_table.ExpiryOf[instrument]], instrument, quantity);
        Try(_account, instrument, quantity);
    }

    private static void Try(KeptAmounts amounts, int instrument, double quantity)
    {
        if (amounts.HasTotals) amounts.Try(amounts.Rows.Change(instrument, quantity), instrument);
    }

    private void Undo(int instrument, UnderlyingTotals group)
    {
        _saved[group.Index].CopyTo(group.Sums);
        _account.Undo();
        _underlyings[group.Index].Undo();
        _expiries[_table.ExpiryOf[instrument]].Undo();
    }

    /// <summary>Lists a position, or takes it from the list.</summary>
    private void List(int instrument, UnderlyingTotals group, int change)
    {
        if (change > 0)
        {
            _totals.Show(instrument);
            group.FirstSlot = group.IsShown ? Math.Min(group.FirstSlot, instrument) : instrument;
        }

        _totals.Amounts.Count(instrument, change);
        group.Amounts.Count(instrument, change);
        _totals.Expiries[_table.ExpiryOf[instrument]].Amounts.Count(instrument, change);
        if (change < 0) _totals.Hide(instrument);
    }

    /// <summary>Pays for what holds value, in its settlement currency.</summary>
    private HoldingTotal? Pay(int instrument, double quantity)
    {
        var unit = _table.Units[instrument];
        return unit.Instrument.HoldsValue && quantity != 0 ? _totals.Pay(unit.Settlement, -quantity * unit.Mark, _table.Conversions[instrument]) : null;
    }

    private void TakeBack(int instrument, double quantity, HoldingTotal? before)
    {
        var unit = _table.Units[instrument];
        if (unit.Instrument.HoldsValue && quantity != 0) _totals.Restore(unit.Settlement, before);
    }
}
