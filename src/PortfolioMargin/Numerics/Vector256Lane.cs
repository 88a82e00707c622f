using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace PortfolioMargin.Numerics;

/// <summary>Four doubles in one vector of 256 bits.</summary>
internal struct Vector256Lane : ILane<Vector256Lane>
{
    // No constructor: each call less is one inlined call less, and the compiler counts them.
    private Vector256<double> _value;

    public static int Width => Vector256<double>.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Lane Load(ref readonly double source, int offset) => new() { _value = Vector256.LoadUnsafe(in source, (nuint)offset) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Lane Broadcast(double value) => new() { _value = Vector256.Create(value) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Store(ref double destination, int offset) => _value.StoreUnsafe(ref destination, (nuint)offset);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Lane operator +(Vector256Lane a, Vector256Lane b) => new() { _value = a._value + b._value };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Lane operator -(Vector256Lane a, Vector256Lane b) => new() { _value = a._value - b._value };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Lane operator *(Vector256Lane a, Vector256Lane b) => new() { _value = a._value * b._value };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Lane operator /(Vector256Lane a, Vector256Lane b) => new() { _value = a._value / b._value };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Lane FusedMultiplyAdd(Vector256Lane a, Vector256Lane b, Vector256Lane c) =>
        new() { _value = Vector256.FusedMultiplyAdd(a._value, b._value, c._value) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Lane operator +(Vector256Lane a, double b) => new() { _value = a._value + Vector256.Create(b) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Lane operator *(Vector256Lane a, double b) => new() { _value = a._value * Vector256.Create(b) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Lane operator -(Vector256Lane a) => new() { _value = -a._value };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Lane FusedMultiplyAdd(Vector256Lane a, Vector256Lane b, double c) =>
        new() { _value = Vector256.FusedMultiplyAdd(a._value, b._value, Vector256.Create(c)) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Lane FusedMultiplyAdd(Vector256Lane a, double b, double c) =>
        new() { _value = Vector256.FusedMultiplyAdd(a._value, Vector256.Create(b), Vector256.Create(c)) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Lane Sqrt(Vector256Lane value) => new() { _value = Vector256.Sqrt(value._value) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Lane Abs(Vector256Lane value) => new() { _value = Vector256.Abs(value._value) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Lane LessThan(Vector256Lane a, Vector256Lane b) => new() { _value = Vector256.LessThan(a._value, b._value) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Lane AreEqual(Vector256Lane a, Vector256Lane b) => new() { _value = Vector256.Equals(a._value, b._value) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Lane operator &(Vector256Lane a, Vector256Lane b) => new() { _value = a._value & b._value };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Lane operator |(Vector256Lane a, Vector256Lane b) => new() { _value = a._value | b._value };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsAnyTrue(Vector256Lane mask) => mask._value.AsInt64() != Vector256<long>.Zero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Lane Select(Vector256Lane mask, Vector256Lane whenTrue, Vector256Lane whenFalse) =>
        new() { _value = Vector256.ConditionalSelect(mask._value, whenTrue._value, whenFalse._value) };

    // These processors' own minimum is compare and select by definition, NaN and zeros included. Cast, not stored in a field: the compiler keeps such a field in memory.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Lane Min(Vector256Lane a, Vector256Lane b) =>
        Avx.IsSupported ? Unsafe.BitCast<Vector256<double>, Vector256Lane>(Avx.Min(a._value, b._value)) : new() { _value = Vector256.ConditionalSelect(Vector256.LessThan(a._value, b._value), a._value, b._value) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Lane Max(Vector256Lane a, Vector256Lane b) =>
        Avx.IsSupported ? Unsafe.BitCast<Vector256<double>, Vector256Lane>(Avx.Max(a._value, b._value)) : new() { _value = Vector256.ConditionalSelect(Vector256.LessThan(b._value, a._value), a._value, b._value) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Lane PowerOfTwo(Vector256Lane n) =>
        new() { _value = Vector256.ShiftLeft((n._value + Vector256.Create(LaneBits.BiasedRounder)).AsInt64(), LaneBits.FractionLength).AsDouble() };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Lane ScaleByRounded(Vector256Lane value, Vector256Lane roundedSum) =>
        new() { _value = (value._value.AsInt64() + Vector256.ShiftLeft(roundedSum._value.AsInt64(), LaneBits.FractionLength)).AsDouble() };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Lane Pick(ref readonly double table, ref readonly long index, int offset) =>
        new() { _value = Vector256.Create(At(in table, in index, offset), At(in table, in index, offset + 1), At(in table, in index, offset + 2), At(in table, in index, offset + 3)) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double At(ref readonly double table, ref readonly long index, int offset) =>
        Unsafe.Add(ref Unsafe.AsRef(in table), (nint)Unsafe.Add(ref Unsafe.AsRef(in index), offset));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Lane Split(Vector256Lane x, out Vector256Lane n)
    {
        Vector256<long> shifted = x._value.AsInt64() + Vector256.Create(LaneBits.ShiftToOne);
        Vector256<long> field = Vector256.ShiftRightLogical(shifted, LaneBits.FractionLength) | Vector256.Create(LaneBits.IntegerBits);
        n = new() { _value = field.AsDouble() - Vector256.Create(LaneBits.BiasedInteger) };
        return new() { _value = ((shifted & Vector256.Create(LaneBits.Fraction)) + Vector256.Create(LaneBits.RootHalf)).AsDouble() };
    }
}
