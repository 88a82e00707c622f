using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using PortfolioMargin.Numerics;

namespace PortfolioMargin.Pricing;

/// <summary>Runs an inverse formula over columns of options; the prices stand in the column of the volatilities.</summary>
internal static class ImpliedLoops
{
    /// <summary>One option; its terms and price have been checked.</summary>
    [MethodImpl(HotLoop.Options)]
    public static ImpliedVolatility Imply<TFormula>(double eta, OptionLanes<ScalarLane> option)
        where TFormula : struct, IImpliedFormula
    {
        ImpliedLanes<ScalarLane> result = TFormula.Imply(option.For(new(eta)));
        return new((ImpliedVolatilityStatus)result.Status.Value, result.Volatility.Value);
    }

    /// <summary>One result per option; the columns have been checked.</summary>
    /// <exception cref="ArgumentException">The destination is too short or overlaps a column.</exception>
    public static void Imply<TFormula>(double eta, OptionColumns options, Span<ImpliedVolatility> destination, LaneWidth width = LaneWidth.Widest)
        where TFormula : struct, IImpliedFormula
    {
        SpanCheck.Holds(destination.Length, nameof(destination), options.Length);
        options.RefuseOverlap(MemoryMarshal.AsBytes(destination));
        var loop = new ImplyLoop<TFormula>(eta, options, destination, stackalloc double[ImplyLoop<TFormula>.ScratchLength]);
        LaneRunner.Run(ref loop, width);
    }

    private readonly ref struct ImplyLoop<TFormula>(double eta, OptionColumns options, Span<ImpliedVolatility> destination, Span<double> scratch) : ILaneLoop
        where TFormula : struct, IImpliedFormula
    {
        /// <summary>Volatility and status of the widest lane.</summary>
        public const int ScratchLength = 2 * 8;

        private readonly OptionColumns _options = options;
        private readonly Span<ImpliedVolatility> _destination = destination;
        private readonly Span<double> _scratch = scratch;

        public int Length => _options.Length;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Step<TLane>(int offset)
            where TLane : struct, ILane<TLane>
        {
            ImpliedLanes<TLane> result = TFormula.Imply(_options.Load<TLane>(eta, offset));
            ref double scratch = ref MemoryMarshal.GetReference(_scratch);
            result.Volatility.Store(ref scratch, 0);
            result.Status.Store(ref scratch, TLane.Width);
            Scatter(_scratch, _destination.Slice(offset, TLane.Width));
        }

        private static void Scatter(ReadOnlySpan<double> rows, Span<ImpliedVolatility> destination)
        {
            for (int i = 0; i < destination.Length; i++) destination[i] = new((ImpliedVolatilityStatus)rows[i + destination.Length], rows[i]);
        }
    }
}
