using PortfolioMargin.Numerics;
using PortfolioMargin.Pricing;

namespace PortfolioMargin.Tests.Pricing;

/// <summary>Law 10 and the limits, over seeded random terms.</summary>
internal sealed class AmericanLawTests
{
    private static IEnumerable<(bool IsCall, double S, double K, double R, double Q, double Sigma, double T)> Terms(int count)
    {
        var random = new Random(20261124);
        double Between(double low, double high) => low + ((high - low) * random.NextDouble());
        for (int i = 0; i < count; i++)
        {
            double r = Between(-0.05, 0.2), q = i % 4 == 0 ? 0 : Between(-0.05, 0.2);
            if (r < 0 && q < 0) q = -q; // two boundaries are refused, see AmericanReferenceTests
            yield return (i % 2 == 0, 100 * Math.Exp(Between(-0.6, 0.6)), 100, r, q, Between(0.05, 1), Math.Exp(Between(-5, 1.5)));
        }
    }

    /// <summary>Newton's step once threw the nodes next to expiry away, and options were refused that are worth their European twin but for the interest of a moment.</summary>
    [Test]
    public void Seconds_before_expiry_no_option_is_refused()
    {
        foreach (double seconds in (double[])[1, 2, 5, 17, 30, 60, 600, 3600])
        {
            foreach (double rate in (double[])[0.01, 0.0525, 0.2])
            {
                foreach (double yield in (double[])[0, 0.02, 0.06])
                {
                    foreach (double volatility in (double[])[0.05, 0.3, 1])
                    {
                        foreach (double spot in (double[])[90, 99.999, 100, 110])
                        {
                            double years = seconds / 31_536_000, most = (((rate + yield) * years) + Tolerances.American.FastRms) * 100; // interest on the strike and yield on the spot
                            foreach (AmericanAccuracy accuracy in Enum.GetValues<AmericanAccuracy>())
                            {
                                double put = Math.Max(100 - spot, BlackScholes.Put(spot, 100, rate, yield, volatility, years));
                                AmericanOption.Put(spot, 100, rate, yield, volatility, years, accuracy).ShouldBeInRange(put - 1e-9, put + most);
                                double call = Math.Max(spot - 100, BlackScholes.Call(spot, 100, rate, yield, volatility, years));
                                AmericanOption.Call(spot, 100, rate, yield, volatility, years, accuracy).ShouldBeInRange(call - 1e-9, call + most);
                            }
                        }
                    }
                }
            }
        }
    }

    [Test]
    public void Never_below_European_or_intrinsic_value_and_not_decreasing_in_time()
    {
        foreach (var (isCall, s, k, r, q, sigma, t) in Terms(300))
        {
            double american = Price(isCall, s, k, r, q, sigma, t), european = isCall ? BlackScholes.Call(s, k, r, q, sigma, t) : BlackScholes.Put(s, k, r, q, sigma, t);
            american.ShouldBeGreaterThanOrEqualTo(european);
            american.ShouldBeGreaterThanOrEqualTo(Math.Max(0, isCall ? s - k : k - s));
            Price(isCall, s, k, r, q, sigma, t * 1.1).ShouldBeGreaterThanOrEqualTo(american - (Tolerances.American.Default * Math.Max(s, k)));
        }
    }

    [Test]
    public void Call_and_put_are_symmetric_and_prices_are_homogeneous()
    {
        foreach (var (_, s, k, r, q, sigma, t) in Terms(200))
        {
            double call = AmericanOption.Call(s, k, r, q, sigma, t);
            call.ShouldBe(AmericanOption.Put(k, s, q, r, sigma, t), Tolerances.American.Route * (s + k));
            if (call > 1e-290) AmericanOption.Call(4 * s, 4 * k, r, q, sigma, t).ShouldBe(4 * call); // below, four times a rounded subnormal is not the other
            AmericanOption.Call(3 * s, 3 * k, r, q, sigma, t).ShouldBe(3 * call, 3 * Tolerances.American.Route * (s + k));
        }
    }

    [Test]
    public void Where_early_exercise_never_pays_the_price_has_the_European_bits()
    {
        foreach (var (_, s, k, r, q, sigma, t) in Terms(100))
        {
            AmericanOption.Call(s, k, Math.Abs(r), -Math.Abs(q), sigma, t).ShouldBe(BlackScholes.Call(s, k, Math.Abs(r), -Math.Abs(q), sigma, t));
            AmericanOption.Put(s, k, 0, Math.Abs(q), sigma, t).ShouldBe(BlackScholes.Put(s, k, 0, Math.Abs(q), sigma, t));
            AmericanOption.Put(s, k, -0.05, 0.01, sigma, t).ShouldBe(BlackScholes.Put(s, k, -0.05, 0.01, sigma, t));
        }

        AmericanOption.PutCriticalPrice(100, 0, 0.02, 0.3, 1).ShouldBeNull();
        AmericanOption.CallCriticalPrice(100, 0.02, 0, 0.3, 1).ShouldBeNull();
    }

    [Test]
    public void A_put_with_rate_zero_and_a_negative_yield_is_worth_more_than_European() =>
        AmericanOption.Put(80, 100, 0, -0.05, 0.2, 1).ShouldBe(TrinomialTree.Price(false, 80, 100, 0, -0.05, 0.2, 1, 2000), 2e-3);

    [Test]
    public void At_and_beyond_the_critical_price_the_value_is_exactly_intrinsic()
    {
        double put = AmericanOption.PutCriticalPrice(100, 0.05, 0.02, 0.3, 1)!.Value, call = AmericanOption.CallCriticalPrice(100, 0.02, 0.05, 0.3, 1)!.Value;
        AmericanOption.Put(put * 0.999999, 100, 0.05, 0.02, 0.3, 1).ShouldBe(100 - (put * 0.999999));
        AmericanOption.Call(call * 1.000001, 100, 0.02, 0.05, 0.3, 1).ShouldBe((call * 1.000001) - 100);
        AmericanOption.PutGreeks(put * 0.9, 100, 0.05, 0.02, 0.3, 1).ShouldBe(new Greeks(100 - (put * 0.9), -1, 0, 0, 0, 0, 0, 0, 0));
        AmericanOption.Put(put * 1.0001, 100, 0.05, 0.02, 0.3, 1).ShouldBeGreaterThan(100 - (put * 1.0001));
    }

    [Test]
    public void Zero_time_is_intrinsic_value()
    {
        AmericanOption.Put(90, 100, 0.05, 0.02, 0.3, 0).ShouldBe(10);
        AmericanOption.Call(90, 100, 0.05, 0.02, 0.3, 0).ShouldBe(0);
    }

    [Test]
    public void Zero_volatility_is_the_best_moment_on_the_one_path()
    {
        AmericanOption.Put(90, 100, 0.05, 0.02, 0, 1).ShouldBe(10);
        AmericanOption.Call(110, 100, 0.05, 0, 0, 1).ShouldBe(110 - (100 * Math.Exp(-0.05)), 1e-12);
        // Waiting pays until q S(t) = r K: an inner maximum.
        double turn = Math.Log(0.04 * 120 / (0.06 * 100)) / (0.04 - 0.06);
        AmericanOption.Put(100 * 0.04 * 120 / (0.06 * 100), 100, 0.04, 0.06, 0, 30).ShouldBeGreaterThan(20);
        turn.ShouldBeGreaterThan(0);
        AmericanOption.Put(90, 100, 0.05, 0.02, 1e-3, 1).ShouldBe(10, 1e-9);
    }

    [Test]
    public void Infinite_volatility_gives_the_larger_bound()
    {
        AmericanOption.Put(90, 100, 0.05, 0.02, double.PositiveInfinity, 1).ShouldBe(100);
        AmericanOption.Call(90, 100, 0.05, 0.02, double.PositiveInfinity, 1).ShouldBe(90);
        AmericanOption.Put(90, 100, 0.05, 0.02, 20, 4).ShouldBe(100, 1);
    }

    [Test]
    public void Zero_strike_is_the_share_or_nothing()
    {
        AmericanOption.Call(90, 0, 0.05, 0.02, 0.3, 1).ShouldBe(90);
        AmericanOption.Put(90, 0, 0.05, 0.02, 0.3, 1).ShouldBe(0);
    }

    [Test]
    public void A_fine_tree_agrees()
    {
        foreach (var (isCall, s, k, r, q, sigma, t) in Terms(12))
            Price(isCall, s, k, r, q, sigma, t).ShouldBe(TrinomialTree.Price(isCall, s, k, r, q, sigma, t, 1500), 5e-5 * k * Math.Max(1, sigma * Math.Sqrt(t) * 4));
    }

    /// <summary>378 ordinary puts at strike 105, against the accurate setting, whose own error is a hundred thousand times smaller.</summary>
    [Test]
    public void The_fast_setting_keeps_its_root_mean_square_error()
    {
        double sum = 0, scenario = 0;
        int count = 0;
        var grid = new AmericanGrid(BoundarySchemes.ForScenarios);
        foreach (double r in (double[])[0.02, 0.05, 0.1])
            foreach (double q in (double[])[0, 0.03, 0.08])
                foreach (double sigma in (double[])[0.15, 0.3, 0.6])
                    foreach (double t in (double[])[0.25, 1])
                        foreach (double s in (double[])[75, 85, 95, 105, 115, 125, 135])
                        {
                            double truth = AmericanOption.Put(s, 105, r, q, sigma, t, AmericanAccuracy.Accurate);
                            double error = AmericanOption.Put(s, 105, r, q, sigma, t, AmericanAccuracy.Fast) - truth;
                            sum += error * error;
                            scenario = Math.Max(scenario, Math.Abs(grid.Value(false, s, 105, new(r, q, sigma, t)) - truth));
                            AmericanOption.Put(s, 105, r, q, sigma, t).ShouldBe(truth, Tolerances.American.Default * 105);
                            count++;
                        }

        TestContext.Out.WriteLine($"{count} cases: fast rmse {Math.Sqrt(sum / count):e2}, scenarios worst {scenario:e2} at strike 105");
        count.ShouldBe(378);
        (Math.Sqrt(sum / count) / 105).ShouldBeLessThanOrEqualTo(Tolerances.American.FastRms);
        (scenario / 105).ShouldBeLessThanOrEqualTo(Tolerances.American.Scenario);
    }

    [Test]
    public void Every_width_gives_the_same_bits_and_many_spots_those_of_one()
    {
        var options = Terms(40).ToList();
        foreach (AmericanAccuracy accuracy in Enum.GetValues<AmericanAccuracy>())
        {
            foreach (var (isCall, s, k, r, q, sigma, t) in options)
            {
                double expected = isCall ? AmericanOption.Call(s, k, r, q, sigma, t, accuracy) : AmericanOption.Put(s, k, r, q, sigma, t, accuracy);
                double[] spots = [s, s * 1.1, s * 0.9], values = new double[3];
                if (isCall) AmericanOption.Calls(spots, k, r, q, sigma, t, values, accuracy);
                else AmericanOption.Puts(spots, k, r, q, sigma, t, values, accuracy);
                values[0].ShouldBe(expected);
                foreach (LaneWidth width in Enum.GetValues<LaneWidth>())
                    new AmericanGrid(BoundarySchemes.Of(accuracy), width).Value(isCall, s, k, new(r, q, sigma, t)).ShouldBe(expected);
            }
        }

        LatticeOption[] lanes = [.. Enumerable.Range(0, 11).Select(i => new LatticeOption(i % 2 == 0, 0.03, 0.01, 0.2 + (0.03 * i), 0.5, LatticeOption.ReachFor(1, 0.02, 0.5, 0.5, 0), 0))];
        double[] amounts = [.. Enumerable.Range(0, 11).Select(i => 0.01 * i)];
        double[] first = [.. LatticeSolution.Solve(lanes, [0.2], amounts, LaneWidth.Scalar).Select(solution => solution.Value(1.01))];
        foreach (LaneWidth width in Enum.GetValues<LaneWidth>())
            LatticeSolution.Solve(lanes, [0.2], amounts, width).Select(solution => solution.Value(1.01)).ShouldBe(first);
    }

    [Test]
    public void Greeks_predict_prices()
    {
        foreach (var (isCall, s, k, r, q, sigma, t) in Terms(30).Where(terms => terms.T > 0.1))
        {
            Greeks g = isCall ? AmericanOption.CallGreeks(s, k, r, q, sigma, t) : AmericanOption.PutGreeks(s, k, r, q, sigma, t);
            double P(double ds = 0, double dv = 0, double dr = 0, double dt = 0) => Price(isCall, s + ds, k, r + dr, q, sigma + dv, t + dt);
            double h = s * sigma * Math.Sqrt(t) / 200, scale = s + k;
            g.Price.ShouldBe(P(), Tolerances.American.Default * k);
            g.Delta.ShouldBe((P(h) - P(-h)) / (2 * h), 1e-4);
            if (g.Theta == 0) continue; // exercised
            g.Vega.ShouldBe((P(dv: sigma / 100) - P(dv: -sigma / 100)) / (sigma / 50), 1e-3 * scale * Math.Sqrt(t));
            g.Rho.ShouldBe((P(dr: 1e-4) - P(dr: -1e-4)) / 2e-4, 2e-3 * scale * Math.Max(1, t));
            g.Theta.ShouldBe((P(dt: -t / 200) - P(dt: t / 200)) / (t / 100), 1e-3 * scale * Math.Max(1, sigma / Math.Sqrt(t)));
        }
    }

    [TestCase(double.NaN, 100, 0.05, 0, 0.2, 1, "spot is NaN")]
    [TestCase(0, 100, 0.05, 0, 0.2, 1, "spot is 0")]
    [TestCase(100, -1, 0.05, 0, 0.2, 1, "strike is -1")]
    [TestCase(100, 100, 1e6, 0, 0.2, 1, "rate is 1000000")]
    [TestCase(100, 100, 0.05, 0, -0.2, 1, "volatility is -0.2")]
    [TestCase(100, 100, 0.05, 0, 0.2, -1, "years is -1")]
    [TestCase(100, 100, -0.01, -0.05, 0.2, 1, "between two boundaries")]
    public void Bad_input_gets_a_sentence(double s, double k, double r, double q, double sigma, double t, string expected) =>
        Should.Throw<ArgumentOutOfRangeException>(() => AmericanOption.Put(s, k, r, q, sigma, t)).Message.ShouldContain(expected);

    [Test]
    public void A_destination_that_is_too_short_or_overlaps_is_refused()
    {
        double[] spots = [90, 100, 110];
        Should.Throw<ArgumentException>(() => AmericanOption.Puts(spots, 100, 0.05, 0, 0.2, 1, new double[2])).Message.ShouldContain("destination has length 2");
        Should.Throw<ArgumentException>(() => AmericanOption.Puts(spots, 100, 0.05, 0, 0.2, 1, spots)).Message.ShouldContain("overlaps");
        spots[1] = double.NaN;
        Should.Throw<ArgumentOutOfRangeException>(() => AmericanOption.Calls(spots, 100, 0.05, 0, 0.2, 1, new double[3])).Message.ShouldContain("spots[1] is NaN");
    }

    private static double Price(bool isCall, double s, double k, double r, double q, double sigma, double t) => isCall
        ? AmericanOption.Call(s, k, r, q, sigma, t)
        : AmericanOption.Put(s, k, r, q, sigma, t);
}
