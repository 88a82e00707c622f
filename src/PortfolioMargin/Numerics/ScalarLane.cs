using System.Runtime.CompilerServices;

namespace PortfolioMargin.Numerics;

/// <summary>One double: the tail of a loop, the scalar facade, and the whole path where no vector hardware exists.</summary>
internal readonly struct ScalarLane(double value) : ILane<ScalarLane>
{
    private readonly double _value = value;

    public double Value => _value;

    public static int Width => 1;

    private long Bits => BitConverter.DoubleToInt64Bits(_value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLane Load(ref readonly double source, int offset) => new(Unsafe.Add(ref Unsafe.AsRef(in source), offset));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLane Broadcast(double value) => new(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(ref double destination, int offset) => Unsafe.Add(ref destination, offset) = _value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLane operator +(ScalarLane a, ScalarLane b) => new(a._value + b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLane operator -(ScalarLane a, ScalarLane b) => new(a._value - b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLane operator *(ScalarLane a, ScalarLane b) => new(a._value * b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLane operator /(ScalarLane a, ScalarLane b) => new(a._value / b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLane FusedMultiplyAdd(ScalarLane a, ScalarLane b, ScalarLane c) => new(Math.FusedMultiplyAdd(a._value, b._value, c._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLane operator +(ScalarLane a, double b) => new(a._value + b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLane operator *(ScalarLane a, double b) => new(a._value * b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLane operator -(ScalarLane a) => new(-a._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLane FusedMultiplyAdd(ScalarLane a, ScalarLane b, double c) => new(Math.FusedMultiplyAdd(a._value, b._value, c));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLane FusedMultiplyAdd(ScalarLane a, double b, double c) => new(Math.FusedMultiplyAdd(a._value, b, c));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLane Sqrt(ScalarLane value) => new(Math.Sqrt(value._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLane Abs(ScalarLane value) => new(Math.Abs(value._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLane LessThan(ScalarLane a, ScalarLane b) => Mask(a._value < b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLane AreEqual(ScalarLane a, ScalarLane b) => Mask(a._value == b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLane operator &(ScalarLane a, ScalarLane b) => Of(a.Bits & b.Bits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLane operator |(ScalarLane a, ScalarLane b) => Of(a.Bits | b.Bits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsAnyTrue(ScalarLane mask) => mask.Bits != 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLane Select(ScalarLane mask, ScalarLane whenTrue, ScalarLane whenFalse) => mask.Bits != 0 ? whenTrue : whenFalse;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLane Min(ScalarLane a, ScalarLane b) => a._value < b._value ? a : b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLane Max(ScalarLane a, ScalarLane b) => b._value < a._value ? a : b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLane PowerOfTwo(ScalarLane n) =>
        Of(BitConverter.DoubleToInt64Bits(n._value + LaneBits.BiasedRounder) << LaneBits.FractionLength);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLane ScaleByRounded(ScalarLane value, ScalarLane roundedSum) => Of(value.Bits + (roundedSum.Bits << LaneBits.FractionLength));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLane Pick(ref readonly double table, ref readonly long index, int offset) =>
        new(Unsafe.Add(ref Unsafe.AsRef(in table), (nint)Unsafe.Add(ref Unsafe.AsRef(in index), offset)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLane Split(ScalarLane x, out ScalarLane n)
    {
        long shifted = x.Bits + LaneBits.ShiftToOne;
        n = new(BitConverter.Int64BitsToDouble((shifted >>> LaneBits.FractionLength) | LaneBits.IntegerBits) - LaneBits.BiasedInteger);
        return Of((shifted & LaneBits.Fraction) + LaneBits.RootHalf);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ScalarLane Mask(bool isTrue) => Of(isTrue ? -1L : 0L);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ScalarLane Of(long bits) => new(BitConverter.Int64BitsToDouble(bits));
}
