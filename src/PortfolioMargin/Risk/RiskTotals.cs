using System.Collections.Immutable;

namespace PortfolioMargin;

/// <summary>An amount of collateral.</summary>
/// <param name="Asset">What is held.</param>
/// <param name="Quantity">Units of it; negative is a debt.</param>
/// <param name="Conversion">Value of one unit in the reporting currency.</param>
public readonly record struct HoldingTotal(Currency Asset, double Quantity, double Conversion);

/// <summary>An account as its sums: profit and loss of each underlying in every scenario, the totals that the rule book listed, and collateral.
/// All that a requirement without a ledger reads. Reused from account to account: read it while the rule book is asked, keep nothing of it. Money is in the
/// reporting currency, in the bits of a <see cref="RiskMatrix"/> of the same account.</summary>
public sealed class RiskTotals
{
    private readonly TotalAmounts _amounts;
    private readonly UnderlyingTotals[] _held;
    private HoldingTotal[] _holdings = new HoldingTotal[4];
    private int _heldCount;
    private int _holdingCount;

    internal RiskTotals(TotalsPlan plan)
    {
        Plan = plan;
        _amounts = new(plan, plan.Account, -1);
        All = [.. plan.Table.Groups.Select((group, index) => new UnderlyingTotals(plan, group, index))];
        _held = new UnderlyingTotals[All.Length];
        Expiries = [.. plan.Table.Expiries.Select((expiry, index) => new ExpiryTotals(plan, expiry.Expiry, index))];
    }

    /// <summary>The market that was valued.</summary>
    public MarketSnapshot Market => Plan.Table.Arrays.Market;

    /// <summary>The scenarios.</summary>
    public ScenarioSet Scenarios => Plan.Table.Arrays.Scenarios;

    /// <summary>Underlyings that the account has positions in, in ordinal order.</summary>
    public ReadOnlySpan<UnderlyingTotals> Groups => _held.AsSpan(0, _heldCount);

    /// <summary>Collateral, one entry per asset, in ordinal order of codes.</summary>
    public ReadOnlySpan<HoldingTotal> Holdings => _holdings.AsSpan(0, _holdingCount);

    /// <summary>A total over the account.</summary>
    /// <param name="total">One that the rule book lists, of scope account.</param>
    /// <returns>The amount.</returns>
    public double Amount(RiskTotal total) => _amounts.Of(total);

    internal TotalsPlan Plan { get; }

    internal TotalAmounts Amounts => _amounts;

    /// <summary>Every underlying of the table, held or not.</summary>
    internal ImmutableArray<UnderlyingTotals> All { get; }

    /// <summary>Every expiry of the table, held or not.</summary>
    internal ImmutableArray<ExpiryTotals> Expiries { get; }

    internal void Clear()
    {
        foreach (var group in Groups) group.Clear();
        _amounts.Clear();
        _heldCount = _holdingCount = 0;
    }

    /// <summary>Shows an underlying and an expiry, in order.</summary>
    internal void Show(int slot)
    {
        var group = All[Plan.Table.GroupOf[slot]];
        if (!group.IsShown)
        {
            int at = _heldCount++;
            for (; at > 0 && _held[at - 1].Index > group.Index; at--) _held[at] = _held[at - 1];
            _held[at] = group;
        }

        group.Show(Expiries[Plan.Table.ExpiryOf[slot]]);
    }

    /// <summary>Hides an underlying and an expiry that no position is left in.</summary>
    internal void Hide(int slot)
    {
        var group = All[Plan.Table.GroupOf[slot]];
        group.Hide(Expiries[Plan.Table.ExpiryOf[slot]]);
        if (group.IsShown) return;
        int at = Array.IndexOf(_held, group, 0, _heldCount);
        Array.Copy(_held, at + 1, _held, at, --_heldCount - at);
    }

    internal void Hold(in HoldingTotal holding)
    {
        if (_holdingCount == _holdings.Length) Array.Resize(ref _holdings, 2 * _holdings.Length);
        int at = _holdingCount++;
        for (; at > 0 && _holdings[at - 1].Asset > holding.Asset; at--) _holdings[at] = _holdings[at - 1];
        _holdings[at] = holding;
    }

    /// <summary>Pays an amount of an asset; returns the entry before, none where the asset was not held.</summary>
    internal HoldingTotal? Pay(Currency asset, double amount, double conversion)
    {
        for (int i = 0; i < _holdingCount; i++)
        {
            if (_holdings[i].Asset != asset) continue;
            var before = _holdings[i];
            _holdings[i] = before with { Quantity = before.Quantity + amount };
            return before;
        }

        Hold(new(asset, amount + 0.0, conversion));
        return null;
    }

    /// <summary>Takes a payment back.</summary>
    internal void Restore(Currency asset, HoldingTotal? before)
    {
        for (int i = 0; i < _holdingCount; i++)
        {
            if (_holdings[i].Asset != asset) continue;
            if (before is { } known) _holdings[i] = known;
            else Array.Copy(_holdings, i + 1, _holdings, i, --_holdingCount - i);
            return;
        }
    }
}
