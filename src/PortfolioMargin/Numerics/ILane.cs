namespace PortfolioMargin.Numerics;

/// <summary>One or several doubles that are computed together. A formula written on lanes runs on every vector width, and since each lane performs the
/// same IEEE operations, a value has the same bits on every width. Comparisons give masks: all bits of a lane set, or none.</summary>
/// <typeparam name="TSelf">The lane type itself.</typeparam>
internal interface ILane<TSelf>
    where TSelf : struct, ILane<TSelf>
{
    /// <summary>Number of doubles.</summary>
    static abstract int Count { get; }

    /// <summary>Reads <see cref="Count"/> values from an offset; the caller checks the bounds.</summary>
    static abstract TSelf Load(ref double source, nint offset);

    /// <summary>Writes <see cref="Count"/> values at an offset; the caller checks the bounds.</summary>
    static abstract void Store(TSelf value, ref double destination, nint offset);

    /// <summary>The same value in every lane.</summary>
    static abstract TSelf Of(double value);

    static abstract TSelf operator +(TSelf left, TSelf right);

    static abstract TSelf operator -(TSelf left, TSelf right);

    static abstract TSelf operator *(TSelf left, TSelf right);

    static abstract TSelf operator /(TSelf left, TSelf right);

    /// <summary>a x b + c, rounded once, on every machine.</summary>
    static abstract TSelf FusedMultiplyAdd(TSelf a, TSelf b, TSelf c);

    static abstract TSelf Abs(TSelf value);

    /// <summary>Mask: left below right; false for NaN.</summary>
    static abstract TSelf Less(TSelf left, TSelf right);

    /// <summary>Mask: equal; false for NaN.</summary>
    static abstract TSelf Same(TSelf left, TSelf right);

    /// <summary>Where the mask is set the first value, elsewhere the second.</summary>
    static abstract TSelf Select(TSelf mask, TSelf whenSet, TSelf otherwise);

    /// <summary>Bits shifted into the exponent field: bits &lt;&lt; 52.</summary>
    static abstract TSelf ToExponent(TSelf value);

    /// <summary>Bits of left less bits of right, as 64-bit integers.</summary>
    static abstract TSelf SubtractBits(TSelf left, TSelf right);

    /// <summary>Bits of left plus bits of right, as 64-bit integers.</summary>
    static abstract TSelf AddBits(TSelf left, TSelf right);

    /// <summary>Bits shifted right by 52 with their sign: the exponent field as an integer.</summary>
    static abstract TSelf FromExponent(TSelf value);
}
