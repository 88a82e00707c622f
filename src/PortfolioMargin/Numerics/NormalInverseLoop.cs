using System.Runtime.CompilerServices;

namespace PortfolioMargin.Numerics;

/// <summary>Normal variables from uniform ones, by the inverse distribution function, as wide as the processor allows. The last step of a span repeats elements, so
/// source and destination are two spans.</summary>
internal readonly ref struct NormalInverseLoop(ReadOnlySpan<double> uniforms, Span<double> normals) : ILaneLoop
{
    private readonly ref readonly double _source = ref System.Runtime.InteropServices.MemoryMarshal.GetReference(uniforms);
    private readonly ref double _destination = ref System.Runtime.InteropServices.MemoryMarshal.GetReference(normals);

    public int Length { get; } = uniforms.Length;

    /// <summary>Fills the normals.</summary>
    public static void Run(ReadOnlySpan<double> uniforms, Span<double> normals, LaneWidth width = LaneWidth.Widest)
    {
        if (normals.Length < uniforms.Length) throw new ArgumentException("There is no room for the normal variables.", nameof(normals));
        var loop = new NormalInverseLoop(uniforms, normals);
        LaneRunner.Run(ref loop, width);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Step<TLane>(int offset)
        where TLane : struct, ILane<TLane> => LaneNormalInverse.Inverse(TLane.Load(in _source, offset)).Store(ref _destination, offset);
}
