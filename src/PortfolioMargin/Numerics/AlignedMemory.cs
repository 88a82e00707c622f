using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace PortfolioMargin.Numerics;

/// <summary>Memory that starts where a vector of 512 bits does: a load across two cache lines costs twice, and a number read back
/// from a vector that was written across two lines waits for the memory.</summary>
internal static class AlignedMemory
{
    /// <summary>Doubles in 64 bytes: what a caller must add to a length before <see cref="Align"/>.</summary>
    public const int Slack = 8;

    /// <summary>The part of a span that starts at a multiple of 64 bytes; at most seven doubles are left out in front.</summary>
    public static Span<double> Align(Span<double> memory)
    {
        nint address = Unsafe.ByteOffset(ref Unsafe.NullRef<double>(), ref MemoryMarshal.GetReference(memory));
        return memory[(int)((64 - (address & 63)) / sizeof(double) % Slack)..];
    }
}
