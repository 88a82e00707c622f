using System.Numerics;
using System.Runtime.CompilerServices;
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
    [MethodImpl(HotLoop.Options)]
    public static int FirstOutside(ReadOnlySpan<double> values, double low, double high)
    {
        int index = 0;
        for (; index <= values.Length - Vector<double>.Count; index += Vector<double>.Count)
        {
            var block = new Vector<double>(values[index..]);
            if (!Vector.GreaterThanOrEqualAll(block, new Vector<double>(low)) || !Vector.LessThanOrEqualAll(block, new Vector<double>(high))) break;
        }

        for (; index < values.Length; index++)
            if (!(values[index] >= low && values[index] <= high)) return index;
        return -1;
    }
}
