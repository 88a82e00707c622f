using PortfolioMargin.Numerics;

namespace PortfolioMargin.Pricing;

/// <summary>The value of one American option with cash dividends at every spot price, in strikes.</summary>
/// <remarks>Two lattices, one with twice the intervals of the other; (4 fine - coarse) / 3 removes the error of second order (L. Richardson 1911).
/// Measured against exact values and a finer lattice: at most 5e-6 of the strike for volatility x root of time up to 1, tested in
/// <c>Pricing/AmericanDividendTests</c>.</remarks>
internal sealed class LatticeSolution
{
    private readonly double[] _coarse, _fine;
    private readonly LatticeOption _coarseOption, _fineOption;
    private readonly int _width, _lane;

    private LatticeSolution(double[] coarse, double[] fine, in LatticeOption option, LatticeScheme scheme, int width, int lane)
    {
        (_coarse, _fine, _width, _lane) = (coarse, fine, width, lane);
        (_coarseOption, _fineOption) = (option with { Intervals = scheme.Coarse }, option with { Intervals = scheme.Fine });
    }

    /// <summary>Solves many options of one expiry at once, whose price falls by each dividend.</summary>
    /// <param name="options">The options; intervals are set here.</param>
    /// <param name="dates">Years to each dividend, ascending, above 0 and not above the years to expiry.</param>
    /// <param name="amounts">Dividends in strikes, [option, dividend].</param>
    /// <param name="width">The width to compute in; the bits do not depend on it.</param>
    public static LatticeSolution[] Solve(
        ReadOnlySpan<LatticeOption> options, ReadOnlySpan<double> dates, ReadOnlySpan<double> amounts, LaneWidth width = LaneWidth.Widest) =>
        Solve(options, dates, amounts, LatticeScheme.Paid, isPremium: false, width);

    /// <summary>Solves many options of one expiry at once, whose dividends are escrowed: what early exercise adds to the European value.</summary>
    /// <param name="options">The options; intervals are set here.</param>
    /// <param name="dates">Years to each dividend, ascending, above 0 and not above the years to expiry.</param>
    /// <param name="amounts">Dividends in strikes, [option, dividend].</param>
    /// <param name="scheme">Size of the lattices.</param>
    /// <param name="width">The width to compute in; the bits do not depend on it.</param>
    public static LatticeSolution[] SolvePremium(
        ReadOnlySpan<LatticeOption> options, ReadOnlySpan<double> dates, ReadOnlySpan<double> amounts, LatticeScheme scheme, LaneWidth width = LaneWidth.Widest) =>
        Solve(options, dates, amounts, scheme, isPremium: true, width);

    /// <summary>The value at a spot, not below what exercise brings.</summary>
    public double Value(double spot) => Math.Max(_fineOption.Intrinsic(spot), Premium(spot));

    /// <summary>The value of a solution of <see cref="SolvePremium"/> at a spot price less what is escrowed; not below 0.</summary>
    public double Premium(double spot) => Math.Max(0, Extrapolated(
        LatticeValues.At(_coarse, _width, _lane, _coarseOption, spot), LatticeValues.At(_fine, _width, _lane, _fineOption, spot)));

    /// <summary>dV/dS and d2V/dS2, V and S in strikes.</summary>
    public (double Delta, double Gamma) Slopes(double spot)
    {
        var coarse = LatticeValues.Slopes(_coarse, _width, _lane, _coarseOption, spot);
        var fine = LatticeValues.Slopes(_fine, _width, _lane, _fineOption, spot);
        return (Extrapolated(coarse.Delta, fine.Delta), Math.Max(0, Extrapolated(coarse.Gamma, fine.Gamma)));
    }

    private static double Extrapolated(double coarse, double fine) => fine + ((fine - coarse) / 3);

    private static LatticeSolution[] Solve(
        ReadOnlySpan<LatticeOption> options, ReadOnlySpan<double> dates, ReadOnlySpan<double> amounts, LatticeScheme scheme, bool isPremium, LaneWidth width)
    {
        if (options.Length == 1) width = LaneWidth.Scalar;
        return (width == LaneWidth.Widest ? LaneRunner.Widest : width) switch
        {
            LaneWidth.Bits512 => Solve<Vector512Lane>(options, dates, amounts, scheme, isPremium),
            LaneWidth.Bits256 => Solve<Vector256Lane>(options, dates, amounts, scheme, isPremium),
            LaneWidth.Bits128 => Solve<Vector128Lane>(options, dates, amounts, scheme, isPremium),
            _ => Solve<ScalarLane>(options, dates, amounts, scheme, isPremium),
        };
    }

    private static LatticeSolution[] Solve<TLane>(
        ReadOnlySpan<LatticeOption> options, ReadOnlySpan<double> dates, ReadOnlySpan<double> amounts, LatticeScheme scheme, bool isPremium)
        where TLane : struct, ILane<TLane>
    {
        var solutions = new LatticeSolution[options.Length];
        var lanes = new LatticeOption[TLane.Width];
        var paid = new double[TLane.Width * dates.Length];
        for (int start = 0; start < options.Length; start += TLane.Width)
        {
            for (int lane = 0; lane < TLane.Width; lane++)
            {
                int option = Math.Min(start + lane, options.Length - 1); // the last one fills up
                lanes[lane] = options[option];
                for (int d = 0; d < dates.Length; d++) paid[(d * TLane.Width) + lane] = amounts[(option * dates.Length) + d];
            }

            double[] coarse = Solve<TLane>(lanes, scheme.Coarse, dates, paid, scheme, isPremium), fine = Solve<TLane>(lanes, scheme.Fine, dates, paid, scheme, isPremium);
            for (int lane = 0; lane < TLane.Width && start + lane < options.Length; lane++)
                solutions[start + lane] = new(coarse, fine, lanes[lane], scheme, TLane.Width, lane);
        }

        return solutions;
    }

    private static double[] Solve<TLane>(
        LatticeOption[] lanes, int intervals, ReadOnlySpan<double> dates, double[] paid, LatticeScheme scheme, bool isPremium)
        where TLane : struct, ILane<TLane>
    {
        for (int lane = 0; lane < TLane.Width; lane++) lanes[lane] = lanes[lane] with { Intervals = intervals };
        if (!isPremium) return ExerciseLattice.Solve<TLane>(lanes, paid, dates, scheme, LatticeModel.Paid);
        double[] american = ExerciseLattice.Solve<TLane>(lanes, paid, dates, scheme, LatticeModel.Escrowed);
        double[] european = ExerciseLattice.Solve<TLane>(lanes, paid, dates, scheme, LatticeModel.EscrowedEuropean);
        for (int i = 0; i < american.Length; i++) american[i] -= european[i];
        return american;
    }
}
