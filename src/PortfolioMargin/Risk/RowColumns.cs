using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace PortfolioMargin;

/// <summary>The rows of an account side by side, one array per number: positions in canonical order, then orders, then holdings. A <see cref="RiskRow"/>
/// is a view of one place in them, so an account costs no object per row.</summary>
/// <param name="units">The risk of one contract, [position or order].</param>
/// <param name="quantities">Signed contracts or units of collateral, [row].</param>
/// <param name="conversions">Value of one unit of the settlement currency in the reporting currency, [row].</param>
internal sealed class RowColumns(UnitRisk[] units, double[] quantities, double[] conversions)
{
    public UnitRisk[] Units => units;

    public double[] Quantities => quantities;

    public double[] Conversions => conversions;

    /// <summary>Profit and funding not yet in cash, [position]; absent where no position has any.</summary>
    public double[]? Accrued { get; init; }

    public ImmutableArray<Order> Orders { get; init; } = [];

    public ImmutableArray<Holding> Holdings { get; init; } = [];

    /// <summary>Number of positions.</summary>
    public int Positions => units.Length - Orders.Length;

    /// <summary>A view of every row.</summary>
    public ImmutableArray<RiskRow> Rows()
    {
        var rows = new RiskRow[quantities.Length];
        for (int i = 0; i < rows.Length; i++) rows[i] = new(this, i);
        return ImmutableCollectionsMarshal.AsImmutableArray(rows);
    }
}
