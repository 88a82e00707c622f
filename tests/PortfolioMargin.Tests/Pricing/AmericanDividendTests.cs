using PortfolioMargin.Pricing;

namespace PortfolioMargin.Tests.Pricing;

/// <summary>American options with cash dividends against exact integrals and a plain fine tree.</summary>
internal sealed class AmericanDividendTests
{
    /// <summary>With a rate not below 0 and no yield a call is exercised right before an ex-date or never: one integral is exact.</summary>
    [TestCase(100, 100, 0.05, 0.3, 1, 0.5, 3)]
    [TestCase(100, 90, 0.03, 0.2, 0.5, 0.45, 4)]
    [TestCase(100, 110, 0.08, 0.5, 1, 0.02, 10)]
    [TestCase(100, 60, 0.01, 0.25, 0.75, 0.7, 2)]
    [TestCase(40, 55, 0.04, 0.9, 0.4, 0.1, 1)]
    public void A_call_over_one_dividend_is_the_exact_integral(double s, double k, double r, double sigma, double t, double until, double amount)
    {
        double exact = CallOverOneDividend(s, k, r, sigma, t, until, amount);
        AmericanOption.Call(s, k, r, 0, sigma, t, new CashDividend(until, amount)).ShouldBe(exact, Tolerances.American.Dividend * k);
    }

    [TestCase(false, 100, 105, 0.06, 0, 0.25, 1, 0.4, 2)]
    [TestCase(false, 100, 95, 0.03, 0.01, 0.4, 0.5, 0.1, 1)]
    [TestCase(false, 100, 120, 0.1, 0, 0.2, 0.5, 0.25, 0.5)]
    [TestCase(true, 100, 100, 0.04, 0.06, 0.3, 1, 0.6, 1.5)]
    [TestCase(false, 100, 100, -0.02, 0.01, 0.3, 1, 0.6, 1.5)]
    public void Prices_over_dividends_are_those_of_a_fine_tree(
        bool isCall, double s, double k, double r, double q, double sigma, double t, double until, double amount)
    {
        const int steps = 2000;
        double withoutTree = TrinomialTree.Price(isCall, s, k, r, q, sigma, t, steps), without = Price(isCall, s, k, r, q, sigma, t);
        double tree = TrinomialTree.Price(isCall, s, k, r, q, sigma, t, steps, (until, amount), (t * 0.9, amount / 2)) - (withoutTree - without);
        double ours = Price(isCall, s, k, r, q, sigma, t, new CashDividend(until, amount), new CashDividend(t * 0.9, amount / 2));
        ours.ShouldBe(tree, 1.5 * Tolerances.American.Dividend * k, $"tree's own error without dividends {withoutTree - without:e1}");
    }

    /// <summary>The lattice is not used without dividends, so a vanishing one measures its whole error.</summary>
    [Test]
    public void A_vanishing_dividend_gives_the_price_without_one()
    {
        double worst = 0;
        foreach (double sigma in (double[])[0.1, 0.3, 0.6, 1])
        {
            foreach (double r in (double[])[0, 0.02, 0.08])
            {
                foreach (double s in (double[])[0.7, 0.9, 1, 1.1, 1.35])
                {
                    foreach (bool isCall in (bool[])[true, false])
                    {
                        double error = Price(isCall, s, 1, r, 0.03, sigma, 0.8, new CashDividend(0.3, 1e-12)) - Price(isCall, s, 1, r, 0.03, sigma, 0.8);
                        worst = Math.Max(worst, Math.Abs(error));
                    }
                }
            }
        }

        TestContext.Out.WriteLine($"worst error {worst:e2} of the strike");
        worst.ShouldBeLessThanOrEqualTo(Tolerances.American.Dividend);
    }

    [Test]
    public void Dividends_outside_the_life_do_not_count() =>
        AmericanOption.Put(100, 110, 0.05, 0.01, 0.3, 0.5, new CashDividend(-0.1, 5), new CashDividend(0, 5), new CashDividend(0.51, 5), new CashDividend(0.2, 0))
            .ShouldBe(AmericanOption.Put(100, 110, 0.05, 0.01, 0.3, 0.5));

    [Test]
    public void A_dividend_larger_than_the_spot_leaves_a_worthless_share()
    {
        AmericanOption.Put(10, 100, 0.05, 0, 0.2, 1, new CashDividend(0.001, 1000)).ShouldBe(100, 0.01);
        AmericanOption.Call(10, 100, 0.05, 0, 0.2, 1, new CashDividend(0.001, 1000)).ShouldBe(0, 1e-6);
    }

    [Test]
    public void Zero_volatility_takes_the_best_moment_on_the_one_path()
    {
        // The call is exercised just before the dividend, the put at once after it.
        AmericanOption.Call(120, 100, 0.05, 0, 0, 1, new CashDividend(0.5, 30)).ShouldBe(120 - (100 * Math.Exp(-0.025)), 1e-10);
        AmericanOption.Put(100, 100, 0.05, 0, 0, 1, new CashDividend(0.5, 30)).ShouldBe((100 * Math.Exp(-0.025)) - 100 + (30 * Math.Exp(-0.025)), 1e-10);
    }

    [Test]
    public void Zero_time_is_intrinsic_value() => AmericanOption.Put(90, 100, 0.05, 0, 0.2, 0, new CashDividend(0.5, 30)).ShouldBe(10);

    [Test]
    public void Never_below_intrinsic_value_and_growing_with_the_dividend_for_puts()
    {
        double before = 0;
        foreach (double amount in (double[])[0.5, 1, 2, 4, 8])
        {
            double put = AmericanOption.Put(100, 100, 0.04, 0, 0.3, 1, new CashDividend(0.5, amount));
            put.ShouldBeGreaterThan(before);
            before = put;
        }

        foreach (double spot in (double[])[50, 80, 100, 130]) AmericanOption.Put(spot, 120, 0.05, 0, 0.25, 1, new CashDividend(0.3, 1)).ShouldBeGreaterThanOrEqualTo(120 - spot);
    }

    [Test]
    public void Greeks_over_dividends_predict_prices()
    {
        CashDividend dividend = new(0.4, 2);
        Greeks g = AmericanOption.PutGreeks(100, 105, 0.05, 0, 0.3, 1, dividend);
        double Price(double s, double sigma, double r) => AmericanOption.Put(s, 105, r, 0, sigma, 1, dividend);
        g.Price.ShouldBe(Price(100, 0.3, 0.05));
        g.Delta.ShouldBe((Price(101, 0.3, 0.05) - Price(99, 0.3, 0.05)) / 2, 1e-4);
        g.Vega.ShouldBe((Price(100, 0.31, 0.05) - Price(100, 0.29, 0.05)) / 0.02, 0.05);
        g.Rho.ShouldBe((Price(100, 0.3, 0.055) - Price(100, 0.3, 0.045)) / 0.01, 0.1);
        g.Gamma.ShouldBeGreaterThan(0);
    }

    [Test]
    public void Bad_dividends_are_named()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => AmericanOption.Call(100, 100, 0, 0, 0.2, 1, new CashDividend(0.5, -1))).Message.ShouldContain("dividends[0].Amount is -1");
        Should.Throw<ArgumentOutOfRangeException>(() => AmericanOption.Call(100, 100, 0, 0, 0.2, 1, new CashDividend(double.NaN, 1))).Message.ShouldContain("dividends[0].Years is NaN");
    }

    private static double Price(bool isCall, double s, double k, double r, double q, double sigma, double t, params CashDividend[] dividends) => isCall
        ? AmericanOption.Call(s, k, r, q, sigma, t, dividends)
        : AmericanOption.Put(s, k, r, q, sigma, t, dividends);

    private static double CallOverOneDividend(double s, double k, double r, double sigma, double t, double until, double amount)
    {
        const int points = 40_001;
        double sum = 0, h = 18.0 / (points - 1), deviation = sigma * Math.Sqrt(until);
        for (int i = 0; i < points; i++)
        {
            double z = -9 + (i * h), spot = s * Math.Exp(((r - (sigma * sigma / 2)) * until) + (deviation * z));
            double kept = spot > amount ? BlackScholes.Call(spot - amount, k, r, 0, sigma, t - until) : 0;
            sum += Math.Exp(-z * z / 2) * Math.Max(spot - k, kept);
        }

        return Math.Exp(-r * until) * sum * h / Math.Sqrt(2 * Math.PI);
    }
}
