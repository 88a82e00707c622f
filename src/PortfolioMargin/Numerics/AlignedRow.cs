namespace PortfolioMargin.Numerics;

/// <summary>Doubles that begin on a cache line, so that no vector is read from two lines. Pinned, so that they stay there.</summary>
internal readonly struct AlignedRow
{
    private const int CacheLine = 64;

    private readonly double[] _memory;
    private readonly int _start;

    /// <summary>Zeros.</summary>
    /// <param name="length">How many.</param>
    public unsafe AlignedRow(int length)
    {
        _memory = GC.AllocateArray<double>(length + (CacheLine / sizeof(double)) - 1, pinned: true);
        fixed (double* first = _memory) _start = (int)((CacheLine - ((nuint)first % CacheLine)) % CacheLine) / sizeof(double);
        Length = length;
    }

    public int Length { get; }

    public Span<double> Span => _memory.AsSpan(_start, Length);

    public Span<double> Slice(int start, int length) => _memory.AsSpan(_start + start, length);
}
