using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using PortfolioMargin.Numerics;

namespace PortfolioMargin;

/// <summary>What one contract of an instrument is worth and risks. Money is in the instrument's settlement currency
/// (the coin for inverse contracts), multiplier included.</summary>
public sealed record UnitRisk
{
    private readonly int _start, _count;

    /// <summary>States the risk of one contract.</summary>
    /// <param name="instrument">The instrument.</param>
    /// <param name="settlement">Currency of value, mark and profit.</param>
    /// <param name="profitAndLoss">One value per scenario that its underlying feels, unweighted: profit positive, or a delta where the scenario measures that.</param>
    public UnitRisk(Instrument instrument, Currency settlement, ReadOnlyMemory<double> profitAndLoss)
        : this(instrument, settlement, MemoryMarshal.TryGetArray(profitAndLoss, out var cells) ? cells : profitAndLoss.ToArray())
    {
    }

    internal UnitRisk(Instrument instrument, Currency settlement, ArraySegment<double> cells)
    {
        Instrument = Guard.NotNull(instrument, nameof(instrument));
        Settlement = settlement;
        (Cells, _start, _count) = (cells.Array!, cells.Offset, cells.Count);
        StartsBlock = instrument.StartsBlock;
    }

    /// <summary>The instrument.</summary>
    public Instrument Instrument { get; }

    /// <summary>Currency of value, mark and profit.</summary>
    public Currency Settlement { get; }

    /// <summary>One value per scenario that the underlying feels, unweighted.</summary>
    /// <exception cref="InvalidOperationException">The book was streamed, so that no instrument's profits are held.</exception>
    public ReadOnlyMemory<double> ProfitAndLoss => Cells is { } cells ? new(cells, _start, _count) : throw NotHeld();

    /// <summary>The same, for loops.</summary>
    internal ReadOnlySpan<double> Profits
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Cells is { } cells ? new(cells, _start, _count) : throw NotHeld();
    }

    /// <summary>Whether the profits went into streamed totals and are not held.</summary>
    internal bool IsStreamed => Cells is null;

    /// <summary>Model value of one contract: price x multiplier. For inverse futures and perpetuals the contract's size in coin.</summary>
    public double Value { get; init => field = Finite(value, "value"); }

    /// <summary>The same at the venue's mark where there is one, else <see cref="Value"/>.</summary>
    public double Mark { get; init => field = Finite(value, "mark"); }

    /// <summary>The price that scenarios shock, in the quote currency per unit: of spot, perpetual, future, or the forward of an option's expiry.</summary>
    public double Forward { get; init => field = Finite(value, "forward"); }

    /// <summary>Units of the underlying that one contract is equivalent to, per move of <see cref="Forward"/>: the venue's published delta or
    /// the model's dV/dF, times multiplier. V is the value in the quote currency, also for inverse options (the conversion into coin is not differentiated);
    /// an inverse future counts its size in coin.</summary>
    public double ForwardDelta { get; init => field = Finite(value, "delta"); }

    /// <summary>The same per move of the spot price: <see cref="ForwardDelta"/> x forward / spot.</summary>
    public double SpotDelta { get; init => field = Finite(value, "delta"); }

    /// <summary>The profits, and perhaps those of other instruments; null where they were streamed.</summary>
    private double[]? Cells { get; init; }

    /// <summary>Whether sums over positions begin a new block here.</summary>
    internal bool StartsBlock { get; }

    /// <summary>The same after its profits went into streamed totals.</summary>
    internal UnitRisk AfterStreaming() => this with { Cells = null };

    /// <summary>Instrument, value and currency.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => FormattableString.Invariant($"{Instrument}: {Value:R} {Settlement}");

    private double Finite(double value, string what) => double.IsFinite(value) ? value : throw Unbounded(what);

    private InvalidOperationException NotHeld() => new(
        $"The profits of {Instrument} were streamed and are not held; what needs them one by one (a rule that groups by expiry or instrument, a what-if) needs a MarginCalculator, which holds all arrays.");

    private OverflowException Unbounded(string what) =>
        new($"The {what} of one {Instrument} leaves the range of a double; check price, strike and multiplier.");
}
