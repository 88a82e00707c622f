using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace PortfolioMargin.Numerics;

/// <summary>Runs a loop body over its spans in the chosen width, which it picks once per call.</summary>
internal static class LaneRunner
{
    /// <summary>The widest vectors that this processor accelerates.</summary>
    public static LaneWidth Widest =>
        Vector512.IsHardwareAccelerated ? LaneWidth.Bits512
        : Vector256.IsHardwareAccelerated ? LaneWidth.Bits256
        : Vector128.IsHardwareAccelerated ? LaneWidth.Bits128
        : LaneWidth.Scalar;

    public static void Run<TLoop>(scoped ref TLoop loop, LaneWidth width)
        where TLoop : struct, ILaneLoop, allows ref struct
    {
        switch (width == LaneWidth.Widest ? Widest : width)
        {
            case LaneWidth.Bits512: Walk<TLoop, Vector512Lane>(ref loop); break;
            case LaneWidth.Bits256: Walk<TLoop, Vector256Lane>(ref loop); break;
            case LaneWidth.Bits128: Walk<TLoop, Vector128Lane>(ref loop); break;
            default: WalkScalar(ref loop); break;
        }
    }

    /// <summary>Full lanes, the last of them moved back to end with the span; spans shorter than a lane go one by one.</summary>
    [MethodImpl(HotLoop.Options)]
    private static void Walk<TLoop, TLane>(scoped ref TLoop loop)
        where TLoop : struct, ILaneLoop, allows ref struct
        where TLane : struct, ILane<TLane>
    {
        int last = loop.Length - TLane.Width;
        if (last < 0)
        {
            WalkScalar(ref loop);
            return;
        }

        for (int offset = 0; ; offset = Math.Min(offset + TLane.Width, last))
        {
            loop.Step<TLane>(offset);
            if (offset == last) return;
        }
    }

    [MethodImpl(HotLoop.Options)]
    private static void WalkScalar<TLoop>(scoped ref TLoop loop)
        where TLoop : struct, ILaneLoop, allows ref struct
    {
        for (int offset = 0; offset < loop.Length; offset++) loop.Step<ScalarLane>(offset);
    }
}
