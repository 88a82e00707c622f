using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using PortfolioMargin.Numerics;

namespace PortfolioMargin.Pricing;

/// <summary>What the forwards of a ladder give to every option. The logarithm comes in two parts, a multiple of the head of ln 2 that subtracts exactly
/// and a fine part below 0.35, so that ln(F/K) is 1e-16 off whatever the unit of prices; +Infinity where the forward is no normal number.</summary>
internal readonly ref struct LadderColumns
{
    /// <summary>Numbers per forward.</summary>
    public const int Count = 3;

    /// <param name="eta">+1 for calls, -1 for puts.</param>
    /// <param name="forwards">F, above 0, finite; at least one.</param>
    /// <param name="discount">e^(-rT).</param>
    /// <param name="memory">Room for <see cref="Count"/> numbers per forward.</param>
    /// <param name="width">The width to compute in.</param>
    public LadderColumns(double eta, ReadOnlySpan<double> forwards, double discount, Span<double> memory, LaneWidth width)
    {
        int count = forwards.Length;
        Span<double> whole = memory[..count], fine = memory.Slice(count, count), discounted = memory.Slice(2 * count, count);
        var loop = new LadderColumnLoop(forwards, eta * discount, whole, fine, discounted);
        LaneRunner.Run(ref loop, width);
        WholeLogs = whole;
        FineLogs = fine;
        Discounted = discounted;
        Lowest = TensorPrimitives.IndexOfMin(forwards);
        Highest = TensorPrimitives.IndexOfMax(forwards);
    }

    public ReadOnlySpan<double> WholeLogs { get; }

    public ReadOnlySpan<double> FineLogs { get; }

    /// <summary>eta F e^(-rT).</summary>
    public ReadOnlySpan<double> Discounted { get; }

    /// <summary>Where the smallest F stands.</summary>
    public int Lowest { get; }

    /// <summary>Where the largest F stands.</summary>
    public int Highest { get; }

    private readonly ref struct LadderColumnLoop(ReadOnlySpan<double> forwards, double discount, Span<double> whole, Span<double> fine, Span<double> discounted) : ILaneLoop
    {
        private readonly ReadOnlySpan<double> _forwards = forwards;
        private readonly Span<double> _whole = whole, _fine = fine, _discounted = discounted;

        public int Length => _forwards.Length;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Step<TLane>(int offset)
            where TLane : struct, ILane<TLane>
        {
            TLane forward = TLane.Load(in MemoryMarshal.GetReference(_forwards), offset);
            TLane fine = LaneMath.SplitLog(forward, out TLane whole), isSubnormal = TLane.LessThan(forward, TLane.Broadcast(LadderStrike.SmallestNormal));
            TLane.Select(isSubnormal, TLane.Broadcast(0), fine).Store(ref MemoryMarshal.GetReference(_fine), offset);
            TLane.Select(isSubnormal, TLane.Broadcast(double.PositiveInfinity), whole).Store(ref MemoryMarshal.GetReference(_whole), offset);
            (forward * discount).Store(ref MemoryMarshal.GetReference(_discounted), offset);
        }
    }
}
