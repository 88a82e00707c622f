namespace PortfolioMargin.Tests.Reference;

[TestFixture(false)]
[TestFixture(true)]
internal sealed class PriceReferenceTests(bool whole)
{
    [TestCaseSource(typeof(OptionModel), nameof(OptionModel.All))]
    public void Prices_are_within_the_must_level(OptionModel model)
    {
        var must = new Count($"{model} prices, must", Tolerances.Pricing.PriceMust);
        var wanted = new Count($"{model} prices, wanted", Tolerances.Pricing.PriceWanted);
        foreach (OptionRow row in model.Rows(whole))
        {
            foreach (bool isCall in (bool[])[true, false])
            {
                string where = row.Name + (isCall ? " call" : " put");
                double truth = row.Price(isCall), error = Math.Abs(model.Price(row, isCall) - truth);
                must.Add(error, Tolerances.Eps * TermScale.Legs(row), where);
                wanted.Add(error, Tolerances.Eps * (1 + row.Condition(isCall)) * truth, where);
            }
        }

        TestContext.Out.WriteLine(must);
        TestContext.Out.WriteLine(wanted);
        must.AllInside.ShouldBeTrue(must.ToString());
        wanted.AllInside.ShouldBeTrue(wanted.ToString());
    }
}
