using PortfolioMargin.Numerics;

namespace PortfolioMargin.Tests.Numerics;

public class ChebyshevTests
{
    [Test]
    public void Points_are_cosines()
    {
        for (int n = 1; n <= 1024; n *= 2)
        {
            double[] cosines = ChebyshevSeries.Cosines(n);
            for (int k = 0; k <= n; k++) cosines[k].ShouldBe(Math.Cos(Math.PI * k / n), 8 * Tolerances.Eps, $"{k} of {n}");
        }
    }

    [Test]
    public void Coarse_points_are_among_the_fine_ones_to_the_bit()
    {
        double[] fine = ChebyshevSeries.Cosines(256), coarse = ChebyshevSeries.Cosines(16);
        for (int k = 0; k <= 16; k++) coarse[k].ShouldBe(fine[16 * k]);
    }

    [Test]
    public void A_polynomial_of_the_degree_comes_back_and_an_entire_function_converges()
    {
        double[] points = [.. Enumerable.Range(0, 101).Select(i => -1 + (0.02 * i))];
        Worst(8, x => (x * x * x) - (2 * x) + 1).ShouldBeLessThan(1e-14);
        Worst(32, x => Math.Exp(2 * x)).ShouldBeLessThan(1e-14);
        Worst(32, Math.Abs).ShouldBeGreaterThan(1e-3); // a kink does not

        double Worst(int n, Func<double, double> function)
        {
            double[] coefficients = ChebyshevSeries.Coefficients([.. ChebyshevSeries.Cosines(n).Select(function)]), values = new double[points.Length];
            ChebyshevSeries.Evaluate(coefficients, points, values);
            return points.Zip(values, (x, value) => Math.Abs(value - function(x))).Max();
        }
    }
}
