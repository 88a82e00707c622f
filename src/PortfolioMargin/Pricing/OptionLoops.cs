using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using PortfolioMargin.Numerics;

namespace PortfolioMargin.Pricing;

/// <summary>Runs a formula over columns of options: the loop, without the mathematics.</summary>
internal static class OptionLoops
{
    /// <summary>One option's terms, for the scalar facade.</summary>
    public static OptionLanes<ScalarLane> Option(double spot, double strike, double rate, double carryYield, double volatility, double years) =>
        new(new(0), new(spot), new(strike), new(rate), new(carryYield), new(volatility), new(years));

    /// <summary>One option's price; its terms have been checked.</summary>
    [MethodImpl(HotLoop.Options)]
    public static double Price<TFormula>(double eta, OptionLanes<ScalarLane> option)
        where TFormula : struct, IOptionFormula => TFormula.Price(option.For(new(eta))).Value;

    /// <summary>One option's price and sensitivities; its terms have been checked.</summary>
    [MethodImpl(HotLoop.Options)]
    public static Greeks Greeks<TFormula>(double eta, OptionLanes<ScalarLane> option)
        where TFormula : struct, IOptionFormula
    {
        GreekLanes<ScalarLane> g = TFormula.Greeks(option.For(new(eta)));
        return new(g.Price.Value, g.Delta.Value, g.Gamma.Value, g.Vega.Value, g.Theta.Value, g.Rho.Value, g.Vanna.Value, g.Volga.Value, g.Charm.Value);
    }

    /// <summary>One price per option; the columns have been checked.</summary>
    /// <exception cref="ArgumentException">The destination is too short or overlaps a column.</exception>
    public static void Prices<TFormula>(double eta, OptionColumns options, Span<double> destination, LaneWidth width = LaneWidth.Widest)
        where TFormula : struct, IOptionFormula
    {
        SpanCheck.Holds(destination.Length, nameof(destination), options.Length);
        options.RefuseOverlap(MemoryMarshal.AsBytes(destination));
        var loop = new PriceLoop<TFormula>(eta, options, destination);
        LaneRunner.Run(ref loop, width);
    }

    /// <summary>Price and sensitivities per option; the columns have been checked.</summary>
    /// <exception cref="ArgumentException">The destination is too short or overlaps a column.</exception>
    public static void Greeks<TFormula>(double eta, OptionColumns options, Span<Greeks> destination, LaneWidth width = LaneWidth.Widest)
        where TFormula : struct, IOptionFormula
    {
        SpanCheck.Holds(destination.Length, nameof(destination), options.Length);
        options.RefuseOverlap(MemoryMarshal.AsBytes(destination));
        var loop = new GreeksLoop<TFormula>(eta, options, destination, stackalloc double[GreeksLoop<TFormula>.ScratchLength]);
        LaneRunner.Run(ref loop, width);
    }

    private readonly ref struct PriceLoop<TFormula>(double eta, OptionColumns options, Span<double> destination) : ILaneLoop
        where TFormula : struct, IOptionFormula
    {
        private readonly OptionColumns _options = options;
        private readonly Span<double> _destination = destination;

        public int Length => _options.Length;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Step<TLane>(int offset)
            where TLane : struct, ILane<TLane> =>
            TFormula.Price(_options.Load<TLane>(eta, offset)).Store(ref MemoryMarshal.GetReference(_destination), offset);
    }

    private readonly ref struct GreeksLoop<TFormula>(double eta, OptionColumns options, Span<Greeks> destination, Span<double> scratch) : ILaneLoop
        where TFormula : struct, IOptionFormula
    {
        /// <summary>Nine rows of the widest lane.</summary>
        public const int ScratchLength = 9 * 8;

        private readonly OptionColumns _options = options;
        private readonly Span<Greeks> _destination = destination;
        private readonly Span<double> _scratch = scratch;

        public int Length => _options.Length;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Step<TLane>(int offset)
            where TLane : struct, ILane<TLane>
        {
            TFormula.Greeks(_options.Load<TLane>(eta, offset)).Store(ref MemoryMarshal.GetReference(_scratch));
            Scatter(_scratch, TLane.Width, _destination.Slice(offset, TLane.Width));
        }

        private static void Scatter(ReadOnlySpan<double> rows, int width, Span<Greeks> destination)
        {
            for (int i = 0; i < width; i++)
            {
                destination[i] = new(
                    rows[i],
                    rows[i + width],
                    rows[i + (2 * width)],
                    rows[i + (3 * width)],
                    rows[i + (4 * width)],
                    rows[i + (5 * width)],
                    rows[i + (6 * width)],
                    rows[i + (7 * width)],
                    rows[i + (8 * width)]);
            }
        }
    }
}
