using PortfolioMargin.Tests.Laws;

namespace PortfolioMargin.Tests.Risk;

public class DeltaAggregatesTest
{
    [Test]
    public void Sides_gross_and_hedged_parts_are_the_plain_sums_and_add_up() => LawCases.ForAll(random =>
    {
        var group = Group(Portfolio.Of(Laws.RuleBooks.Book(random)));
        double[] amounts = [.. group.Rows.Select(row => row.Quantity * Unit(row))];
        double longs = amounts.Where(amount => amount > 0).Sum(), shorts = -amounts.Where(amount => amount < 0).Sum(), scale = 1e-13 * (longs + shorts);
        group.LongSide(Unit).Value.ShouldBe(longs, scale);
        group.ShortSide(Unit).Value.ShouldBe(shorts, scale);
        group.Gross(Unit).Value.ShouldBe(longs + shorts, scale);
        group.Unhedged(Unit).Value.ShouldBe(Math.Abs(longs - shorts), scale);
        group.Hedged(Unit).Value.ShouldBe((longs + shorts - Math.Abs(longs - shorts)) / 2, scale);
        foreach (var amount in new[] { group.LongSide(Unit), group.ShortSide(Unit), group.Gross(Unit), group.Unhedged(Unit), group.Hedged(Unit) })
            amount.Rest.ShouldBe(0, scale);
    });

    [Test]
    public void Cash_delta_is_the_mark_of_what_follows_the_price_the_size_of_inverse_contracts_and_delta_times_forward_of_options()
    {
        var (bitcoin, expiry) = (Laws.RuleBooks.Bitcoin, Laws.RuleBooks.Time.AddDays(14));
        var market = MarketSnapshot.At(Laws.RuleBooks.Time).With(new UnderlyingMarket(bitcoin, 80_000) { Currency = new("USDT"), Volatility = new FlatVolatility(0.5) }).With(new Currency("USDT"), 0.5);
        Unit(new SpotAsset(bitcoin), new()).ShouldBe(40_000);
        Unit(new Perpetual(bitcoin) { Multiplier = 0.01 }, new(mark: 81_000)).ShouldBe(405);
        Unit(new Perpetual(bitcoin) { Payoff = PayoffStyle.Inverse, Multiplier = 100 }, new()).ShouldBe(50, 1e-12);
        Unit(VanillaOption.Put(bitcoin, 80_000, expiry), new(delta: -0.4)).ShouldBe(-16_000, 1e-9);

        double Unit(Instrument instrument, Quote quote) => new RiskMatrix(
            Revaluer.Default.Revalue([instrument], market.With(instrument, quote), ScenarioSet.None), Portfolio.Of((3, instrument))).All.Rows[0].CashDelta();
    }

    private static double Unit(RiskRow row) => row.CashDelta();

    private static RiskGroup Group(Portfolio book) =>
        new RiskMatrix(Revaluer.Default.Revalue(book.Positions.Select(position => position.Instrument), Laws.RuleBooks.Market(), ScenarioSet.None), book).All;
}
