using PortfolioMargin.Pricing;

namespace PortfolioMargin.Tests.Reference;

[TestFixture(false)]
[TestFixture(true)]
internal sealed class GreeksReferenceTests(bool whole)
{
    private static readonly (string Name, Func<Greeks, double> Of)[] Sensitivities =
    [
        ("delta", g => g.Delta), ("gamma", g => g.Gamma), ("vega", g => g.Vega), ("theta", g => g.Theta),
        ("rho", g => g.Rho), ("vanna", g => g.Vanna), ("volga", g => g.Volga), ("charm", g => g.Charm),
    ];

    [TestCaseSource(typeof(OptionModel), nameof(OptionModel.All))]
    public void Greeks_are_within_the_must_level(OptionModel model)
    {
        var must = new Count($"{model} greeks, must", Tolerances.Pricing.Greek);
        var plain = new Count($"{model} greeks, a plain implementation's worst", Tolerances.Pricing.GreekPlain);
        foreach (OptionRow row in model.Rows(whole))
        {
            foreach (bool isCall in (bool[])[true, false])
            {
                Greeks computed = model.Greeks(row, isCall), truth = row.True(isCall), scale = TermScale.Of(row, isCall, model);
                double amplification = 1 + TermScale.Amplification(row);
                foreach ((string name, Func<Greeks, double> of) in Sensitivities)
                {
                    double error = Math.Abs(of(computed) - of(truth)), unit = Tolerances.Eps * of(scale) * amplification;
                    must.Add(error, unit, $"{row.Name} {name} {(isCall ? "call" : "put")}");
                    plain.Add(error, unit, $"{row.Name} {name} {(isCall ? "call" : "put")}");
                }
            }
        }

        TestContext.Out.WriteLine(must);
        TestContext.Out.WriteLine(plain);
        must.AllInside.ShouldBeTrue(must.ToString());
    }

    [TestCaseSource(typeof(OptionModel), nameof(OptionModel.All))]
    public void The_price_among_the_greeks_is_the_price(OptionModel model)
    {
        foreach (OptionRow row in model.Rows(whole))
            foreach (bool isCall in (bool[])[true, false]) model.Greeks(row, isCall).Price.ShouldBe(model.Price(row, isCall));
    }
}
