using PortfolioMargin.Numerics;
using PortfolioMargin.Tests.Reference;

namespace PortfolioMargin.Tests.Numerics;

[TestFixture(false)]
[TestFixture(true)]
internal sealed class SpecialFunctionTests(bool whole)
{
    [TestCase("exp", Tolerances.Functions.ElementaryUlps)]
    [TestCase("log", Tolerances.Functions.ElementaryUlps)]
    [TestCase("expm1", Tolerances.Functions.ElementaryUlps)]
    [TestCase("log1p", Tolerances.Functions.ElementaryUlps)]
    [TestCase("erf", Tolerances.Functions.ElementaryUlps)]
    [TestCase("norm_inv", Tolerances.Functions.ElementaryUlps)]
    [TestCase("erfcx", Tolerances.Functions.NormalUlps)]
    [TestCase("log_norm_cdf", Tolerances.Functions.NormalUlps)]
    public void A_function_is_within_its_ulps(string function, double bound)
    {
        var wanted = new Count($"{function} in ulps", bound);
        foreach ((double x, double y) in Rows(function))
            wanted.Add(Error(function, x, y), Ulp(y), $"{x:R}");
        TestContext.Out.WriteLine(wanted);
        wanted.AllInside.ShouldBeTrue(wanted.ToString());
    }

    [TestCase("norm_cdf")]
    [TestCase("norm_pdf")]
    [TestCase("erfc")]
    public void The_normal_distribution_is_within_the_wanted_level(string function)
    {
        var must = new Count($"{function}, must", 1);
        var wanted = new Count($"{function} in ulps", Tolerances.Functions.NormalUlps);
        foreach ((double x, double y) in Rows(function))
        {
            must.Add(Error(function, x, y), Tolerances.Functions.NormalMust(x, y), $"{x:R}");
            wanted.Add(Error(function, x, y), Ulp(y), $"{x:R}");
        }

        TestContext.Out.WriteLine(must);
        TestContext.Out.WriteLine(wanted);
        must.AllInside.ShouldBeTrue(must.ToString());
        wanted.AllInside.ShouldBeTrue(wanted.ToString());
    }

    private static double Error(string function, double x, double y)
    {
        double computed = Compute(function, x);
        return computed.Equals(y) ? 0 : Math.Abs(computed - y);
    }

    private static double Compute(string function, double x) => function switch
    {
        "exp" => Elementary.Exp(x),
        "log" => Elementary.Log(x),
        "norm_cdf" => Elementary.NormalCdf(x),
        "norm_pdf" => Elementary.NormalPdf(x),
        "erfc" => Elementary.Erfc(x),
        "erf" => Elementary.Erf(x),
        "erfcx" => Elementary.Erfcx(x),
        "expm1" => Elementary.Expm1(x),
        "log1p" => Elementary.Log1p(x),
        "log_norm_cdf" => Elementary.LogNormalCdf(x),
        "norm_inv" => Elementary.NormalInverse(x),
        _ => throw new ArgumentException($"No function is called {function}.", nameof(function)),
    };

    private static double Ulp(double y) => Math.BitIncrement(Math.Abs(y)) - Math.Abs(y);

    private IEnumerable<(double X, double Y)> Rows(string function) =>
        ReferenceFile.Rows("special_functions.csv", whole)
            .Where(fields => fields[0] == function)
            .Select(fields => (ReferenceFile.Number(fields[1]), ReferenceFile.Number(fields[2])));
}
