using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using PortfolioMargin.Numerics;

namespace PortfolioMargin.Pricing;

/// <summary>The exercise boundary of an American put on strike 1 and what every price on it shares. It does not depend on the spot price:
/// one boundary serves every strike and spot that have the same rate, yield, volatility and time.</summary>
/// <remarks>The memory is the caller's, so that single prices need none of the heap and grids keep many boundaries.</remarks>
internal readonly ref struct ExerciseBoundary
{
    /// <summary>Rows of the price tables.</summary>
    private const int TableRows = 5;

    private readonly ref double _memory;

    /// <param name="scheme">The accuracy setting.</param>
    /// <param name="terms">The terms.</param>
    /// <param name="memory">At least <see cref="Length"/> numbers, kept by this boundary; fastest where aligned.</param>
    public ExerciseBoundary(BoundaryScheme scheme, BoundaryTerms terms, Span<double> memory)
    {
        Scheme = scheme;
        Terms = terms;
        _memory = ref MemoryMarshal.GetReference(memory[..Length(scheme)]);
    }

    public BoundaryScheme Scheme { get; }

    public BoundaryTerms Terms { get; }

    /// <summary>ln of the boundary at T, the critical price of the option, over the strike.</summary>
    public double LogCritical => Terms.LogTop + (Terms.IsLinear ? Nodes : -Math.Sqrt(Nodes));

    /// <summary>ln(B/X) where <see cref="BoundaryTerms.IsLinear"/>, else its square, at the nodes: first of n, that at T.</summary>
    public ref double Nodes => ref _memory;

    /// <summary>(r - q) d - ln B, with d the time until exercise at a price node: first of p, as all that follow.</summary>
    public ref double Shift => ref Row(0);

    /// <summary>1 / (sigma sqrt(d)).</summary>
    public ref double Inverse => ref Row(1);

    /// <summary>r e^(-r d) times the weight of the node.</summary>
    public ref double CashWeight => ref Row(2);

    /// <summary>q e^(-q d) times the weight of the node.</summary>
    public ref double AssetWeight => ref Row(3);

    /// <summary>B e^((q - r) d).</summary>
    public ref double Ratio => ref Row(4);

    public static int Length(BoundaryScheme scheme) => scheme.Nodes + (TableRows * scheme.PriceNodes);

    /// <summary>Fills the tables that prices read, from a price node on; the nodes are solved.</summary>
    [MethodImpl(HotLoop.Options)]
    public void Tabulate<TLane>(int offset)
        where TLane : struct, ILane<TLane>
    {
        BoundaryTerms t = Terms;
        int nodes = Scheme.Nodes, count = Scheme.PriceNodes;
        ref double matrix = ref Scheme.PriceMatrix.Start;
        TLane h = TLane.Broadcast(0);
        for (int j = 0; j < nodes; j++)
            h = TLane.FusedMultiplyAdd(TLane.Load(in matrix, (j * count) + offset), TLane.Broadcast(Unsafe.Add(ref Nodes, j)), h);
        TLane log = BoundaryLanes.Log(h, t.IsLinear) + t.LogTop;
        TLane sine = TLane.Load(in Scheme.PriceSines.Start, offset);
        TLane weight = sine * TLane.Load(in Scheme.PriceWeights.Start, offset) * (2 * t.Years);
        TLane until = sine * sine * t.Years;
        TLane ratio = LaneMath.Exp(TLane.FusedMultiplyAdd(until, TLane.Broadcast(t.CarryYield - t.Rate), log));
        TLane.FusedMultiplyAdd(until, TLane.Broadcast(t.Rate - t.CarryYield), -log).Store(ref Shift, offset);
        (TLane.Broadcast(1) / (sine * t.Deviation)).Store(ref Inverse, offset);
        (LaneMath.Exp(until * -t.Rate) * weight * t.Rate).Store(ref CashWeight, offset);
        (LaneMath.Exp(until * -t.CarryYield) * weight * t.CarryYield).Store(ref AssetWeight, offset);
        ratio.Store(ref Ratio, offset);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref double Row(int row) => ref Unsafe.Add(ref _memory, Scheme.Nodes + (row * Scheme.PriceNodes));
}
