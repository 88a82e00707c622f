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
    private const int PriceRows = 5;

    private readonly Span<double> _nodes, _tables;

    /// <param name="scheme">The accuracy setting.</param>
    /// <param name="terms">The terms.</param>
    /// <param name="memory">At least <see cref="Length"/> numbers, kept by this boundary.</param>
    public ExerciseBoundary(BoundaryScheme scheme, in BoundaryTerms terms, Span<double> memory)
    {
        Scheme = scheme;
        Terms = terms;
        _nodes = memory[..scheme.Nodes];
        _tables = memory.Slice(scheme.Nodes, PriceRows * scheme.PriceNodes);
    }

    public BoundaryScheme Scheme { get; }

    public BoundaryTerms Terms { get; }

    /// <summary>ln(B/X) where <see cref="BoundaryTerms.IsLinear"/>, else its square, at the nodes, [n].</summary>
    public Span<double> Nodes => _nodes;

    /// <summary>ln of the boundary at T, the critical price of the option, over the strike.</summary>
    public double LogCritical => Terms.LogTop + (Terms.IsLinear ? _nodes[0] : -Math.Sqrt(_nodes[0]));

    /// <summary>(r - q) d - ln B, with d the time until exercise at a price node, [p].</summary>
    public Span<double> Shift => Row(0);

    /// <summary>1 / (sigma sqrt(d)).</summary>
    public Span<double> Inverse => Row(1);

    /// <summary>r e^(-r d) times the weight of the node.</summary>
    public Span<double> CashWeight => Row(2);

    /// <summary>q e^(-q d) times the weight of the node.</summary>
    public Span<double> AssetWeight => Row(3);

    /// <summary>B e^((q - r) d).</summary>
    public Span<double> Ratio => Row(4);

    public static int Length(BoundaryScheme scheme) => scheme.Nodes + (PriceRows * scheme.PriceNodes);

    /// <summary>Fills the tables that prices read; the nodes are solved.</summary>
    public void Tabulate(LaneWidth width)
    {
        var loop = new TableLoop(this);
        LaneRunner.Run(ref loop, width);
    }

    private Span<double> Row(int row) => _tables.Slice(row * Scheme.PriceNodes, Scheme.PriceNodes);

    /// <summary>Lanes = price nodes.</summary>
    private readonly ref struct TableLoop(ExerciseBoundary boundary) : ILaneLoop
    {
        private readonly ExerciseBoundary _boundary = boundary;

        public int Length => _boundary.Scheme.PriceNodes;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Step<TLane>(int offset)
            where TLane : struct, ILane<TLane>
        {
            BoundaryScheme scheme = _boundary.Scheme;
            BoundaryTerms t = _boundary.Terms;
            ref double matrix = ref MemoryMarshal.GetArrayDataReference(scheme.PriceMatrix);
            TLane h = TLane.Broadcast(0);
            for (int j = 0; j < scheme.Nodes; j++)
                h = TLane.FusedMultiplyAdd(TLane.Load(in matrix, (j * scheme.PriceNodes) + offset), TLane.Broadcast(_boundary.Nodes[j]), h);
            TLane log = BoundaryLanes.Log(h, t.IsLinear) + t.LogTop;
            TLane sine = TLane.Load(in MemoryMarshal.GetArrayDataReference(scheme.PriceSines), offset);
            TLane weight = sine * TLane.Load(in MemoryMarshal.GetArrayDataReference(scheme.PriceWeights), offset) * (2 * t.Years);
            TLane until = sine * sine * t.Years;
            TLane gain = LaneMath.Exp(until * -t.Rate), growth = LaneMath.Exp(until * -t.CarryYield);
            TLane ratio = LaneMath.Exp(TLane.FusedMultiplyAdd(until, TLane.Broadcast(t.CarryYield - t.Rate), log));
            TLane.FusedMultiplyAdd(until, TLane.Broadcast(t.Rate - t.CarryYield), -log).Store(ref _boundary.Shift[0], offset);
            (TLane.Broadcast(1) / (sine * t.Deviation)).Store(ref _boundary.Inverse[0], offset);
            (gain * weight * t.Rate).Store(ref _boundary.CashWeight[0], offset);
            (growth * weight * t.CarryYield).Store(ref _boundary.AssetWeight[0], offset);
            ratio.Store(ref _boundary.Ratio[0], offset);
        }
    }
}
