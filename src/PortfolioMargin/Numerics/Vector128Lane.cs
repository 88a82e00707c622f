using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace PortfolioMargin.Numerics;

/// <summary>Two doubles in one vector of 128 bits.</summary>
internal struct Vector128Lane : ILane<Vector128Lane>
{
    // No constructor: each call less is one inlined call less, and the compiler counts them.
    private Vector128<double> _value;

    public static int Width => Vector128<double>.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128Lane Load(ref readonly double source, int offset) => new() { _value = Vector128.LoadUnsafe(in source, (nuint)offset) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128Lane Broadcast(double value) => new() { _value = Vector128.Create(value) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Store(ref double destination, int offset) => _value.StoreUnsafe(ref destination, (nuint)offset);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128Lane operator +(Vector128Lane a, Vector128Lane b) => new() { _value = a._value + b._value };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128Lane operator -(Vector128Lane a, Vector128Lane b) => new() { _value = a._value - b._value };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128Lane operator *(Vector128Lane a, Vector128Lane b) => new() { _value = a._value * b._value };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128Lane operator /(Vector128Lane a, Vector128Lane b) => new() { _value = a._value / b._value };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128Lane FusedMultiplyAdd(Vector128Lane a, Vector128Lane b, Vector128Lane c) =>
        new() { _value = Vector128.FusedMultiplyAdd(a._value, b._value, c._value) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128Lane operator +(Vector128Lane a, double b) => new() { _value = a._value + Vector128.Create(b) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128Lane operator *(Vector128Lane a, double b) => new() { _value = a._value * Vector128.Create(b) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128Lane operator -(Vector128Lane a) => new() { _value = -a._value };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128Lane FusedMultiplyAdd(Vector128Lane a, Vector128Lane b, double c) =>
        new() { _value = Vector128.FusedMultiplyAdd(a._value, b._value, Vector128.Create(c)) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128Lane FusedMultiplyAdd(Vector128Lane a, double b, double c) =>
        new() { _value = Vector128.FusedMultiplyAdd(a._value, Vector128.Create(b), Vector128.Create(c)) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128Lane Sqrt(Vector128Lane value) => new() { _value = Vector128.Sqrt(value._value) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128Lane Abs(Vector128Lane value) => new() { _value = Vector128.Abs(value._value) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128Lane LessThan(Vector128Lane a, Vector128Lane b) => new() { _value = Vector128.LessThan(a._value, b._value) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128Lane AreEqual(Vector128Lane a, Vector128Lane b) => new() { _value = Vector128.Equals(a._value, b._value) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128Lane operator &(Vector128Lane a, Vector128Lane b) => new() { _value = a._value & b._value };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128Lane operator |(Vector128Lane a, Vector128Lane b) => new() { _value = a._value | b._value };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsAnyTrue(Vector128Lane mask) => mask._value.AsInt64() != Vector128<long>.Zero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128Lane Select(Vector128Lane mask, Vector128Lane whenTrue, Vector128Lane whenFalse) =>
        new() { _value = Vector128.ConditionalSelect(mask._value, whenTrue._value, whenFalse._value) };

    // These processors' own minimum is compare and select by definition, NaN and zeros included. Cast, not stored in a field: the compiler keeps such a field in memory.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128Lane Min(Vector128Lane a, Vector128Lane b) =>
        Sse2.IsSupported ? Unsafe.BitCast<Vector128<double>, Vector128Lane>(Sse2.Min(a._value, b._value)) : new() { _value = Vector128.ConditionalSelect(Vector128.LessThan(a._value, b._value), a._value, b._value) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128Lane Max(Vector128Lane a, Vector128Lane b) =>
        Sse2.IsSupported ? Unsafe.BitCast<Vector128<double>, Vector128Lane>(Sse2.Max(a._value, b._value)) : new() { _value = Vector128.ConditionalSelect(Vector128.LessThan(b._value, a._value), a._value, b._value) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128Lane PowerOfTwo(Vector128Lane n) =>
        new() { _value = Vector128.ShiftLeft((n._value + Vector128.Create(LaneBits.BiasedRounder)).AsInt64(), LaneBits.FractionLength).AsDouble() };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128Lane ScaleByRounded(Vector128Lane value, Vector128Lane roundedSum) =>
        new() { _value = (value._value.AsInt64() + Vector128.ShiftLeft(roundedSum._value.AsInt64(), LaneBits.FractionLength)).AsDouble() };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128Lane Pick(ref readonly double table, ref readonly long index, int offset) =>
        new() { _value = Vector128.Create(At(in table, in index, offset), At(in table, in index, offset + 1)) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double At(ref readonly double table, ref readonly long index, int offset) =>
        Unsafe.Add(ref Unsafe.AsRef(in table), (nint)Unsafe.Add(ref Unsafe.AsRef(in index), offset));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128Lane Split(Vector128Lane x, out Vector128Lane n)
    {
        Vector128<long> shifted = x._value.AsInt64() + Vector128.Create(LaneBits.ShiftToOne);
        Vector128<long> field = Vector128.ShiftRightLogical(shifted, LaneBits.FractionLength) | Vector128.Create(LaneBits.IntegerBits);
        n = new() { _value = field.AsDouble() - Vector128.Create(LaneBits.BiasedInteger) };
        return new() { _value = ((shifted & Vector128.Create(LaneBits.Fraction)) + Vector128.Create(LaneBits.RootHalf)).AsDouble() };
    }
}
