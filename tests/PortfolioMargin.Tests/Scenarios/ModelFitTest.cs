using MathNet.Numerics.Distributions;
using PortfolioMargin.Numerics;

namespace PortfolioMargin.Tests.Scenarios;

/// <summary>Models that are fitted: what was drawn from is found again, and estimates are those of a plain count or of another library.</summary>
public class ModelFitTest
{
    private static readonly RiskFactor A = RiskFactor.Spot(new("AA")), B = RiskFactor.Spot(new("BB")), C = RiskFactor.Volatility(new("AA"));

    [Test]
    public void Rank_correlation_is_that_of_a_plain_count_of_pairs_with_and_without_ties()
    {
        foreach (int levels in (int[])[3, 10, 1_000_000])
        {
            var random = new Random(levels);
            double[] left = [.. Enumerable.Range(0, 120).Select(_ => (double)random.Next(levels))], right = [.. left.Select(value => random.Next(3) == 0 ? value : random.Next(levels))];
            var (concordance, leftPairs, rightPairs) = (0, 0, 0);
            for (int i = 0; i < left.Length; i++)
            {
                for (int j = 0; j < i; j++)
                {
                    concordance += Math.Sign(left[i] - left[j]) * Math.Sign(right[i] - right[j]);
                    leftPairs += left[i] != left[j] ? 1 : 0;
                    rightPairs += right[i] != right[j] ? 1 : 0;
                }
            }

            KendallTau.Of(left, right).ShouldBe(concordance / Math.Sqrt((double)leftPairs * rightPairs), 1e-15);
        }
    }

    [Test]
    public void Perfect_order_is_one_opposite_order_minus_one_and_a_constant_has_none()
    {
        double[] rising = [1, 2, 5, 9], falling = [4, 3, 1, 0];
        KendallTau.Of(rising, rising).ShouldBe(1);
        KendallTau.Of(rising, falling).ShouldBe(-1);
        KendallTau.Of(rising, [1, 1, 1, 1]).ShouldBe(double.NaN);
        KendallTau.Correlation(1).ShouldBe(1, 1e-15);
        KendallTau.Correlation(-1).ShouldBe(-1, 1e-15);
        KendallTau.Correlation(0).ShouldBe(0);
    }

    [TestCase(null)]
    [TestCase(4.0)]
    public void A_fit_finds_the_model_that_a_sample_was_drawn_from(double? degrees)
    {
        var stated = new MonteCarloModel(
            CorrelationMatrix.Of([1, 0.6, -0.3], [0.6, 1, -0.5], [-0.3, -0.5, 1]),
            MarginalReturns.Normal(A, ReturnKind.Relative, 0.02, 0.001), MarginalReturns.StudentT(B, ReturnKind.Relative, 5, 0.03), MarginalReturns.Normal(C, ReturnKind.Relative, 0.1))
        { CopulaDegreesOfFreedom = degrees };
        var fitted = MonteCarloModel.Fitted(stated.Draw(6000, 5), MarginalFamily.Empirical, CopulaFamily.StudentT);
        for (int i = 0; i < 3; i++)
            for (int j = 0; j < i; j++) fitted.Correlation[i, j].ShouldBe(stated.Correlation[i, j], Tolerances.Statistics.Sigmas * 1.2 / Math.Sqrt(6000));
        TestContext.Out.WriteLine($"degrees {fitted.CopulaDegreesOfFreedom}");
        if (degrees is { } drawn) fitted.CopulaDegreesOfFreedom!.Value.ShouldBe(drawn, 0.15 * drawn);
        else fitted.CopulaDegreesOfFreedom!.Value.ShouldBeGreaterThan(40);
    }

    /// <summary>No point around the fit has a larger likelihood by another library's densities.</summary>
    [Test]
    public void Fitted_degrees_of_a_copula_have_the_largest_likelihood()
    {
        var drawn = new MonteCarloModel(CorrelationMatrix.Of([1, 0.4], [0.4, 1]), MarginalReturns.Normal(A, ReturnKind.Relative, 0.02), MarginalReturns.Normal(B, ReturnKind.Relative, 0.02))
        { CopulaDegreesOfFreedom = 3 }.Draw(400, 3);
        var fitted = MonteCarloModel.Fitted(drawn, copula: CopulaFamily.StudentT);
        double rho = fitted.Correlation[0, 1], best = Likelihood(fitted.CopulaDegreesOfFreedom!.Value);
        foreach (double factor in (double[])[0.5, 0.9, 0.98, 1.02, 1.1, 2]) Likelihood(factor * fitted.CopulaDegreesOfFreedom.Value).ShouldBeLessThan(best);

        double Likelihood(double nu)
        {
            double[][] ranks = [.. drawn.Series.Select(one => one.Values.Select(value => one.Values.Count(other => other <= value) / 401.0).ToArray())];
            double sum = 0;
            for (int row = 0; row < 400; row++)
            {
                double x = StudentT.InvCDF(0, 1, nu, ranks[0][row]), y = StudentT.InvCDF(0, 1, nu, ranks[1][row]);
                double square = ((x * x) - (2 * rho * x * y) + (y * y)) / (1 - (rho * rho)); // density of the bivariate Student distribution over those of its margins
                sum += Math.Log(1 / (2 * Math.PI * Math.Sqrt(1 - (rho * rho)))) - ((nu + 2) / 2 * Math.Log(1 + (square / nu))) - StudentT.PDFLn(0, 1, nu, x) - StudentT.PDFLn(0, 1, nu, y);
            }

            return sum;
        }
    }

    [Test]
    public void Fitted_distributions_have_the_largest_likelihood_by_another_library()
    {
        double[] returns = MonteCarloModelOf(MarginalReturns.StudentT(A, ReturnKind.Relative, 4, 0.02, 0.001));
        var sample = JointReturns.Of(new FactorReturns(A, ReturnKind.Relative, returns));
        var student = Quantiles(MarginalFamily.StudentT);
        double nu = 0, scale = 0;
        double location = student(0.5), upper = student(0.9) - location, far = student(0.999) - location;
        for (double low = 2.01, high = 1000; high - low > 1e-9;) // the degrees whose quantiles lie apart as those of the fit
        {
            nu = Math.Sqrt(low * high);
            if (StudentT.InvCDF(0, 1, nu, 0.999) / StudentT.InvCDF(0, 1, nu, 0.9) > far / upper) low = nu;
            else high = nu;
        }

        scale = upper / StudentT.InvCDF(0, 1, nu, 0.9);
        double best = Likelihood(location, scale, nu);
        TestContext.Out.WriteLine($"location {location}, scale {scale}, degrees {nu}");
        foreach (double step in (double[])[-0.02, 0.02])
        {
            Likelihood(location + (step * scale), scale, nu).ShouldBeLessThan(best);
            Likelihood(location, scale * (1 + step), nu).ShouldBeLessThan(best);
            Likelihood(location, scale, nu * (1 + (2 * step))).ShouldBeLessThan(best);
        }

        var normal = Quantiles(MarginalFamily.Normal);
        var estimate = Normal.Estimate(returns); // divides by n - 1
        normal(0.5).ShouldBe(estimate.Mean, 1e-15);
        ((normal(0.9) - normal(0.5)) / Normal.InvCDF(0, 1, 0.9)).ShouldBe(estimate.StdDev * Math.Sqrt((returns.Length - 1.0) / returns.Length), 1e-14);

        double Likelihood(double mu, double sigma, double degrees) => returns.Sum(value => StudentT.PDFLn(mu, sigma, degrees, value));

        Func<double, double> Quantiles(MarginalFamily family)
        {
            var marginal = MonteCarloModel.Fitted(sample, family).Marginals[0];
            return p => marginal.Of(Elementary.NormalInverse(p), null, null);
        }
    }

    [Test]
    public void What_cannot_be_fitted_is_refused_by_name()
    {
        var still = JointReturns.Of(new FactorReturns(A, ReturnKind.Relative, Enumerable.Repeat(0.01, 60)), new FactorReturns(B, ReturnKind.Relative, Enumerable.Range(0, 60).Select(i => i * 1e-4)));
        Should.Throw<ArgumentException>(() => MonteCarloModel.Fitted(still)).Message.ShouldContain("AA spot");
        var twins = JointReturns.Of(new FactorReturns(A, ReturnKind.Relative, Enumerable.Range(0, 60).Select(i => Math.Sin(i))), new FactorReturns(B, ReturnKind.Relative, Enumerable.Range(0, 60).Select(i => Math.Sin(i) / 2)));
        Should.Throw<ArgumentException>(() => MonteCarloModel.Fitted(twins, copula: CopulaFamily.StudentT)).Message.ShouldContain("BB spot follows");
        MonteCarloModel.Fitted(twins).Correlation[0, 1].ShouldBe(1, 1e-15);
    }

    private static double[] MonteCarloModelOf(MarginalReturns marginal) => new MonteCarloModel(CorrelationMatrix.Independent(1), marginal).Draw(1500, 9)[marginal.Factor].ToArray();
}
