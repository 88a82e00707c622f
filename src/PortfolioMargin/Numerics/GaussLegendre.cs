namespace PortfolioMargin.Numerics;

/// <summary>Gauss-Legendre nodes and weights, and sine and cosine for tables: plain arithmetic, so the same bits on every machine.
/// For building constant tables once, not for hot paths.</summary>
internal static class GaussLegendre
{
    private const double HalfPi = 1.5707963267948966;

    /// <summary>Nodes in (0, 1), ascending, and their weights, which add up to 1. Exact for polynomials up to degree 2 count - 1.</summary>
    public static (double[] Nodes, double[] Weights) Unit(int count)
    {
        double[] nodes = new double[count], weights = new double[count];
        for (int i = 0; i < count; i++)
        {
            double x = -SineCosine(2 * HalfPi * (i + 0.75) / (count + 0.5)).Cosine, slope = 1;
            for (int step = 0; step < 8; step++)
            {
                (double value, slope) = Legendre(count, x);
                x -= value / slope;
            }

            nodes[i] = (1 + x) / 2;
            weights[i] = 1 / ((1 - (x * x)) * slope * slope);
        }

        return (nodes, weights);
    }

    /// <summary>sin(x) and cos(x) for x in 0..pi, error below 2^-51.</summary>
    public static (double Sine, double Cosine) SineCosine(double x)
    {
        // Taylor about 0 on a quarter of the angle, then two doublings through 1 - cos, which keeps small angles exact.
        double z = x / 4, square = z * z, sine = 1, versine = 1;
        for (int n = 18; n >= 2; n -= 2)
        {
            sine = 1 - (sine * square / (n * (n + 1)));
            versine = n == 2 ? versine : 1 - (versine * square / (n * (n - 1)));
        }

        sine *= z;
        versine *= square / 2;
        for (int doubling = 0; doubling < 2; doubling++) (sine, versine) = (2 * sine * (1 - versine), 2 * sine * sine);
        return (sine, 1 - versine);
    }

    /// <summary>The Legendre polynomial of a degree and its slope, inside (-1, 1).</summary>
    private static (double Value, double Slope) Legendre(int degree, double x)
    {
        double before = 1, value = x;
        for (int k = 2; k <= degree; k++) (before, value) = (value, ((((2 * k) - 1) * x * value) - ((k - 1) * before)) / k);
        return (value, degree * ((x * value) - before) / ((x * x) - 1));
    }
}
