using PortfolioMargin.Tests.Laws;

namespace PortfolioMargin.Tests.Scenarios;

public class JointReturnsTest
{
    private static readonly Underlying Coin = new("A"), Share = new("B");
    private static readonly RiskFactor Spot = RiskFactor.Spot(Coin);

    [Test]
    public void Constant_volatility_filters_nothing_to_the_bit() => LawCases.ForAll(random =>
    {
        var plain = Random(random, 200);
        var same = plain.Filtered(VolatilityFilter.Ewma(1));
        foreach (var series in plain.Series) same[series.Factor].ToArray().ShouldBe(series.Values);
        plain.Filtered(VolatilityFilter.Ewma(0.9) with { Blend = 0 })[Spot].ToArray().ShouldBe(plain[Spot].ToArray());
        var alternating = JointReturns.Of(new FactorReturns(Spot, ReturnKind.Logarithmic, Enumerable.Range(0, 50).Select(i => i % 2 == 0 ? 0.125 : -0.125)));
        alternating.Filtered(VolatilityFilter.Ewma(0.5))[Spot].ToArray().ShouldBe(alternating[Spot].ToArray()); // squares of equal size: powers of two lose nothing
    });

    /// <summary>Of two series in closed form: the symmetric root of [1, r; r, 1] has (root(1 + r) +- root(1 - r)) / 2.</summary>
    [Test]
    public void Correlations_are_carried_to_now_as_a_plain_twin_says_in_either_order()
    {
        var random = new Random(8);
        double[] first = new double[300], second = new double[300];
        for (int row = 0; row < first.Length; row++)
        {
            double x = random.NextDouble() - 0.5, y = random.NextDouble() - 0.5, rho = row < 150 ? 0.9 : -0.6; // what hung together comes apart
            (first[row], second[row]) = (0.02 * x, 0.05 * ((rho * x) + (Math.Sqrt(1 - (rho * rho)) * y)));
        }

        var (a, b) = (new FactorReturns(RiskFactor.Spot(new("A")), ReturnKind.Relative, first), new FactorReturns(RiskFactor.Spot(new("B")), ReturnKind.Relative, second));
        var filter = VolatilityFilter.Ewma(1) with { CorrelationDecay = 0.96 };
        var carried = JointReturns.Of(a, b).Filtered(filter);
        double s = Math.Sqrt(first.Average(v => v * v)), t = Math.Sqrt(second.Average(v => v * v)), qxx = 1, qyy = 1, qxy = first.Zip(second).Average(z => z.First / s * z.Second / t);
        double[] before = new double[301];
        for (int row = 0; row <= 300; row++)
        {
            before[row] = qxy / Math.Sqrt(qxx * qyy);
            if (row == 300) break;
            double x = first[row] / s, y = second[row] / t;
            (qxx, qyy, qxy) = ((0.96 * qxx) + (0.04 * x * x), (0.96 * qyy) + (0.04 * y * y), (0.96 * qxy) + (0.04 * x * y));
        }

        for (int row = 0; row < 300; row++)
        {
            double x = first[row] / s, y = second[row] / t, r = before[row], own = Half(1), other = Half(-1), root = Math.Sqrt(1 - (r * r));
            double u = ((own * x) - (other * y)) / root, v = ((own * y) - (other * x)) / root; // the inverse root
            r = before[300];
            carried[a.Factor][row].ShouldBe(s * ((Half(1) * u) + (Half(-1) * v)), 1e-14);
            carried[b.Factor][row].ShouldBe(t * ((Half(1) * v) + (Half(-1) * u)), 1e-14);

            double Half(int sign) => (Math.Sqrt(1 + r) + (sign * Math.Sqrt(1 - r))) / 2;
        }

        MathNet.Numerics.Statistics.Correlation.Pearson(first[..150], second[..150]).ShouldBeGreaterThan(0.8);
        MathNet.Numerics.Statistics.Correlation.Pearson(carried[a.Factor][20..150].ToArray(), carried[b.Factor][20..150].ToArray()).ShouldBeLessThan(-0.3);
        var swapped = JointReturns.Of(b, a).Filtered(filter);
        for (int row = 0; row < 300; row++) swapped[a.Factor][row].ShouldBe(carried[a.Factor][row], 1e-15);
    }

    [Test]
    public void Constant_correlation_carries_nothing_and_what_cannot_be_carried_is_refused_by_name()
    {
        var random = new Random(9);
        FactorReturns Series(string symbol, Func<int, double> value) => new(RiskFactor.Spot(new(symbol)), ReturnKind.Relative, Enumerable.Range(0, 80).Select(value));
        var (a, b) = (Series("A", _ => random.NextDouble() - 0.5), Series("B", _ => random.NextDouble() - 0.5));
        var plain = JointReturns.Of(a, b).Filtered(VolatilityFilter.Ewma(0.95));
        var carried = JointReturns.Of(a, b).Filtered(VolatilityFilter.Ewma(0.95) with { CorrelationDecay = 1 });
        for (int row = 0; row < 80; row++) carried[a.Factor][row].ShouldBe(plain[a.Factor][row], 1e-14);
        var filter = VolatilityFilter.Ewma(0.95) with { CorrelationDecay = 0.99 };
        Should.Throw<ArgumentException>(() => JointReturns.Of(a, Series("C", row => 2 * a.Values[row])).Filtered(filter)).Message.ShouldContain("one of A spot, C spot follows");
        Should.Throw<ArgumentException>(() => JointReturns.Of(a, Series("C", _ => 0)).Filtered(filter)).Message.ShouldContain("C spot does not move");
        Should.Throw<ArgumentOutOfRangeException>(() => VolatilityFilter.Ewma(0.95) with { CorrelationDecay = 1.5 }).Message.ShouldContain("1.5");
    }

    [Test]
    public void A_floor_and_a_cap_bound_the_volatility_of_now()
    {
        var returns = JointReturns.Of(new FactorReturns(Spot, ReturnKind.Logarithmic, 0.01, -0.02, 0.03));
        var filter = VolatilityFilter.Ewma(0.5, 0.0004);
        double first = 0.01 / 0.02;
        (returns.Filtered(filter with { Floor = 0.5 })[Spot][0] / first).ShouldBe(0.5, 1e-15);
        (returns.Filtered(filter with { Cap = 0.001 })[Spot][0] / first).ShouldBe(0.001, 1e-15);
        Should.Throw<ArgumentOutOfRangeException>(() => VolatilityFilter.Ewma(0)).Message.ShouldContain("decay");
        Should.Throw<ArgumentOutOfRangeException>(() => VolatilityFilter.Ewma(1.01)).Message.ShouldContain("decay");
        Should.Throw<ArgumentOutOfRangeException>(() => VolatilityFilter.Ewma(0.9, 0)).Message.ShouldContain("seedVariance");
    }

    [Test]
    public void A_fitted_garch_finds_the_parameters_that_made_the_returns()
    {
        var (omega, alpha, beta) = (2e-6, 0.08, 0.9);
        double variance = omega / (1 - alpha - beta);
        double[] returns = new double[6000];
        var random = new Random(7);
        for (int t = 0; t < returns.Length; t++)
        {
            returns[t] = Math.Sqrt(variance) * MathNet.Numerics.Distributions.Normal.InvCDF(0, 1, random.NextDouble());
            variance = omega + (alpha * returns[t] * returns[t]) + (beta * variance);
        }

        var fit = GarchFit.To(returns, "A");
        fit.Alpha.ShouldBe(alpha, 0.02);
        fit.Beta.ShouldBe(beta, 0.03);
        (fit.Omega / (1 - fit.Alpha - fit.Beta)).ShouldBe(1e-4, 2e-5);
        double best = fit.Deviance(returns);
        best.ShouldBeLessThan(new GarchFit(omega, alpha, beta).Deviance(returns));
        foreach (double step in (double[])[-1e-3, 1e-3])
        {
            (fit with { Alpha = fit.Alpha * (1 + step) }).Deviance(returns).ShouldBeGreaterThan(best);
            (fit with { Beta = fit.Beta * (1 + step) }).Deviance(returns).ShouldBeGreaterThan(best);
            (fit with { Omega = fit.Omega * (1 + step) }).Deviance(returns).ShouldBeGreaterThan(best);
        }

        GarchFit.To(returns, "A").ShouldBe(fit); // no random numbers in the search
        var scaled = GarchFit.To([.. returns.Select(value => 4 * value)], "A");
        (scaled.Alpha, scaled.Beta, scaled.Omega).ShouldBe((fit.Alpha, fit.Beta, 16 * fit.Omega)); // no unit either
        Should.Throw<ArgumentException>(() => GarchFit.To(new double[100], "A")).Message.ShouldContain("all 0");
    }

    [Test]
    public void Overlapping_windows_compound_each_kind_as_it_must()
    {
        var returns = JointReturns.Of(
            new FactorReturns(Spot, ReturnKind.Relative, 0.1, -0.2, 0.5, 0.25),
            new FactorReturns(RiskFactor.Volatility(Coin), ReturnKind.Absolute, 0.01, 0.02, 0.03, 0.04),
            new FactorReturns(RiskFactor.Spot(Share), ReturnKind.Logarithmic, 1, 2, 3, 4)).Dated(Days(4));
        var two = returns.Overlapping(2);
        two.Count.ShouldBe(3);
        two.Dates.ShouldBe(Days(4).Skip(1));
        two[Spot].ToArray().ShouldBe([1.1 * 0.8 - 1, 0.8 * 1.5 - 1, 1.5 * 1.25 - 1]);
        two[RiskFactor.Volatility(Coin)].ToArray().ShouldBe([0.01 + 0.02, 0.02 + 0.03, 0.03 + 0.04]);
        two[RiskFactor.Spot(Share)].ToArray().ShouldBe([3d, 5, 7]);
        returns.Overlapping(1)[Spot].ToArray().ShouldBe(returns[Spot].ToArray());

        var mixed = returns.Overlapping(factor => factor.Underlying == Share ? 3 : 1); // rows end on the same day
        mixed[RiskFactor.Spot(Share)].ToArray().ShouldBe([6d, 9]);
        mixed[Spot].ToArray().ShouldBe([0.5, 0.25]);
        Should.Throw<ArgumentOutOfRangeException>(() => returns.Overlapping(5)).Message.ShouldContain("4 rows");
        Should.Throw<ArgumentOutOfRangeException>(() => returns.Overlapping(0));
    }

    [Test]
    public void A_window_is_chosen_by_date_or_as_the_worst()
    {
        var returns = JointReturns.Of(new FactorReturns(Spot, ReturnKind.Relative, 0.1, -0.3, -0.2, 0.4, -0.1)).Dated(Days(5));
        returns.Between(Days(5)[1], Days(5)[2])[Spot].ToArray().ShouldBe([-0.3, -0.2]);
        returns.WorstWindow(2, window => -window[Spot].ToArray().Sum())[Spot].ToArray().ShouldBe([-0.3, -0.2]);
        Should.Throw<ArgumentException>(() => returns.Between(new(2030, 1, 1), new(2031, 1, 1))).Message.ShouldContain("rows run from");
        Should.Throw<ArgumentOutOfRangeException>(() => returns.WorstWindow(6, _ => 0));
    }

    [Test]
    public void Rows_become_joint_scenarios_of_all_underlyings()
    {
        var returns = JointReturns.Of(
            new FactorReturns(Spot, ReturnKind.Logarithmic, Math.Log(1.25), 0), new FactorReturns(RiskFactor.Rate(Coin), ReturnKind.Absolute, 0.01, -0.01),
            new FactorReturns(RiskFactor.Spot(Share), ReturnKind.Absolute, -5, 5), new FactorReturns(RiskFactor.Volatility(Share), ReturnKind.Relative, 0.5, -0.5));
        var set = ScenarioSet.Historical(returns);
        var point = new ForwardPoint(100, 110, 0, 1);
        set.RowsFor(Coin)[0].Shock.Price.Apply(point).ShouldBe(137.5, 1e-12);
        set.RowsFor(Coin)[1].Shock.Rate.ShouldBe(-0.01);
        set.RowsFor(Share)[0].Shock.Price.Apply(point).ShouldBe(105);
        set.RowsFor(Share)[1].Name.ShouldBe("scenario 2");
        ScenarioSet.Historical(returns.Dated(Days(2))).RowsFor(Share)[1].Name.ShouldBe("2026-01-02");
        double[] after = new double[1];
        set.RowsFor(Share)[0].Shock.Volatility.Apply([0.4], [100], 105, 1, after);
        after[0].ShouldBe(0.6, 1e-15);
    }

    [Test]
    public void An_underlying_without_returns_is_missing_data_and_never_stands_still()
    {
        var set = ScenarioSet.Historical(JointReturns.Of(new FactorReturns(Spot, ReturnKind.Relative, 0.1)));
        var market = MarketSnapshot.At(Laws.RuleBooks.Time).With(new UnderlyingMarket(Coin, 100)).With(new UnderlyingMarket(Share, 100)).With(new UnderlyingMarket(new("C"), 100));
        var problem = Should.Throw<MissingMarketDataException>(() => Revaluer.Default.Revalue([new Perpetual(Coin), new Perpetual(Share), new Perpetual(new("C"))], market, set));
        problem.Missing.Length.ShouldBe(2);
        problem.Missing[0].ShouldContain("B");
        Should.Throw<MissingMarketDataException>(() => set.RowsFor(Share));
        Should.Throw<ArgumentException>(() => set.AddHistory("stressed", JointReturns.Of(new FactorReturns(RiskFactor.Spot(Share), ReturnKind.Relative, 0.1)))).Message.ShouldContain("same underlyings");
        set.Add("crash", new Scenario("crash", new(PriceShock.Relative(-0.5), VolatilityShock.None))).RowsFor(Coin).Length.ShouldBe(2);
    }

    [Test]
    public void A_surface_of_changes_is_linear_between_its_points_and_flat_beyond()
    {
        RiskFactor Point(double days, double level) => RiskFactor.Volatility(Coin, days, level);
        var returns = JointReturns.Of(
            new FactorReturns(Point(30, 0.8), ReturnKind.Absolute, 0.10), new FactorReturns(Point(30, 1.2), ReturnKind.Absolute, 0.02),
            new FactorReturns(Point(90, 0.8), ReturnKind.Absolute, 0.04), new FactorReturns(Point(90, 1.2), ReturnKind.Absolute, 0.00), new FactorReturns(Spot, ReturnKind.Relative, -0.1));
        var shock = ScenarioSet.Historical(returns).RowsFor(Coin)[0].Shock.Volatility;
        shock.DependsOnForward.ShouldBeTrue();
        double[] after = new double[4];
        shock.Apply([0.5, 0.5, 0.5, 0.5], [40, 80, 100, 300], 100, 60 / 365d, after);
        after.Zip([0.57, 0.57, 0.54, 0.51], (actual, expected) => Math.Abs(actual - expected)).Max().ShouldBeLessThan(1e-12);
        shock.Apply([0.5, 0.5, 0.5, 0.01], [80, 100, 120, 90], 100, 10 / 365d, after);
        after[1].ShouldBe(0.56, 1e-12);
        var broken = JointReturns.Of(new FactorReturns(Point(30, 0.8), ReturnKind.Absolute, 0.1), new FactorReturns(Point(90, 1), ReturnKind.Absolute, 0.1), new FactorReturns(Spot, ReturnKind.Relative, 0));
        Should.Throw<ArgumentException>(() => ScenarioSet.Historical(broken)).Message.ShouldContain("full grid");
    }

    [Test]
    public void What_cannot_be_joined_is_refused_by_name()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => new FactorReturns(Spot, ReturnKind.Relative, 0.1, double.NaN)).Message.ShouldContain("Return 2 of A spot");
        Should.Throw<ArgumentException>(() => new FactorReturns(RiskFactor.Rate(Coin), ReturnKind.Relative, 0.1)).Message.ShouldContain("Absolute");
        Should.Throw<ArgumentException>(() => JointReturns.Of(new FactorReturns(Spot, ReturnKind.Relative, 1), new FactorReturns(RiskFactor.Volatility(Coin), ReturnKind.Relative, 1, 2))).Message.ShouldContain("share their rows");
        Should.Throw<ArgumentException>(() => JointReturns.Of(new FactorReturns(Spot, ReturnKind.Relative, 1), new FactorReturns(Spot, ReturnKind.Relative, 1))).Message.ShouldContain("two series");
        Should.Throw<ArgumentException>(() => JointReturns.Of()).Message.ShouldContain("at least one");
        Should.Throw<ArgumentException>(() => JointReturns.Of(new FactorReturns(Spot, ReturnKind.Relative))).Message.ShouldContain("no rows");
    }

    private static DateOnly[] Days(int count) => [.. Enumerable.Range(0, count).Select(i => new DateOnly(2026, 1, 1).AddDays(i))];

    private static JointReturns Random(Random random, int rows) => JointReturns.Of(new[] { Spot, RiskFactor.Volatility(Coin), RiskFactor.Spot(Share) }
        .Select(factor => new FactorReturns(factor, ReturnKind.Relative, Enumerable.Range(0, rows).Select(_ => (random.NextDouble() - 0.5) / 10))));
}
