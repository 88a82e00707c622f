using PortfolioMargin.Backtesting;
using PortfolioMargin.Numerics;
using PortfolioMargin.Tests.Laws;

namespace PortfolioMargin.Tests.Backtesting;

/// <summary>What holds of tests of coverage whatever the data, exact probabilities against plain enumeration, and bad input by name.</summary>
public class CoverageLawTests
{
    [Test]
    public void Kupiec_is_least_where_breaches_are_as_expected_and_rises_from_there() => LawCases.ForAll(random =>
    {
        double p = random.Next(1, 20) / 100d;
        int n = 100 * random.Next(1, 30), expected = (int)Math.Round(n * p);
        KupiecTest.Of(n, expected, (double)(1 - (decimal)p)).LikelihoodRatio.ShouldBe(0, 1e-12);
        double before = 0;
        for (int x = expected + 1; x <= Math.Min(n, expected + 40); x++)
        {
            double ratio = KupiecTest.Of(n, x, (double)(1 - (decimal)p)).LikelihoodRatio;
            ratio.ShouldBeGreaterThan(before);
            before = ratio;
        }
    });

    [Test]
    public void Limits_of_Kupiec_are_closed_forms()
    {
        KupiecTest.Of(250, 0, 0.99).LikelihoodRatio.ShouldBe(-500 * Math.Log(0.99), 1e-12);
        KupiecTest.Of(250, 250, 0.99).LikelihoodRatio.ShouldBe(-500 * Math.Log(0.01), 1e-9);
    }

    [Test]
    public void Exact_probabilities_are_those_of_all_series_enumerated([Values(2, 5, 10)] int n, [Values(0.5, 0.8, 0.9)] double confidence, [Values] CoverageDays days)
    {
        // Every series of n days with its probability under the promise: 2^n of them, so a plain sum is the truth.
        double p = 1 - confidence;
        var all = Enumerable.Range(0, 1 << n).Select(bits =>
        {
            bool[] series = [.. Enumerable.Range(0, n).Select(t => (bits >> t & 1) == 1)];
            int x = series.Count(hit => hit);
            double alone = Likelihood.Independence(BreachTransitions.Of(series)), number = Likelihood.Proportion(n, x, p);
            double both = alone + (days == CoverageDays.All ? number : Likelihood.Proportion(n - 1, x - (series[0] ? 1 : 0), p));
            return (Series: series, Count: x, Alone: alone, Number: number, Both: both, Probability: Math.Pow(p, x) * Math.Pow(1 - p, n - x));
        }).ToList();
        foreach (var one in all.Where((_, i) => i % 23 == 0 || i == all.Count - 1))
        {
            var test = ChristoffersenTest.Of(one.Series, confidence, days);
            test.ConditionalCoverage.ShouldBe(one.Both, 1e-12);
            test.ConditionalCoverageExactPValue.ShouldBe(all.Where(other => other.Both >= one.Both - 1e-10).Sum(other => other.Probability), 1e-10);
            var same = all.Where(other => other.Count == one.Count).ToList();
            test.IndependenceExactPValue.ShouldBe((double)same.Count(other => other.Alone >= one.Alone - 1e-10) / same.Count, 1e-10);
            KupiecTest.Of(n, one.Count, confidence).ExactPValue.ShouldBe(all.Where(other => other.Number >= one.Number - 1e-10).Sum(other => other.Probability), 1e-10);
        }
    }

    [Test]
    public void Christoffersen_is_not_negative_and_says_nothing_without_a_breach() => LawCases.ForAll(random =>
    {
        bool[] series = [.. Enumerable.Range(0, random.Next(2, 120)).Select(_ => random.Next(10) == 0)];
        var test = ChristoffersenTest.Of(series, 0.9);
        test.Independence.ShouldBeGreaterThanOrEqualTo(0);
        test.ConditionalCoverage.ShouldBeGreaterThanOrEqualTo(test.Independence);
        test.Breaches.ShouldBe(series.Count(hit => hit));
        ChristoffersenTest.Of(new bool[series.Length], 0.9).Independence.ShouldBe(0);
        ChristoffersenTest.Of(new bool[series.Length], 0.9).IndependenceExactPValue.ShouldBe(1, 1e-12);
    });

    [Test]
    public void Zones_of_the_light_add_up_to_one_and_the_binomial_law_is_that_of_its_definition() => LawCases.ForAll(random =>
    {
        int n = random.Next(10, 1500);
        double p = random.Next(1, 1000) / 1000d;
        var light = TrafficLight.Of(n, 0, 0.99);
        Enum.GetValues<TrafficZone>().Sum(zone => light.ProbabilityOf(zone, p)).ShouldBe(1, 1e-12);
        var law = new BinomialLaw(n, p);
        int k = random.Next(0, n + 1);
        double expected = MathNet.Numerics.Distributions.Binomial.PMF(p, n, k);
        law[k].ShouldBe(expected, 1e-9 * expected + 1e-290);
        (law.AtMost(k) + law.AtLeast(k + 1)).ShouldBe(1, 1e-12);
    });

    [Test]
    public void The_five_percent_rule_rejects_as_often_as_its_size_says_in_simulation()
    {
        // 20,000 series of 250 days that keep the promise: the share of rejections is within 4 standard errors of the exact size.
        var rule = KupiecRule.Of(250, 0.99);
        const int Paths = 20_000;
        int rejected = 0;
        for (int path = 0; path < Paths; path++)
        {
            int breaches = Enumerable.Range(0, 250).Count(t => CounterRandom.Pair(7, (ulong)path, (uint)t, 0).First < 0.01);
            if (breaches < rule.LowestAccepted || breaches > rule.HighestAccepted) rejected++;
        }

        ((double)rejected / Paths).ShouldBe(rule.Size, 4 * Math.Sqrt(rule.Size * (1 - rule.Size) / Paths));
        rule.Power(0.02).ShouldBeGreaterThan(rule.Size);
        rule.Power(0.01).ShouldBe(rule.Size);
    }

    [Test]
    public void Critical_values_of_Acerbi_and_Szekely_are_those_of_the_reference_under_the_normal_law()
    {
        // Standard normal profits, T = 250, tail 2.5 %: VaR 1.95996, ES phi(1.95996)/0.025 = 2.33780. The reference simulated -0.705 at 5 %.
        double[] profits = new double[250];
        double[] valueAtRisk = [.. Enumerable.Repeat(1.9599639845400545, 250)], shortfall = [.. Enumerable.Repeat(2.3378027922, 250)];
        var test = ShortfallTest.Of(profits, valueAtRisk, shortfall, 0.975);
        (test.Z1, test.Z2, test.Breaches).ShouldBe((null, 1, 0));
        double Quantile(int day, double probability) => Elementary.NormalInverse(probability);
        var simulated = test.Simulate(Quantile, 10_000, seed: 5);
        simulated.CriticalValue(0.05).ShouldBe(-0.705, 0.03);
        simulated.Simulated.Average().ShouldBe(0, 4 * 0.43 / Math.Sqrt(10_000)); // mean 0 under the model's own law; one path deviates by about 0.43
        simulated.PValue.ShouldBe(1, 0.005); // no breach at all is the largest statistic
        var alone = test.Simulate(Quantile, 500, seed: 5, maxDegreeOfParallelism: 1);
        foreach (int threads in new[] { 2, 3, 8 }) test.Simulate(Quantile, 500, 5, threads).Simulated.ShouldBe(alone.Simulated);
        test.Simulate(Quantile, 500, seed: 6).Simulated.ShouldNotBe(alone.Simulated);
    }

    [Test]
    public void A_small_shortfall_test_by_hand()
    {
        // Breaches -3 (ES 2) and -2.4 (ES 2): Z1 = (-1.5 - 1.2)/2 + 1 = -0.35; Z2 = -2.7 / (4 x 0.25) + 1 = -1.7.
        var test = ShortfallTest.Of([-3, 1, -2.4, -1], [1.5, 1.5, 1.5, 1.5], [2, 2, 2, 2], 0.75);
        test.Z1!.Value.ShouldBe(-0.35, 1e-15);
        test.Z2.ShouldBe(-1.7, 1e-15);
    }

    [Test]
    public void A_small_procyclicality_by_hand()
    {
        // 10, 8, 12, 9: largest 12, smallest 8. One day: +4 (8 to 12, 50 %). Two days exactly: 10 to 12 and 8 to 9: +2 (20 %); within two: +4.
        var found = ProcyclicalityMeasures.Of([10, 8, 12, 9], 1, 2, 9);
        (found.PeakToTrough, found.PeakIndex, found.TroughIndex, found.Mean).ShouldBe((1.5, 2, 1, 9.75));
        found.Rises.Length.ShouldBe(2);
        (found.Rises[0].Exact, found.Rises[0].ExactRelative, found.Rises[1].Exact, found.Rises[1].Within).ShouldBe((4, 0.5, 2, 4));
        found.Rises[1].ExactRelative!.Value.ShouldBe(0.2, 1e-15);
        ProcyclicalityMeasures.Cost([10, 12], [8, 8]).ShouldBe(3);
        ProcyclicalityMeasures.Of([0, 8]).PeakToTrough.ShouldBeNull();
        ProcyclicalityMeasures.Of([0, 8]).Rises[0].ExactRelative.ShouldBeNull();
    }

    [Test]
    public void Bad_input_is_named()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => KupiecTest.Of(250, 251, 0.99)).Message.ShouldContain("251");
        Should.Throw<ArgumentOutOfRangeException>(() => KupiecTest.Of(0, 0, 0.99)).Message.ShouldContain("observations");
        foreach (double confidence in new[] { 0, 1, 1.01, double.NaN, -0.5 }) Should.Throw<ArgumentOutOfRangeException>(() => KupiecTest.Of(250, 1, confidence)).Message.ShouldContain("confidence");
        Should.Throw<ArgumentOutOfRangeException>(() => TrafficLight.Of(250, 1, 99)).Message.ShouldContain("pass 0.99");
        Should.Throw<ArgumentException>(() => ChristoffersenTest.Of([true], 0.99)).Message.ShouldContain("at least 2");
        Should.Throw<ArgumentException>(() => ChristoffersenTest.Of(new BreachTransitions(10, 5, 1, 0), false, 0.99)).Message.ShouldContain("differ by at most 1");
        Should.Throw<ArgumentException>(() => ShortfallTest.Of([1, 2], [1], [1, 1], 0.99)).Message.ShouldContain("2 profits, 1 values-at-risk");
        Should.Throw<ArgumentOutOfRangeException>(() => ShortfallTest.Of([1], [2], [1], 0.99)).Message.ShouldContain("shortfall[0]");
        Should.Throw<ArgumentOutOfRangeException>(() => ShortfallTest.Of([double.NaN], [2], [3], 0.99)).Message.ShouldContain("profits[0]");
        Should.Throw<ArgumentException>(() => ProcyclicalityMeasures.Of([1])).Message.ShouldContain("at least 2");
        Should.Throw<ArgumentOutOfRangeException>(() => ProcyclicalityMeasures.Of([1, double.NaN])).Message.ShouldContain("margins[1]");
        Should.Throw<ArgumentOutOfRangeException>(() => ProcyclicalityMeasures.Of([1, 2], 0)).Message.ShouldContain("days");
        Should.Throw<ArgumentException>(() => ProcyclicalityMeasures.Cost([1], [1, 2])).Message.ShouldContain("same days");
        Should.Throw<ArgumentOutOfRangeException>(() => KupiecRule.Of(250, 0.99, 0)).Message.ShouldContain("level");
    }
}
