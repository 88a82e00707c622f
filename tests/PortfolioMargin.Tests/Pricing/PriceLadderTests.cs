using PortfolioMargin.Numerics;
using PortfolioMargin.Pricing;
using PortfolioMargin.Tests.Numerics;
using PortfolioMargin.Tests.Reference;

namespace PortfolioMargin.Tests.Pricing;

/// <summary>Ladders against values in 50 digits and against the full formula.</summary>
internal sealed class PriceLadderTests
{
    private static readonly double[] Deviations = [0.01, 0.0123, 0.02, 0.05, 0.1, 0.17, 0.25, 0.33, 0.41, 0.4999, 0.5];

    /// <summary>220 prices in 50 digits, from the strike to the end of the fit, deviations from 0.01 to 0.5. The full formula is no oracle here: at a narrow deviation
    /// it loses more (4e-13) than the ladder does.</summary>
    [Test]
    public void Out_of_the_money_prices_keep_thirteen_digits()
    {
        double worst = 0;
        foreach (string[] row in ReferenceFile.Carried("ladder.csv"))
        {
            double[] terms = [.. row[1..].Select(ReferenceFile.Number)];
            double price = Ladder(row[0] == "call" ? 1 : -1, [terms[0]], terms[1], 0, terms[2])[0];
            worst = Math.Max(worst, Math.Abs(price / terms[3] - 1));
        }

        worst.ShouldBeLessThan(Tolerances.Pricing.Ladder);
    }

    [Test]
    public void In_the_money_prices_are_no_worse([Values(1, -1)] int eta)
    {
        foreach (double deviation in Deviations)
        {
            double[] forwards = [.. Enumerable.Range(0, 100).Select(i => 100 * Elementary.Exp(eta * deviation * 7.999 * i / 99))];
            double[] prices = Ladder(eta, forwards, 100, -0.02, deviation), exact = Plain(eta, forwards, 100, -0.02, deviation);
            for (int i = 0; i < forwards.Length; i++) (Math.Abs(prices[i] / exact[i] - 1)).ShouldBeLessThan(Tolerances.Pricing.Ladder);
        }
    }

    [Test]
    public void Outside_the_fit_a_ladder_has_the_bits_of_the_full_formula([Values(0, 0.0099, 0.5001, 3, double.PositiveInfinity)] double deviation)
    {
        double[] forwards = [1e-310, 50, 99, 100, 101, 400, 1e300];
        Ladder(1, forwards, 100, 0.03, deviation).ShouldBe(Plain(1, forwards, 100, 0.03, deviation));
    }

    [Test]
    public void Past_the_reach_a_ladder_has_the_bits_of_the_full_formula()
    {
        double[] forwards = [1e-310, 1e-3, 40, 100, 250, 1e10];
        double[] prices = Ladder(-1, forwards, 100, 0.03, 0.1), exact = Plain(-1, forwards, 100, 0.03, 0.1);
        foreach (int i in (int[])[0, 1, 2, 4, 5]) prices[i].ShouldBe(exact[i]);
        Ladder(1, forwards, 0, 0, 0.1).ShouldBe(Plain(1, forwards, 0, 0, 0.1));
        Ladder(1, forwards, 1e-310, 0, 0.1).ShouldBe(Plain(1, forwards, 1e-310, 0, 0.1));
    }

    [Test]
    public void A_price_does_not_depend_on_its_neighbours_nor_on_the_width()
    {
        double[] forwards = [.. Enumerable.Range(0, 37).Select(i => 55 + 3.7 * i)], strikes = [80, 100, 131], volatilities = [0.4, 0.05, 0.31];
        double[] widest = new double[forwards.Length * 3], other = new double[widest.Length], alone = new double[1];
        PriceLadder.Fill(1, forwards, strikes, 0.01, volatilities, 0.5, widest);
        foreach (var width in (LaneWidth[])[LaneWidth.Bits512, LaneWidth.Bits256, LaneWidth.Bits128, LaneWidth.Scalar])
        {
            PriceLadder.Fill(1, forwards, strikes, 0.01, volatilities, 0.5, other, width);
            LaneTests.Same(widest, other, width.ToString());
        }

        for (int k = 0; k < 3; k++)
        {
            for (int i = 0; i < forwards.Length; i++)
            {
                Black76.CallLadders([forwards[i]], [strikes[k]], 0.01, [volatilities[k]], 0.5, alone);
                alone[0].ShouldBe(widest[(k * forwards.Length) + i]);
            }
        }
    }

    [Test]
    public void Calls_less_puts_are_the_discounted_distance_to_the_strike()
    {
        double[] forwards = [70, 95, 100, 104, 140], calls = Ladder(1, forwards, 100, 0.04, 0.2), puts = Ladder(-1, forwards, 100, 0.04, 0.2);
        double discount = Elementary.Exp(-0.04);
        for (int i = 0; i < forwards.Length; i++)
            (calls[i] - puts[i]).ShouldBe(discount * (forwards[i] - 100), Tolerances.Eps * Tolerances.Pricing.GridParity * (forwards[i] + 100));
    }

    [Test]
    public void Bad_input_is_named()
    {
        double[] room = new double[4], strikes = [100, 110], volatilities = [0.2, 0.2], forwards = [100, 101];
        Should.Throw<ArgumentOutOfRangeException>(() => Black76.CallLadders([100, double.NaN], strikes, 0, volatilities, 1, room)).Message.ShouldContain("forwards[1] is NaN");
        Should.Throw<ArgumentOutOfRangeException>(() => Black76.PutLadders(forwards, strikes, 0, [0.2, -0.1], 1, room)).Message.ShouldContain("volatilities[1] is -0.1");
        Should.Throw<ArgumentException>(() => Black76.PutLadders(forwards, strikes, 0, [0.2], 1, room)).Message.ShouldContain("volatilities has length 1 but strikes has length 2");
        Should.Throw<ArgumentException>(() => Black76.PutLadders(forwards, strikes, 0, volatilities, 1, new double[3])).Message.ShouldContain("2 options at 2 forwards need 4 elements");
        Should.Throw<ArgumentException>(() => Black76.PutLadders(room.AsSpan(0, 2), strikes, 0, volatilities, 1, room)).Message.ShouldContain("is 0");
        room.AsSpan().Fill(100);
        Should.Throw<ArgumentException>(() => Black76.PutLadders(room.AsSpan(0, 2), strikes, 0, volatilities, 1, room)).Message.ShouldContain("overlaps forwards");
        Black76.CallLadders([], strikes, 0, volatilities, 1, []);
    }

    private static double[] Ladder(int eta, double[] forwards, double strike, double rate, double deviation)
    {
        var prices = new double[forwards.Length];
        if (eta > 0) Black76.CallLadders(forwards, [strike], rate, [deviation], 1, prices);
        else Black76.PutLadders(forwards, [strike], rate, [deviation], 1, prices);
        return prices;
    }

    private static double[] Plain(int eta, double[] forwards, double strike, double rate, double deviation) =>
        [.. forwards.Select(forward => eta > 0 ? Black76.Call(forward, strike, rate, deviation, 1) : Black76.Put(forward, strike, rate, deviation, 1))];
}
