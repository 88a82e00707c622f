namespace PortfolioMargin.Numerics;

/// <summary>The elementary functions for single numbers: the same formulas as the kernels,
/// so the same bits on every machine, which the C runtime does not promise.</summary>
internal static class Elementary
{
    /// <summary>exp(x), at most 1 ulp off.</summary>
    public static double Exp(double x) => LaneMath.Exp(new ScalarLane(x)).Value;

    /// <summary>ln(x), at most 1 ulp off; -Infinity at 0, NaN below.</summary>
    public static double Log(double x) => LaneMath.Log(new ScalarLane(x)).Value;

    /// <summary>exp(a b) with the rounding of the product made good, at most 2 ulp off however large the product.</summary>
    public static double ExpOfProduct(double a, double b)
    {
        double product = a * b, lost = Math.FusedMultiplyAdd(a, b, -product), power = Exp(product);
        return double.IsFinite(lost) && double.IsFinite(power) ? Math.FusedMultiplyAdd(power, lost, power) : power;
    }

    /// <summary>x^p = exp(p ln x) for x above 0; relative error at most (2 + 2 |p ln x|) 2^-52, and 1 exactly for p = 0 or x = 1.</summary>
    /// <returns>At x = 0: 0 for p above 0, 1 for p = 0, +Infinity below. NaN for x below 0.</returns>
    public static double Pow(double x, double p) => p == 0 ? 1 : Exp(p * Log(x));

    /// <summary>The standard normal distribution function N(x), at most 4 ulp off in the lower tail.</summary>
    public static double NormalCdf(double x) => LaneNormal.Cdf(new ScalarLane(x)).Value;

    /// <summary>The standard normal density at x, at most 3 ulp off.</summary>
    public static double NormalPdf(double x) => LaneNormal.Pdf(new ScalarLane(x)).Value;

    /// <summary>erfc(x) = 1 - erf(x), at most 4 ulp off.</summary>
    public static double Erfc(double x) => LaneError.Erfc(new ScalarLane(x)).Value;

    /// <summary>erf(x), at most 2 ulp off.</summary>
    public static double Erf(double x) => LaneError.Erf(new ScalarLane(x)).Value;

    /// <summary>exp(x^2) erfc(x), at most 4 ulp off.</summary>
    public static double Erfcx(double x) => LaneError.Erfcx(new ScalarLane(x)).Value;

    /// <summary>exp(x) - 1, at most 2 ulp off.</summary>
    public static double Expm1(double x) => LaneMath.Expm1(new ScalarLane(x)).Value;

    /// <summary>ln(1 + x), at most 2 ulp off; -Infinity at -1, NaN below.</summary>
    public static double Log1p(double x) => LaneMath.Log1p(new ScalarLane(x)).Value;

    /// <summary>ln N(x), at most 4 ulp off; finite where N(x) itself has vanished.</summary>
    public static double LogNormalCdf(double x) => LaneNormalInverse.LogCdf(new ScalarLane(x)).Value;

    /// <summary>x with N(x) = p, at most 2 ulp off; -Infinity at 0, +Infinity at 1, NaN outside.</summary>
    public static double NormalInverse(double p) => LaneNormalInverse.Inverse(new ScalarLane(p)).Value;
}
