using PortfolioMargin.Numerics;

namespace PortfolioMargin.Tests.Reference;

public class SpecialFunctionReferenceTest
{
    [TestCase("exp")]
    [TestCase("log")]
    [TestCase("norm_cdf")]
    [TestCase("norm_pdf")]
    public void Every_row_is_inside_its_tolerance(string function)
    {
        double worst = 0;
        int count = 0;
        foreach (var row in ReferenceData.Rows("special_functions.csv").Where(row => row["fn"] == function))
        {
            double x = row.Number("x"), expected = row.Number("y"), actual = Value(function, x);
            double allowed = (function is "exp" or "log" ? Tolerances.Elementary : Tolerances.Normal(x)) * Math.Abs(expected);
            double error = Math.Abs(actual - expected);
            allowed = Math.Max(allowed, double.Epsilon); // one step among the subnormals
            worst = Math.Max(worst, error / allowed);
            error.ShouldBeLessThanOrEqualTo(allowed, $"{function}({x:R}) = {actual:R}, expected {expected:R}");
            count++;
        }

        count.ShouldBeGreaterThan(50);
        TestContext.Out.WriteLine($"{function}: {count} rows, worst {worst:0.00} of the tolerance");
    }

    [Test]
    public void Limits_of_exp_and_log()
    {
        Elementary.Exp(0).ShouldBe(1);
        Elementary.Exp(-709.6).ShouldBe(Math.Exp(-709.6), 1e-320);
        Elementary.Exp(-1000).ShouldBe(0);
        Elementary.Exp(710).ShouldBe(double.PositiveInfinity);
        Elementary.Exp(double.NaN).ShouldBe(double.NaN);
        Elementary.Log(1).ShouldBe(0);
        Elementary.Log(0).ShouldBe(double.NegativeInfinity);
        Elementary.Log(-1).ShouldBe(double.NaN);
        Elementary.Log(double.PositiveInfinity).ShouldBe(double.PositiveInfinity);
        Elementary.Log(double.Epsilon).ShouldBe(Math.Log(double.Epsilon), 1e-13);
    }

    private static double Value(string function, double x) => function switch
    {
        "exp" => Elementary.Exp(x),
        "log" => Elementary.Log(x),
        "norm_cdf" => Elementary.NormalCdf(x),
        _ => Elementary.NormalDensity(x),
    };
}
