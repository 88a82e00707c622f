using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using PortfolioMargin.Numerics;

namespace PortfolioMargin.Pricing;

/// <summary>The linear system of one Newton step on the boundary: residuals and Jacobian, one row per node, rows in lanes.</summary>
internal readonly ref struct BoundaryRows
{
    /// <summary>Doubles of the widest lane.</summary>
    public const int WidestLane = 8;

    /// <summary>Arrays of one number per node.</summary>
    public const int RowCount = 6;

    private readonly ExerciseBoundary _boundary;
    private readonly int _nodes, _terms;
    private readonly ref double _scratch;

    public BoundaryRows(ExerciseBoundary boundary, Span<double> scratch)
    {
        _boundary = boundary;
        _scratch = ref MemoryMarshal.GetReference(scratch[..Length(boundary.Scheme)]);
        _nodes = boundary.Scheme.Nodes;
        _terms = boundary.Scheme.Terms;
    }

    /// <summary>ln(B/X) at the nodes.</summary>
    public ref double Logs => ref Row(0);

    /// <summary>Time to expiry of the nodes.</summary>
    public ref double Years => ref Row(1);

    /// <summary>sigma sqrt(time) of the nodes.</summary>
    public ref double Reach => ref Row(2);

    /// <summary>e^(-q time) of the nodes.</summary>
    public ref double Growth => ref Row(3);

    /// <summary>ln A - ln G.</summary>
    public ref double Residual => ref Row(4);

    private ref double Diagonal => ref Row(5);

    /// <summary>e^(-q d), [k, i].</summary>
    public ref double AssetGrowth => ref Row(RowCount);

    /// <summary>Derivatives of the residuals in the nodes' values, by columns: [j, i].</summary>
    public ref double Jacobian => ref Row(RowCount + _terms);

    /// <summary>Per term of the integrals: dA, dG and d ln B / d value, one lane each.</summary>
    private ref double Parts
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref Row(RowCount + _terms + _nodes);
    }

    /// <summary>Numbers of scratch that a system needs.</summary>
    public static int Length(BoundaryScheme scheme) =>
        ((RowCount + scheme.Terms + scheme.Nodes) * scheme.Nodes) + (3 * WidestLane * scheme.Terms);

    /// <summary>Fills residuals and Jacobian for the rows from an offset on.</summary>
    /// <remarks>e = e^(-r d) phi(d2) / B(t) times what the integral weighs it with, a = q B(u) e, g = r e - a. The derivatives in ln B(u) are -a and g d2/v - a.
    /// e^(-q d) phi(d1) = e^(-r d) phi(d2) B(u) / B(t) saves an exponential.</remarks>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public void Fill<TLane>(int offset)
        where TLane : struct, ILane<TLane>
    {
        BoundaryTerms t = _boundary.Terms;
        BoundaryScheme scheme = _boundary.Scheme;
        ref double parts = ref Parts;
        int width = TLane.Width;
        TLane half = TLane.Broadcast(0.5), zero = TLane.Broadcast(0), drift = TLane.Broadcast(t.Rate - t.CarryYield);
        TLane log = TLane.Load(in Logs, offset);
        TLane years = TLane.Load(in Years, offset);
        TLane reach = TLane.Load(in Reach, offset);
        TLane growth = TLane.Load(in Growth, offset);
        TLane logBoundary = log + t.LogTop, inverse = TLane.Broadcast(1) / reach;
        TLane weight = years * inverse * (2 * LaneNormal.DensityAtZero), assetWeight = years * (2 * t.CarryYield);

        // The European part of A, and its derivative in ln B.
        TLane z = TLane.FusedMultiplyAdd(TLane.FusedMultiplyAdd(drift, years, logBoundary), inverse, reach * half);
        TLane density = growth * LaneMath.Exp(z * z * -0.5);
        TLane a0 = BoundaryLanes.Share(z, density * BoundaryLanes.TailRatio(z), growth);
        TLane slopeA = density * LaneNormal.DensityAtZero * inverse, g0 = zero, slopeG = zero;

        ref double sines = ref scheme.Sines.Start, sineWeights = ref scheme.SineWeights.Start;
        for (int k = 0; k < _terms; k++)
        {
            TLane boundary = BoundaryLanes.Log(Interpolated<TLane>(k, offset), t.IsLinear);
            double sine = Unsafe.Add(ref sines, k), sineWeight = Unsafe.Add(ref sineWeights, k);
            TLane until = years * (sine * sine), v = reach * sine, inverseV = inverse * (1 / sine);
            TLane m = TLane.FusedMultiplyAdd(drift, until, log - boundary) * inverseV;
            TLane d1 = TLane.FusedMultiplyAdd(v, half, m), d2 = TLane.FusedMultiplyAdd(v, TLane.Broadcast(-0.5), m);
            TLane power = TLane.FusedMultiplyAdd(until, TLane.Broadcast(t.Rate), TLane.FusedMultiplyAdd(d2 * half, d2, logBoundary));
            TLane gauss = LaneMath.Exp(-power);
            TLane e = gauss * weight * sineWeight, a = zero, g = e * t.Rate;
            if (t.CarryYield != 0)
            {
                TLane exercised = LaneMath.Exp(boundary + t.LogTop);
                a = e * exercised * t.CarryYield;
                g -= a;
                TLane kept = TLane.Load(in AssetGrowth, (k * _nodes) + offset);
                TLane share = BoundaryLanes.Share(d1, gauss * exercised * BoundaryLanes.TailRatio(d1), kept);
                a0 = TLane.FusedMultiplyAdd(share, assetWeight * (sine * sineWeight), a0);
                slopeA += a;
            }

            TLane bend = g * d2 * inverseV;
            g0 += g;
            slopeG -= g + bend;
            a.Store(ref parts, 3 * k * width);
            (bend - a).Store(ref parts, ((3 * k) + 1) * width);
            BoundaryLanes.Slope(boundary, t.IsLinear).Store(ref parts, ((3 * k) + 2) * width);
        }

        Scale(log, a0, g0, slopeA, slopeG, offset);
    }

    /// <summary>The function of the boundary at term k of the rows' integrals.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private TLane Interpolated<TLane>(int k, int offset)
        where TLane : struct, ILane<TLane>
    {
        ref double matrix = ref _boundary.Scheme.Matrix.Start;
        ref double values = ref _boundary.Nodes;
        int at = (k * _nodes * _nodes) + offset;
        TLane even = TLane.Broadcast(0), odd = even;
        for (int j = 0; j < _nodes; j += 2, at += 2 * _nodes)
        {
            even = TLane.FusedMultiplyAdd(TLane.Load(in matrix, at), TLane.Broadcast(Unsafe.Add(ref values, j)), even);
            odd = TLane.FusedMultiplyAdd(TLane.Load(in matrix, at + _nodes), TLane.Broadcast(Unsafe.Add(ref values, j + 1)), odd);
        }

        return even + odd;
    }

    /// <summary>Turns A = G into ln A = ln G, or leaves it where a wild guess made a side negative, and writes the rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Scale<TLane>(TLane log, TLane a, TLane g, TLane slopeA, TLane slopeG, int offset)
        where TLane : struct, ILane<TLane>
    {
        TLane zero = TLane.Broadcast(0), one = TLane.Broadcast(1);
        TLane positive = TLane.LessThan(zero, a) & TLane.LessThan(zero, g);
        TLane shareA = TLane.Select(positive, one / a, one), shareG = TLane.Select(positive, one / g, one);
        TLane.Select(positive, LaneMath.Log(a * shareG), a - g).Store(ref Residual, offset);
        TLane own = (slopeA * shareA) - (slopeG * shareG);
        (own * BoundaryLanes.Slope(log, _boundary.Terms.IsLinear)).Store(ref Diagonal, offset);

        ref double parts = ref Parts;
        int width = TLane.Width;
        for (int k = 0; k < _terms; k++)
        {
            TLane dA = TLane.Load(in parts, 3 * k * width), dG = TLane.Load(in parts, ((3 * k) + 1) * width);
            TLane slope = TLane.Load(in parts, ((3 * k) + 2) * width);
            (-TLane.FusedMultiplyAdd(dA, shareA, dG * shareG) * slope).Store(ref parts, k * width);
        }

        ref double matrix = ref _boundary.Scheme.Matrix.Start;
        ref double jacobian = ref Jacobian;
        for (int j = 0; j < _nodes; j += 2)
        {
            TLane first = zero, second = zero;
            int at = (j * _nodes) + offset;
            for (int k = 0; k < _terms; k++, at += _nodes * _nodes)
            {
                TLane part = TLane.Load(in parts, k * width);
                first = TLane.FusedMultiplyAdd(part, TLane.Load(in matrix, at), first);
                second = TLane.FusedMultiplyAdd(part, TLane.Load(in matrix, at + _nodes), second);
            }

            first.Store(ref jacobian, (j * _nodes) + offset);
            second.Store(ref jacobian, ((j + 1) * _nodes) + offset);
        }
    }

    /// <summary>Takes the nodes' own moves into the diagonal, then eliminates by Gauss and Jordan without exchanges, from the node next to expiry on:
    /// a boundary depends on what lies between it and expiry only, up to interpolation, so the diagonal dominates.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public void Eliminate<TLane>()
        where TLane : struct, ILane<TLane>
    {
        ref double jacobian = ref Jacobian;
        ref double residual = ref Residual;
        ref double indices = ref _boundary.Scheme.Indices.Start;
        for (int i = 0; i < _nodes; i++) Unsafe.Add(ref jacobian, (i * _nodes) + i) += Unsafe.Add(ref Diagonal, i);
        for (int pivot = _nodes - 1; pivot >= 0; pivot--)
        {
            TLane inverse = TLane.Broadcast(-1 / Unsafe.Add(ref jacobian, (pivot * _nodes) + pivot)), own = TLane.Broadcast(pivot);
            double side = Unsafe.Add(ref residual, pivot);
            for (int offset = 0; offset < _nodes; offset += TLane.Width)
            {
                TLane isOwn = TLane.AreEqual(TLane.Load(in indices, offset), own);
                TLane share = TLane.Select(isOwn, TLane.Broadcast(0), TLane.Load(in jacobian, (pivot * _nodes) + offset) * inverse);
                for (int j = 0; j < pivot; j++)
                {
                    int at = (j * _nodes) + offset;
                    TLane.FusedMultiplyAdd(share, TLane.Broadcast(Unsafe.Add(ref jacobian, (j * _nodes) + pivot)), TLane.Load(in jacobian, at)).Store(ref jacobian, at);
                }

                TLane.FusedMultiplyAdd(share, TLane.Broadcast(side), TLane.Load(in residual, offset)).Store(ref residual, offset);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref double Row(int row) => ref Unsafe.Add(ref _scratch, row * _nodes);
}
