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
    public const int RowCount = 10;

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

    // Both sides of the equation and their own slopes, while terms are added up.
    private ref double SideA => ref Row(6);

    private ref double SideG => ref Row(7);

    private ref double SlopeA => ref Row(8);

    private ref double SlopeG => ref Row(9);

    /// <summary>e^(-q d), [k, i].</summary>
    public ref double AssetGrowth => ref Row(RowCount);

    /// <summary>Derivatives of the residuals in the nodes' values, by columns: [j, i].</summary>
    public ref double Jacobian => ref Row(RowCount + _terms);

    /// <summary>Per term of the integrals: -dA and dG in the value of the boundary there, one widest lane each.</summary>
    private ref double Parts
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref Row(RowCount + _terms + _nodes);
    }

    /// <summary>Numbers of scratch that a system needs.</summary>
    public static int Length(BoundaryScheme scheme) =>
        ((RowCount + scheme.Terms + scheme.Nodes) * scheme.Nodes) + (2 * WidestLane * scheme.Terms);

    /// <summary>Fills residuals and Jacobian for the rows from an offset on.</summary>
    /// <remarks>In calls of their own: together they would have more values alive than the compiler follows, and it would keep them all in memory.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Fill<TLane>(int offset)
        where TLane : struct, ILane<TLane>
    {
        StartWithEuropean<TLane>(offset);
        for (int k = 0; k < _terms; k++) AddTerm<TLane>(k, offset);
        Scale<TLane>(offset);
        Differentiate<TLane>(offset);
    }

    /// <summary>The European part of A, and its derivative in ln B.</summary>
    [MethodImpl(HotLoop.Options)]
    private void StartWithEuropean<TLane>(int offset)
        where TLane : struct, ILane<TLane>
    {
        BoundaryTerms t = _boundary.Terms;
        TLane years = TLane.Load(in Years, offset), reach = TLane.Load(in Reach, offset), growth = TLane.Load(in Growth, offset);
        TLane logBoundary = TLane.Load(in Logs, offset) + t.LogTop, inverse = TLane.Broadcast(1) / reach;
        TLane z = TLane.FusedMultiplyAdd(TLane.FusedMultiplyAdd(TLane.Broadcast(t.Rate - t.CarryYield), years, logBoundary), inverse, reach * 0.5);
        TLane density = growth * LaneMath.Exp(z * z * -0.5);
        BoundaryLanes.Share(z, density * BoundaryLanes.TailRatio(z), growth).Store(ref SideA, offset);
        (density * LaneNormal.DensityAtZero * inverse).Store(ref SlopeA, offset);
        TLane.Broadcast(0).Store(ref SideG, offset);
        TLane.Broadcast(0).Store(ref SlopeG, offset);
    }

    /// <summary>Adds term k of the integrals.</summary>
    /// <remarks>e = e^(-r d) phi(d2) / B(t) times what the integral weighs it with, a = q B(u) e, g = r e - a. The derivatives in ln B(u) are -a and g d2/v - a.
    /// e^(-q d) phi(d1) = e^(-r d) phi(d2) B(u) / B(t) saves an exponential.</remarks>
    [MethodImpl(HotLoop.Options)]
    private void AddTerm<TLane>(int k, int offset)
        where TLane : struct, ILane<TLane>
    {
        double rate = _boundary.Terms.Rate, carryYield = _boundary.Terms.CarryYield, logTop = _boundary.Terms.LogTop;
        bool isLinear = _boundary.Terms.IsLinear;
        double sine = Unsafe.Add(ref _boundary.Scheme.Sines.Start, k), sineWeight = Unsafe.Add(ref _boundary.Scheme.SineWeights.Start, k);
        TLane boundary = BoundaryLanes.Log(Interpolated<TLane>(k, offset), isLinear);
        TLane log = TLane.Load(in Logs, offset), years = TLane.Load(in Years, offset), reach = TLane.Load(in Reach, offset);
        TLane inverse = TLane.Broadcast(1) / reach;
        TLane until = years * (sine * sine), v = reach * sine, inverseV = inverse * (1 / sine);
        TLane m = TLane.FusedMultiplyAdd(TLane.Broadcast(rate - carryYield), until, log - boundary) * inverseV;
        TLane d2 = TLane.FusedMultiplyAdd(v, TLane.Broadcast(-0.5), m);
        TLane power = TLane.FusedMultiplyAdd(until, TLane.Broadcast(rate), TLane.FusedMultiplyAdd(d2 * 0.5, d2, log + logTop));
        TLane gauss = LaneMath.Exp(-power);
        TLane e = gauss * (years * inverse) * (2 * LaneNormal.DensityAtZero) * sineWeight, a = TLane.Broadcast(0), g = e * rate;
        if (carryYield != 0)
        {
            TLane exercised = LaneMath.Exp(boundary + logTop);
            a = e * exercised * carryYield;
            g -= a;
            TLane d1 = TLane.FusedMultiplyAdd(v, TLane.Broadcast(0.5), m);
            TLane kept = TLane.Load(in AssetGrowth, (k * _nodes) + offset);
            TLane share = BoundaryLanes.Share(d1, gauss * exercised * BoundaryLanes.TailRatio(d1), kept);
            TLane.FusedMultiplyAdd(share, years * (2 * carryYield * sine * sineWeight), TLane.Load(in SideA, offset)).Store(ref SideA, offset);
            (TLane.Load(in SlopeA, offset) + a).Store(ref SlopeA, offset);
        }

        TLane bend = g * d2 * inverseV;
        (TLane.Load(in SideG, offset) + g).Store(ref SideG, offset);
        (TLane.Load(in SlopeG, offset) - (g + bend)).Store(ref SlopeG, offset);
        ref double parts = ref Unsafe.Add(ref Parts, 2 * k * WidestLane);
        TLane slope = BoundaryLanes.Slope(boundary, isLinear);
        (a * slope).Store(ref parts, 0);
        ((bend - a) * slope).Store(ref parts, WidestLane);
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

    /// <summary>Turns A = G into ln A = ln G, or leaves it where a wild guess made a side negative; the residuals and the nodes' own slopes.</summary>
    [MethodImpl(HotLoop.Options)]
    private void Scale<TLane>(int offset)
        where TLane : struct, ILane<TLane>
    {
        TLane zero = TLane.Broadcast(0), one = TLane.Broadcast(1), a = TLane.Load(in SideA, offset), g = TLane.Load(in SideG, offset);
        TLane positive = TLane.LessThan(zero, a) & TLane.LessThan(zero, g);
        TLane shareA = TLane.Select(positive, one / a, one), shareG = TLane.Select(positive, one / g, one);
        TLane.Select(positive, LaneMath.Log(a * shareG), a - g).Store(ref Residual, offset);
        TLane own = (TLane.Load(in SlopeA, offset) * shareA) - (TLane.Load(in SlopeG, offset) * shareG);
        (own * BoundaryLanes.Slope(TLane.Load(in Logs, offset), _boundary.Terms.IsLinear)).Store(ref Diagonal, offset);
        shareA.Store(ref SideA, offset);
        shareG.Store(ref SideG, offset);
    }

    /// <summary>The derivatives of the residuals in all nodes.</summary>
    [MethodImpl(HotLoop.Options)]
    private void Differentiate<TLane>(int offset)
        where TLane : struct, ILane<TLane>
    {
        ref double parts = ref Parts;
        TLane shareA = TLane.Load(in SideA, offset), shareG = TLane.Load(in SideG, offset);
        for (int k = 0; k < _terms; k++)
        {
            int at = 2 * k * WidestLane;
            TLane part = TLane.FusedMultiplyAdd(TLane.Load(in parts, at), shareA, TLane.Load(in parts, at + WidestLane) * shareG);
            (-part).Store(ref parts, at);
        }

        ref double matrix = ref _boundary.Scheme.Matrix.Start;
        ref double jacobian = ref Jacobian;
        for (int j = 0; j < _nodes; j += 2)
        {
            TLane first = TLane.Broadcast(0), second = first;
            int at = (j * _nodes) + offset;
            for (int k = 0; k < _terms; k++, at += _nodes * _nodes)
            {
                TLane part = TLane.Load(in parts, 2 * k * WidestLane);
                first = TLane.FusedMultiplyAdd(part, TLane.Load(in matrix, at), first);
                second = TLane.FusedMultiplyAdd(part, TLane.Load(in matrix, at + _nodes), second);
            }

            first.Store(ref jacobian, (j * _nodes) + offset);
            second.Store(ref jacobian, ((j + 1) * _nodes) + offset);
        }
    }

    /// <summary>Takes the nodes' own moves into the diagonal, then eliminates by Gauss and Jordan without exchanges, from the node next to expiry on:
    /// a boundary depends on what lies between it and expiry only, up to interpolation, so the diagonal dominates.</summary>
    [MethodImpl(HotLoop.Options)]
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
