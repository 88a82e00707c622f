using System.Runtime.Intrinsics;

namespace PortfolioMargin.Numerics;

/// <summary>Width of the vectors that a kernel runs on. The bits of the results do not depend on it.</summary>
internal enum LaneWidth
{
    Scalar = 1,
    Bits128 = 2,
    Bits256 = 4,
    Bits512 = 8,
}

internal static class LaneWidths
{
    /// <summary>The widest that this processor computes in hardware.</summary>
    public static LaneWidth Widest =>
        Vector512.IsHardwareAccelerated ? LaneWidth.Bits512
        : Vector256.IsHardwareAccelerated ? LaneWidth.Bits256
        : Vector128.IsHardwareAccelerated ? LaneWidth.Bits128
        : LaneWidth.Scalar;
}
