using PortfolioMargin.Numerics;
using PortfolioMargin.Pricing;

namespace PortfolioMargin.Tests.Pricing;

public class OptionGridTest
{
    private static readonly LaneWidth[] Widths = [LaneWidth.Scalar, LaneWidth.Bits128, LaneWidth.Bits256, LaneWidth.Bits512];

    [Test]
    public void Every_width_length_and_offset_gives_the_same_bits()
    {
        var random = new Random(7);
        double[] forwards = [.. Enumerable.Range(0, 64).Select(_ => 100 * Math.Exp(random.NextDouble() * 6 - 3))];
        double[] deviations = [.. Enumerable.Range(0, 64).Select(i => i % 9 == 0 ? 0 : random.NextDouble() * 3)];
        for (int length = 0; length <= 35; length++)
        {
            for (int offset = 0; offset < 9; offset++)
            {
                var expected = Values(forwards.AsSpan(offset, length), deviations.AsSpan(offset, length), LaneWidth.Scalar);
                foreach (var width in Widths)
                    Values(forwards.AsSpan(offset, length), deviations.AsSpan(offset, length), width).ShouldBe(expected);
            }
        }
    }

    [Test]
    public void A_value_is_the_same_alone_and_in_a_batch()
    {
        double[] forwards = [90, 100, 110, 0, 1e-300, 1e300, 100, 101], deviations = [0.2, 0, 0.5, 0.3, 1, 2, 1e-9, 0.1], batch = new double[8];
        OptionGrid.Lognormal(true, 100, forwards, deviations, batch);
        for (int i = 0; i < forwards.Length; i++) Call(forwards[i], 100, deviations[i]).ShouldBe(batch[i]);
    }

    [Test]
    public void Zero_deviation_is_intrinsic_value() => Call(110, 100, 0).ShouldBe(10);

    [Test]
    public void Zero_forward_leaves_nothing_to_a_call_and_the_strike_to_a_put()
    {
        Call(0, 100, 0.4).ShouldBe(0);
        Put(0, 100, 0.4).ShouldBe(100);
    }

    [Test]
    public void Huge_deviation_makes_a_call_worth_its_forward() => Call(100, 90, 200).ShouldBe(100);

    [Test]
    public void Strike_at_or_below_zero_is_certain_to_be_exercised()
    {
        Call(100, 0, 0.4).ShouldBe(100);
        Call(100, -5, 0.4).ShouldBe(105);
        Put(100, 0, 0.4).ShouldBe(0);
    }

    [Test]
    public void Call_less_put_is_forward_less_strike()
    {
        var random = new Random(11);
        for (int i = 0; i < 2000; i++)
        {
            double forward = 100 * Math.Exp(random.NextDouble() * 2 - 1), deviation = random.NextDouble() * 2;
            (Call(forward, 100, deviation) - Put(forward, 100, deviation)).ShouldBe(forward - 100, 4 * Tolerances.Epsilon * (forward + 100));
        }
    }

    private static double Call(double forward, double strike, double deviation) => One(true, forward, strike, deviation);

    private static double Put(double forward, double strike, double deviation) => One(false, forward, strike, deviation);

    private static double One(bool isCall, double forward, double strike, double deviation)
    {
        double[] value = new double[1];
        OptionGrid.Lognormal(isCall, strike, [forward], [deviation], value);
        return value[0];
    }

    /// <summary>Lognormal and normal values and deltas of a call and a put, one after the other.</summary>
    private static double[] Values(ReadOnlySpan<double> forwards, ReadOnlySpan<double> deviations, LaneWidth width)
    {
        int n = forwards.Length;
        var all = new double[8 * n];
        int block = 0;
        foreach (bool isCall in new[] { true, false })
        {
            OptionGrid.LognormalDeltas(isCall, 100, forwards, deviations, all.AsSpan(block++ * n, n), width);
            OptionGrid.Normal(isCall, 100, forwards, deviations, all.AsSpan(block++ * n, n), width);
            OptionGrid.NormalDeltas(isCall, 100, forwards, deviations, all.AsSpan(block++ * n, n), width);
            OptionGrid.Lognormal(isCall, 100, forwards, deviations, all.AsSpan(block++ * n, n), width);
        }

        return all;
    }
}
