using PortfolioMargin.Pricing;

namespace PortfolioMargin.Tests.Reference;

/// <summary>American options against an independent reference of 80 rows with error bounds, and against printed tables.</summary>
internal sealed class AmericanReferenceTests
{
    private static IEnumerable<Row> Rows => ReferenceFile.Carried("american.csv").Select(fields => new Row(fields));

    private static IEnumerable<Row> OneBoundary => Rows.Where(row => !row.HasTwoBoundaries);

    [TestCase(AmericanAccuracy.Default, Tolerances.American.Default)]
    [TestCase(AmericanAccuracy.Accurate, Tolerances.American.Accurate)]
    public void Prices_are_within_the_stated_accuracy_of_the_strike(AmericanAccuracy accuracy, double tolerance)
    {
        var count = new Count($"american {accuracy}, in strikes beyond the reference's own bound", tolerance);
        foreach (Row row in OneBoundary) count.Add(Math.Max(0, Math.Abs(row.Price(accuracy) - row.True) - row.Bound), row.Strike, row.Name);
        TestContext.Out.WriteLine(count);
        count.AllInside.ShouldBeTrue(count.ToString());
    }

    [Test]
    public void Critical_prices_delta_and_gamma_are_within_the_stated_accuracy()
    {
        foreach (Row row in OneBoundary.Where(row => row.Critical is not null))
        {
            double critical = row.IsCall
                ? AmericanOption.CallCriticalPrice(row.Strike, row.Rate, row.Yield, row.Volatility, row.Years)!.Value
                : AmericanOption.PutCriticalPrice(row.Strike, row.Rate, row.Yield, row.Volatility, row.Years)!.Value;
            (critical / row.Critical!.Value).ShouldBe(1, Tolerances.American.Critical, row.Name);
        }

        foreach (Row row in OneBoundary)
        {
            Greeks greeks = row.IsCall
                ? AmericanOption.CallGreeks(row.Spot, row.Strike, row.Rate, row.Yield, row.Volatility, row.Years)
                : AmericanOption.PutGreeks(row.Spot, row.Strike, row.Rate, row.Yield, row.Volatility, row.Years);
            greeks.Delta.ShouldBe(row.Delta, Tolerances.American.Delta, row.Name);
            greeks.Gamma.ShouldBe(row.Gamma, Tolerances.American.Gamma / (row.Spot * row.Volatility * Math.Sqrt(row.Years)), row.Name);
        }
    }

    [Test]
    public void Options_between_two_boundaries_are_refused_by_a_sentence()
    {
        foreach (Row row in Rows.Where(row => row.HasTwoBoundaries))
            Should.Throw<ArgumentOutOfRangeException>(() => row.Price(AmericanAccuracy.Default)).Message.ShouldContain("between two boundaries");
    }

    /// <summary>Where the printed number is the true one rounded, it must be met; approximations and Bermudan values are met only through the reference beside them.</summary>
    [Test]
    public void Printed_tables_are_met_where_they_print_the_true_value()
    {
        foreach (string[] f in ReferenceFile.Carried("american_published.csv"))
        {
            double[] n = [.. f[1..11].Select(ReferenceFile.Number)];
            double price = f[0] == "call"
                ? AmericanOption.Call(n[0], n[1], n[2], n[3], n[4], n[5])
                : AmericanOption.Put(n[0], n[1], n[2], n[3], n[4], n[5]);
            string name = string.Join(' ', f);
            price.ShouldBe(n[8], n[9] + (Tolerances.American.Default * n[1]), name);
            if (f[11] == "true_rounded") Math.Abs(price - n[6]).ShouldBeLessThanOrEqualTo((0.5 * Math.Pow(10, -n[7])) + (Tolerances.American.Default * n[1]), name);
        }
    }

    private sealed class Row(string[] f)
    {
        public string Name => string.Join(' ', f[..9]);

        public bool HasTwoBoundaries => f[1] == "double_boundary";

        public bool IsCall => f[2] == "call";

        public double Spot => ReferenceFile.Number(f[3]);

        public double Strike => ReferenceFile.Number(f[4]);

        public double Rate => ReferenceFile.Number(f[5]);

        public double Yield => ReferenceFile.Number(f[6]);

        public double Volatility => ReferenceFile.Number(f[7]);

        public double Years => ReferenceFile.Number(f[8]);

        public double True => ReferenceFile.Number(f[9]);

        public double Bound => ReferenceFile.Number(f[10]);

        public double? Critical => f[12].Length == 0 ? null : ReferenceFile.Number(f[12]);

        public double Delta => ReferenceFile.Number(f[13]);

        public double Gamma => ReferenceFile.Number(f[14]);

        public double Price(AmericanAccuracy accuracy) => IsCall
            ? AmericanOption.Call(Spot, Strike, Rate, Yield, Volatility, Years, accuracy)
            : AmericanOption.Put(Spot, Strike, Rate, Yield, Volatility, Years, accuracy);
    }
}
