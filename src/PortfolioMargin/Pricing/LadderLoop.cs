using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using PortfolioMargin.Numerics;

namespace PortfolioMargin.Pricing;

/// <summary>One option at every forward of a ladder, lanes = forwards. x = ln(F/K), w = sigma sqrt(T), h = |x|/w, t = w/2:
/// price = e^(-rT) (max(0, eta (F - K)) + K exp((x - h^2)/2) phi(0) exp(-t^2/2) 2 t lead P(h)/Q(h)), see <see cref="LadderFit"/>.
/// One exponential, one division, 28 multiplications and multiply-adds; no cancellation, so relative accuracy.</summary>
/// <param name="columns">What the forwards give.</param>
/// <param name="strike">What strike and volatility give.</param>
/// <param name="prices">Receives one price per forward; those past <see cref="LadderFit.Reach"/> standard deviations are any numbers.</param>
internal readonly ref struct LadderLoop(LadderColumns columns, LadderStrike strike, Span<double> prices) : ILaneLoop
{
    /// <summary>1.5 * 2^52: adding it rounds to a whole number, ties to even.</summary>
    private const double Rounder = 6755399441055744.0;

    /// <summary>-log2(e)/2.</summary>
    private const double MinusHalfLog2E = -0.72134752044448170;

    private readonly LadderColumns _columns = columns;
    private readonly LadderStrike _strike = strike;
    private readonly Span<double> _prices = prices;

    public int Length => _prices.Length;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Step<TLane>(int offset)
        where TLane : struct, ILane<TLane>
    {
        TLane whole = TLane.Broadcast(_strike.WholeLog) - TLane.Load(in MemoryMarshal.GetReference(_columns.WholeLogs), offset);
        TLane fine = TLane.Broadcast(_strike.FineLog) - TLane.Load(in MemoryMarshal.GetReference(_columns.FineLogs), offset);
        TLane minusX = whole + fine, h = TLane.Abs(minusX) * TLane.Broadcast(_strike.Inverse);
        TLane timeValue = Relative(minusX, h, in MemoryMarshal.GetReference(_strike.Coefficients));
        TLane intrinsic = TLane.Load(in MemoryMarshal.GetReference(_columns.Discounted), offset) - TLane.Broadcast(_strike.Discounted);
        TLane.FusedMultiplyAdd(timeValue, TLane.Broadcast(_strike.Scale), TLane.Max(intrinsic, TLane.Broadcast(0))).Store(ref MemoryMarshal.GetReference(_prices), offset);
    }

    /// <summary>exp((x - h^2)/2) P(h)/Q(h).</summary>
    /// <remarks>exp as in <see cref="TimeValue"/>, but of degree 9, 1.9e-14 relative, which the accuracy of a ladder allows. The three polynomials advance together, so that the processor always finds an operation
    /// whose operands are ready.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLane Relative<TLane>(TLane minusX, TLane h, ref readonly double coefficients)
        where TLane : struct, ILane<TLane>
    {
        TLane p = h + At(in coefficients, LadderFit.PStart + 6), q = h + At(in coefficients, LadderFit.QStart + 8);
        TLane s = TLane.FusedMultiplyAdd(h, h, minusX);
        p = TLane.FusedMultiplyAdd(p, h, At(in coefficients, LadderFit.PStart + 5));
        q = TLane.FusedMultiplyAdd(q, h, At(in coefficients, LadderFit.QStart + 7));
        TLane rounded = TLane.FusedMultiplyAdd(s, MinusHalfLog2E, Rounder);
        p = TLane.FusedMultiplyAdd(p, h, At(in coefficients, LadderFit.PStart + 4));
        q = TLane.FusedMultiplyAdd(q, h, At(in coefficients, LadderFit.QStart + 6));
        TLane r = TLane.FusedMultiplyAdd(s, TLane.Broadcast(MinusHalfLog2E), TLane.Broadcast(Rounder) - rounded);
        p = TLane.FusedMultiplyAdd(p, h, At(in coefficients, LadderFit.PStart + 3));
        q = TLane.FusedMultiplyAdd(q, h, At(in coefficients, LadderFit.QStart + 5));
        TLane power = TLane.FusedMultiplyAdd(r, 1.0205905413765595e-07, 1.325964524488711e-06);
        p = TLane.FusedMultiplyAdd(p, h, At(in coefficients, LadderFit.PStart + 2));
        q = TLane.FusedMultiplyAdd(q, h, At(in coefficients, LadderFit.QStart + 4));
        power = TLane.FusedMultiplyAdd(power, r, 1.5252672924850737e-05);
        p = TLane.FusedMultiplyAdd(p, h, At(in coefficients, LadderFit.PStart + 1));
        q = TLane.FusedMultiplyAdd(q, h, At(in coefficients, LadderFit.QStart + 3));
        power = TLane.FusedMultiplyAdd(power, r, 0.0001540343375125101);
        p = TLane.FusedMultiplyAdd(p, h, At(in coefficients, LadderFit.PStart));
        q = TLane.FusedMultiplyAdd(q, h, At(in coefficients, LadderFit.QStart + 2));
        power = TLane.FusedMultiplyAdd(power, r, 0.0013333558200794592);
        q = TLane.FusedMultiplyAdd(q, h, At(in coefficients, LadderFit.QStart + 1));
        power = TLane.FusedMultiplyAdd(power, r, 0.009618129193934313);
        q = TLane.FusedMultiplyAdd(q, h, At(in coefficients, LadderFit.QStart));
        power = TLane.FusedMultiplyAdd(power, r, 0.05550410866465167);
        TLane ratio = p / q;
        power = TLane.FusedMultiplyAdd(power, r, 0.2402265069564034);
        power = TLane.FusedMultiplyAdd(power, r, 0.6931471805599462);
        return ratio * TLane.ScaleByRounded(TLane.FusedMultiplyAdd(power, r, 1.0000000000000135), rounded);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double At(ref readonly double coefficients, int index) => Unsafe.Add(ref Unsafe.AsRef(in coefficients), index);
}
