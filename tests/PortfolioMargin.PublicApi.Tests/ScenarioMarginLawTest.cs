using PortfolioMargin.Tests.Laws;

namespace PortfolioMargin.PublicApi.Tests;

/// <summary>Laws of scenario margin that need no venue: bounds of spreads, more scenarios, weights, scale of money, undo.</summary>
public class ScenarioMarginLawTest
{
    private static readonly Underlying Share = new("ACME");
    private static readonly DateTimeOffset Expiry = new(2026, 12, 18, 0, 0, 0, TimeSpan.Zero);
    private static readonly ScenarioSet Grid = ScenarioSet.Grid(price: [-0.3, -0.1, 0, 0.1, 0.3], volatility: [-0.5, 0, 0.5]);

    [Test]
    public void A_box_earns_nothing_in_any_scenario()
    {
        var box = Portfolio.Of((1, Call(90)), (-1, Call(110)), (1, Put(110)), (-1, Put(90)));
        foreach (double profit in Profits(box, Grid)) profit.ShouldBe(0, 1e-12);
    }

    [Test]
    public void A_vertical_loses_at_most_its_debit_and_gains_at_most_the_width_less_it()
    {
        var vertical = Portfolio.Of((1, Call(95)), (-1, Call(105)));
        double debit = Revalue(vertical, Grid).All.Value.Value;
        foreach (double profit in Profits(vertical, Grid))
        {
            profit.ShouldBeGreaterThanOrEqualTo(-debit - 1e-12);
            profit.ShouldBeLessThanOrEqualTo(10 - debit + 1e-12);
        }
    }

    [Test]
    public void A_butterfly_is_worth_at_least_nothing_in_every_scenario()
    {
        var butterfly = Portfolio.Of((1, Call(90)), (-2, Call(100)), (1, Call(110)));
        double value = Revalue(butterfly, Grid).All.Value.Value;
        foreach (double profit in Profits(butterfly, Grid)) (value + profit).ShouldBeGreaterThanOrEqualTo(-1e-12);
    }

    [Test]
    public void More_scenarios_never_lower_the_worst_loss() => ForAll(book =>
    {
        var fewer = ScenarioSet.Grid(price: [-0.1, 0.1], volatility: [0]);
        WorstLoss(book, fewer).ShouldBeLessThanOrEqualTo(WorstLoss(book, Grid) + 1e-12);
    });

    [Test]
    public void A_larger_weight_never_lowers_the_worst_loss_and_weight_zero_is_no_scenario() => ForAll(book =>
    {
        double before = 0;
        foreach (double weight in new[] { 0, 0.2, 0.5, 1 })
        {
            var tail = new Scenario("tail", new(PriceShock.Relative(-0.6), VolatilityShock.Relative(1)), weight);
            double loss = WorstLoss(book, ScenarioSet.Of([.. Grid.RowsFor(Share), tail]));
            if (weight == 0) loss.ShouldBe(WorstLoss(book, Grid));
            loss.ShouldBeGreaterThanOrEqualTo(before);
            before = loss;
        }
    });

    [Test]
    public void Money_in_another_unit_scales_the_requirement() => ForAll(book =>
    {
        var dear = Portfolio.Of(book.Positions.Select(p => new Position(
            p.Instrument is VanillaOption option ? new VanillaOption(Share, option.Right, 4 * option.Strike, Expiry) : p.Instrument, p.Quantity)));
        WorstLoss(dear, Grid, 4).ShouldBe(4 * WorstLoss(book, Grid));
    });

    [Test]
    public void Adding_a_trade_and_taking_it_back_returns_the_bits() => ForAll(book =>
    {
        var trade = Portfolio.Of((0.25, Call(100)), (7, new SpotAsset(Share))); // quantities whose sums are exact: 2 + 0.3 - 0.3 is not 2 in doubles
        WorstLoss(book + trade - trade, Grid).ShouldBe(WorstLoss(book, Grid));
    });

    private static double WorstLoss(Portfolio book, ScenarioSet scenarios, double scale = 1) => Revalue(book, scenarios, scale).All.WorstLoss().Amount.Value;

    private static double[] Profits(Portfolio book, ScenarioSet scenarios)
    {
        var group = Revalue(book, scenarios).All;
        var profits = new double[group.Scenarios.Length];
        group.ProfitAndLoss(profits);
        return profits;
    }

    private static RiskMatrix Revalue(Portfolio book, ScenarioSet scenarios, double scale = 1)
    {
        var market = MarketSnapshot.At(Expiry.AddDays(-30)).With(Share, spot: 100 * scale, volatility: 0.3);
        return new(Revaluer.Default.Revalue(book.Positions.Select(p => p.Instrument), market, scenarios), book);
    }

    private static VanillaOption Call(double strike) => VanillaOption.Call(Share, strike, Expiry);

    private static VanillaOption Put(double strike) => VanillaOption.Put(Share, strike, Expiry);

    private static void ForAll(Action<Portfolio> law) => LawCases.ForAll(random => law(Portfolio.Of(Enumerable.Range(0, 8).Select(i => new Position(
        i == 0 ? new SpotAsset(Share) : new VanillaOption(Share, (OptionRight)random.Next(2), 80 + 5 * random.Next(9), Expiry), random.Next(-5, 6))))));
}
