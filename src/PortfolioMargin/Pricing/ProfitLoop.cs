using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using PortfolioMargin.Numerics;

namespace PortfolioMargin.Pricing;

/// <summary>From time values to profit or loss, lanes = scenarios: cover (multiplier ((time value + max(0, eta (F - K))) conversion - from)).
/// An unshocked scenario, whose value is <c>from</c> itself, gives +0.0.</summary>
/// <param name="eta">+1 for a call, -1 for a put.</param>
/// <param name="strike">K.</param>
/// <param name="multiplier">Units per contract.</param>
/// <param name="from">What profit is measured from, after conversion.</param>
/// <param name="timeValues">Per scenario.</param>
/// <param name="forwards">F per scenario.</param>
/// <param name="conversions">Discount and, for inverse payoffs, coin per unit of the quote currency, per scenario.</param>
/// <param name="covers">Fraction that counts, per scenario.</param>
/// <param name="profits">Receives profit per scenario.</param>
internal readonly ref struct ProfitLoop(
    double eta,
    double strike,
    double multiplier,
    double from,
    ReadOnlySpan<double> timeValues,
    ReadOnlySpan<double> forwards,
    ReadOnlySpan<double> conversions,
    ReadOnlySpan<double> covers,
    Span<double> profits) : ILaneLoop
{
    private readonly ReadOnlySpan<double> _timeValues = timeValues, _forwards = forwards, _conversions = conversions, _covers = covers;
    private readonly Span<double> _profits = profits;

    public int Length => _profits.Length;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Step<TLane>(int offset)
        where TLane : struct, ILane<TLane>
    {
        TLane zero = TLane.Broadcast(0);
        TLane intrinsic = TLane.Max(zero, (TLane.Load(in MemoryMarshal.GetReference(_forwards), offset) - TLane.Broadcast(strike)) * eta);
        TLane value = TLane.Load(in MemoryMarshal.GetReference(_timeValues), offset) + intrinsic;
        TLane change = value * TLane.Load(in MemoryMarshal.GetReference(_conversions), offset) - TLane.Broadcast(from);
        (TLane.Load(in MemoryMarshal.GetReference(_covers), offset) * (change * multiplier) + zero).Store(ref MemoryMarshal.GetReference(_profits), offset);
    }
}
