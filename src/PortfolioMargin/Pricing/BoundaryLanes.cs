using System.Runtime.CompilerServices;
using PortfolioMargin.Numerics;

namespace PortfolioMargin.Pricing;

/// <summary>Pieces that the equations of the boundary and the prices on it share.</summary>
internal static class BoundaryLanes
{
    /// <summary>ln(B/X), which is not above 0, from the interpolated function.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane Log<TLane>(TLane value, bool isLinear)
        where TLane : struct, ILane<TLane> => isLinear ? value : -TLane.Sqrt(TLane.Max(value, TLane.Broadcast(0)));

    /// <summary>d ln(B/X) / d value; 0 where rounding of the interpolation left no boundary to move.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane Slope<TLane>(TLane log, bool isLinear)
        where TLane : struct, ILane<TLane> => isLinear
            ? TLane.Broadcast(1)
            : TLane.Select(TLane.LessThan(log, TLane.Broadcast(0)), TLane.Broadcast(0.5) / log, TLane.Broadcast(0));

    /// <summary>R(|z|) = N(-|z|) exp(z^2/2).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane TailRatio<TLane>(TLane z)
        where TLane : struct, ILane<TLane>
    {
        LaneNormal.TailRatio(TLane.Min(TLane.Broadcast(1e6), TLane.Abs(z)), out TLane numerator, out TLane denominator);
        return numerator / denominator;
    }

    /// <summary>whole N(z) from its tail N(-|z|), both scaled by <paramref name="whole"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane Share<TLane>(TLane z, TLane tail, TLane whole)
        where TLane : struct, ILane<TLane> => TLane.Select(TLane.LessThan(z, TLane.Broadcast(0)), tail, whole - tail);
}
