using System.Globalization;
using System.Text.Json;
using PortfolioMargin.Backtesting;

namespace PortfolioMargin.Tests.Backtesting;

/// <summary>Every row of the reference data of coverage tests and model validation.</summary>
public class CoverageReferenceTests
{
    private static readonly JsonElement Coverage = Read("stats_coverage.json"), Validation = Read("model_validation.json");

    [Test]
    public void Kupiec_agrees_with_every_reference_row()
    {
        foreach (var row in Rows(Coverage, "kupiec", 40))
        {
            var test = KupiecTest.Of(Whole(row, "T"), Whole(row, "exceptions"), Confidence(row));
            Close(test.LikelihoodRatio, row, "lr", Tolerances.Validation.Value);
            Close(test.PValue, row, "pvalue", Tolerances.Validation.Probability);
        }

        foreach (var row in Rows(Validation, "kupiec", 10))
        {
            var test = KupiecTest.Of(Whole(row, "observations"), Whole(row, "exceptions"), Confidence(row));
            Close(test.LikelihoodRatio, row, "likelihoodRatio", Tolerances.Validation.Value);
            Close(test.PValue, row, "pValue", Tolerances.Validation.Probability);
            Close(test.ExactPValue, row, "exactPValue", Tolerances.Validation.Probability);
            Close(test.UpperTail, row, "upperTailProbability", Tolerances.Validation.Probability);
        }
    }

    [Test]
    public void The_size_of_the_five_percent_rule_is_exact()
    {
        foreach (var row in Rows(Validation, "kupiecSize", 4))
        {
            var rule = KupiecRule.Of(Whole(row, "observations"), Confidence(row));
            int[] accepted = [.. row.GetProperty("acceptedExceptions").EnumerateArray().Select(count => count.GetInt32())];
            (rule.LowestAccepted, rule.HighestAccepted).ShouldBe((accepted[0], accepted[^1]));
            Close(rule.CriticalValue, row, "criticalValue", Tolerances.Validation.Value);
            Close(rule.Size, row, "exactSize", Tolerances.Validation.Probability);
        }
    }

    [Test]
    public void Christoffersen_agrees_with_every_reference_row()
    {
        foreach (var row in Rows(Coverage, "christoffersen", 10))
        {
            var test = ChristoffersenTest.Of(Days(Whole(row, "T"), row.GetProperty("hits")), Confidence(row));
            test.Transitions.ShouldBe(new(Whole(row, "n00"), Whole(row, "n01"), Whole(row, "n10"), Whole(row, "n11")));
            Close(test.Independence, row, "lr_ind", Tolerances.Validation.Value);
            Close(test.IndependencePValue, row, "p_ind", Tolerances.Validation.Probability);
            Close(test.ConditionalCoverage, row, "lr_cc", Tolerances.Validation.Value);
            Close(test.ConditionalCoveragePValue, row, "p_cc", Tolerances.Validation.Probability);
        }

        foreach (var row in Rows(Validation, "christoffersen", 8))
        {
            var test = ChristoffersenTest.Of(Days(Whole(row, "observations"), row.GetProperty("exceptionDays")), Confidence(row));
            Close(test.Independence, row, "independence", Tolerances.Validation.Value);
            Close(test.IndependencePValue, row, "independencePValue", Tolerances.Validation.Probability);
            Close(test.ConditionalCoverage, row, "conditionalCoverage", Tolerances.Validation.Value);
            Close(test.ConditionalCoveragePValue, row, "conditionalCoveragePValue", Tolerances.Validation.Probability);
        }
    }

    [Test]
    public void The_traffic_light_agrees_with_every_reference_row()
    {
        foreach (var row in Rows(Coverage, "traffic_light", 1))
        {
            foreach (var zone in row.GetProperty("zones").EnumerateArray())
            {
                var light = TrafficLight.Of(Whole(row, "n"), Whole(zone, "exceptions"), Confidence(row));
                light.Zone.ToString().ShouldBe(zone.GetProperty("zone").GetString(), StringCompareShould.IgnoreCase);
                Close(light.AtMost, zone, "prob_at_most", Tolerances.Validation.Probability);
                Close(light.AtLeast, zone, "prob_at_least", Tolerances.Validation.Probability);
                if (zone.TryGetProperty("plus_factor", out var factor) && factor.ValueKind == JsonValueKind.Number) light.PlusFactor.ShouldBe(factor.GetDouble());
            }
        }

        foreach (var row in Rows(Validation, "trafficLight", 6))
        {
            int exceptions = 0;
            foreach (var cumulative in row.GetProperty("cumulative").EnumerateArray())
            {
                var light = TrafficLight.Of(Whole(row, "observations"), exceptions, Confidence(row));
                (light.YellowFrom, light.RedFrom).ShouldBe((Whole(row, "greenBelow"), Whole(row, "redFrom")));
                light.AtMost.ShouldBe(cumulative.GetDouble(), Tolerances.Validation.Probability * cumulative.GetDouble());
                if (row.TryGetProperty("plusFactor", out var factors)) light.PlusFactor.ShouldBe(factors[exceptions].GetDouble());
                else light.PlusFactor.ShouldBeNull();
                exceptions++;
            }
        }
    }

    [Test]
    public void Acerbi_Szekely_agrees_with_every_reference_row()
    {
        foreach (var row in Rows(Validation, "acerbiSzekely", 9))
        {
            double confidence = (double)(1 - row.GetProperty("alpha").GetDecimal());
            var test = ShortfallTest.Of(Numbers(row, "profits"), Numbers(row, "valueAtRisk"), Numbers(row, "shortfall"), confidence);
            test.Breaches.ShouldBe(Whole(row, "exceptions"));
            test.Z1!.Value.ShouldBe(row.GetProperty("z1").GetDouble(), Tolerances.Validation.Value);
            test.Z2.ShouldBe(row.GetProperty("z2").GetDouble(), Tolerances.Validation.Value);
        }
    }

    [Test]
    public void Procyclicality_agrees_with_every_reference_row()
    {
        foreach (var row in Rows(Validation, "procyclicality", 5))
        {
            var found = ProcyclicalityMeasures.Of(Numbers(row, "series"));
            Close(found.PeakToTrough!.Value, row, "peakToTrough", Tolerances.Validation.Value);
            Close(found.Mean, row, "mean", Tolerances.Validation.Value);
            Close(found.LogChangeDeviation!.Value, row, "logChangeStandardDeviation", Tolerances.Validation.Value);
            foreach (int days in new[] { 1, 5, 30 })
            {
                var rise = found.Rises.FirstOrDefault(known => known.Days == days);
                row.TryGetProperty(days.ToString(CultureInfo.InvariantCulture), out var expected).ShouldBe(rise is not null);
                if (rise is null) continue;
                Close(rise.Exact, expected, "exactIncrease", Tolerances.Validation.Value);
                Close(rise.ExactRelative!.Value, expected, "exactRelativeIncrease", Tolerances.Validation.Value);
                Close(rise.Within, expected, "withinIncrease", Tolerances.Validation.Value);
                Close(rise.WithinRelative!.Value, expected, "withinRelativeIncrease", Tolerances.Validation.Value);
            }
        }
    }

    [Test]
    public void Printed_examples_are_reproduced()
    {
        KupiecTest.Of(252, 6, 0.99).LikelihoodRatio.ShouldBe(3.498777, 5e-7); // Jorion, Value at Risk, chapter 6: 3.498
        KupiecTest.Of(30, 7, 0.99).LikelihoodRatio.ShouldBe(32.338331, 5e-7); // printed 32.34
        ChristoffersenTest.Of(new(244, 2, 2, 4), false, 0.99).Independence.ShouldBe(25.837428, 5e-7); // printed 25.837
        ChristoffersenTest.Of(new(240, 4, 4, 2), false, 0.99).ConditionalCoverage.ShouldBe(11.678994, 5e-7);
        ChristoffersenTest.Of(new(240, 4, 4, 2), false, 0.99, CoverageDays.Transitions).ConditionalCoverage.ShouldBe(11.707380, 5e-7);
        TrafficLight.Of(250, 5, 0.99).ProbabilityOf(TrafficZone.Green, 0.02).ShouldBe(0.44, 0.005); // section 6: "green about 44 % of the time"
    }

    private static JsonElement Read(string name) => JsonDocument.Parse(File.ReadAllText(Path.Combine(TestContext.CurrentContext.TestDirectory, "Reference", "Data", name))).RootElement;

    private static List<JsonElement> Rows(JsonElement file, string name, int atLeast)
    {
        var rows = file.GetProperty(name);
        rows.GetArrayLength().ShouldBeGreaterThanOrEqualTo(atLeast);
        return [.. rows.EnumerateArray()];
    }

    private static bool[] Days(int count, JsonElement hits)
    {
        var days = new bool[count];
        foreach (var hit in hits.EnumerateArray()) days[hit.GetInt32()] = true;
        return days;
    }

    private static double[] Numbers(JsonElement row, string name) => [.. row.GetProperty(name).EnumerateArray().Select(number => number.GetDouble())];

    private static int Whole(JsonElement row, string name) => row.GetProperty(name).GetInt32();

    private static double Confidence(JsonElement row) => (double)(1 - decimal.Parse(Text(row, "p"), NumberStyles.Float, CultureInfo.InvariantCulture));

    private static string Text(JsonElement row, string name) => row.GetProperty(name) is { ValueKind: JsonValueKind.String } text ? text.GetString()! : row.GetProperty(name).GetRawText();

    private static void Close(double actual, JsonElement row, string name, double relative)
    {
        double expected = double.Parse(Text(row, name), CultureInfo.InvariantCulture);
        if (expected == 0) actual.ShouldBe(0, $"{name} of {row}");
        else actual.ShouldBe(expected, relative * Math.Abs(expected), $"{name} of {row}");
    }
}
