namespace PortfolioMargin.Numerics;

/// <summary>The constants of the exponent manipulation, shared by all widths.</summary>
internal static class LaneBits
{
    /// <summary>1.5 * 2^52 + 1023: added to a whole number, the low bits of the sum hold the biased exponent.</summary>
    public const double BiasedRounder = 6755399441056767.0;

    /// <summary>2^52 + 1023: the double whose low bits, read as exponent field e, stand for 2^52 + e.</summary>
    public const double BiasedInteger = 4503599627371519.0;

    /// <summary>Bits of 2^52.</summary>
    public const long IntegerBits = 0x4330000000000000;

    /// <summary>Bits of 1 less bits of sqrt(1/2): moves the split of the mantissa from 1 to sqrt(1/2).</summary>
    public const long ShiftToOne = 0x3FF0000000000000 - RootHalf;

    /// <summary>Bits of the double next to sqrt(1/2).</summary>
    public const long RootHalf = 0x3FE6A09E667F3BCD;

    /// <summary>The 52 bits behind the point.</summary>
    public const long Fraction = 0x000FFFFFFFFFFFFF;

    /// <summary>Bits in front of which the exponent starts.</summary>
    public const int FractionLength = 52;
}
