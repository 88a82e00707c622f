using System.Runtime.CompilerServices;

namespace PortfolioMargin.Numerics;

/// <summary>How loops over lanes are compiled, said once.</summary>
internal static class HotLoop
{
    /// <summary>At full speed from the first call on, since counting calls costs a fresh process more than it saves; and as a method of its own: inlined into a
    /// caller that is compiled again with a profile, a kernel uses up the compiler's budget for inlining, and each operation of a lane becomes a call.</summary>
    public const MethodImplOptions Options = MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization;
}
