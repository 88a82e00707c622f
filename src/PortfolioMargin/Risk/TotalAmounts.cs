using PortfolioMargin.Numerics;

namespace PortfolioMargin;

/// <summary>The amounts of the totals of one scope unit (account, underlying or expiry), with the sums that they grow from.</summary>
internal sealed class TotalAmounts
{
    private readonly TotalsPlan _plan;
    private readonly double[] _amounts;
    private readonly RiskTotal[] _totals;
    private readonly BlockSum[] _sums;

    /// <summary>Amounts of no position yet.</summary>
    /// <param name="plan">The totals.</param>
    /// <param name="totals">Those of this scope, as indices of the plan.</param>
    /// <param name="slot">Any instrument of the unit, for constants; -1 for the account.</param>
    public TotalAmounts(TotalsPlan plan, int[] totals, int slot)
    {
        _plan = plan;
        Totals = totals;
        _amounts = new double[totals.Length];
        _sums = new BlockSum[totals.Length];
        _totals = [.. totals.Select(total => plan.Totals[total])];
        for (int k = 0; k < totals.Length; k++)
            if (Kind(k) == RiskTotalKind.Constant) _amounts[k] = plan.Unit(totals[k], slot, 1);
    }

    /// <summary>Number of positions, also of quantity 0.</summary>
    public int Positions { get; private set; }

    /// <summary>Totals of this scope, as indices of the plan.</summary>
    public int[] Totals { get; }

    public double this[int k]
    {
        get => _amounts[k];
        set => _amounts[k] = value;
    }

    public RiskTotalKind Kind(int k) => _totals[k].Kind;

    public double Of(RiskTotal total)
    {
        for (int k = 0; k < _totals.Length; k++)
            if (ReferenceEquals(_totals[k], total)) return _amounts[k];
        throw new ArgumentException("The rule book did not list this total, or asks for it over another scope; name it in Totals and read it where its scope says.", nameof(total));
    }

    public void Clear()
    {
        for (int k = 0; k < Totals.Length; k++)
            if (Kind(k) != RiskTotalKind.Constant) (_sums[k], _amounts[k]) = (default, 0);
        Positions = 0;
    }

    /// <summary>Adds a position; the amounts follow at once.</summary>
    public void Add(int slot, double quantity)
    {
        bool starts = _plan.Table.StartsBlock[slot];
        for (int k = 0; k < Totals.Length; k++)
        {
            if (Kind(k) != RiskTotalKind.Sum) continue;
            _sums[k].Add(quantity, _plan.Unit(Totals[k], slot, quantity), starts);
            _amounts[k] = _sums[k].Total;
        }

        Count(slot, 1);
    }

    /// <summary>One more or one less position; sums are stated one by one.</summary>
    public void Count(int slot, int change)
    {
        for (int k = 0; k < Totals.Length; k++)
            if (Kind(k) == RiskTotalKind.Count) _amounts[k] += change * _plan.Unit(Totals[k], slot, 1);
        Positions += change;
    }
}
