namespace PortfolioMargin.RuleBooks;

/// <summary>The requirement from sums alone, in the bits of the ledger: one pass over the underlyings held, in the order of the tree.</summary>
internal ref struct TimsTotals
{
    private readonly TimsTree _tree;
    private readonly RiskTotal _charge;
    private readonly Span<double> _class, _product, _top; // [point]
    private double _charges;

    public TimsTotals(TimsTree tree, RiskTotal charge, Span<double> memory)
    {
        (_tree, _charge) = (tree, charge);
        int points = memory.Length / 3;
        _class = memory[..points];
        _product = memory.Slice(points, points);
        _top = memory[(2 * points)..];
    }

    /// <summary>Sum over top groups of max(risk, minimum charge).</summary>
    /// <param name="groups">The underlyings held, in ordinal order.</param>
    /// <param name="order">Working memory, one per underlying.</param>
    public double Requirement(ReadOnlySpan<UnderlyingTotals> groups, Span<long> order)
    {
        for (int i = 0; i < groups.Length; i++) order[i] = ((long)_tree.Rank(groups[i].Underlying.Symbol) << 32) | (uint)i;
        order.Sort();
        double total = 0;
        Clear();
        for (int i = 0; i < order.Length; i++)
        {
            var group = groups[(int)(order[i] & uint.MaxValue)];
            var profits = group.ProfitAndLoss;
            for (int s = 0; s < _class.Length; s++) _class[s] += profits[s];
            _charges += group.Amount(_charge);
            int rank = (int)(order[i] >> 32), next = i + 1 < order.Length ? (int)(order[i + 1] >> 32) : -1;
            if (next == rank && rank < _tree.Classes.Count) continue;
            if (Close(rank, next)) total += Take();
        }

        return total;
    }

    /// <summary>Adds the class group to what lies above it, and its product group where that ends; says whether the top group ends.</summary>
    private readonly bool Close(int rank, int next)
    {
        var here = rank < _tree.Classes.Count ? _tree.Classes[rank] : null;
        var after = next >= 0 && next < _tree.Classes.Count ? _tree.Classes[next] : null;
        TimsScan.Add(_class, here?.ProductOffset ?? 1, _product);
        _class.Clear();
        if (here is not null && after is not null && here.SharesProduct(after)) return false;
        TimsScan.Add(_product, here?.PortfolioOffset ?? 1, _top);
        _product.Clear();
        return here is null || after is null || !here.SharesTop(after);
    }

    private double Take()
    {
        double worst = _top[0];
        foreach (double profit in _top) worst = profit < worst ? profit : worst;
        double risk = worst < 0 ? -worst : 0, requirement = _charges > risk ? _charges : risk;
        Clear();
        return requirement;
    }

    private void Clear()
    {
        _class.Clear();
        _product.Clear();
        _top.Clear();
        _charges = 0;
    }
}
