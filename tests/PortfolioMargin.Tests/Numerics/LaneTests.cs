using System.Runtime.InteropServices;
using PortfolioMargin.Numerics;

namespace PortfolioMargin.Tests.Numerics;

internal sealed class LaneTests
{
    private static readonly LaneWidth[] Vectors = [LaneWidth.Bits128, LaneWidth.Bits256, LaneWidth.Bits512];

    private static readonly double[] Arguments =
    [
        0, -0.0, 1, -1, double.Epsilon, 1e-310, 2.2250738585072014E-308, 1e-300, 0.5, Math.Sqrt(0.5), 2, 709.7, 709.9, 710.5, -708.5, -709.6, -740, -745.2, -800,
        1e300, double.MaxValue, double.MinValue, double.PositiveInfinity, double.NegativeInfinity, double.NaN, 37.5, 38.5, -38.4, 64.5,
        .. Enumerable.Range(0, 400).Select(i => Math.Sinh((i - 200) / 30.0)),
    ];

    public enum Function
    {
        Exp,
        Log,
        Cdf,
        Pdf,
        Erfc,
        Erf,
        Erfcx,
        Expm1,
        Log1p,
        LogCdf,
        Inverse,
    }

    [Test]
    public void Every_width_gives_the_same_bits([Values] Function function)
    {
        double[] expected = Compute(function, Arguments, LaneWidth.Scalar);
        foreach (LaneWidth width in Vectors) Same(Compute(function, Arguments, width), expected, $"{function} on {width}");
    }

    [Test]
    public void A_value_has_the_same_bits_at_every_length_and_offset([Values] Function function)
    {
        double[] expected = Compute(function, Arguments, LaneWidth.Scalar);
        for (int length = 0; length <= 35; length++)
        {
            for (int offset = 0; offset < 9; offset++)
                Same(Compute(function, Arguments.AsSpan(offset * 7, length), LaneWidth.Widest), expected.AsSpan(offset * 7, length), $"{function}, {length} from {offset}");
        }
    }

    [Test]
    public void Exp_of_zero_is_one() => Elementary.Exp(0).ShouldBe(1);

    [Test]
    public void Exp_overflows_to_infinity_and_vanishes_to_zero()
    {
        Elementary.Exp(709.79).ShouldBe(double.PositiveInfinity);
        Elementary.Exp(double.PositiveInfinity).ShouldBe(double.PositiveInfinity);
        Elementary.Exp(-745.2).ShouldBe(0);
        Elementary.Exp(double.NegativeInfinity).ShouldBe(0);
        Elementary.Exp(-745.1).ShouldBe(double.Epsilon);
        double.IsFinite(Elementary.Exp(709.78)).ShouldBeTrue();
    }

    [Test]
    public void Exp_is_right_between_709_5_and_709_7_of_either_sign()
    {
        for (double x = 709.5; x < 709.7; x += 0.001)
        {
            Elementary.Exp(x).ShouldBe(Math.Exp(x), Math.Exp(x) * 4 * Tolerances.Eps);
            Elementary.Exp(-x).ShouldBe(Math.Exp(-x), 2 * double.Epsilon);
        }
    }

    [Test]
    public void Log_has_its_limits()
    {
        Elementary.Log(1).ShouldBe(0);
        Elementary.Log(0).ShouldBe(double.NegativeInfinity);
        Elementary.Log(double.PositiveInfinity).ShouldBe(double.PositiveInfinity);
        Elementary.Log(-1).ShouldBe(double.NaN);
        Elementary.Log(double.Epsilon).ShouldBe(-744.4400719213812);
    }

    [Test]
    public void Functions_near_one_and_zero_have_their_limits()
    {
        Elementary.Log1p(-1).ShouldBe(double.NegativeInfinity);
        Elementary.Log1p(-1.5).ShouldBe(double.NaN);
        Elementary.Log1p(double.PositiveInfinity).ShouldBe(double.PositiveInfinity);
        Elementary.Log1p(1e-320).ShouldBe(1e-320);
        Elementary.Log1p(double.MaxValue).ShouldBe(Elementary.Log(double.MaxValue));
        Elementary.Expm1(double.NegativeInfinity).ShouldBe(-1);
        Elementary.Expm1(-1e-320).ShouldBe(-1e-320);
        Elementary.Expm1(709.78).ShouldBe(Elementary.Exp(709.78));
        Elementary.Expm1(double.PositiveInfinity).ShouldBe(double.PositiveInfinity);
    }

    [Test]
    public void The_normal_distribution_has_its_limits()
    {
        Elementary.Erf(double.PositiveInfinity).ShouldBe(1);
        Elementary.Erf(double.NegativeInfinity).ShouldBe(-1);
        Elementary.Erf(0).ShouldBe(0);
        Elementary.Erfcx(0).ShouldBe(1);
        Elementary.Erfcx(1e300).ShouldBe(5.641895835477563e-301, 1e-316);
        Elementary.Erfcx(-27).ShouldBe(double.PositiveInfinity);
        Elementary.LogNormalCdf(-1e150).ShouldBe(-5e299, 1e284);
        Elementary.LogNormalCdf(double.PositiveInfinity).ShouldBe(0);
        Elementary.LogNormalCdf(double.NegativeInfinity).ShouldBe(double.NegativeInfinity);
        Elementary.NormalInverse(0).ShouldBe(double.NegativeInfinity);
        Elementary.NormalInverse(1).ShouldBe(double.PositiveInfinity);
        Elementary.NormalInverse(0.5).ShouldBe(0);
        Elementary.NormalInverse(double.Epsilon).ShouldBe(-38.467405617144344, 1e-14);
        Elementary.NormalInverse(-double.Epsilon).ShouldBe(double.NaN);
        Elementary.NormalInverse(1.0000000000000002).ShouldBe(double.NaN);
    }

    [Test]
    public void The_inverse_of_the_normal_distribution_undoes_it_across_the_seams()
    {
        foreach (double p in (double[])[1e-308, 1e-100, 0.07499999, 0.075, 0.0750001, 0.3, 0.4999999, 0.5000001, 0.7, 0.9249999, 0.9250001])
        {
            double x = Elementary.NormalInverse(p);
            Elementary.NormalCdf(x).ShouldBe(p, p * (Tolerances.Eps * (8 + (2 * x * x))));
        }
    }

    [Test]
    public void NaN_stays_NaN()
    {
        Func<double, double>[] functions =
        [
            Elementary.Exp, Elementary.Log, Elementary.NormalCdf, Elementary.NormalPdf, Elementary.Erfc, Elementary.Erf,
            Elementary.Erfcx, Elementary.Expm1, Elementary.Log1p, Elementary.LogNormalCdf, Elementary.NormalInverse,
        ];
        foreach (Func<double, double> function in functions) function(double.NaN).ShouldBe(double.NaN);
    }

    [Test]
    public void A_power_is_what_it_is_elsewhere_to_its_stated_error()
    {
        foreach (double x in (double[])[0.1, 0.5, 1, 1.5, 30, 1e10])
        {
            foreach (double p in (double[])[-2, -0.5, 0, 0.3, 1, 2])
                Elementary.Pow(x, p).ShouldBe(Math.Pow(x, p), Math.Pow(x, p) * 2 * Tolerances.Eps * (2 + (2 * Math.Abs(p * Math.Log(x)))));
        }
    }

    [Test]
    public void Row_sums_have_the_same_bits_on_every_width_and_length()
    {
        for (int length = 0; length <= 35; length++)
        {
            double[] row = [.. Arguments.Skip(40).Take(length)];
            double[] expected = [.. row.Select(x => Math.FusedMultiplyAdd(-3.7, x, 0.1))];
            foreach (LaneWidth width in Enum.GetValues<LaneWidth>())
            {
                double[] totals = [.. Enumerable.Repeat(0.1, length)];
                RowSums.Accumulate(totals, -3.7, row, width);
                Same(totals, expected, $"{length} on {width}");
            }
        }
    }

    [Test]
    public void Rows_of_another_length_are_refused() =>
        Should.Throw<ArgumentException>(() => RowSums.Accumulate(new double[3], 1, new double[4])).Message.ShouldContain("row has 4 numbers for 3 totals");

    internal static void Same(ReadOnlySpan<double> actual, ReadOnlySpan<double> expected, string what)
    {
        actual.Length.ShouldBe(expected.Length, what);
        for (int i = 0; i < actual.Length; i++)
        {
            bool isSame = BitConverter.DoubleToInt64Bits(actual[i]) == BitConverter.DoubleToInt64Bits(expected[i]) || (double.IsNaN(actual[i]) && double.IsNaN(expected[i]));
            if (!isSame) Assert.Fail($"{what}: element {i} is {actual[i]:R}, expected {expected[i]:R}.");
        }
    }

    private static double[] Compute(Function function, ReadOnlySpan<double> arguments, LaneWidth width)
    {
        double[] results = new double[arguments.Length];
        var loop = new FunctionLoop(function, arguments, results);
        LaneRunner.Run(ref loop, width);
        return results;
    }

    private readonly ref struct FunctionLoop(Function function, ReadOnlySpan<double> arguments, Span<double> results) : ILaneLoop
    {
        private readonly ReadOnlySpan<double> _arguments = arguments;
        private readonly Span<double> _results = results;

        public int Length => _arguments.Length;

        public void Step<TLane>(int offset)
            where TLane : struct, ILane<TLane>
        {
            TLane x = TLane.Load(in MemoryMarshal.GetReference(_arguments), offset);
            TLane y = function switch
            {
                Function.Exp => LaneMath.Exp(x),
                Function.Log => LaneMath.Log(x),
                Function.Cdf => LaneNormal.Cdf(x),
                Function.Pdf => LaneNormal.Pdf(x),
                Function.Erf => LaneError.Erf(x),
                Function.Erfcx => LaneError.Erfcx(x),
                Function.Expm1 => LaneMath.Expm1(x),
                Function.Log1p => LaneMath.Log1p(x),
                Function.LogCdf => LaneNormalInverse.LogCdf(x),
                Function.Inverse => LaneNormalInverse.Inverse(x),
                _ => LaneError.Erfc(x),
            };
            y.Store(ref MemoryMarshal.GetReference(_results), offset);
        }
    }
}
