using System.Runtime.CompilerServices;
using PortfolioMargin.Numerics;

namespace PortfolioMargin.Pricing;

/// <summary>Finds the exercise boundary of an American put on strike 1 by Newton's method on its integral equation.</summary>
/// <remarks>The equation says that the option meets its intrinsic value smoothly (L. Andersen, M. Lake, D. Offengenden, High Performance American Option
/// Pricing, 2016, their system B). With t the time to expiry of a node, u that of an exercise, d = t - u, v = sigma sqrt(d),
/// d1, d2 = (ln(B(t)/B(u)) + (r - q) d) / v +- v/2, it reads A = G:
/// A = e^(-q t) N(d1(t, B(t)/K)) + q Int e^(-q d) N(d1) dd,  G = Int (r K - q B(u)) / B(t) e^(-r d) phi(d2) / v dd.
/// Solved is ln A = ln G: near expiry both sides are Gaussian tails in ln B, and the logarithm makes Newton's steps good there.
/// The Jacobian is complete (the boundary at u is interpolated from all nodes), hence convergence is quadratic: 3 steps from the first guess
/// give 2e-7 of the strike, 5 give all digits. Lanes = nodes, so nothing is ever added across a vector.</remarks>
internal static class BoundarySolver
{
    /// <summary>Solves for the nodes of a boundary and tabulates what prices on it share.</summary>
    /// <param name="boundary">The boundary; its nodes are written.</param>
    /// <param name="scratch">At least <see cref="BoundaryRows.Length"/> numbers.</param>
    /// <param name="width">The width to compute in; the bits do not depend on it.</param>
    /// <returns>Whether the iteration has come to rest (of schemes without a tolerance: whether it stayed finite).</returns>
    public static bool Solve(ExerciseBoundary boundary, Span<double> scratch, LaneWidth width = LaneWidth.Widest)
    {
        var rows = new BoundaryRows(boundary, scratch);
        return (width == LaneWidth.Widest ? LaneRunner.Widest : width) switch
        {
            LaneWidth.Bits512 => Iterate<Vector512Lane>(boundary, rows),
            LaneWidth.Bits256 => Iterate<Vector256Lane>(boundary, rows),
            LaneWidth.Bits128 => Iterate<Vector128Lane>(boundary, rows),
            _ => Iterate<ScalarLane>(boundary, rows),
        };
    }

    [MethodImpl(HotLoop.Options)]
    private static bool Iterate<TLane>(ExerciseBoundary boundary, BoundaryRows rows)
        where TLane : struct, ILane<TLane>
    {
        BoundaryScheme scheme = boundary.Scheme;
        double small = scheme.Tolerance * Math.Min(1, boundary.Terms.Deviation), step = double.NaN;
        for (int offset = 0; offset < scheme.Nodes; offset += TLane.Width) Guess<TLane>(boundary, rows, offset);
        for (int iteration = 0; iteration < scheme.Iterations; iteration++)
        {
            for (int offset = 0; offset < scheme.Nodes; offset += TLane.Width) rows.Fill<TLane>(offset);
            rows.Eliminate<TLane>();
            step = Move(boundary, rows);
            if (!(step > small)) break;
        }

        for (int offset = 0; offset < scheme.PriceNodes; offset += TLane.Width) boundary.Tabulate<TLane>(offset);
        return scheme.Tolerance == 0 ? double.IsFinite(step) : step <= small;
    }

    /// <summary>The first guess, exponentially from X to the perpetual boundary (after P. Bjerksund, G. Stensland 1993), and what stays constant per node.</summary>
    [MethodImpl(HotLoop.Options)]
    private static void Guess<TLane>(ExerciseBoundary boundary, BoundaryRows rows, int offset)
        where TLane : struct, ILane<TLane>
    {
        BoundaryScheme scheme = boundary.Scheme;
        BoundaryTerms t = boundary.Terms;
        TLane root = TLane.Load(in scheme.Roots.Start, offset);
        TLane years = root * root * t.Years, reach = root * t.Deviation;
        TLane way = LaneMath.Exp(TLane.FusedMultiplyAdd(years, TLane.Broadcast(Math.Min(0, t.Rate - t.CarryYield)), reach * -2) * t.GuessSlope);
        TLane log = TLane.Max(LaneMath.Log(TLane.FusedMultiplyAdd(way, 1 - t.FloorShare, t.FloorShare)), TLane.Broadcast(t.LogFloor));
        log.Store(ref rows.Logs, offset);
        (t.IsLinear ? log : log * log).Store(ref boundary.Nodes, offset);
        years.Store(ref rows.Years, offset);
        reach.Store(ref rows.Reach, offset);
        LaneMath.Exp(years * -t.CarryYield).Store(ref rows.Growth, offset);
        if (t.CarryYield == 0) return;
        for (int k = 0; k < scheme.Terms; k++)
        {
            double share = -t.CarryYield * (scheme.Sines[k] * scheme.Sines[k]);
            LaneMath.Exp(years * share).Store(ref rows.AssetGrowth, (k * scheme.Nodes) + offset);
        }
    }

    /// <summary>Takes the step, kept between the perpetual boundary and half the way to X; where the iteration must come to rest, also within twice the distance to X: seconds before
    /// expiry the first guess of the nearest nodes is many of their deviations off, and a free step would throw them where the equation has no slope.</summary>
    /// <returns>The largest move of ln B.</returns>
    private static double Move(ExerciseBoundary boundary, BoundaryRows rows)
    {
        BoundaryTerms t = boundary.Terms;
        int nodes = boundary.Scheme.Nodes;
        bool isDamped = boundary.Scheme.Tolerance > 0;
        double largest = 0;
        for (int i = 0; i < nodes; i++)
        {
            ref double log = ref Unsafe.Add(ref rows.Logs, i);
            double slope = t.IsLinear ? 1 : 0.5 / log;
            double step = -Unsafe.Add(ref rows.Residual, i) / Unsafe.Add(ref rows.Jacobian, (i * nodes) + i) * slope;
            double moved = Math.Max(log + Math.Max(Math.Min(step, -0.5 * log), isDamped ? log : double.NegativeInfinity), t.LogFloor);
            double move = Math.Abs(moved - log);
            if (!(move <= largest)) largest = move; // NaN stays
            log = moved;
            Unsafe.Add(ref boundary.Nodes, i) = t.IsLinear ? moved : moved * moved;
        }

        return largest;
    }
}
