namespace PortfolioMargin.Numerics;

/// <summary>Chi-square variables, one per row: twice a gamma variable by the method of G. Marsaglia and W. W. Tsang, A Simple Method for Generating Gamma Variables,
/// ACM Transactions on Mathematical Software 26 (2000). What is rejected is drawn anew from the row's own numbers.</summary>
internal static class ChiSquareDraw
{
    private const uint Stream = 1;

    public static double Of(double degreesOfFreedom, ulong seed, ulong row)
    {
        double shape = degreesOfFreedom / 2, boosted = shape < 1 ? shape + 1 : shape;
        double d = boosted - (1.0 / 3), c = 1 / Math.Sqrt(9 * d);
        for (uint number = 1; ; number++)
        {
            var (first, second) = CounterRandom.Pair(seed, row, number, Stream);
            double x = Elementary.NormalInverse(first), root = 1 + (c * x), v = root * root * root;
            if (!(v > 0) || !(Elementary.Log(second) < (0.5 * x * x) + (d * (1 - v + Elementary.Log(v))))) continue;
            double gamma = d * v;
            if (shape < 1) gamma *= Elementary.Exp(Elementary.Log(CounterRandom.Pair(seed, row, 0, Stream).First) / shape);
            return 2 * gamma;
        }
    }
}
