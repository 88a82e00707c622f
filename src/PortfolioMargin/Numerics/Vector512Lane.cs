using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace PortfolioMargin.Numerics;

/// <summary>Eight doubles in one vector of 512 bits.</summary>
internal struct Vector512Lane : ILane<Vector512Lane>
{
    // No constructor: each call less is one inlined call less, and the compiler counts them.
    private Vector512<double> _value;

    public static int Width => Vector512<double>.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Lane Load(ref readonly double source, int offset) => new() { _value = Vector512.LoadUnsafe(in source, (nuint)offset) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Lane Broadcast(double value) => new() { _value = Vector512.Create(value) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Store(ref double destination, int offset) => _value.StoreUnsafe(ref destination, (nuint)offset);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Lane operator +(Vector512Lane a, Vector512Lane b) => new() { _value = a._value + b._value };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Lane operator -(Vector512Lane a, Vector512Lane b) => new() { _value = a._value - b._value };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Lane operator *(Vector512Lane a, Vector512Lane b) => new() { _value = a._value * b._value };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Lane operator /(Vector512Lane a, Vector512Lane b) => new() { _value = a._value / b._value };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Lane FusedMultiplyAdd(Vector512Lane a, Vector512Lane b, Vector512Lane c) =>
        new() { _value = Vector512.FusedMultiplyAdd(a._value, b._value, c._value) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Lane operator +(Vector512Lane a, double b) => new() { _value = a._value + Vector512.Create(b) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Lane operator *(Vector512Lane a, double b) => new() { _value = a._value * Vector512.Create(b) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Lane operator -(Vector512Lane a) => new() { _value = -a._value };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Lane FusedMultiplyAdd(Vector512Lane a, Vector512Lane b, double c) =>
        new() { _value = Vector512.FusedMultiplyAdd(a._value, b._value, Vector512.Create(c)) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Lane FusedMultiplyAdd(Vector512Lane a, double b, double c) =>
        new() { _value = Vector512.FusedMultiplyAdd(a._value, Vector512.Create(b), Vector512.Create(c)) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Lane Sqrt(Vector512Lane value) => new() { _value = Vector512.Sqrt(value._value) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Lane Abs(Vector512Lane value) => new() { _value = Vector512.Abs(value._value) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Lane LessThan(Vector512Lane a, Vector512Lane b) => new() { _value = Vector512.LessThan(a._value, b._value) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Lane AreEqual(Vector512Lane a, Vector512Lane b) => new() { _value = Vector512.Equals(a._value, b._value) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Lane operator &(Vector512Lane a, Vector512Lane b) => new() { _value = a._value & b._value };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Lane operator |(Vector512Lane a, Vector512Lane b) => new() { _value = a._value | b._value };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsAnyTrue(Vector512Lane mask) => mask._value.AsInt64() != Vector512<long>.Zero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Lane Select(Vector512Lane mask, Vector512Lane whenTrue, Vector512Lane whenFalse) =>
        new() { _value = Vector512.ConditionalSelect(mask._value, whenTrue._value, whenFalse._value) };

    // These processors' own minimum is compare and select by definition, NaN and zeros included. Cast, not stored in a field: the compiler keeps such a field in memory.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Lane Min(Vector512Lane a, Vector512Lane b) =>
        Avx512F.IsSupported ? Unsafe.BitCast<Vector512<double>, Vector512Lane>(Avx512F.Min(a._value, b._value)) : new() { _value = Vector512.ConditionalSelect(Vector512.LessThan(a._value, b._value), a._value, b._value) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Lane Max(Vector512Lane a, Vector512Lane b) =>
        Avx512F.IsSupported ? Unsafe.BitCast<Vector512<double>, Vector512Lane>(Avx512F.Max(a._value, b._value)) : new() { _value = Vector512.ConditionalSelect(Vector512.LessThan(b._value, a._value), a._value, b._value) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Lane PowerOfTwo(Vector512Lane n) =>
        new() { _value = Vector512.ShiftLeft((n._value + Vector512.Create(LaneBits.BiasedRounder)).AsInt64(), LaneBits.FractionLength).AsDouble() };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Lane ScaleByRounded(Vector512Lane value, Vector512Lane roundedSum) =>
        new() { _value = (value._value.AsInt64() + Vector512.ShiftLeft(roundedSum._value.AsInt64(), LaneBits.FractionLength)).AsDouble() };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Lane Pick(ref readonly double table, ref readonly long index, int offset) =>
        new() { _value = Vector512.ShuffleNative(Vector512.LoadUnsafe(in table), Vector512.LoadUnsafe(in index, (nuint)offset)) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Lane Split(Vector512Lane x, out Vector512Lane n)
    {
        Vector512<long> shifted = x._value.AsInt64() + Vector512.Create(LaneBits.ShiftToOne);
        Vector512<long> field = Vector512.ShiftRightLogical(shifted, LaneBits.FractionLength) | Vector512.Create(LaneBits.IntegerBits);
        n = new() { _value = field.AsDouble() - Vector512.Create(LaneBits.BiasedInteger) };
        return new() { _value = ((shifted & Vector512.Create(LaneBits.Fraction)) + Vector512.Create(LaneBits.RootHalf)).AsDouble() };
    }
}
