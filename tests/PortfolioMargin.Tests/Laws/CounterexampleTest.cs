using PortfolioMargin.RuleBooks;

namespace PortfolioMargin.Tests.Laws;

/// <summary>Where a law ends: books for which it does not hold, so that nobody states it more widely than it is true.</summary>
public class CounterexampleTest
{
    private static readonly Underlying Share = new("ACME");
    private static readonly Underlying Bitcoin = RuleBooks.Bitcoin;
    private static readonly DateTimeOffset Time = RuleBooks.Time;
    private static readonly MarketSnapshot Dollars = MarketSnapshot.At(Time).With(RuleBooks.Market()[Bitcoin]);

    [Test]
    public void Moving_as_many_points_outward_can_lower_the_worst_loss()
    {
        var expiry = Time.AddDays(2);
        var market = MarketSnapshot.At(Time).With(Share, spot: 100, volatility: 0.1);
        var butterfly = Portfolio.Of((-1, VanillaOption.Call(Share, 106, expiry)), (2, VanillaOption.Call(Share, 109, expiry)), (-1, VanillaOption.Call(Share, 112, expiry)));
        double near = WorstLoss([-0.09, 0, 0.09]), far = WorstLoss([-0.15, 0, 0.15]), nested = WorstLoss([-0.15, -0.09, 0, 0.09, 0.15]);
        far.ShouldBeLessThan(0.1 * near); // not nested: wider is not larger
        nested.ShouldBeGreaterThanOrEqualTo(near); // nested: it is

        double WorstLoss(double[] moves) => new RiskMatrix(
            Revaluer.Default.Revalue(butterfly.Positions.Select(p => p.Instrument), market, ScenarioSet.Grid(moves, [0])), butterfly).All.WorstLoss().Amount.Value;
    }

    [Test]
    public void A_dampener_makes_two_books_dearer_together_than_apart()
    {
        var puts = Portfolio.Of((-500, VanillaOption.Put(Bitcoin, 30_000, new(2026, 6, 26, 8, 0, 0, TimeSpan.Zero))));
        var calculator = new MarginCalculator(DeribitRuleBook.Default);
        double one = calculator.Calculate(puts, Dollars).Initial, two = calculator.Calculate(2 * puts, Dollars).Initial;
        two.ShouldBeGreaterThan(2.01 * one); // neither homogeneous nor subadditive: size costs
    }

    [Test]
    public void A_currency_that_is_shocked_itself_is_no_mere_unit_of_account()
    {
        var coins = new Account(Portfolio.Empty) { Collateral = [new(Bitcoin.Coin, 2)] };
        var calculator = new MarginCalculator(DeribitRuleBook.Default);
        calculator.Calculate(coins, RuleBooks.Market()).Initial.ShouldBe(0); // counted in coin, coins are cash
        calculator.Calculate(coins, Dollars).Initial.ShouldBe(2 * 0.16 * 89_051, 1e-9); // counted in dollars, they are a risk
    }

    [Test]
    public void A_fixed_amount_is_neither_homogeneous_nor_free_of_the_unit_of_money()
    {
        var calculator = new MarginCalculator(DeribitRuleBook.AsOf(DeribitRuleBook.Default.Info.AsOf, """{"openOrders":1000}"""));
        var book = Portfolio.Of((-1, new Perpetual(Bitcoin)));
        double one = calculator.Calculate(book, Dollars).Initial, two = calculator.Calculate(2 * book, Dollars).Initial;
        two.ShouldBe(2 * one - 1000, 1e-9);
        calculator.Calculate(Portfolio.Empty, Dollars).Initial.ShouldBe(1000);
    }

    [Test]
    public void Tiers_by_size_are_not_homogeneous()
    {
        var calculator = new MarginCalculator(DeribitStandardRuleBook.Default);
        var book = Portfolio.Of((-10, new Perpetual(Bitcoin)));
        calculator.Calculate(2 * book, Dollars).Initial.ShouldBeGreaterThan(2 * calculator.Calculate(book, Dollars).Initial);
    }
}
