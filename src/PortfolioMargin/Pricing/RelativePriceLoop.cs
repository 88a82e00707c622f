using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using PortfolioMargin.Numerics;

namespace PortfolioMargin.Pricing;

/// <summary>What a strike or a forward gives to the time values on its own, lanes = prices.</summary>
/// <param name="reference">The forward that prices are relative to, above 0.</param>
/// <param name="factor">Multiplies the roots.</param>
/// <param name="prices">K or F.</param>
/// <param name="logs">Receives ln(price / reference); -Infinity at 0.</param>
/// <param name="roots">Receives factor x sqrt(price / reference).</param>
internal readonly ref struct RelativePriceLoop(double reference, double factor, ReadOnlySpan<double> prices, Span<double> logs, Span<double> roots) : ILaneLoop
{
    private readonly ReadOnlySpan<double> _prices = prices;
    private readonly Span<double> _logs = logs, _roots = roots;

    public int Length => _prices.Length;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Step<TLane>(int offset)
        where TLane : struct, ILane<TLane>
    {
        TLane ratio = TLane.Load(in MemoryMarshal.GetReference(_prices), offset) / TLane.Broadcast(reference);
        ratio = TLane.Min(ratio, TLane.Broadcast(double.MaxValue));
        LaneMath.Log(ratio).Store(ref MemoryMarshal.GetReference(_logs), offset);
        (TLane.Sqrt(ratio) * factor).Store(ref MemoryMarshal.GetReference(_roots), offset);
    }
}
