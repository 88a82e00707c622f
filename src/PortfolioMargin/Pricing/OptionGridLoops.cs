using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using PortfolioMargin.Numerics;

namespace PortfolioMargin.Pricing;

/// <summary>Time values of one strike on a lognormal forward, lanes = scenarios.</summary>
internal readonly ref struct LognormalTimeValueLoop(
    double strike, ReadOnlySpan<double> forwards, ReadOnlySpan<double> deviations, Span<double> values) : ILaneLoop
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
        LognormalValue.TimeValue(forward, cash, LaneMath.Log(forward / cash), deviation).Store(ref MemoryMarshal.GetReference(_values), offset);
    }
}

/// <summary>Time values of one strike on a normally distributed forward, lanes = scenarios.</summary>
internal readonly ref struct NormalTimeValueLoop(
    double strike, ReadOnlySpan<double> forwards, ReadOnlySpan<double> deviations, Span<double> values) : ILaneLoop
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
        NormalValue.TimeValue(distance, deviation).Store(ref MemoryMarshal.GetReference(_values), offset);
    }
}

/// <summary>Forward deltas on lognormal forwards, lanes = elements.</summary>
internal readonly ref struct LognormalDeltaLoop(
    ReadOnlySpan<double> etas, ReadOnlySpan<double> strikes, ReadOnlySpan<double> forwards, ReadOnlySpan<double> deviations, Span<double> deltas) : ILaneLoop
{
    private readonly ReadOnlySpan<double> _etas = etas, _strikes = strikes, _forwards = forwards, _deviations = deviations;
    private readonly Span<double> _deltas = deltas;

    public int Length => _forwards.Length;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Step<TLane>(int offset)
        where TLane : struct, ILane<TLane>
    {
        TLane forward = TLane.Load(in MemoryMarshal.GetReference(_forwards), offset);
        TLane deviation = TLane.Load(in MemoryMarshal.GetReference(_deviations), offset);
        TLane side = TLane.Load(in MemoryMarshal.GetReference(_etas), offset);
        TLane center = FormulaParts.Quotient(LaneMath.Log(forward / TLane.Load(in MemoryMarshal.GetReference(_strikes), offset)), deviation);
        TLane d1 = TLane.FusedMultiplyAdd(deviation, TLane.Broadcast(0.5), center);
        (side * LaneNormal.Cdf(side * d1)).Store(ref MemoryMarshal.GetReference(_deltas), offset);
    }
}

/// <summary>Forward deltas on normally distributed forwards, lanes = elements.</summary>
internal readonly ref struct NormalDeltaLoop(
    ReadOnlySpan<double> etas, ReadOnlySpan<double> strikes, ReadOnlySpan<double> forwards, ReadOnlySpan<double> deviations, Span<double> deltas) : ILaneLoop
{
    private readonly ReadOnlySpan<double> _etas = etas, _strikes = strikes, _forwards = forwards, _deviations = deviations;
    private readonly Span<double> _deltas = deltas;

    public int Length => _forwards.Length;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Step<TLane>(int offset)
        where TLane : struct, ILane<TLane>
    {
        TLane distance = TLane.Load(in MemoryMarshal.GetReference(_forwards), offset) - TLane.Load(in MemoryMarshal.GetReference(_strikes), offset);
        TLane deviation = TLane.Load(in MemoryMarshal.GetReference(_deviations), offset);
        TLane side = TLane.Load(in MemoryMarshal.GetReference(_etas), offset);
        (side * LaneNormal.Cdf(side * FormulaParts.Quotient(distance, deviation))).Store(ref MemoryMarshal.GetReference(_deltas), offset);
    }
}
