using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using static System.FormattableString;

namespace PortfolioMargin.Numerics;

/// <summary>Checks of whole spans at the border: each looks once, and names the first offender by its index. NaN is always out of range.</summary>
internal static class SpanCheck
{
    /// <summary>Every value lies in low..high.</summary>
    public static void InRange(ReadOnlySpan<double> values, double low, double high, string name, string expected)
    {
        int index = FirstOutside(values, low, high);
        if (index < 0) return;
        string element = Invariant($"{name}[{index}]");
        throw new ArgumentOutOfRangeException(name, values[index], Invariant($"{element} is {values[index]:R}; expected {expected}."));
    }

    /// <summary>The span has as many values as another.</summary>
    public static void SameLength(int length, string name, int expected, string expectedName)
    {
        if (length != expected)
        {
            throw new ArgumentException(
                Invariant($"{name} has length {length} but {expectedName} has length {expected}; pass spans of the same length."), name);
        }
    }

    /// <summary>A destination takes at least as many results as there are inputs.</summary>
    public static void Holds(int length, string name, int needed)
    {
        if (length < needed)
            throw new ArgumentException(Invariant($"{name} has length {length}; {needed} results need at least that many elements."), name);
    }

    public static ArgumentException Overlap(string name, string other) =>
        new($"{name} overlaps {other}; pass a destination of its own.", name);

    /// <summary>Index of the first value outside low..high or NaN; -1 for none.</summary>
    public static int FirstOutside(ReadOnlySpan<double> values, double low, double high)
    {
        int index = LaneRunner.Widest switch
        {
            LaneWidth.Bits512 => Inside<Vector512Lane>(values, low, high),
            LaneWidth.Bits256 => Inside<Vector256Lane>(values, low, high),
            LaneWidth.Bits128 => Inside<Vector128Lane>(values, low, high),
            _ => 0,
        };
        for (; index < values.Length; index++)
            if (!(values[index] >= low && values[index] <= high)) return index;
        return -1;
    }

    /// <summary>How many values from the first on are inside: whole lanes, up to one that holds an offender.</summary>
    [MethodImpl(HotLoop.Options)]
    private static int Inside<TLane>(ReadOnlySpan<double> values, double low, double high)
        where TLane : struct, ILane<TLane>
    {
        ref readonly double first = ref MemoryMarshal.GetReference(values);
        TLane least = TLane.Broadcast(low), most = TLane.Broadcast(high);
        int index = 0, w = TLane.Width;
        for (; index <= values.Length - (4 * w); index += 4 * w)
        {
            TLane left = Outside(TLane.Load(in first, index), least, most) | Outside(TLane.Load(in first, index + w), least, most);
            TLane right = Outside(TLane.Load(in first, index + (2 * w)), least, most) | Outside(TLane.Load(in first, index + (3 * w)), least, most);
            if (TLane.IsAnyTrue(left | right)) return index;
        }

        for (; index <= values.Length - w; index += w)
            if (TLane.IsAnyTrue(Outside(TLane.Load(in first, index), least, most))) return index;
        return index;
    }

    /// <summary>Not 0 where a value leaves the range, which is where holding it inside changes it; NaN becomes the lower end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLane Outside<TLane>(TLane value, TLane low, TLane high)
        where TLane : struct, ILane<TLane> =>
        TLane.Select(TLane.AreEqual(TLane.Min(TLane.Max(value, low), high), value), TLane.Broadcast(0), TLane.Broadcast(1));
}
