using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using PortfolioMargin.Numerics;

namespace PortfolioMargin.Pricing;

/// <summary>American options with cash dividends: the value at every spot, worked backward over the ex-dates by finite differences.
/// Lanes = options that share expiry and dividend dates; strike, right, rate, yield, volatility and amounts may differ.</summary>
/// <remarks>Model: the spot price is lognormal between ex-dates and falls by the whole dividend at each of them (to 0 where the dividend is larger);
/// nothing is escrowed, so early exercise right before an ex-date sees the true price. Between ex-dates: second-order central differences in ln S,
/// TR-BDF2 in time (second order, no oscillation from kinks; Bank and others 1985) on steps that grow from each ex-date and from expiry, and at every stage the
/// complementarity problem solved exactly by substitution from the exercised side (M. Brennan, E. Schwartz 1977).
/// At an ex-date V(S) = max(intrinsic, V(S - D)), V interpolated by cubics.
/// Nodes run from the exercised end (low prices for puts, high ones for calls), so that one sweep serves both rights.
/// Units: strike 1. The error in ln S is of second order; <see cref="LatticeSolution"/> takes it out with a second, coarser grid.</remarks>
internal static class ExerciseLattice
{
    /// <summary>Time steps over the whole life, and at least in every piece between dates.</summary>
    private const int Steps = 30, LeastSteps = 20;

    private const double Gamma = 0.5857864376269049; // 2 - sqrt(2): both stages then share one matrix

    /// <summary>Values at all nodes, [node, lane], for lanes of the width.</summary>
    /// <param name="options">One entry per lane, all with the same years and dividend dates.</param>
    /// <param name="dividends">Per lane and dividend, in strikes: [dividend, lane].</param>
    /// <param name="dates">Years to each dividend, ascending, inside the life.</param>
    public static double[] Solve<TLane>(ReadOnlySpan<LatticeOption> options, ReadOnlySpan<double> dividends, ReadOnlySpan<double> dates)
        where TLane : struct, ILane<TLane>
    {
        var work = new LatticeWork<TLane>(options);
        work.Start();
        double from = 0, years = options[0].Years;
        for (int i = dates.Length; i >= 0; i--)
        {
            // Time runs backward: from expiry to the last ex-date, and so on until today.
            double until = i == 0 ? years : years - dates[i - 1];
            int steps = LeastSteps + (int)(Steps * Math.Sqrt((until - from) / years));
            double done = 0;
            for (int k = 1; until > from && k <= steps; k++)
            {
                double share = (double)k / steps, next = (until - from) * share * share;
                work.Advance(next - done);
                done = next;
            }

            if (i > 0) work.PayDividend(dividends.Slice((i - 1) * TLane.Width, TLane.Width));
            from = until;
        }

        return work.Values;
    }

    /// <summary>The state of a solution. Rows of A = I - (gamma/2) dt L, L the generator less discounting.</summary>
    private sealed class LatticeWork<TLane>
        where TLane : struct, ILane<TLane>
    {
        private readonly LatticeOption[] _options;
        private readonly double[] _values, _stage, _right, _inverse, _lower, _upper, _intrinsic;
        private readonly int _intervals;
        private readonly TLane _below, _diagonal, _above, _firstNext, _first, _lastBefore, _last;

        public LatticeWork(ReadOnlySpan<LatticeOption> options)
        {
            _options = options.ToArray();
            _intervals = options[0].Intervals;
            (_values, _stage, _right, _inverse) = (New(), New(), New(), New());
            (_lower, _upper, _intrinsic) = (New(), New(), New());
            Span<double> rows = stackalloc double[7 * 8];
            int width = TLane.Width;
            for (int lane = 0; lane < width; lane++)
            {
                LatticeOption o = options[lane];
                double h = o.Spacing, variance = o.Volatility * o.Volatility, carry = o.Rate - o.CarryYield;
                double diffusion = variance / (2 * h * h), drift = o.Direction * (carry - (variance / 2)) / (2 * h);
                double step = Elementary.Exp(o.Direction * h) - 1, back = 1 - Elementary.Exp(-o.Direction * h);
                rows[lane] = diffusion - drift;
                rows[width + lane] = (-2 * diffusion) - o.Rate;
                rows[(2 * width) + lane] = diffusion + drift;
                rows[(3 * width) + lane] = carry / step; // at the ends the value is linear in S
                rows[(4 * width) + lane] = (-carry / step) - o.Rate;
                rows[(5 * width) + lane] = -carry / back;
                rows[(6 * width) + lane] = (carry / back) - o.Rate;
            }

            ref double row = ref rows[0];
            _below = TLane.Load(in row, 0);
            _diagonal = TLane.Load(in row, width);
            _above = TLane.Load(in row, 2 * width);
            _firstNext = TLane.Load(in row, 3 * width);
            _first = TLane.Load(in row, 4 * width);
            _lastBefore = TLane.Load(in row, 5 * width);
            _last = TLane.Load(in row, 6 * width);
        }

        public double[] Values => _values;

        public void Start()
        {
            for (int lane = 0; lane < TLane.Width; lane++)
                for (int i = 0; i <= _intervals; i++) _intrinsic[(i * TLane.Width) + lane] = _options[lane].Intrinsic(_options[lane].Spot(i));
            _intrinsic.CopyTo(_values, 0);
        }

        public void PayDividend(ReadOnlySpan<double> amounts)
        {
            for (int lane = 0; lane < TLane.Width; lane++)
            {
                LatticeOption o = _options[lane];
                for (int i = 0; i <= _intervals; i++)
                {
                    double kept = LatticeValues.At(_values, TLane.Width, lane, o, Math.Max(0, o.Spot(i) - amounts[lane]));
                    _stage[(i * TLane.Width) + lane] = Math.Max(kept, _intrinsic[(i * TLane.Width) + lane]);
                }
            }

            _stage.CopyTo(_values, 0);
        }

        /// <summary>One TR-BDF2 step: the trapezoidal rule over gamma dt, then a backward difference over the rest.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Advance(double years)
        {
            double implicitShare = Gamma / 2 * years, older = (1 - Gamma) * (1 - Gamma) / (Gamma * (2 - Gamma)), newer = 1 / (Gamma * (2 - Gamma));
            Factor(implicitShare);
            ref double values = ref MemoryMarshal.GetArrayDataReference(_values), stage = ref MemoryMarshal.GetArrayDataReference(_stage);
            ref double right = ref MemoryMarshal.GetArrayDataReference(_right);
            int width = TLane.Width, end = _intervals * width;
            TLane share = TLane.Broadcast(implicitShare);
            TLane here = TLane.Load(in values, 0), next = TLane.Load(in values, width), before;
            TLane.FusedMultiplyAdd(share, TLane.FusedMultiplyAdd(_first, here, _firstNext * next), here).Store(ref right, 0);
            for (int at = width; at < end; at += width)
            {
                (before, here, next) = (here, next, TLane.Load(in values, at + width));
                TLane change = TLane.FusedMultiplyAdd(_below, before, TLane.FusedMultiplyAdd(_diagonal, here, _above * next));
                TLane.FusedMultiplyAdd(share, change, here).Store(ref right, at);
            }

            TLane.FusedMultiplyAdd(share, TLane.FusedMultiplyAdd(_last, next, _lastBefore * here), next).Store(ref right, end);
            Substitute(ref stage);
            for (int at = 0; at <= end; at += width)
                TLane.FusedMultiplyAdd(TLane.Load(in values, at), TLane.Broadcast(-older), TLane.Load(in stage, at) * newer).Store(ref right, at);
            Substitute(ref values);
        }

        /// <summary>Eliminates what lies beyond each node, from the far end to the exercised end.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private void Factor(double share)
        {
            ref double inverse = ref MemoryMarshal.GetArrayDataReference(_inverse), lower = ref MemoryMarshal.GetArrayDataReference(_lower);
            ref double upper = ref MemoryMarshal.GetArrayDataReference(_upper);
            int width = TLane.Width, end = _intervals * width;
            TLane one = TLane.Broadcast(1), minus = TLane.Broadcast(-share);
            TLane below = minus * _below, diagonal = TLane.FusedMultiplyAdd(minus, _diagonal, one), above = minus * _above;
            TLane last = one / TLane.FusedMultiplyAdd(minus, _last, one), under = minus * _lastBefore;
            last.Store(ref inverse, end);
            (under * last).Store(ref lower, end);
            for (int at = end - width; at >= 0; at -= width)
            {
                bool isFirst = at == 0;
                TLane factor = (isFirst ? minus * _firstNext : above) * last;
                last = one / ((isFirst ? TLane.FusedMultiplyAdd(minus, _first, one) : diagonal) - (factor * under));
                under = below;
                factor.Store(ref upper, at);
                last.Store(ref inverse, at);
                (below * last).Store(ref lower, at);
            }
        }

        /// <summary>Solves for the right-hand side: V = max(intrinsic, (y - lower V before) / diagonal) from the exercised end on.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private void Substitute(ref double solution)
        {
            ref double right = ref MemoryMarshal.GetArrayDataReference(_right), inverse = ref MemoryMarshal.GetArrayDataReference(_inverse);
            ref double lower = ref MemoryMarshal.GetArrayDataReference(_lower), upper = ref MemoryMarshal.GetArrayDataReference(_upper);
            ref double intrinsic = ref MemoryMarshal.GetArrayDataReference(_intrinsic);
            int width = TLane.Width, end = _intervals * width;
            TLane y = TLane.Load(in right, end);
            for (int at = end - width; at >= 0; at -= width)
            {
                y = TLane.FusedMultiplyAdd(-TLane.Load(in upper, at), y, TLane.Load(in right, at));
                y.Store(ref right, at);
            }

            TLane value = TLane.Max(y * TLane.Load(in inverse, 0), TLane.Load(in intrinsic, 0));
            value.Store(ref solution, 0);
            for (int at = width; at <= end; at += width)
            {
                TLane free = TLane.FusedMultiplyAdd(-TLane.Load(in lower, at), value, TLane.Load(in right, at) * TLane.Load(in inverse, at));
                value = TLane.Max(free, TLane.Load(in intrinsic, at));
                value.Store(ref solution, at);
            }
        }

        private double[] New() => new double[(_intervals + 1) * TLane.Width];
    }
}
