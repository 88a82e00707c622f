using PortfolioMargin.Pricing;

namespace PortfolioMargin.Tests.Reference;

internal sealed class ImpliedVolatilityReferenceTests
{
    [TestCase("black")]
    [TestCase("bachelier")]
    public void Implied_volatilities_are_within_the_wanted_level(string model)
    {
        var count = new Count($"{model}, wanted", 1);
        foreach (string[] row in Rows("implied_vol.csv", model))
        {
            double sigma = ReferenceFile.Number(row[9]), attainable = ReferenceFile.Number(row[10]);
            ImpliedVolatility implied = Imply(row);
            implied.Status.ShouldBe(ImpliedVolatilityStatus.Found, string.Join(',', row));
            double unit = Tolerances.Implied.Attainable * attainable + Tolerances.Implied.Roundings * Tolerances.Eps;
            count.Add(Math.Abs(implied.Volatility!.Value - sigma) / sigma, unit, $"{row[2]} row {row[0]}");
        }

        TestContext.Out.WriteLine(count);
        count.AllInside.ShouldBeTrue(count.ToString());
    }

    [Test]
    public void Spot_and_forward_form_agree_where_the_spot_is_the_discounted_forward()
    {
        var count = new Count("spot form, wanted", 1);
        foreach (string[] row in Rows("implied_vol.csv", "black").Where(row => ReferenceFile.Number(row[6]) == 0))
        {
            double forward = ReferenceFile.Number(row[4]), strike = ReferenceFile.Number(row[5]), years = ReferenceFile.Number(row[7]), price = ReferenceFile.Number(row[8]);
            ImpliedVolatility implied = row[3] == "call"
                ? BlackScholes.CallImpliedVolatility(forward, strike, 0, 0, price, years)
                : BlackScholes.PutImpliedVolatility(forward, strike, 0, 0, price, years);
            implied.ShouldBe(Imply(row));
            count.Add(Math.Abs(implied.Volatility!.Value / ReferenceFile.Number(row[9]) - 1), Tolerances.Implied.Attainable * ReferenceFile.Number(row[10]) + 4 * Tolerances.Eps, row[0]);
        }

        count.AllInside.ShouldBeTrue(count.ToString());
    }

    [TestCaseSource(nameof(Bounds))]
    public void A_price_at_its_bounds_has_the_class_of_the_reference(string[] row)
    {
        if (row[8] == "invalid_argument")
        {
            Should.Throw<ArgumentOutOfRangeException>(() => Imply(row)).Message.ShouldContain("expected");
            return;
        }

        ImpliedVolatility implied = Imply(row);
        switch (row[8])
        {
            case "zero_vol":
                implied.ShouldBe(new(ImpliedVolatilityStatus.AtIntrinsic, 0));
                implied.Volatility.ShouldBe(0);
                break;
            case "below_intrinsic":
                implied.Status.ShouldBe(ImpliedVolatilityStatus.BelowIntrinsic);
                implied.VolatilityOrInfinity.ShouldBeNull();
                break;
            case "above_maximum":
                implied.Status.ShouldBe(ImpliedVolatilityStatus.AtMaximum);
                implied.Volatility.ShouldBeNull();
                implied.VolatilityOrInfinity.ShouldBe(double.PositiveInfinity);
                break;
            case "finite":
                implied.Status.ShouldBe(ImpliedVolatilityStatus.Found);
                double.IsFinite(implied.Volatility!.Value).ShouldBeTrue();
                implied.Volatility.Value.ShouldBeGreaterThan(0);
                break;
            default: Assert.Fail($"Unknown class {row[8]}."); break;
        }
    }

    private static IEnumerable<TestCaseData> Bounds() =>
        ReferenceFile.Carried("implied_vol_bounds.csv").Select(row => new TestCaseData([row]).SetArgDisplayNames(row[0], row[8]));

    private static IEnumerable<string[]> Rows(string file, string model) => ReferenceFile.Carried(file).Where(row => row[1] == model);

    /// <summary>Both files have forward, strike, rate, years and price one behind the other, after the type.</summary>
    private static ImpliedVolatility Imply(string[] row)
    {
        int type = Array.FindIndex(row, field => field is "call" or "put");
        double forward = ReferenceFile.Number(row[type + 1]), strike = ReferenceFile.Number(row[type + 2]), rate = ReferenceFile.Number(row[type + 3]);
        double years = ReferenceFile.Number(row[type + 4]), price = ReferenceFile.Number(row[type + 5]);
        return (row[1], row[type]) switch
        {
            ("black", "call") => Black76.CallImpliedVolatility(forward, strike, rate, price, years),
            ("black", _) => Black76.PutImpliedVolatility(forward, strike, rate, price, years),
            (_, "call") => Bachelier.CallImpliedVolatility(forward, strike, rate, price, years),
            _ => Bachelier.PutImpliedVolatility(forward, strike, rate, price, years),
        };
    }
}
