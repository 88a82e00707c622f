using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using PortfolioMargin.Numerics;

namespace PortfolioMargin.Pricing;

/// <summary>What a strike gives to its row of time values, lanes = strikes.</summary>
/// <param name="reference">The forward that strikes are relative to, above 0.</param>
/// <param name="strikes">K.</param>
/// <param name="logs">Receives ln(K / reference).</param>
/// <param name="scales">Receives the factor of the row: scale of the fit x sqrt(K / reference) x reference.</param>
internal readonly ref struct RelativeStrikeLoop(double reference, ReadOnlySpan<double> strikes, Span<double> logs, Span<double> scales) : ILaneLoop
{
    private readonly ReadOnlySpan<double> _strikes = strikes;
    private readonly Span<double> _logs = logs, _scales = scales;

    public int Length => _strikes.Length;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Step<TLane>(int offset)
        where TLane : struct, ILane<TLane>
    {
        TLane ratio = TLane.Load(in MemoryMarshal.GetReference(_strikes), offset) / TLane.Broadcast(reference);
        LaneMath.Log(ratio).Store(ref MemoryMarshal.GetReference(_logs), offset);
        (TLane.Sqrt(ratio) * TimeValue.Scale * reference).Store(ref MemoryMarshal.GetReference(_scales), offset);
    }
}
