using PortfolioMargin.Numerics;

namespace PortfolioMargin;

/// <summary>The amounts of the totals of one scope unit (account, underlying or expiry), with the sums that they grow from.</summary>
internal sealed class TotalAmounts(TotalsPlan plan, int[] totals)
{
    private readonly double[] _amounts = new double[totals.Length];
    private readonly BlockSum[] _sums = new BlockSum[totals.Length];

    /// <summary>Number of positions, also of quantity 0.</summary>
    public int Positions { get; private set; }

    /// <summary>Totals of this scope, as indices of the plan.</summary>
    public int[] Totals => totals;

    public double Of(RiskTotal total)
    {
        for (int k = 0; k < totals.Length; k++)
            if (ReferenceEquals(plan.Totals[totals[k]], total)) return _amounts[k];
        throw new ArgumentException("The rule book did not list this total, or asks for it over another scope; name it in Totals and read it where its scope says.", nameof(total));
    }

    public void Clear()
    {
        Array.Clear(_sums);
        Array.Clear(_amounts);
        Positions = 0;
    }

    /// <summary>Adds a position; the amounts follow at once.</summary>
    public void Add(int slot, double quantity)
    {
        bool starts = plan.Table.StartsBlock[slot];
        for (int k = 0; k < totals.Length; k++)
        {
            double unit = plan.Unit(totals[k], slot, quantity);
            if (plan.Totals[totals[k]].Counts) _amounts[k] += unit;
            else
            {
                _sums[k].Add(quantity, unit, starts);
                _amounts[k] = _sums[k].Total;
            }
        }

        Positions++;
    }

    /// <summary>One more or one less position, for counts only; sums are stated one by one.</summary>
    public void Count(int slot, int change)
    {
        for (int k = 0; k < totals.Length; k++)
            if (plan.Totals[totals[k]].Counts) _amounts[k] += change * plan.Unit(totals[k], slot, 1);
        Positions += change;
    }

    public double this[int k]
    {
        get => _amounts[k];
        set => _amounts[k] = value;
    }
}
