using PortfolioMargin.Pricing;

namespace PortfolioMargin.Tests.Pricing;

internal sealed class PricingLimitTests
{
    private const double Rate = 0.05, Yield = 0.02, Years = 0.7;

    private static readonly double Growth = Math.Exp(-Yield * Years), Discount = Math.Exp(-Rate * Years);

    [Test]
    public void Zero_volatility_is_discounted_intrinsic_value([Values(50, 100, 180)] double spot)
    {
        BlackScholes.Call(spot, 100, Rate, Yield, 0, Years).ShouldBe(Math.Max(0, (spot * Growth) - (100 * Discount)), 1e-13);
        BlackScholes.Put(spot, 100, Rate, Yield, 0, Years).ShouldBe(Math.Max(0, (100 * Discount) - (spot * Growth)), 1e-13);
        Bachelier.Call(spot, 100, Rate, 0, Years).ShouldBe(Discount * Math.Max(0, spot - 100), 1e-13);
    }

    [Test]
    public void Zero_time_is_intrinsic_value([Values(50, 100, 180)] double spot)
    {
        BlackScholes.Call(spot, 100, Rate, Yield, 0.4, 0).ShouldBe(Math.Max(0, spot - 100));
        BlackScholes.Put(spot, 100, Rate, Yield, 0.4, 0).ShouldBe(Math.Max(0, 100 - spot));
        Black76.Call(spot, 100, Rate, double.PositiveInfinity, 0).ShouldBe(Math.Max(0, spot - 100));
        Bachelier.Put(spot, 100, Rate, 30, 0).ShouldBe(Math.Max(0, 100 - spot));
    }

    [Test]
    public void Time_towards_zero_meets_zero_time()
    {
        foreach (double spot in (double[])[50, 180])
            BlackScholes.Call(spot, 100, Rate, Yield, 0.4, 1e-12).ShouldBe(BlackScholes.Call(spot, 100, Rate, Yield, 0.4, 0), 1e-9);
    }

    [Test]
    public void Infinite_volatility_is_the_upper_bound([Values(1, 100, 1e6)] double spot)
    {
        foreach (double volatility in (double[])[1e4, double.PositiveInfinity])
        {
            BlackScholes.Call(spot, 100, Rate, Yield, volatility, Years).ShouldBe(spot * Growth, spot * 1e-15);
            BlackScholes.Put(spot, 100, Rate, Yield, volatility, Years).ShouldBe(100 * Discount, (spot + 100) * 1e-15);
        }
    }

    [Test]
    public void Zero_strike_is_the_asset()
    {
        BlackScholes.Call(80, 0, Rate, Yield, 0.4, Years).ShouldBe(80 * Growth, 1e-13);
        BlackScholes.Put(80, 0, Rate, Yield, 0.4, Years).ShouldBe(0);
        BlackScholes.CallGreeks(80, 0, Rate, Yield, 0.4, Years).Delta.ShouldBe(Growth, 1e-15);
    }

    [Test]
    public void Deep_wings_vanish_without_noise()
    {
        BlackScholes.Call(100, 1e9, 0, 0, 0.1, 0.1).ShouldBe(0);
        BlackScholes.Put(1e9, 100, 0, 0, 0.1, 0.1).ShouldBe(0);
        BlackScholes.Call(100, 500, 0, 0, 0.1, 0.2).ShouldBeInRange(1e-300, 1e-200);
    }

    [Test]
    public void No_finite_terms_give_a_price_that_is_not()
    {
        double[] sizes = [1e-300, 1e-5, 1, 100, 1e300], deviations = [0, 1e-300, 1e-8, 0.2, 30, 1e300];
        foreach (double spot in sizes)
            foreach (double strike in sizes)
                foreach (double deviation in deviations)
                    foreach (double years in (double[])[0, 1e-300, 1, 100])
                    {
                        Greeks greeks = BlackScholes.CallGreeks(spot, strike, 0.01, -0.01, deviation, years);
                        (double.IsFinite(greeks.Price) && greeks.Price >= 0 && double.IsFinite(greeks.Delta)).ShouldBeTrue($"{spot} {strike} {deviation} {years}: {greeks}");
                        double.IsNaN(greeks.Gamma + greeks.Vega + greeks.Rho).ShouldBeFalse($"{spot} {strike} {deviation} {years}: {greeks}");
                    }
    }

    [Test]
    public void Zero_volatility_at_the_money_has_the_greeks_of_the_limit()
    {
        Greeks limit = BlackScholes.CallGreeks(100, 100, 0, 0, 0, 1), near = BlackScholes.CallGreeks(100, 100, 0, 0, 1e-9, 1);
        limit.Delta.ShouldBe(0.5);
        limit.Gamma.ShouldBe(double.PositiveInfinity);
        limit.Vega.ShouldBe(near.Vega, 1e-6);
        limit.Theta.ShouldBe(near.Theta, 1e-6);
        limit.Vanna.ShouldBe(near.Vanna, 1e-6);
        limit.Volga.ShouldBe(near.Volga, 1e-6);
    }

    [Test]
    public void Zero_volatility_away_from_the_money_has_no_curvature()
    {
        Greeks greeks = BlackScholes.CallGreeks(120, 100, 0.03, 0.01, 0, 1);
        (greeks.Gamma, greeks.Vega, greeks.Vanna, greeks.Volga).ShouldBe((0, 0, 0, 0));
        greeks.Delta.ShouldBe(Math.Exp(-0.01), 1e-15);
        greeks.Theta.ShouldBe((0.01 * 120 * Math.Exp(-0.01)) - (0.03 * 100 * Math.Exp(-0.03)), 1e-13);
    }

    [Test]
    public void A_negative_forward_has_a_Bachelier_price() =>
        Bachelier.Put(-37.63, 10, 0.01, 20, 0.1).ShouldBe(Math.Exp(-0.001) * 47.63, 1e-9);

    [TestCase(double.NaN, 100, 0, 0.2, 1, "spot")]
    [TestCase(0, 100, 0, 0.2, 1, "spot")]
    [TestCase(100, -1, 0, 0.2, 1, "strike")]
    [TestCase(100, 100, double.NaN, 0.2, 1, "rate")]
    [TestCase(100, 100, -10, 0.2, 100, "rate")]
    [TestCase(100, 100, 0, -0.2, 1, "volatility")]
    [TestCase(100, 100, 0, double.NaN, 1, "volatility")]
    [TestCase(100, 100, 0, 0.2, -1, "years")]
    public void Terms_outside_the_domain_are_refused_by_name(double spot, double strike, double rate, double volatility, double years, string name) =>
        Should.Throw<ArgumentOutOfRangeException>(() => BlackScholes.Call(spot, strike, rate, 0, volatility, years)).ParamName.ShouldBe(name);
}
