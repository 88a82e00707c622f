using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace PortfolioMargin.Numerics;

/// <summary>Four doubles in one vector of 256 bits.</summary>
internal readonly struct Vector256Lane(Vector256<double> value) : ILane<Vector256Lane>
{
    private readonly Vector256<double> _value = value;

    public static int Width => Vector256<double>.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Lane Load(ref readonly double source, int offset) => new(Vector256.LoadUnsafe(in source, (nuint)offset));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Lane Broadcast(double value) => new(Vector256.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(ref double destination, int offset) => _value.StoreUnsafe(ref destination, (nuint)offset);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Lane operator +(Vector256Lane a, Vector256Lane b) => new(a._value + b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Lane operator -(Vector256Lane a, Vector256Lane b) => new(a._value - b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Lane operator *(Vector256Lane a, Vector256Lane b) => new(a._value * b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Lane operator /(Vector256Lane a, Vector256Lane b) => new(a._value / b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Lane FusedMultiplyAdd(Vector256Lane a, Vector256Lane b, Vector256Lane c) =>
        new(Vector256.FusedMultiplyAdd(a._value, b._value, c._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Lane Sqrt(Vector256Lane value) => new(Vector256.Sqrt(value._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Lane Abs(Vector256Lane value) => new(Vector256.Abs(value._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Lane LessThan(Vector256Lane a, Vector256Lane b) => new(Vector256.LessThan(a._value, b._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Lane AreEqual(Vector256Lane a, Vector256Lane b) => new(Vector256.Equals(a._value, b._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Lane operator &(Vector256Lane a, Vector256Lane b) => new(a._value & b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Lane operator |(Vector256Lane a, Vector256Lane b) => new(a._value | b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Lane Select(Vector256Lane mask, Vector256Lane whenTrue, Vector256Lane whenFalse) =>
        new(Vector256.ConditionalSelect(mask._value, whenTrue._value, whenFalse._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Lane Min(Vector256Lane a, Vector256Lane b) => Select(LessThan(a, b), a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Lane Max(Vector256Lane a, Vector256Lane b) => Select(LessThan(b, a), a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Lane PowerOfTwo(Vector256Lane n) =>
        new(Vector256.ShiftLeft((n._value + Vector256.Create(LaneBits.BiasedRounder)).AsInt64(), LaneBits.FractionLength).AsDouble());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Lane Split(Vector256Lane x, out Vector256Lane n)
    {
        Vector256<long> shifted = x._value.AsInt64() + Vector256.Create(LaneBits.ShiftToOne);
        Vector256<long> field = Vector256.ShiftRightLogical(shifted, LaneBits.FractionLength) | Vector256.Create(LaneBits.IntegerBits);
        n = new(field.AsDouble() - Vector256.Create(LaneBits.BiasedInteger));
        return new(((shifted & Vector256.Create(LaneBits.Fraction)) + Vector256.Create(LaneBits.RootHalf)).AsDouble());
    }
}
