namespace PortfolioMargin.Numerics;

/// <summary>Elementary functions of one number, in the code of <see cref="LaneMath"/>: the same bits on every machine, unlike those of the C runtime.</summary>
internal static class Elementary
{
    public static double Exp(double x) => LaneMath.Exp(new ScalarLane(x)).Value;

    public static double Log(double x) => LaneMath.Log(new ScalarLane(x)).Value;

    public static double NormalCdf(double x) => LaneMath.NormalCdf(new ScalarLane(x)).Value;

    public static double NormalDensity(double x) => LaneMath.NormalDensity(new ScalarLane(x)).Value;

    /// <summary>x^power for x above 0, as exp(power ln x): relative error about (2 + |power ln x|) 2^-53. Exactly 1 at x = 1.</summary>
    public static double Pow(double x, double power) => Exp(power * Log(x));

    /// <summary>exp(a b) with the rounding of the product made good.</summary>
    public static double ExpOfProduct(double a, double b)
    {
        double product = a * b;
        double lost = Math.FusedMultiplyAdd(a, b, -product);
        double result = Exp(product);
        return double.IsFinite(lost) ? Math.FusedMultiplyAdd(result, lost, result) : result;
    }
}
