using PortfolioMargin.Numerics;
using PortfolioMargin.Pricing;
using PortfolioMargin.Tests.Numerics;

namespace PortfolioMargin.Tests.Pricing;

/// <summary>The fast form against the full-domain form, and where it hands over to it.</summary>
internal sealed class TimeValueTests
{
    /// <summary>41 x 37 x 29 combinations of moneyness, deviation and forward.</summary>
    [Test]
    public void Fast_time_values_are_the_full_domain_ones_to_the_absolute_accuracy_of_profit_and_loss()
    {
        double worst = 0;
        for (int m = -20; m <= 20; m++)
        {
            for (int d = 0; d < 37; d++)
            {
                double strike = 100 * Elementary.Exp(0.15 * m), deviation = 2e-4 * Elementary.Exp(0.25 * d);
                double[] forwards = [.. Enumerable.Range(0, 29).Select(i => 100 * (0.3 + 0.05 * i))];
                double[] fast = Row(forwards, strike, deviation), exact = new double[forwards.Length], deviations = new double[forwards.Length];
                Array.Fill(deviations, deviation);
                OptionGrid.LognormalTimeValues(strike, forwards, deviations, exact);
                for (int i = 0; i < forwards.Length; i++) worst = Math.Max(worst, Math.Abs(fast[i] - exact[i]) / Math.Sqrt(forwards[i] * strike));
            }
        }

        worst.ShouldBeLessThan(Tolerances.Pricing.FastTimeValue);
    }

    [Test]
    public void A_deviation_past_the_fit_takes_the_bits_of_the_full_domain_form()
    {
        double[] forwards = [80, 100, 120], exact = new double[3];
        OptionGrid.LognormalTimeValues(90, forwards, [2.5, 2.5, 2.5], exact);
        Row(forwards, 90, 2.5).ShouldBe(exact);
    }

    [Test]
    public void A_whole_row_is_right_when_only_one_state_is_wide()
    {
        var columns = new ForwardColumns([100, 100, 110], [0, 1, 1]);
        double[] mixed = new double[columns.Stride], narrow = new double[columns.Stride], wide = new double[2];
        TimeValueGrid.Fill(columns, [95], [0.3, 3.0, 0, 0, 0, 0, 0, 0], mixed);
        TimeValueGrid.Fill(columns, [95], [0.3, 0.3, 0, 0, 0, 0, 0, 0], narrow);
        OptionGrid.LognormalTimeValues(95, [100, 110], [3.0, 3.0], wide);
        mixed[..3].ShouldBe([narrow[0], .. wide]);
    }

    [Test]
    public void A_time_value_never_falls_with_the_deviation_nor_below_zero([Values(60, 99, 100, 101, 160)] double strike)
    {
        double before = 0;
        for (double deviation = 0; deviation <= 2; deviation += 0.001)
        {
            double value = Row([100], strike, deviation)[0];
            value.ShouldBeGreaterThanOrEqualTo(before - Tolerances.Pricing.FastTimeValue * 100);
            value.ShouldBeGreaterThanOrEqualTo(0);
            before = value;
        }
    }

    [Test]
    public void Prices_in_units_of_a_power_of_two_give_the_same_bits([Values(-9, -1, 1, 7)] int exponent)
    {
        double unit = Math.ScaleB(1, exponent);
        double[] plain = Row([83, 100, 121], 97, 0.4), scaled = Row([83 * unit, 100 * unit, 121 * unit], 97 * unit, 0.4);
        LaneTests.Same([.. plain.Select(value => value * unit)], scaled, $"2^{exponent}");
    }

    [Test]
    public void No_time_or_no_volatility_is_no_time_value() => Row([0, 50, 100, 150], 100, 0).ShouldBe([0, 0, 0, 0]);

    [Test]
    public void An_extreme_distance_is_no_time_value()
    {
        Row([1e-300, 1e300], 100, 0.5)[0].ShouldBe(0);
        Row([1e-300, 1e300], 100, 0.5)[1].ShouldBeLessThan(1e-150);
        Row([100], 1e-300, 0.5)[0].ShouldBeLessThan(1e-300);
    }

    private static double[] Row(double[] forwards, double strike, double deviation)
    {
        var columns = new ForwardColumns(forwards, new int[forwards.Length]);
        var row = new double[columns.Stride];
        TimeValueGrid.Fill(columns, [strike], [deviation, 0, 0, 0, 0, 0, 0, 0], row);
        return row[..forwards.Length];
    }
}
