using System.Runtime.CompilerServices;

namespace PortfolioMargin.Numerics;

/// <summary>Two lanes that advance together: a formula written once runs on both halves in turn, operation by operation. Where a formula waits for its own
/// results the processor works on the other half, and a constant is loaded once for both. Takes twice the registers, so it pays with 32 of them.</summary>
/// <typeparam name="TLane">One half.</typeparam>
internal struct TwoLanes<TLane> : ILane<TwoLanes<TLane>>
    where TLane : struct, ILane<TLane>
{
    private TLane _left, _right;

    public static int Width => 2 * TLane.Width;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwoLanes<TLane> Load(ref readonly double source, int offset) =>
        new() { _left = TLane.Load(in source, offset), _right = TLane.Load(in source, offset + TLane.Width) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwoLanes<TLane> Broadcast(double value) => new() { _left = TLane.Broadcast(value), _right = TLane.Broadcast(value) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Store(ref double destination, int offset)
    {
        _left.Store(ref destination, offset);
        _right.Store(ref destination, offset + TLane.Width);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwoLanes<TLane> operator +(TwoLanes<TLane> a, TwoLanes<TLane> b) => new() { _left = a._left + b._left, _right = a._right + b._right };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwoLanes<TLane> operator -(TwoLanes<TLane> a, TwoLanes<TLane> b) => new() { _left = a._left - b._left, _right = a._right - b._right };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwoLanes<TLane> operator *(TwoLanes<TLane> a, TwoLanes<TLane> b) => new() { _left = a._left * b._left, _right = a._right * b._right };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwoLanes<TLane> operator /(TwoLanes<TLane> a, TwoLanes<TLane> b) => new() { _left = a._left / b._left, _right = a._right / b._right };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwoLanes<TLane> FusedMultiplyAdd(TwoLanes<TLane> a, TwoLanes<TLane> b, TwoLanes<TLane> c) =>
        new() { _left = TLane.FusedMultiplyAdd(a._left, b._left, c._left), _right = TLane.FusedMultiplyAdd(a._right, b._right, c._right) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwoLanes<TLane> operator +(TwoLanes<TLane> a, double b) => new() { _left = a._left + b, _right = a._right + b };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwoLanes<TLane> operator *(TwoLanes<TLane> a, double b) => new() { _left = a._left * b, _right = a._right * b };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwoLanes<TLane> operator -(TwoLanes<TLane> a) => new() { _left = -a._left, _right = -a._right };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwoLanes<TLane> FusedMultiplyAdd(TwoLanes<TLane> a, TwoLanes<TLane> b, double c) =>
        new() { _left = TLane.FusedMultiplyAdd(a._left, b._left, c), _right = TLane.FusedMultiplyAdd(a._right, b._right, c) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwoLanes<TLane> FusedMultiplyAdd(TwoLanes<TLane> a, double b, double c) =>
        new() { _left = TLane.FusedMultiplyAdd(a._left, b, c), _right = TLane.FusedMultiplyAdd(a._right, b, c) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwoLanes<TLane> Sqrt(TwoLanes<TLane> value) => new() { _left = TLane.Sqrt(value._left), _right = TLane.Sqrt(value._right) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwoLanes<TLane> Abs(TwoLanes<TLane> value) => new() { _left = TLane.Abs(value._left), _right = TLane.Abs(value._right) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwoLanes<TLane> LessThan(TwoLanes<TLane> a, TwoLanes<TLane> b) =>
        new() { _left = TLane.LessThan(a._left, b._left), _right = TLane.LessThan(a._right, b._right) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwoLanes<TLane> AreEqual(TwoLanes<TLane> a, TwoLanes<TLane> b) =>
        new() { _left = TLane.AreEqual(a._left, b._left), _right = TLane.AreEqual(a._right, b._right) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwoLanes<TLane> operator &(TwoLanes<TLane> a, TwoLanes<TLane> b) => new() { _left = a._left & b._left, _right = a._right & b._right };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwoLanes<TLane> operator |(TwoLanes<TLane> a, TwoLanes<TLane> b) => new() { _left = a._left | b._left, _right = a._right | b._right };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsAnyTrue(TwoLanes<TLane> mask) => TLane.IsAnyTrue(mask._left | mask._right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwoLanes<TLane> Select(TwoLanes<TLane> mask, TwoLanes<TLane> whenTrue, TwoLanes<TLane> whenFalse) =>
        new() { _left = TLane.Select(mask._left, whenTrue._left, whenFalse._left), _right = TLane.Select(mask._right, whenTrue._right, whenFalse._right) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwoLanes<TLane> Min(TwoLanes<TLane> a, TwoLanes<TLane> b) => new() { _left = TLane.Min(a._left, b._left), _right = TLane.Min(a._right, b._right) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwoLanes<TLane> Max(TwoLanes<TLane> a, TwoLanes<TLane> b) => new() { _left = TLane.Max(a._left, b._left), _right = TLane.Max(a._right, b._right) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwoLanes<TLane> PowerOfTwo(TwoLanes<TLane> n) => new() { _left = TLane.PowerOfTwo(n._left), _right = TLane.PowerOfTwo(n._right) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwoLanes<TLane> ScaleByRounded(TwoLanes<TLane> value, TwoLanes<TLane> roundedSum) =>
        new() { _left = TLane.ScaleByRounded(value._left, roundedSum._left), _right = TLane.ScaleByRounded(value._right, roundedSum._right) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwoLanes<TLane> Pick(ref readonly double table, ref readonly long index, int offset) =>
        new() { _left = TLane.Pick(in table, in index, offset), _right = TLane.Pick(in table, in index, offset + TLane.Width) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwoLanes<TLane> Split(TwoLanes<TLane> x, out TwoLanes<TLane> n)
    {
        TLane left = TLane.Split(x._left, out TLane leftN), right = TLane.Split(x._right, out TLane rightN);
        n = new() { _left = leftN, _right = rightN };
        return new() { _left = left, _right = right };
    }
}
