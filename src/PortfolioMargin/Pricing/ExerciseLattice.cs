using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using PortfolioMargin.Numerics;

namespace PortfolioMargin.Pricing;

/// <summary>American options with cash dividends: the value at every spot, worked backward over the ex-dates by finite differences.
/// Lanes = options that share expiry and dividend dates; strike, right, rate, yield, volatility and amounts may differ.</summary>
/// <remarks>Two models of the price (<see cref="LatticeModel"/>). Paid: the spot price is lognormal between ex-dates and falls by the whole dividend at each of
/// them (to 0 where the dividend is larger). Escrowed: the spot price less the present value of the dividends to come is lognormal, S stands for that difference, and exercise is against S plus
/// that present value, so it is the exercise value that jumps at an ex-date. Between ex-dates: second-order central differences in ln S,
/// TR-BDF2 in time (second order, no oscillation from kinks; Bank and others 1985) on steps that grow from each ex-date and from expiry, and at every stage the
/// complementarity problem solved exactly by substitution from the exercised side (M. Brennan, E. Schwartz 1977).
/// At an ex-date V(S) = max(intrinsic, V(S - D)), V interpolated by cubics; escrowed V(S) = max(intrinsic with the dividend, V(S)).
/// Nodes run from the exercised end (low prices for puts, high ones for calls), so that one sweep serves both rights.
/// Units: strike 1. The error in ln S is of second order; <see cref="LatticeSolution"/> takes it out with a second, coarser grid.</remarks>
internal static class ExerciseLattice
{
    private const double Gamma = 0.5857864376269049; // 2 - sqrt(2): both stages then share one matrix

    /// <summary>Values at all nodes, [node, lane], for lanes of the width.</summary>
    /// <param name="options">One entry per lane, all with the same years and dividend dates.</param>
    /// <param name="dividends">Per lane and dividend, in strikes: [dividend, lane].</param>
    /// <param name="dates">Years to each dividend, ascending, inside the life.</param>
    /// <param name="scheme">Steps in time.</param>
    /// <param name="model">What is lognormal, and whether there is exercise.</param>
    public static double[] Solve<TLane>(
        ReadOnlySpan<LatticeOption> options, ReadOnlySpan<double> dividends, ReadOnlySpan<double> dates, LatticeScheme scheme, LatticeModel model)
        where TLane : struct, ILane<TLane>
    {
        var work = new LatticeWork<TLane>(options, model);
        work.Start();
        double from = 0, years = options[0].Years;
        for (int i = dates.Length; i >= 0; i--)
        {
            // Time runs backward: from expiry to the last ex-date, and so on until today.
            double until = i == 0 ? years : years - dates[i - 1];
            int steps = scheme.LeastSteps + (int)(scheme.Steps * Math.Sqrt((until - from) / years));
            double done = 0;
            for (int k = 1; until > from && k <= steps; k++)
            {
                double share = (double)k / steps, next = (until - from) * share * share;
                work.Advance(next - done);
                done = next;
            }

            if (i > 0) work.Pay(dividends.Slice((i - 1) * TLane.Width, TLane.Width));
            from = until;
        }

        return work.Values;
    }

    /// <summary>The state of a solution. Rows of A = I - (gamma/2) dt L, L the generator less discounting.</summary>
    private sealed class LatticeWork<TLane>
        where TLane : struct, ILane<TLane>
    {
        private readonly LatticeOption[] _options;
        private readonly LatticeModel _model;
        private readonly double[] _values, _stage, _right, _inverse, _lower, _upper, _spots;
        private readonly double[] _escrowed; // present value of the dividends to come, [lane]
        private readonly double[] _levels;   // S at which exercise brings nothing, [lane]: the strike less what is escrowed
        private readonly double _floor; // escrowed values are read as a difference of two solutions, which a floor would bend
        private readonly int _intervals;
        private readonly TLane _below, _diagonal, _above, _firstNext, _first, _lastBefore, _last, _sign;

        public LatticeWork(ReadOnlySpan<LatticeOption> options, LatticeModel model)
        {
            _options = options.ToArray();
            _model = model;
            _floor = model == LatticeModel.Paid ? 0 : double.NegativeInfinity;
            _intervals = options[0].Intervals;
            (_values, _stage, _right, _inverse) = (New(), New(), New(), New());
            (_lower, _upper, _spots) = (New(), New(), New());
            (_escrowed, _levels) = (new double[TLane.Width], new double[TLane.Width]);
            Span<double> rows = stackalloc double[8 * 8];
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
                rows[(7 * width) + lane] = -o.Direction;
            }

            ref double row = ref rows[0];
            _below = TLane.Load(in row, 0);
            _diagonal = TLane.Load(in row, width);
            _above = TLane.Load(in row, 2 * width);
            _firstNext = TLane.Load(in row, 3 * width);
            _first = TLane.Load(in row, 4 * width);
            _lastBefore = TLane.Load(in row, 5 * width);
            _last = TLane.Load(in row, 6 * width);
            _sign = TLane.Load(in row, 7 * width);
        }

        public double[] Values => _values;

        public void Start()
        {
            for (int lane = 0; lane < TLane.Width; lane++)
            {
                for (int i = 0; i <= _intervals; i++)
                {
                    int at = (i * TLane.Width) + lane;
                    _spots[at] = _options[lane].Spot(i);
                    _values[at] = _options[lane].Intrinsic(_spots[at]);
                }
            }

            SetLevels();
        }

        /// <summary>Goes back over an ex-date.</summary>
        public void Pay(ReadOnlySpan<double> amounts)
        {
            if (_model == LatticeModel.Paid) FallBy(amounts);
            else Escrow(amounts);
        }

        private void FallBy(ReadOnlySpan<double> amounts)
        {
            for (int lane = 0; lane < TLane.Width; lane++)
            {
                LatticeOption o = _options[lane];
                for (int i = 0; i <= _intervals; i++)
                {
                    int at = (i * TLane.Width) + lane;
                    double kept = LatticeValues.At(_values, TLane.Width, lane, o, Math.Max(0, _spots[at] - amounts[lane]));
                    _stage[at] = Math.Max(kept, o.Intrinsic(_spots[at]));
                }
            }

            _stage.CopyTo(_values, 0);
        }

        private void Escrow(ReadOnlySpan<double> amounts)
        {
            for (int lane = 0; lane < TLane.Width; lane++) _escrowed[lane] += amounts[lane];
            if (_model == LatticeModel.EscrowedEuropean) return;
            SetLevels();
            for (int lane = 0; lane < TLane.Width; lane++)
                for (int at = lane; at < _values.Length; at += TLane.Width) _values[at] = Math.Max(_values[at], -_options[lane].Direction * (_spots[at] - _levels[lane]));
        }

        /// <summary>Goes back in time by some years: less of the dividends is due.</summary>
        private void Discount(double years)
        {
            if (_model == LatticeModel.Paid) return;
            for (int lane = 0; lane < TLane.Width; lane++)
                if (_escrowed[lane] != 0) _escrowed[lane] *= Elementary.Exp((_options[lane].CarryYield - _options[lane].Rate) * years);
            SetLevels();
        }

        /// <summary>What is never exercised has a level that no price reaches.</summary>
        private void SetLevels()
        {
            for (int lane = 0; lane < TLane.Width; lane++)
                _levels[lane] = _model == LatticeModel.EscrowedEuropean ? double.NegativeInfinity * _options[lane].Direction : 1 - _escrowed[lane];
        }

        /// <summary>One TR-BDF2 step: the trapezoidal rule over gamma dt, then a backward difference over the rest.</summary>
        [MethodImpl(HotLoop.Options)]
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
            Discount(Gamma * years);
            Substitute(ref stage);
            for (int at = 0; at <= end; at += width)
                TLane.FusedMultiplyAdd(TLane.Load(in values, at), TLane.Broadcast(-older), TLane.Load(in stage, at) * newer).Store(ref right, at);
            Discount((1 - Gamma) * years);
            Substitute(ref values);
        }

        /// <summary>Eliminates what lies beyond each node, from the far end to the exercised end.</summary>
        [MethodImpl(HotLoop.Options)]
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
        [MethodImpl(HotLoop.Options)]
        private void Substitute(ref double solution)
        {
            ref double right = ref MemoryMarshal.GetArrayDataReference(_right), inverse = ref MemoryMarshal.GetArrayDataReference(_inverse);
            ref double lower = ref MemoryMarshal.GetArrayDataReference(_lower), upper = ref MemoryMarshal.GetArrayDataReference(_upper);
            ref double spots = ref MemoryMarshal.GetArrayDataReference(_spots), levels = ref MemoryMarshal.GetArrayDataReference(_levels);
            int width = TLane.Width, end = _intervals * width;
            TLane level = TLane.Load(in levels, 0), sign = _sign, floor = TLane.Broadcast(_floor);
            TLane y = TLane.Load(in right, end);
            for (int at = end - width; at >= 0; at -= width)
            {
                y = TLane.FusedMultiplyAdd(-TLane.Load(in upper, at), y, TLane.Load(in right, at));
                y.Store(ref right, at);
            }

            TLane value = TLane.Max(y * TLane.Load(in inverse, 0), TLane.Max(sign * (TLane.Load(in spots, 0) - level), floor));
            value.Store(ref solution, 0);
            for (int at = width; at <= end; at += width)
            {
                TLane free = TLane.FusedMultiplyAdd(-TLane.Load(in lower, at), value, TLane.Load(in right, at) * TLane.Load(in inverse, at));
                value = TLane.Max(free, TLane.Max(sign * (TLane.Load(in spots, at) - level), floor));
                value.Store(ref solution, at);
            }
        }

        private double[] New() => new double[(_intervals + 1) * TLane.Width];
    }
}
