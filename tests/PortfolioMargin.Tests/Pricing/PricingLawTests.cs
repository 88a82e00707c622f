using PortfolioMargin.Pricing;

namespace PortfolioMargin.Tests.Pricing;

/// <summary>Laws A3 to A8 over random terms; the seed is fixed.</summary>
internal sealed class PricingLawTests
{
    private const int Cases = 2000;

    [Test]
    public void Call_less_put_is_the_difference_of_the_legs() => ForEach((s, k, r, q, v, t) =>
    {
        double legs = (s * Math.Exp(-q * t)) + (k * Math.Exp(-r * t));
        (BlackScholes.Call(s, k, r, q, v, t) - BlackScholes.Put(s, k, r, q, v, t))
            .ShouldBe((s * Math.Exp(-q * t)) - (k * Math.Exp(-r * t)), Tolerances.Pricing.PriceMust * Tolerances.Eps * legs);
    });

    [Test]
    public void Call_and_put_share_gamma_and_vega_and_their_deltas_differ_by_the_yield_discount() => ForEach((s, k, r, q, v, t) =>
    {
        Greeks call = BlackScholes.CallGreeks(s, k, r, q, v, t), put = BlackScholes.PutGreeks(s, k, r, q, v, t);
        (call.Gamma, call.Vega, call.Vanna, call.Volga).ShouldBe((put.Gamma, put.Vega, put.Vanna, put.Volga));
        (call.Delta - put.Delta).ShouldBe(Math.Exp(-q * t), 4 * Tolerances.Eps * Math.Exp(-q * t));
    });

    [Test]
    public void A_call_falls_with_the_strike_rises_with_spot_and_volatility_and_is_convex() => ForEach((s, k, r, q, v, t) =>
    {
        double slack = Tolerances.Pricing.PriceMust * Tolerances.Eps * 2 * (s + k) * 2;
        double call = BlackScholes.Call(s, k, r, q, v, t), above = BlackScholes.Call(s, k * 1.1, r, q, v, t), below = BlackScholes.Call(s, k * 0.9, r, q, v, t);
        above.ShouldBeLessThanOrEqualTo(call + slack);
        (above + below - (2 * call)).ShouldBeGreaterThanOrEqualTo(-4 * slack);
        BlackScholes.Call(s * 1.01, k, r, q, v, t).ShouldBeGreaterThanOrEqualTo(call - slack);
        BlackScholes.Call(s, k, r, q, v * 1.01, t).ShouldBeGreaterThanOrEqualTo(call - slack);
    });

    [Test]
    public void Price_is_homogeneous_in_spot_and_strike_bit_for_bit_for_powers_of_two() => ForEach((s, k, r, q, v, t) =>
    {
        double price = BlackScholes.Put(s, k, r, q, v, t);
        if (double.IsNormal(price)) BlackScholes.Put(s * 8, k * 8, r, q, v, t).ShouldBe(8 * price); // a subnormal price has fewer bits than eight times it
    });

    [Test]
    public void Euler_spot_times_delta_plus_strike_times_its_slope_is_the_price() => ForEach((s, k, r, q, v, t) =>
    {
        // dP/dK of a call is -e^(-rT) N(d2) = -rho / (T K).
        Greeks call = BlackScholes.CallGreeks(s, k, r, q, v, t);
        ((s * call.Delta) - (call.Rho / t)).ShouldBe(call.Price, 32 * Tolerances.Eps * (s + k) * 2);
    });

    [Test]
    public void Greeks_predict_small_moves_to_third_order() => ForEach((s, k, r, q, v, t) =>
    {
        if (v * Math.Sqrt(t) < 0.05) return;
        Greeks call = BlackScholes.CallGreeks(s, k, r, q, v, t);
        double full = Residual(0.02), half = Residual(0.01);
        double noise = 1e-12 * (s + k);
        Math.Abs(half).ShouldBeLessThanOrEqualTo((Math.Abs(full) / 4) + (s * call.Gamma * s * 1e-5) + noise);

        double Residual(double move) =>
            BlackScholes.Call(s * (1 + move), k, r, q, v, t) - call.Price - (call.Delta * s * move) - (call.Gamma * s * s * move * move / 2);
    });

    [Test]
    public void Black_and_Bachelier_agree_at_the_money_to_second_order_in_volatility()
    {
        foreach (double volatility in (double[])[0.01, 0.05, 0.1, 0.2])
        {
            double black = Black76.Call(100, 100, 0, volatility, 1), bachelier = Bachelier.Call(100, 100, 0, volatility * 100, 1);
            Math.Abs((black / bachelier) - 1).ShouldBeLessThan(volatility * volatility / 20);
        }
    }

    [Test]
    public void Bachelier_knows_only_the_distance_of_forward_and_strike() => ForEach((s, k, r, _, v, t) =>
    {
        double forward = Math.Round(s), strike = Math.Round(k);
        Bachelier.Call(forward - 4096, strike - 4096, r, v * 50, t).ShouldBe(Bachelier.Call(forward, strike, r, v * 50, t));
    });

    private static void ForEach(Action<double, double, double, double, double, double> law)
    {
        var random = new Random(20261124);
        for (int i = 0; i < Cases; i++)
        {
            double spot = 100 * Math.Exp(2 * (random.NextDouble() - 0.5)), strike = 100 * Math.Exp(2 * (random.NextDouble() - 0.5));
            law(spot, strike, (0.25 * random.NextDouble()) - 0.05, (0.25 * random.NextDouble()) - 0.05, 0.02 + random.NextDouble(), 0.01 + (2 * random.NextDouble()));
        }
    }
}
