namespace PortfolioMargin.Numerics;

/// <summary>How many doubles a kernel computes side by side. The bits of the result do not depend on it; tests and benchmarks force it.</summary>
internal enum LaneWidth
{
    /// <summary>The widest that this processor accelerates.</summary>
    Widest,

    /// <summary>One double at a time.</summary>
    Scalar,

    /// <summary>Two doubles.</summary>
    Bits128,

    /// <summary>Four doubles.</summary>
    Bits256,

    /// <summary>Eight doubles.</summary>
    Bits512,
}
