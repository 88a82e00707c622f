using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using PortfolioMargin.Numerics;

namespace PortfolioMargin.Pricing;

/// <summary>Runs a formula over columns of options: the loop, without the mathematics.</summary>
internal static class OptionLoops
{
    /// <summary>One price per option; the columns have been checked.</summary>
    public static void Prices<TFormula>(double eta, OptionColumns options, Span<double> destination, LaneWidth width = LaneWidth.Widest)
        where TFormula : struct, IOptionFormula
    {
        var loop = new PriceLoop<TFormula>(eta, options, destination);
        LaneRunner.Run(ref loop, width);
    }

    /// <summary>Price and sensitivities per option; the columns have been checked.</summary>
    public static void Greeks<TFormula>(double eta, OptionColumns options, Span<Greeks> destination, LaneWidth width = LaneWidth.Widest)
        where TFormula : struct, IOptionFormula
    {
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
