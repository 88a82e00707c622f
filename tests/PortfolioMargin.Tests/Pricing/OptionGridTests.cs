using PortfolioMargin.Numerics;
using PortfolioMargin.Pricing;
using PortfolioMargin.Tests.Numerics;
using PortfolioMargin.Tests.Reference;
using static PortfolioMargin.Tests.Pricing.Grids;

namespace PortfolioMargin.Tests.Pricing;

internal sealed class OptionGridTests
{
    private const double Strike = 100;

    private static readonly double[] Forwards = [.. Enumerable.Range(0, 300).Select(i => i < 3 ? 0 : i % 50 == 0 ? Strike : 20 + (0.9 * i))];

    private static readonly double[] Deviations = [.. Enumerable.Range(0, 300).Select(i => i % 7 == 0 ? 0 : i % 11 == 0 ? 1e-9 : 0.01 * (1 + (i * 37 % 200)))];

    /// <summary>The two full-domain forms and the fast one, as values, and both deltas.</summary>
    private static readonly Grid[] All = [Lognormal, Fast, Normal, LognormalDeltas, NormalDeltas];

    [Test]
    public void Every_width_gives_the_same_bits([ValueSource(nameof(All))] Grid grid, [Values] bool isCall)
    {
        double[] expected = Run(grid, isCall, Forwards, Deviations, LaneWidth.Scalar);
        foreach (LaneWidth width in Enum.GetValues<LaneWidth>()) LaneTests.Same(Run(grid, isCall, Forwards, Deviations, width), expected, $"{width}");
    }

    [Test]
    public void A_value_has_the_same_bits_wherever_it_stands([ValueSource(nameof(All))] Grid grid, [Values] bool isCall)
    {
        double[] expected = Run(grid, isCall, Forwards, Deviations, LaneWidth.Scalar);
        for (int length = 0; length <= 35; length++)
        {
            for (int offset = 0; offset < 9; offset++)
            {
                double[] values = Run(grid, isCall, Forwards.AsSpan(offset, length), Deviations.AsSpan(offset, length), LaneWidth.Widest);
                LaneTests.Same(values, expected.AsSpan(offset, length), $"{length} from {offset}");
            }
        }
    }

    [Test]
    public void Lognormal_values_agree_with_a_naive_twin_to_the_absolute_accuracy_of_profit_and_loss()
    {
        foreach (Grid grid in (Grid[])[Lognormal, Fast])
            for (int i = 0; i < Forwards.Length; i++)
            {
                if (Forwards[i] == 0) continue;
                double w = Deviations[i], naive = NaiveTwin.LognormalCall(Forwards[i], Strike, w);
                OptionGridValue(grid, true, Forwards[i], w).ShouldBe(naive, Tolerances.Pricing.NaiveTwin * (Forwards[i] + Strike), $"forward {Forwards[i]}, deviation {w}");
            }
    }

    [Test]
    public void Grid_values_are_the_public_prices_to_the_absolute_accuracy_of_profit_and_loss()
    {
        for (int i = 3; i < Forwards.Length; i++)
        {
            foreach (bool isCall in (bool[])[true, false])
            {
                double price = isCall ? Black76.Call(Forwards[i], Strike, 0, Deviations[i], 1) : Black76.Put(Forwards[i], Strike, 0, Deviations[i], 1);
                OptionGridValue(Fast, isCall, Forwards[i], Deviations[i]).ShouldBe(price, Tolerances.Pricing.GridAbsolute * Math.Sqrt(Forwards[i] * Strike));
            }
        }
    }

    [Test]
    public void Call_less_put_is_forward_less_strike()
    {
        foreach (Grid grid in (Grid[])[Lognormal, Fast, Normal])
        {
            double[] calls = Run(grid, true, Forwards, Deviations, LaneWidth.Widest), puts = Run(grid, false, Forwards, Deviations, LaneWidth.Widest);
            for (int i = 0; i < calls.Length; i++)
                (calls[i] - puts[i]).ShouldBe(Forwards[i] - Strike, Tolerances.Pricing.GridParity * Tolerances.Eps * (Forwards[i] + Strike));
        }
    }

    [Test]
    public void Call_delta_less_put_delta_is_one()
    {
        foreach (Grid grid in (Grid[])[LognormalDeltas, NormalDeltas])
        {
            double[] calls = Run(grid, true, Forwards, Deviations, LaneWidth.Widest), puts = Run(grid, false, Forwards, Deviations, LaneWidth.Widest);
            for (int i = 0; i < calls.Length; i++) (calls[i] - puts[i]).ShouldBe(1, 2 * Tolerances.Eps);
        }
    }

    [Test]
    public void Zero_deviation_is_intrinsic_value([Values] bool isCall, [Values(0, 40, 100, 250)] double forward)
    {
        double intrinsic = Math.Max(0, isCall ? forward - Strike : Strike - forward);
        OptionGridValue(Lognormal, isCall, forward, 0).ShouldBe(intrinsic);
        OptionGridValue(Fast, isCall, forward, 0).ShouldBe(intrinsic);
        OptionGridValue(Normal, isCall, forward, 0).ShouldBe(intrinsic);
    }

    [Test]
    public void Zero_deviation_delta_is_a_step_with_half_at_the_money([Values] bool isCall)
    {
        double side = isCall ? 1 : -1;
        foreach (Grid grid in (Grid[])[LognormalDeltas, NormalDeltas])
        {
            OptionGridValue(grid, isCall, 40, 0).ShouldBe(isCall ? 0 : -1);
            OptionGridValue(grid, isCall, Strike, 0).ShouldBe(side / 2);
            OptionGridValue(grid, isCall, 250, 0).ShouldBe(isCall ? 1 : 0);
        }
    }

    [Test]
    public void A_strike_at_or_below_zero_makes_the_call_a_forward([Values(0, -5)] double strike)
    {
        double[] values = new double[2];
        Fast(true, strike, [80, 0], [0.2, 0.3], values, LaneWidth.Widest);
        values.ShouldBe([80 - strike, -strike]);
        Fast(false, strike, [80, 0], [0.2, 0.3], values, LaneWidth.Widest);
        values.ShouldBe([0, 0]);
        LognormalDeltas(true, strike, [80, 0], [0.2, 0.3], values, LaneWidth.Widest);
        values.ShouldBe([1, 1]);
    }

    [Test]
    public void A_negative_forward_has_a_normal_value() =>
        OptionGridValue(Normal, false, -37.63, 20).ShouldBeGreaterThanOrEqualTo(Strike + 37.63);

    [Test]
    public void Wrong_lengths_and_overlap_are_refused()
    {
        double[] block = new double[10];
        Should.Throw<ArgumentException>(() => OptionGrid.LognormalTimeValues(1, new double[3], new double[2], new double[3])).Message.ShouldContain("deviations has length 2");
        Should.Throw<ArgumentException>(() => OptionGrid.LognormalTimeValues(1, new double[3], new double[3], new double[2])).Message.ShouldContain("length 2");
        Should.Throw<ArgumentException>(() => OptionGrid.NormalTimeValues(1, block.AsSpan(0, 3), new double[3], block.AsSpan(1, 3))).Message.ShouldContain("overlaps forwards");
        Should.Throw<ArgumentException>(() => TimeValueGrid.Fill(new([1, 2], [0, 0]), [1, 2], new double[16], new double[15])).Message.ShouldContain("length 15");
    }

    private static double OptionGridValue(Grid grid, bool isCall, double forward, double deviation) => Run(grid, isCall, [forward], [deviation], LaneWidth.Widest)[0];

    private static double[] Run(Grid grid, bool isCall, ReadOnlySpan<double> forwards, ReadOnlySpan<double> deviations, LaneWidth width)
    {
        double[] values = new double[forwards.Length];
        grid(isCall, Strike, forwards, deviations, values, width);
        return values;
    }
}
