using PortfolioMargin.Tests.Laws;

namespace PortfolioMargin.Tests.Risk;

/// <summary>Laws 42 to 44: what expected shortfall keeps and value-at-risk does not, and what both do.</summary>
public class TailMeasureLawTest
{
    private static readonly double[] Levels = [0.5, 0.9, 0.95, 0.975, 0.99, 0.995, 0.999];

    [Test]
    public void Expected_shortfall_is_coherent() => LawCases.ForAll(random =>
    {
        double[] first = Sample(random), second = [.. first.Select(_ => Draw(random))];
        double scale = first.Concat(second).Max(Math.Abs), bound = Tolerances.Statistics.TailMean * scale;
        foreach (double level in Levels)
        {
            var measure = TailMeasure.ExpectedShortfall(level);
            double apart = measure.Of(first) + measure.Of(second);
            measure.Of([.. first.Zip(second, (a, b) => a + b)]).ShouldBeLessThanOrEqualTo(apart + bound); // subadditive
            measure.Of([.. first.Select(profit => profit - Math.Abs(Draw(random)))]).ShouldBeGreaterThanOrEqualTo(measure.Of(first) - bound); // monotone
            measure.Of([.. first.Select(profit => profit + 8)]).ShouldBe(measure.Of(first) - 8, bound + 8e-15); // cash
            measure.Of([.. first.Select(profit => 4 * profit)]).ShouldBe(4 * measure.Of(first)); // homogeneous, a power of two to the bit
            measure.Of(first).ShouldBeGreaterThanOrEqualTo(TailMeasure.ValueAtRisk(level).Of(first) - bound);
        }
    });

    [Test]
    public void Both_measures_rise_with_the_level_from_the_mean_to_the_largest_loss() => LawCases.ForAll(random =>
    {
        double[] profits = Sample(random);
        double bound = Tolerances.Statistics.TailMean * profits.Max(Math.Abs);
        double[] levels = [.. Enumerable.Range(1, 100).Select(i => i / 101d)];
        for (int i = 1; i < levels.Length; i++)
        {
            TailMeasure.ExpectedShortfall(levels[i]).Of(profits).ShouldBeGreaterThanOrEqualTo(TailMeasure.ExpectedShortfall(levels[i - 1]).Of(profits) - bound);
            foreach (var rule in Enum.GetValues<QuantileRule>())
                TailMeasure.ValueAtRisk(levels[i], rule).Of(profits).ShouldBeGreaterThanOrEqualTo(TailMeasure.ValueAtRisk(levels[i - 1], rule).Of(profits) - bound, $"{rule} {levels[i]}");
        }

        TailMeasure.ExpectedShortfall(1 - 1e-12).Of(profits).ShouldBe(-profits.Min());
        TailMeasure.ValueAtRisk(1 - 1e-12).Of(profits).ShouldBe(-profits.Min());
        TailMeasure.ExpectedShortfall(1e-15).Of(profits).ShouldBe(-profits.Average(), bound);
    });

    [Test]
    public void A_quantile_is_what_a_plain_count_says() => LawCases.ForAll(random =>
    {
        double[] profits = Sample(random), ascending = [.. profits.Select(profit => -profit).Order()];
        foreach (int percent in (int[])[1, 5, 10, 50, 90, 95, 99])
        {
            // Whole numbers only: rank ceiling(n c) is the smallest k with 100 k >= n percent.
            int rank = Enumerable.Range(1, profits.Length).First(k => 100 * k >= profits.Length * percent);
            TailMeasure.ValueAtRisk(percent / 100d).Of(profits).ShouldBe(ascending[rank - 1]);
        }
    });

    [Test]
    public void Replicating_or_permuting_the_history_changes_neither_type_1_nor_the_exact_tail() => LawCases.ForAll(random =>
    {
        double[] profits = Sample(random), twice = [.. profits, .. profits], shuffled = [.. profits];
        random.Shuffle(shuffled);
        double bound = Tolerances.Statistics.TailMean * profits.Max(Math.Abs);
        foreach (double level in Levels)
        {
            TailMeasure.ValueAtRisk(level).Of(twice).ShouldBe(TailMeasure.ValueAtRisk(level).Of(profits));
            TailMeasure.ValueAtRisk(level).Of(shuffled).ShouldBe(TailMeasure.ValueAtRisk(level).Of(profits));
            TailMeasure.ExpectedShortfall(level).Of(twice).ShouldBe(TailMeasure.ExpectedShortfall(level).Of(profits), bound);
            TailMeasure.ExpectedShortfall(level).Of(shuffled).ShouldBe(TailMeasure.ExpectedShortfall(level).Of(profits), bound);
        }
    });

    [Test]
    public void Equal_weights_are_no_weights_and_age_weights_depend_on_the_order() => LawCases.ForAll(random =>
    {
        double[] profits = Sample(random), ones = [.. profits.Select(_ => 1d)], falling = [.. profits.Select((_, i) => Math.Pow(0.97, i))];
        double bound = Tolerances.Statistics.TailMean * profits.Max(Math.Abs);
        foreach (double level in Levels)
        {
            TailMeasure.ExpectedShortfall(level).Of(profits, ones).ShouldBe(TailMeasure.ExpectedShortfall(level).Of(profits), bound);
            if (profits.Length * (decimal)level % 1 != 0) // where n c is whole, a share of 1/n in 17 digits decides
                TailMeasure.ValueAtRisk(level).Of(profits, ones).ShouldBe(TailMeasure.ValueAtRisk(level).Of(profits));
        }

        double[] worstFirst = [.. profits.Order()];
        var half = TailMeasure.ExpectedShortfall(0.5);
        half.Of(worstFirst, falling).ShouldBeGreaterThan(half.Of([.. worstFirst.Reverse()], falling));
    });

    /// <summary>Counterexample: two loans that default with 4 % each, independently. At 95 % each alone has no loss, both together have one.</summary>
    [Test]
    public void Value_at_risk_is_not_subadditive()
    {
        double[] first = [.. Enumerable.Range(0, 10_000).Select(i => i % 100 < 4 ? -100d : 0)], second = [.. Enumerable.Range(0, 10_000).Select(i => i / 100 % 100 < 4 ? -100d : 0)];
        var measure = TailMeasure.ValueAtRisk(0.95);
        (measure.Of(first) + measure.Of(second)).ShouldBe(0);
        measure.Of([.. first.Zip(second, (a, b) => a + b)]).ShouldBe(100);
    }

    /// <summary>Counterexample: where losses tie at the quantile, the mean of all of them dilutes the tail of one book but not of both.</summary>
    [Test]
    public void The_mean_of_losses_at_or_beyond_the_quantile_is_not_subadditive_where_losses_tie()
    {
        double[] first = [-10, 0, 0, 0], second = [0, -1, -2, 5];
        var measure = TailMeasure.ExpectedShortfall(0.5, TailRule.AtOrBeyondValueAtRisk);
        double together = measure.Of([.. first.Zip(second, (a, b) => a + b)]), apart = measure.Of(first) + measure.Of(second);
        together.ShouldBeGreaterThan(apart);
        var exact = TailMeasure.ExpectedShortfall(0.5);
        exact.Of([.. first.Zip(second, (a, b) => a + b)]).ShouldBeLessThanOrEqualTo(exact.Of(first) + exact.Of(second));
    }

    [TestCase(0)]
    [TestCase(1)]
    [TestCase(1.01)]
    [TestCase(double.NaN)]
    [TestCase(-0.5)]
    public void A_confidence_outside_0_and_1_is_refused(double confidence) =>
        Should.Throw<ArgumentOutOfRangeException>(() => TailMeasure.ValueAtRisk(confidence)).Message.ShouldContain("(0, 1)");

    [Test]
    public void A_confidence_in_percent_is_told_what_to_pass() =>
        Should.Throw<ArgumentOutOfRangeException>(() => TailMeasure.ExpectedShortfall(99)).Message.ShouldContain("pass 0.99");

    [Test]
    public void What_is_no_sample_is_refused()
    {
        var measure = TailMeasure.ValueAtRisk(0.99);
        Should.Throw<ArgumentException>(() => measure.Of([])).Message.ShouldContain("at least one");
        Should.Throw<ArgumentException>(() => measure.Of([1, double.NaN])).Message.ShouldContain("Profit 1");
        Should.Throw<ArgumentException>(() => measure.Of([1, 2], [1])).Message.ShouldContain("1 weights for 2");
        Should.Throw<ArgumentException>(() => measure.Of([1, 2], [0, 0])).Message.ShouldContain("All weights are 0");
        Should.Throw<ArgumentException>(() => TailMeasure.ValueAtRisk(0.99, QuantileRule.HyndmanFan7).Of([1, 2], [1, 1])).Message.ShouldContain("equal weights only");
    }

    private static double[] Sample(Random random) => [.. Enumerable.Range(0, random.Next(2, 300)).Select(_ => Draw(random))];

    /// <summary>Some values come often, so that losses tie.</summary>
    private static double Draw(Random random) => random.Next(4) == 0 ? random.Next(-3, 4) : (random.NextDouble() - 0.5) * 20;
}
