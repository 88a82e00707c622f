using PortfolioMargin.Numerics;
using PortfolioMargin.Tests.Reference;

namespace PortfolioMargin.Tests.Numerics;

[TestFixture(false)]
[TestFixture(true)]
internal sealed class SpecialFunctionTests(bool whole)
{
    [TestCase("exp")]
    [TestCase("log")]
    public void Exponential_and_logarithm_are_within_two_ulps(string function)
    {
        var wanted = new Count($"{function} in ulps", Tolerances.Functions.ElementaryUlps);
        foreach ((double x, double y) in Rows(function)) wanted.Add(Error(function, x, y), Ulp(y), $"{x:R}");
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
        _ => throw new ArgumentException($"No function is called {function}.", nameof(function)),
    };

    private static double Ulp(double y) => Math.BitIncrement(Math.Abs(y)) - Math.Abs(y);

    private IEnumerable<(double X, double Y)> Rows(string function) =>
        ReferenceFile.Rows("special_functions.csv", whole)
            .Where(fields => fields[0] == function)
            .Select(fields => (ReferenceFile.Number(fields[1]), ReferenceFile.Number(fields[2])));
}
