using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using PortfolioMargin.Numerics;

namespace PortfolioMargin.Pricing;

/// <summary>Values of one option on a lognormal forward, lanes = scenarios.</summary>
internal readonly ref struct LognormalGridLoop(
    double eta, double strike, ReadOnlySpan<double> forwards, ReadOnlySpan<double> deviations, Span<double> values) : ILaneLoop
{
    private readonly ReadOnlySpan<double> _forwards = forwards, _deviations = deviations;
    private readonly Span<double> _values = values;

    public int Length => _forwards.Length;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Step<TLane>(int offset)
        where TLane : struct, ILane<TLane>
    {
        TLane forward = TLane.Load(in MemoryMarshal.GetReference(_forwards), offset);
        TLane deviation = TLane.Load(in MemoryMarshal.GetReference(_deviations), offset);
        TLane cash = TLane.Broadcast(strike);
        LognormalValue.Of(TLane.Broadcast(eta), forward, cash, LaneMath.Log(forward / cash), deviation)
            .Store(ref MemoryMarshal.GetReference(_values), offset);
    }
}

/// <summary>Forward deltas of one option on a lognormal forward, lanes = scenarios.</summary>
internal readonly ref struct LognormalDeltaLoop(
    double eta, double strike, ReadOnlySpan<double> forwards, ReadOnlySpan<double> deviations, Span<double> deltas) : ILaneLoop
{
    private readonly ReadOnlySpan<double> _forwards = forwards, _deviations = deviations;
    private readonly Span<double> _deltas = deltas;

    public int Length => _forwards.Length;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Step<TLane>(int offset)
        where TLane : struct, ILane<TLane>
    {
        TLane forward = TLane.Load(in MemoryMarshal.GetReference(_forwards), offset);
        TLane deviation = TLane.Load(in MemoryMarshal.GetReference(_deviations), offset);
        TLane side = TLane.Broadcast(eta);
        TLane center = FormulaParts.Quotient(LaneMath.Log(forward / TLane.Broadcast(strike)), deviation);
        TLane d1 = TLane.FusedMultiplyAdd(deviation, TLane.Broadcast(0.5), center);
        (side * LaneNormal.Cdf(side * d1)).Store(ref MemoryMarshal.GetReference(_deltas), offset);
    }
}

/// <summary>Values of one option on a normally distributed forward, lanes = scenarios.</summary>
internal readonly ref struct NormalGridLoop(
    double eta, double strike, ReadOnlySpan<double> forwards, ReadOnlySpan<double> deviations, Span<double> values) : ILaneLoop
{
    private readonly ReadOnlySpan<double> _forwards = forwards, _deviations = deviations;
    private readonly Span<double> _values = values;

    public int Length => _forwards.Length;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Step<TLane>(int offset)
        where TLane : struct, ILane<TLane>
    {
        TLane distance = TLane.Load(in MemoryMarshal.GetReference(_forwards), offset) - TLane.Broadcast(strike);
        TLane deviation = TLane.Load(in MemoryMarshal.GetReference(_deviations), offset);
        NormalValue.Of(TLane.Broadcast(eta), distance, deviation).Store(ref MemoryMarshal.GetReference(_values), offset);
    }
}

/// <summary>Forward deltas of one option on a normally distributed forward, lanes = scenarios.</summary>
internal readonly ref struct NormalDeltaLoop(
    double eta, double strike, ReadOnlySpan<double> forwards, ReadOnlySpan<double> deviations, Span<double> deltas) : ILaneLoop
{
    private readonly ReadOnlySpan<double> _forwards = forwards, _deviations = deviations;
    private readonly Span<double> _deltas = deltas;

    public int Length => _forwards.Length;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Step<TLane>(int offset)
        where TLane : struct, ILane<TLane>
    {
        TLane distance = TLane.Load(in MemoryMarshal.GetReference(_forwards), offset) - TLane.Broadcast(strike);
        TLane deviation = TLane.Load(in MemoryMarshal.GetReference(_deviations), offset);
        TLane side = TLane.Broadcast(eta);
        (side * LaneNormal.Cdf(side * FormulaParts.Quotient(distance, deviation))).Store(ref MemoryMarshal.GetReference(_deltas), offset);
    }
}
