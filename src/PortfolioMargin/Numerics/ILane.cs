namespace PortfolioMargin.Numerics;

/// <summary>One or several doubles that are computed side by side. A formula written against this interface exists once and runs on
/// one, two, four or eight doubles at a time; every operation is one IEEE operation per double, so the bits do not depend on the width.
/// A mask is a lane whose doubles are all ones (true) or all zeros (false) as bits.</summary>
/// <typeparam name="TSelf">The lane itself.</typeparam>
internal interface ILane<TSelf>
    where TSelf : struct, ILane<TSelf>
{
    /// <summary>How many doubles stand side by side.</summary>
    static abstract int Width { get; }

    /// <summary>Reads <see cref="Width"/> doubles from <paramref name="source"/> + <paramref name="offset"/>; the caller has checked the bounds.</summary>
    static abstract TSelf Load(ref readonly double source, int offset);

    /// <summary>The same double everywhere.</summary>
    static abstract TSelf Broadcast(double value);

    /// <summary>Writes <see cref="Width"/> doubles to <paramref name="destination"/> + <paramref name="offset"/>; the caller has checked the bounds.</summary>
    void Store(ref double destination, int offset);

    static abstract TSelf operator +(TSelf a, TSelf b);

    static abstract TSelf operator -(TSelf a, TSelf b);

    static abstract TSelf operator *(TSelf a, TSelf b);

    static abstract TSelf operator /(TSelf a, TSelf b);

    /// <summary>a * b + c, rounded once; in software where the hardware has no such instruction.</summary>
    static abstract TSelf FusedMultiplyAdd(TSelf a, TSelf b, TSelf c);

    static abstract TSelf operator +(TSelf a, double b);

    static abstract TSelf operator *(TSelf a, double b);

    /// <summary>The other sign, of zero and NaN too.</summary>
    static abstract TSelf operator -(TSelf a);

    /// <summary>a * b + c with one addend for all: a step of a polynomial.</summary>
    static abstract TSelf FusedMultiplyAdd(TSelf a, TSelf b, double c);

    static abstract TSelf FusedMultiplyAdd(TSelf a, double b, double c);

    static abstract TSelf Sqrt(TSelf value);

    static abstract TSelf Abs(TSelf value);

    /// <summary>Mask of a &lt; b; false where either is NaN.</summary>
    static abstract TSelf LessThan(TSelf a, TSelf b);

    /// <summary>Mask of a = b; false where either is NaN.</summary>
    static abstract TSelf AreEqual(TSelf a, TSelf b);

    /// <summary>Both masks, or the bits that two doubles share.</summary>
    static abstract TSelf operator &(TSelf a, TSelf b);

    /// <summary>Either mask.</summary>
    static abstract TSelf operator |(TSelf a, TSelf b);

    /// <summary>Whether a mask is true anywhere: lets a loop skip what none of its doubles needs, never what one of them gets.</summary>
    static abstract bool IsAnyTrue(TSelf mask);

    /// <summary><paramref name="whenTrue"/> where the mask is true, else <paramref name="whenFalse"/>; no arithmetic, NaN passes.</summary>
    static abstract TSelf Select(TSelf mask, TSelf whenTrue, TSelf whenFalse);

    /// <summary>a &lt; b ? a : b, so b where either is NaN: the same in every width, unlike the processors' own minima.</summary>
    static abstract TSelf Min(TSelf a, TSelf b);

    /// <summary>b &lt; a ? a : b, so b where either is NaN.</summary>
    static abstract TSelf Max(TSelf a, TSelf b);

    /// <summary>2^n for a whole n in -1022..1023, exactly; any bits for other n.</summary>
    static abstract TSelf PowerOfTwo(TSelf n);

    /// <summary>value * 2^n for a normal value whose product is normal too; n comes as n + 1.5 * 2^52, the sum that rounded it to a whole number.
    /// Adds to the exponent field, which costs no multiplication; any bits where the product is not normal, 0 included.</summary>
    static abstract TSelf ScaleByRounded(TSelf value, TSelf roundedSum);

    /// <summary>table[index] for eight-entry tables; <paramref name="index"/> + <paramref name="offset"/> holds <see cref="Width"/> whole numbers in 0..7.</summary>
    static abstract TSelf Pick(ref readonly double table, ref readonly long index, int offset);

    /// <summary>Splits a positive normal x into m * 2^n with m in [sqrt(1/2), sqrt(2)), exactly; any bits for other x.</summary>
    /// <returns>m.</returns>
    static abstract TSelf Split(TSelf x, out TSelf n);
}
