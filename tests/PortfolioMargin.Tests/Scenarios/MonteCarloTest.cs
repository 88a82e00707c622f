using MathNet.Numerics.Distributions;
using PortfolioMargin.Numerics;

namespace PortfolioMargin.Tests.Scenarios;

/// <summary>Law 46, and what lies between a seed and a scenario.</summary>
public class MonteCarloTest
{
    private static readonly RiskFactor A = RiskFactor.Spot(new("A")), B = RiskFactor.Spot(new("B")), C = RiskFactor.Spot(new("C"));
    private static readonly CorrelationMatrix Correlation = CorrelationMatrix.Of([1, 0.5, -0.2], [0.5, 1, 0.3], [-0.2, 0.3, 1]);

    /// <summary>Known answers of the authors' own implementation (Random123, kat_vectors, philox 4x32 with 10 rounds).</summary>
    [Test]
    public void The_generator_gives_its_known_answers()
    {
        CounterRandom.Block(0, 0, 0, 0, 0).ShouldBe((0x6627E8D5u, 0xE169C58Du, 0xBC57AC4Cu, 0x9B00DBD8u));
        CounterRandom.Block(ulong.MaxValue, uint.MaxValue, uint.MaxValue, uint.MaxValue, uint.MaxValue).ShouldBe((0x408F276Du, 0x41C83B0Eu, 0xA20BC7C6u, 0x6D5451FDu));
        CounterRandom.Block(0x299F31D0_A4093822, 0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344).ShouldBe((0xD16CFE09u, 0x94FDCCEBu, 0x5001E420u, 0x24126EA1u));
    }

    [TestCase(0.5)]
    [TestCase(1)]
    [TestCase(2.5)]
    [TestCase(4)]
    [TestCase(30)]
    [TestCase(1000)]
    public void Students_distribution_agrees_with_another_library(double degrees)
    {
        var (own, other) = (new StudentDistribution(degrees), new StudentT(0, 1, degrees));
        foreach (double t in (double[])[-1000, -40, -9, -3, -1.7, -1, -0.3, -1e-3, 0, 0.2, 1, 2.5, 8])
        {
            own.Cdf(t).ShouldBe(other.CumulativeDistribution(t), (Tolerances.Statistics.Student * other.CumulativeDistribution(t)) + double.Epsilon, $"{t}");
            own.Pdf(t).ShouldBe(other.Density(t), (Tolerances.Statistics.Student * other.Density(t)) + double.Epsilon, $"{t}");
        }

        foreach (double p in (double[])[1e-12, 1e-6, 0.001, 0.01, 0.1, 0.25, 0.3, 0.49, 0.5, 0.75, 0.999])
            own.Cdf(own.Quantile(p)).ShouldBe(p, Tolerances.Statistics.Relative * p, $"{p}");
    }

    /// <summary>Against the first term of the expansion in 1/nu, whose next one is of the order of 1/nu^2.</summary>
    [TestCase(501)]
    [TestCase(3000)]
    [TestCase(1e4)]
    [TestCase(1e6)]
    public void Students_distribution_with_many_degrees_is_nearly_normal(double degrees)
    {
        var own = new StudentDistribution(degrees);
        foreach (double t in (double[])[-6, -3, -1.7, -1, -0.3, 0, 0.2, 1, 2.5])
            own.Cdf(t).ShouldBe(Normal.CDF(0, 1, t) - (Normal.PDF(0, 1, t) * ((t * t * t) + t) / (4 * degrees)), 1e-12 + (2 / (degrees * degrees)), $"{t}");
        foreach (double p in (double[])[1e-300, 1e-12, 1e-6, 0.001, 0.01, 0.1, 0.25, 0.3, 0.49, 0.5, 0.75, 0.999])
            own.Cdf(own.Quantile(p)).ShouldBe(p, 1e-10 * p, $"{p}"); // at 1e-300 a bit of t is 1e-13 of p
    }

    [Test]
    public void A_seed_gives_the_same_bits_for_any_number_of_threads()
    {
        foreach (var model in Models())
        {
            var expected = model.Draw(9000, 17, 1);
            foreach (int threads in (int[])[2, 3, 8, 64])
            {
                var drawn = model.Draw(9000, 17, threads);
                foreach (var series in expected.Series) drawn[series.Factor].SequenceEqual(series.Values.AsSpan()).ShouldBeTrue();
            }

            model.Draw(9000, 18)[A].SequenceEqual(expected[A]).ShouldBeFalse();
        }
    }

    [Test]
    public void Every_width_of_vectors_makes_the_same_normal_variables()
    {
        double[] uniforms = [.. Enumerable.Range(0, 203).Select(i => CounterRandom.Pair(3, (ulong)i, 0, 0).First)], scalar = new double[203], wide = new double[203];
        NormalInverseLoop.Run(uniforms, scalar, LaneWidth.Scalar);
        foreach (var width in Enum.GetValues<LaneWidth>())
        {
            NormalInverseLoop.Run(uniforms, wide, width);
            wide.ShouldBe(scalar);
        }
    }

    [TestCase(false)]
    [TestCase(true)]
    public void The_99_percent_interval_covers_the_closed_form_in_97_of_100_seeds(bool isStudent)
    {
        const int count = 10_000;
        double[] weights = [3, -2, 1];
        double deviation = Deviation(weights, 0.02), scale = isStudent ? deviation * Math.Sqrt(0.5) : deviation;
        var model = Linear(isStudent);
        var (risk, shortfall) = (TailMeasure.ValueAtRisk(0.95), TailMeasure.ExpectedShortfall(0.95));
        double trueRisk = isStudent ? risk.OfStudentT(4, 0, scale) : risk.OfNormal(0, scale), trueShortfall = isStudent ? shortfall.OfStudentT(4, 0, scale) : shortfall.OfNormal(0, scale);
        int covered = 0, coveredShortfall = 0;
        for (int seed = 1; seed <= 100; seed++)
        {
            double[] losses = [.. Profits(model.Draw(count, seed), weights).Select(profit => -profit).OrderDescending()];

            // The quantile between two order statistics, 2.576 binomial standard deviations apart; the tail mean by its own spread.
            int middle = count / 20, reach = (int)Math.Ceiling(2.5758 * Math.Sqrt(count * 0.95 * 0.05));
            if (losses[middle + reach] <= trueRisk && trueRisk <= losses[middle - reach]) covered++;
            double[] tail = losses[..middle];
            double mean = tail.Average(), spread = Math.Sqrt((tail.Average(loss => Math.Pow(loss - mean, 2)) + (0.95 * Math.Pow(mean - losses[middle], 2))) / middle);
            if (Math.Abs(mean - trueShortfall) <= 2.5758 * spread) coveredShortfall++;
        }

        TestContext.Out.WriteLine($"covered {covered} and {coveredShortfall} of 100");
        covered.ShouldBeGreaterThanOrEqualTo(97);
        if (!isStudent) coveredShortfall.ShouldBeGreaterThanOrEqualTo(97); // squares of a Student tail with 4 degrees have no variance, so its interval is none
    }

    [Test]
    public void The_error_falls_with_the_root_of_the_number_of_rows()
    {
        double[] weights = [3, -2, 1];
        var measure = TailMeasure.ExpectedShortfall(0.95);
        double truth = measure.OfNormal(0, Deviation(weights, 0.02));
        int[] counts = [500, 2_000, 8_000];
        double[] errors = [.. counts.Select(count => Math.Sqrt(Enumerable.Range(1, 150).Average(seed => Math.Pow(measure.Of(Profits(Linear(false).Draw(count, 1000 + seed), weights)) - truth, 2))))];
        double slope = MathNet.Numerics.Fit.Line([.. counts.Select(count => Math.Log(count))], [.. errors.Select(error => Math.Log(error))]).B;
        TestContext.Out.WriteLine($"slope {slope}");
        slope.ShouldBe(-0.5, 0.1);
    }

    [Test]
    public void Marginals_keep_their_distribution_under_any_copula()
    {
        const int count = 40_000;
        var history = new FactorReturns(C, ReturnKind.Relative, Enumerable.Range(0, 500).Select(i => Math.Sin(i * 1.7) / 30));
        foreach (double? degrees in (double?[])[null, 3])
        {
            var model = new MonteCarloModel(
                Correlation, MarginalReturns.Normal(A, ReturnKind.Relative, 0.02, 0.001), MarginalReturns.StudentT(B, ReturnKind.Relative, 5, 0.03), MarginalReturns.Empirical(history))
            { CopulaDegreesOfFreedom = degrees };
            var drawn = model.Draw(count, 5);
            foreach (double p in (double[])[0.01, 0.1, 0.5, 0.9, 0.99])
            {
                double bound = Tolerances.Statistics.Sigmas * Math.Sqrt(p * (1 - p) / count);
                Share(drawn[A], Normal.InvCDF(0.001, 0.02, p)).ShouldBe(p, bound);
                Share(drawn[B], StudentT.InvCDF(0, 0.03 * Math.Sqrt(3 / 5d), 5, p)).ShouldBe(p, bound);
                Share(drawn[C], MathNet.Numerics.Statistics.Statistics.QuantileCustom(history.Values, p, MathNet.Numerics.Statistics.QuantileDefinition.R7)).ShouldBe(p, bound);
            }
        }
    }

    [Test]
    public void Antithetic_rows_are_mirror_images_and_matched_moments_are_exact()
    {
        foreach (double? degrees in (double?[])[null, 4])
        {
            var drawn = (Linear(degrees is not null) with { Antithetic = true }).Draw(5000, 3);
            for (int row = 0; row < drawn.Count; row += 2) drawn[B][row + 1].ShouldBe(-drawn[B][row], 1e-14);
        }

        double[] matched = (Linear(false) with { MomentMatched = true }).Draw(5001, 3)[A].ToArray();
        matched.Average().ShouldBe(0, 1e-17);
        Math.Sqrt(matched.Average(value => value * value)).ShouldBe(0.02, 1e-15);
        Should.Throw<ArgumentOutOfRangeException>(() => (Linear(false) with { Antithetic = true }).Draw(3, 1)).Message.ShouldContain("even");
    }

    [Test]
    public void Extremes_come_together_under_the_student_copula_as_often_as_its_tail_dependence_says()
    {
        const int count = 400_000;
        const double p = 0.001;
        var model = Linear(true);
        var drawn = model.Draw(count, 11);
        var (first, second) = (drawn[A].ToArray(), drawn[B].ToArray());
        double bound = first.Order().ElementAt((int)(p * count)), other = second.Order().ElementAt((int)(p * count));
        double joint = first.Zip(second).Count(pair => pair.First < bound && pair.Second < other) / (p * count);
        joint.ShouldBe(model.TailDependence(0, 1), 0.1);
        model.TailDependence(0, 1).ShouldBeGreaterThan(0.2);
        Linear(false).TailDependence(0, 1).ShouldBe(0);
    }

    [Test]
    public void A_draw_that_is_too_large_is_refused_at_once()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => Linear(false).Draw(1_000_000_000, 1)).Message.ShouldContain("stream");
        Should.Throw<ArgumentOutOfRangeException>(() => Linear(false).Draw(0, 1));
        Should.Throw<ArgumentException>(() => new MonteCarloModel(Correlation, MarginalReturns.Normal(A, ReturnKind.Relative, 1))).Message.ShouldContain("1 distributions");
        Should.Throw<ArgumentOutOfRangeException>(() => MarginalReturns.StudentT(A, ReturnKind.Relative, 2, 0.02)).Message.ShouldContain("degreesOfFreedom");
    }

    private static IEnumerable<MonteCarloModel> Models()
    {
        var model = new MonteCarloModel(Correlation, MarginalReturns.Normal(A, ReturnKind.Logarithmic, 0.02), MarginalReturns.StudentT(B, ReturnKind.Logarithmic, 5, 0.03), MarginalReturns.Normal(C, ReturnKind.Logarithmic, 0.01));
        return [model, model with { CopulaDegreesOfFreedom = 1.5 }, model with { Antithetic = true, MomentMatched = true }];
    }

    private static MonteCarloModel Linear(bool isStudent) => new(Correlation, new[] { A, B, C }.Select(factor => isStudent
        ? MarginalReturns.StudentT(factor, ReturnKind.Relative, 4, 0.02)
        : MarginalReturns.Normal(factor, ReturnKind.Relative, 0.02)))
    { CopulaDegreesOfFreedom = isStudent ? 4 : null };

    private static double Deviation(double[] weights, double each)
    {
        double variance = 0;
        for (int i = 0; i < 3; i++)
            for (int j = 0; j < 3; j++) variance += weights[i] * weights[j] * Correlation[i, j];
        return each * Math.Sqrt(variance);
    }

    private static double[] Profits(JointReturns drawn, double[] weights)
    {
        double[] profits = new double[drawn.Count];
        for (int i = 0; i < 3; i++)
            for (int row = 0; row < profits.Length; row++) profits[row] += weights[i] * drawn.Series[i].Values[row];
        return profits;
    }

    private static double Share(ReadOnlySpan<double> values, double bound)
    {
        int below = 0;
        foreach (double value in values) below += value <= bound ? 1 : 0;
        return below / (double)values.Length;
    }
}
