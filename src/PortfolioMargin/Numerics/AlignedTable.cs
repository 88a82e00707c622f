using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace PortfolioMargin.Numerics;

/// <summary>Constant numbers that never move and start at a multiple of 64 bytes.</summary>
internal readonly struct AlignedTable
{
    private readonly double[] _numbers;
    private readonly int _start;

    public AlignedTable(int length)
    {
        _numbers = GC.AllocateArray<double>(length + AlignedMemory.Slack, pinned: true);
        _start = _numbers.Length - AlignedMemory.Align(_numbers).Length;
    }

    public AlignedTable(ReadOnlySpan<double> numbers)
        : this(numbers.Length) => numbers.CopyTo(_numbers.AsSpan(_start));

    /// <summary>The first number; whoever reads on from it knows the length.</summary>
    public ref double Start
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_numbers), _start);
    }

    public ref double this[int index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref _numbers[_start + index];
    }
}
