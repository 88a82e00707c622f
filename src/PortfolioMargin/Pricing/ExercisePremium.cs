using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using PortfolioMargin.Numerics;

namespace PortfolioMargin.Pricing;

/// <summary>What early exercise adds to a put on strike 1 at a spot above its boundary, with its first two derivatives.
/// Lanes = the times of exercise; the sum runs in eight fixed columns, so its bits depend neither on the width nor on the spots beside it.</summary>
/// <remarks>premium = Int r K e^(-r d) N(-d2) - q S e^(-q d) N(-d1) dd over the time d until exercise (I. Kim 1990, P. Carr, R. Jarrow, R. Myneni 1992).</remarks>
internal static class ExercisePremium
{
    /// <summary>The premium at a spot.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Value(ExerciseBoundary boundary, double spot, double logSpot, LaneWidth width)
    {
        Span<double> sums = stackalloc double[BoundaryScheme.SumColumns];
        var loop = new PremiumLoop(boundary, spot, logSpot, sums);
        LaneRunner.Run(ref loop, width);
        return Sum(sums);
    }

    /// <summary>The premium's first and second derivative in the spot.</summary>
    public static (double Delta, double Gamma) Slopes(ExerciseBoundary boundary, double spot, double logSpot, LaneWidth width)
    {
        const int columns = BoundaryScheme.SumColumns;
        Span<double> sums = stackalloc double[3 * columns];
        var loop = new SlopeLoop(boundary, spot, logSpot, sums);
        LaneRunner.Run(ref loop, width);
        BoundaryTerms t = boundary.Terms;
        double distance = (logSpot - boundary.LogCritical) / t.Deviation;
        double missed = Elementary.NormalCdf(-distance) - (LaneNormal.DensityAtZero * Sum(sums[(2 * columns)..]));
        double height = (t.Rate - (t.CarryYield * Elementary.Exp(boundary.LogCritical))) * 2 * t.Years / (t.Deviation * t.Deviation);
        return (Sum(sums[..columns]), (Sum(sums[columns..]) + (height * missed)) / (spot * spot));
    }

    private static double Sum(ReadOnlySpan<double> s) => (s[0] + s[4] + (s[2] + s[6])) + (s[1] + s[5] + (s[3] + s[7]));

    /// <summary>One step per group of columns.</summary>
    private readonly ref struct PremiumLoop(ExerciseBoundary boundary, double spot, double logSpot, Span<double> sums) : ILaneLoop
    {
        private readonly ExerciseBoundary _boundary = boundary;
        private readonly Span<double> _sums = sums;

        public int Length => BoundaryScheme.SumColumns;

        [MethodImpl(HotLoop.Options)]
        public void Step<TLane>(int offset)
            where TLane : struct, ILane<TLane>
        {
            TLane sum = TLane.Broadcast(0), x = TLane.Broadcast(logSpot), inverseSpot = TLane.Broadcast(1 / spot), minusSpot = TLane.Broadcast(-spot);
            bool hasYield = _boundary.Terms.CarryYield != 0;
            TLane halfDeviation = TLane.Broadcast(0.5 * _boundary.Terms.Deviation);
            int count = _boundary.Scheme.PriceNodes;
            ref double sines = ref _boundary.Scheme.PriceSines.Start, shift = ref _boundary.Shift, inverse = ref _boundary.Inverse;
            ref double cashWeight = ref _boundary.CashWeight, assetWeight = ref _boundary.AssetWeight, ratio = ref _boundary.Ratio;
            for (int k = offset; k < count; k += BoundaryScheme.SumColumns)
            {
                TLane halfV = TLane.Load(in sines, k) * halfDeviation;
                TLane m = (TLane.Load(in shift, k) + x) * TLane.Load(in inverse, k);
                TLane d2 = m - halfV;
                TLane gauss = LaneMath.Exp(d2 * d2 * -0.5);
                TLane cash = BoundaryLanes.Share(-d2, gauss * BoundaryLanes.TailRatio(d2), TLane.Broadcast(1));
                sum = TLane.FusedMultiplyAdd(TLane.Load(in cashWeight, k), cash, sum);
                if (!hasYield) continue;
                TLane d1 = m + halfV;
                TLane other = gauss * TLane.Load(in ratio, k) * inverseSpot;
                TLane asset = BoundaryLanes.Share(-d1, other * BoundaryLanes.TailRatio(d1), TLane.Broadcast(1));
                sum = TLane.FusedMultiplyAdd(TLane.Load(in assetWeight, k) * minusSpot, asset, sum);
            }

            sum.Store(ref MemoryMarshal.GetReference(_sums), offset);
        }
    }

    /// <summary>With e = r e^(-r d) phi(d2) / v and f = q B e^(-r d) phi(d2) / v:
    /// delta' = -q e^(-q d) N(-d1) - (e - f) / S, gamma' = (e + (e - f) d2 / v) / S^2.
    /// Next to the boundary gamma' is a spike at short times that no fixed points see. Its shape, phi(c/y) c/y^2 with c = ln(S/B)/w and y = sqrt(d/T), has the integral
    /// N(-c): so the difference between that and its sum over the points is added, times the height (r - q B) 2 T / (w S)^2.</summary>
    private readonly ref struct SlopeLoop(ExerciseBoundary boundary, double spot, double logSpot, Span<double> sums) : ILaneLoop
    {
        private readonly ExerciseBoundary _boundary = boundary;
        private readonly Span<double> _sums = sums;

        public int Length => BoundaryScheme.SumColumns;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Step<TLane>(int offset)
            where TLane : struct, ILane<TLane>
        {
            TLane delta = TLane.Broadcast(0), gamma = delta, spike = delta, one = TLane.Broadcast(1), half = TLane.Broadcast(0.5);
            double deviation = _boundary.Terms.Deviation, inverseSpot = 1 / spot, distance = (logSpot - _boundary.LogCritical) / deviation;
            ref double sines = ref _boundary.Scheme.PriceSines.Start;
            for (int k = offset; k < _boundary.Scheme.PriceNodes; k += BoundaryScheme.SumColumns)
            {
                TLane v = TLane.Load(in sines, k) * deviation, inverse = TLane.Load(in _boundary.Inverse, k);
                TLane m = (TLane.Load(in _boundary.Shift, k) + logSpot) * inverse;
                TLane d1 = TLane.FusedMultiplyAdd(v, half, m), d2 = TLane.FusedMultiplyAdd(v, TLane.Broadcast(-0.5), m);
                TLane gauss = LaneMath.Exp(d2 * d2 * -0.5), ratio = TLane.Load(in _boundary.Ratio, k);
                TLane weight = TLane.Load(in _boundary.AssetWeight, k), density = gauss * inverse * LaneNormal.DensityAtZero;
                TLane e = TLane.Load(in _boundary.CashWeight, k) * density, net = e - (weight * ratio * density);
                TLane asset = BoundaryLanes.Share(-d1, gauss * ratio * inverseSpot * BoundaryLanes.TailRatio(d1), one);
                delta -= TLane.FusedMultiplyAdd(weight, asset, net * inverseSpot);
                gamma += TLane.FusedMultiplyAdd(net * d2, inverse, e);
                TLane z = TLane.Broadcast(distance) / TLane.Load(in sines, k);
                spike += LaneMath.Exp(z * z * -0.5) * z * TLane.Load(in _boundary.Scheme.PriceWeights.Start, k) / TLane.Load(in sines, k);
            }

            delta.Store(ref MemoryMarshal.GetReference(_sums), offset);
            gamma.Store(ref MemoryMarshal.GetReference(_sums), offset + BoundaryScheme.SumColumns);
            spike.Store(ref MemoryMarshal.GetReference(_sums), offset + (2 * BoundaryScheme.SumColumns));
        }
    }
}
