using System.Globalization;
using System.Text.Json;
using PortfolioMargin.Numerics;

namespace PortfolioMargin.Tests.Reference;

/// <summary>Every row of the reference values of statistics: quantiles, tail means, closed forms, EWMA, tail dependence, nearest correlation matrices.</summary>
internal sealed class StatisticsReferenceTests
{
    private static readonly QuantileRule[] Rules = Enum.GetValues<QuantileRule>();

    [Test]
    public void Sample_quantiles_and_tail_means_are_those_of_exact_arithmetic()
    {
        int compared = 0;
        foreach (var sample in Read("stats_empirical").GetProperty("samples").EnumerateArray())
        {
            double[] profits = Numbers(sample.GetProperty("pnl"));
            double scale = profits.Max(Math.Abs);
            foreach (var level in sample.GetProperty("levels").EnumerateArray())
            {
                double confidence = Number(level.GetProperty("confidence"));
                foreach (var rule in Rules) Compare(TailMeasure.ValueAtRisk(confidence, rule), $"var_hf{(int)rule}");
                Compare(TailMeasure.ExpectedShortfall(confidence), "es_acerbi");
                Compare(TailMeasure.ExpectedShortfall(confidence, TailRule.AtOrBeyondValueAtRisk), "es_mean_ge_var1");
                Compare(TailMeasure.ExpectedShortfall(confidence, TailRule.WorstCount), "es_worst_k");

                void Compare(TailMeasure measure, string field)
                {
                    measure.Of(profits).ShouldBe(Number(level.GetProperty(field)), Tolerances.Statistics.Relative * scale, $"{sample.GetProperty("kind")} {measure}");
                    compared++;
                }
            }
        }

        compared.ShouldBe(216);
    }

    [Test]
    public void Age_weighted_measures_are_those_of_exact_arithmetic()
    {
        foreach (var sample in Read("stats_empirical").GetProperty("weighted").EnumerateArray())
        {
            double[] newestFirst = Numbers(sample.GetProperty("pnl_newest_first"));
            double[] profits = [.. newestFirst.Reverse()];
            var weights = JointReturns.Of(new FactorReturns(RiskFactor.Spot(new("A")), ReturnKind.Relative, profits)).AgeWeights(Number(sample.GetProperty("lam")));
            foreach (var level in sample.GetProperty("levels").EnumerateArray())
            {
                double confidence = Number(level.GetProperty("confidence")), tolerance = Tolerances.Statistics.Relative * profits.Max(Math.Abs);
                TailMeasure.ValueAtRisk(confidence).Of(profits, weights.AsSpan()).ShouldBe(Number(level.GetProperty("var")), tolerance);
                TailMeasure.ExpectedShortfall(confidence).Of(profits, weights.AsSpan()).ShouldBe(Number(level.GetProperty("es")), tolerance);
            }
        }
    }

    [Test]
    public void Closed_forms_of_value_at_risk_and_shortfall_are_the_true_ones()
    {
        var file = Read("stats_closed_form");
        foreach (var row in file.GetProperty("normal").EnumerateArray()) Compare(row, measure => measure.OfNormal(Number(row.GetProperty("mu")), Number(row.GetProperty("sd"))));
        foreach (var row in file.GetProperty("student_t").EnumerateArray()) Compare(row, measure => measure.OfStudentT(Number(row.GetProperty("nu")), 0, 1));
        foreach (var row in file.GetProperty("lognormal_long").EnumerateArray()) Compare(row, measure => measure.OfLognormal(1, Number(row.GetProperty("m")), Number(row.GetProperty("s"))));

        static void Compare(JsonElement row, Func<TailMeasure, double> closed)
        {
            double confidence = Number(row.GetProperty("c")), value = Number(row.GetProperty("var")), shortfall = Number(row.GetProperty("es"));
            closed(TailMeasure.ValueAtRisk(confidence)).ShouldBe(value, Tolerances.Statistics.Relative * Math.Abs(value), row.ToString());
            closed(TailMeasure.ExpectedShortfall(confidence)).ShouldBe(shortfall, Tolerances.Statistics.Relative * Math.Abs(shortfall), row.ToString());
        }
    }

    [Test]
    public void Exponentially_weighted_variances_and_filtered_returns_are_those_of_exact_arithmetic()
    {
        foreach (var row in Read("stats_ewma").GetProperty("cases").EnumerateArray())
        {
            double[] returns = Numbers(row.GetProperty("returns")), others = Numbers(row.GetProperty("returns2"));
            double decay = Number(row.GetProperty("lam")), seed = Number(row.GetProperty("seed_variance"));
            Close(EwmaSeries.Variances(returns, decay, seed), Numbers(row.GetProperty("variance")));
            EwmaSeries.Covariances(returns, others, decay, MeanProduct(returns, others))[^1].ShouldBe(Number(row.GetProperty("cov_last")), Tolerances.Statistics.Relative * seed);
            Math.Sqrt(EwmaSeries.Variances(returns, decay, seed)[^1]).ShouldBe(Number(row.GetProperty("vol_now")), Tolerances.Statistics.Relative);
            var factor = RiskFactor.Spot(new("A"));
            var filtered = JointReturns.Of(new FactorReturns(factor, ReturnKind.Logarithmic, returns)).Filtered(VolatilityFilter.Ewma(decay, seed));
            Close(filtered[factor].ToArray(), Numbers(row.GetProperty("fhs_scaled")));
        }

        static void Close(double[] actual, double[] expected)
        {
            actual.Length.ShouldBe(expected.Length);
            for (int t = 0; t < actual.Length; t++) actual[t].ShouldBe(expected[t], Tolerances.Statistics.Relative * Math.Abs(expected[t]));
        }
    }

    [Test]
    public void Tail_dependence_of_the_student_copula_is_the_closed_form()
    {
        foreach (var row in Read("stats_copula").GetProperty("t_tail").EnumerateArray())
        {
            double expected = Number(row.GetProperty("lam"));
            Pair(Number(row.GetProperty("rho")), Number(row.GetProperty("nu"))).TailDependence(0, 1).ShouldBe(expected, Tolerances.Statistics.Relative * expected, row.ToString());
        }
    }

    [Test]
    public void The_correlation_of_a_rank_correlation_is_the_closed_form()
    {
        foreach (var row in Read("stats_copula").GetProperty("pairs").EnumerateArray())
            KendallTau.Correlation(Number(row.GetProperty("kendall"))).ShouldBe(Number(row.GetProperty("rho")), Tolerances.Statistics.Relative);
    }

    [Test]
    public void Drawn_pairs_have_the_moments_of_their_copula()
    {
        const int count = 40_000;
        foreach (var row in Read("stats_copula").GetProperty("pairs").EnumerateArray())
        {
            double rho = Number(row.GetProperty("rho")), bound = Tolerances.Statistics.Sigmas / Math.Sqrt(count);
            var (first, second) = Draw(Pair(rho, null), count);
            first.Zip(second).Average(z => z.First < 0 && z.Second < 0 ? 1.0 : 0).ShouldBe(Number(row.GetProperty("p_both_neg")), 0.5 * bound);
            first.Zip(second).Average(z => Math.Max(z.First, z.Second)).ShouldBe(Number(row.GetProperty("e_max")), bound);
            double product = first.Zip(second).Average(z => z.First * z.Second);
            first.Zip(second).Average(z => Math.Pow((z.First * z.Second) - product, 2)).ShouldBe(Number(row.GetProperty("var_prod")), 10 * bound);
            KendallTau.Of(first, second).ShouldBe(Number(row.GetProperty("kendall")), bound);
            MathNet.Numerics.Statistics.Correlation.Spearman(first, second).ShouldBe(Number(row.GetProperty("spearman")), bound);
        }
    }

    [Test]
    public void Drawn_pairs_fall_below_given_bounds_as_often_as_the_bivariate_normal_says()
    {
        const int count = 40_000;
        foreach (var group in Read("stats_copula").GetProperty("bvn").EnumerateArray().GroupBy(row => Number(row.GetProperty("rho"))))
        {
            var (first, second) = Draw(Pair(group.Key, null), count);
            foreach (var row in group)
            {
                double h = Number(row.GetProperty("h")), k = Number(row.GetProperty("k")), p = Number(row.GetProperty("p"));
                first.Zip(second).Average(z => z.First <= h && z.Second <= k ? 1.0 : 0).ShouldBe(p, Tolerances.Statistics.Sigmas * Math.Sqrt(p * (1 - p) / count) + 1.0 / count, row.ToString());
            }
        }
    }

    [Test]
    public void Nearest_correlation_matrices_are_those_of_the_reference()
    {
        foreach (var row in Read("nearest_correlation").GetProperty("cases").EnumerateArray())
        {
            double[][] given = Rows(row.GetProperty("a")), nearest = Rows(row.GetProperty("x"));
            var repaired = CorrelationMatrix.Nearest(given);
            for (int i = 0; i < given.Length; i++)
                for (int j = 0; j < given.Length; j++) repaired[i, j].ShouldBe(nearest[i][j], Tolerances.Statistics.Correlation, $"{row.GetProperty("name")} [{i}, {j}]");
            repaired.RepairDistance.ShouldBe(Number(row.GetProperty("dist")), 1e-9);
            (repaired.Diagnostics.Length == 1).ShouldBe(Number(row.GetProperty("min_eig_a")) < 0);
        }
    }

    private static MonteCarloModel Pair(double rho, double? degrees) => new(CorrelationMatrix.Of([1, rho], [rho, 1]), Normal("A"), Normal("B")) { CopulaDegreesOfFreedom = degrees };

    private static MarginalReturns Normal(string symbol) => MarginalReturns.Normal(RiskFactor.Spot(new(symbol)), ReturnKind.Logarithmic, 1);

    private static (double[] First, double[] Second) Draw(MonteCarloModel model, int count)
    {
        var drawn = model.Draw(count, 20260313);
        return (drawn[RiskFactor.Spot(new("A"))].ToArray(), drawn[RiskFactor.Spot(new("B"))].ToArray());
    }

    /// <summary>The first covariance of the reference: the mean product.</summary>
    private static double MeanProduct(double[] left, double[] right) => left.Zip(right).Average(pair => pair.First * pair.Second);

    private static JsonElement Read(string name) => JsonDocument.Parse(File.ReadAllText(
        Path.Combine(ReferenceFile.RepositoryRoot(), "tests", "PortfolioMargin.Tests", "Reference", "Data", name + ".json"))).RootElement;

    private static double Number(JsonElement value) => value.ValueKind == JsonValueKind.String ? double.Parse(value.GetString()!, CultureInfo.InvariantCulture) : value.GetDouble();

    private static double[] Numbers(JsonElement values) => [.. values.EnumerateArray().Select(Number)];

    private static double[][] Rows(JsonElement values) => [.. values.EnumerateArray().Select(Numbers)];
}
