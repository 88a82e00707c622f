namespace PortfolioMargin.Tests;

/// <summary>Every tolerance of the tests, each with its reason.</summary>
internal static class Tolerances
{
    /// <summary>Unit roundoff of a double.</summary>
    public const double Epsilon = 1.1102230246251565e-16;

    /// <summary>exp and log: correctly rounded would be 0.5 ulp, a good library 1; the reference file demands 2 (4 x 2^-53 relative).</summary>
    public const double Elementary = 4 * Epsilon;

    /// <summary>Normal density and distribution: 4 eps (1 + x^2); the square in the exponent costs x^2.</summary>
    public static double Normal(double x) => 4 * Epsilon * (1 + x * x);

    /// <summary>Option prices: 8 eps of what is exchanged, S exp(-qT) + K exp(-rT); a careful plain formula reaches it.</summary>
    public static double Price(double exchanged) => 8 * Epsilon * exchanged;

    /// <summary>Greeks: 32 eps of the absolute terms of the closed form, times 1 + the conditioning of the density; a plain double implementation measures at most 15.</summary>
    public static double Greek(double scale, double conditioning) => 32 * Epsilon * scale * (1 + conditioning);

    /// <summary>Profit of a constructed portfolio: 5e-14 of its gross scale, from the reference files.</summary>
    public const double GrossScale = 5e-14;
}
