using System.Runtime.CompilerServices;

namespace PortfolioMargin;

/// <summary>What a row of a risk matrix stands for.</summary>
public enum RiskRowKind
{
    /// <summary>A position of the portfolio.</summary>
    Position,

    /// <summary>An open order.</summary>
    Order,

    /// <summary>An amount of collateral.</summary>
    Holding,
}

/// <summary>One row of a risk matrix: a position, an open order or a holding. A view of the matrix, made on demand.</summary>
public readonly record struct RiskRow
{
    /// <summary>Getters that may throw are calls otherwise, and rows are read in loops.</summary>
    private const MethodImplOptions Inlined = MethodImplOptions.AggressiveInlining;

    private readonly RowColumns? _columns; // none for the default value

    internal RiskRow(RowColumns columns, int index)
    {
        _columns = columns;
        Index = index;
    }

    /// <summary>Place in the matrix: positions in canonical order, then orders, then holdings.</summary>
    public int Index { get; }

    /// <summary>What the row stands for.</summary>
    public RiskRowKind Kind => Index < Columns.Positions ? RiskRowKind.Position : IsTraded ? RiskRowKind.Order : RiskRowKind.Holding;

    /// <summary>Signed contracts, or units of collateral.</summary>
    public double Quantity
    {
        [MethodImpl(Inlined)]
        get => Columns.Quantities[Index];
    }

    /// <summary>Value of one unit of the row's settlement currency in the reporting currency, at the snapshot.</summary>
    public double Conversion
    {
        [MethodImpl(Inlined)]
        get => Columns.Conversions[Index];
    }

    /// <summary>The risk of one contract, in its settlement currency; none for holdings.</summary>
    public UnitRisk? Unit
    {
        [MethodImpl(Inlined)]
        get => IsTraded ? Columns.Units[Index] : null;
    }

    /// <summary>The asset of a holding; the default value for the others.</summary>
    public Currency Asset => Kind == RiskRowKind.Holding ? Columns.Holdings[Index - Columns.Instruments.Length].Asset : default;

    /// <summary>The limit of an order; none for the others and for market orders.</summary>
    public double? Limit => Kind == RiskRowKind.Order ? Columns.Orders[Index - Columns.Positions].Limit : null;

    /// <summary>Profit and funding of the position that are not yet in cash, in the quote currency; 0 for the others.</summary>
    public double Accrued => Columns.Accrued is { } accrued && Index < accrued.Length ? accrued[Index] : 0;

    /// <summary>The instrument of a position or order.</summary>
    /// <exception cref="InvalidOperationException">The row is a holding.</exception>
    public Instrument Instrument
    {
        [MethodImpl(Inlined)]
        get => IsTraded ? Columns.Instruments[Index] : throw HasNone();
    }

    /// <summary>Mark value of one contract in the reporting currency, multiplier included; 1 unit's value for holdings.</summary>
    public double Mark => (Unit?.Mark ?? 1) * Conversion;

    /// <summary>What the row is called in tables.</summary>
    /// <returns>Instrument or asset.</returns>
    public override string ToString() => _columns is null ? "no row" : Kind switch
    {
        RiskRowKind.Position => Instrument.ToString(),
        RiskRowKind.Order => $"order {Instrument}",
        _ => $"{Asset} collateral",
    };

    private bool IsTraded
    {
        [MethodImpl(Inlined)]
        get => Index < Columns.Instruments.Length;
    }

    private RowColumns Columns
    {
        [MethodImpl(Inlined)]
        get => _columns ?? throw IsNone();
    }

    private static InvalidOperationException IsNone() => new("This is default(RiskRow), such as FirstOrDefault gives where nothing fits, and no row of a matrix; take rows from a RiskMatrix or RiskGroup.");

    private InvalidOperationException HasNone() => new($"Row {Index} holds {Asset} as collateral and has no instrument.");
}
