using System.Collections.Immutable;

namespace PortfolioMargin;

/// <summary>The rows of an account side by side, one array per number: positions in canonical order, then orders, then holdings. A <see cref="RiskRow"/>
/// is a view of one place in them, so an account costs no object per row.</summary>
internal sealed class RowColumns
{
    /// <param name="instruments">What is traded, [position or order].</param>
    /// <param name="quantities">Signed contracts or units of collateral, [row].</param>
    public RowColumns(Instrument[] instruments, double[] quantities)
    {
        Instruments = instruments;
        Quantities = quantities;
        Units = new UnitRisk[instruments.Length];
        StartsBlock = new bool[instruments.Length];
        Conversions = new double[quantities.Length];
    }

    /// <summary>What is traded, [position or order].</summary>
    public Instrument[] Instruments { get; }

    /// <summary>Signed contracts or units of collateral, [row].</summary>
    public double[] Quantities { get; }

    /// <summary>The risk of one contract, [position or order].</summary>
    public UnitRisk[] Units { get; }

    /// <summary>Whether sums begin a new block, [position or order].</summary>
    public bool[] StartsBlock { get; }

    /// <summary>Value of one unit of the settlement currency in the reporting currency, [row].</summary>
    public double[] Conversions { get; }

    /// <summary>Profit and funding not yet in cash, [position]; absent where no position has any.</summary>
    public double[]? Accrued { get; init; }

    public ImmutableArray<Order> Orders { get; init; } = [];

    public ImmutableArray<Holding> Holdings { get; init; } = [];

    /// <summary>Number of positions.</summary>
    public int Positions => Instruments.Length - Orders.Length;

    /// <summary>States the risk of a position or order.</summary>
    public void Set(int row, UnitRisk unit, double conversion)
    {
        Units[row] = unit;
        StartsBlock[row] = unit.StartsBlock;
        Conversions[row] = conversion;
    }
}
