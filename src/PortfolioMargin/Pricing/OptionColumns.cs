using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using PortfolioMargin.Numerics;

namespace PortfolioMargin.Pricing;

/// <summary>The terms of many options, one column each, of equal length.</summary>
internal readonly ref struct OptionColumns
{
    public OptionColumns(
        ReadOnlySpan<double> spots,
        ReadOnlySpan<double> strikes,
        ReadOnlySpan<double> rates,
        ReadOnlySpan<double> carryYields,
        ReadOnlySpan<double> volatilities,
        ReadOnlySpan<double> years)
    {
        Spots = spots;
        Strikes = strikes;
        Rates = rates;
        CarryYields = carryYields;
        Volatilities = volatilities;
        Years = years;
    }

    public ReadOnlySpan<double> Spots { get; }

    public ReadOnlySpan<double> Strikes { get; }

    public ReadOnlySpan<double> Rates { get; }

    public ReadOnlySpan<double> CarryYields { get; }

    public ReadOnlySpan<double> Volatilities { get; }

    public ReadOnlySpan<double> Years { get; }

    public int Length => Spots.Length;

    /// <summary>Throws where a destination shares memory with a column.</summary>
    public void RefuseOverlap(ReadOnlySpan<byte> destination)
    {
        RefuseOverlap(destination, Spots, "the underlying prices");
        RefuseOverlap(destination, Strikes, "the strikes");
        RefuseOverlap(destination, Rates, "the rates");
        RefuseOverlap(destination, CarryYields, "the yields");
        RefuseOverlap(destination, Volatilities, "the volatilities or prices");
        RefuseOverlap(destination, Years, "the years");
    }

    private static void RefuseOverlap(ReadOnlySpan<byte> destination, ReadOnlySpan<double> column, string name)
    {
        if (destination.Overlaps(MemoryMarshal.AsBytes(column))) throw SpanCheck.Overlap(nameof(destination), name);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public OptionLanes<TLane> Load<TLane>(double eta, int offset)
        where TLane : struct, ILane<TLane> => new(
            TLane.Broadcast(eta),
            TLane.Load(in MemoryMarshal.GetReference(Spots), offset),
            TLane.Load(in MemoryMarshal.GetReference(Strikes), offset),
            TLane.Load(in MemoryMarshal.GetReference(Rates), offset),
            TLane.Load(in MemoryMarshal.GetReference(CarryYields), offset),
            TLane.Load(in MemoryMarshal.GetReference(Volatilities), offset),
            TLane.Load(in MemoryMarshal.GetReference(Years), offset));
}
