using PortfolioMargin.Numerics;
using PortfolioMargin.Pricing;

namespace PortfolioMargin.Tests.Pricing;

internal sealed class PricingSpanTests
{
    private const int Count = 60;

    private static readonly double[] Spots = Draw(1, 20, 200), Strikes = Draw(2, 20, 200), Rates = Draw(3, -0.05, 0.2), Yields = Draw(4, -0.05, 0.2),
        Volatilities = Draw(5, 0, 2), Years = Draw(6, 0, 3);

    [Test]
    public void Many_prices_have_the_bits_of_single_prices_at_every_length_and_offset()
    {
        for (int length = 0; length <= 35; length++)
        {
            for (int start = 0; start < 9; start++)
            {
                double[] prices = new double[length];
                Range r = start..(start + length);
                BlackScholes.Calls(Spots.AsSpan(r), Strikes.AsSpan(r), Rates.AsSpan(r), Yields.AsSpan(r), Volatilities.AsSpan(r), Years.AsSpan(r), prices);
                for (int i = 0; i < length; i++) prices[i].ShouldBe(Scalar(start + i));
                Bachelier.Puts(Spots.AsSpan(r), Strikes.AsSpan(r), Rates.AsSpan(r), Volatilities.AsSpan(r), Years.AsSpan(r), prices);
                for (int i = 0; i < length; i++) prices[i].ShouldBe(Bachelier.Put(Spots[start + i], Strikes[start + i], Rates[start + i], Volatilities[start + i], Years[start + i]));
            }
        }
    }

    [Test]
    public void Many_greeks_have_the_bits_of_single_greeks()
    {
        for (int length = 0; length <= 35; length++)
        {
            var greeks = new Greeks[length];
            Range r = ..length;
            BlackScholes.PutGreeks(Spots.AsSpan(r), Strikes.AsSpan(r), Rates.AsSpan(r), Yields.AsSpan(r), Volatilities.AsSpan(r), Years.AsSpan(r), greeks);
            for (int i = 0; i < length; i++) greeks[i].ShouldBe(BlackScholes.PutGreeks(Spots[i], Strikes[i], Rates[i], Yields[i], Volatilities[i], Years[i]));
            Black76.CallGreeks(Spots.AsSpan(r), Strikes.AsSpan(r), Rates.AsSpan(r), Volatilities.AsSpan(r), Years.AsSpan(r), greeks);
            for (int i = 0; i < length; i++) greeks[i].ShouldBe(Black76.CallGreeks(Spots[i], Strikes[i], Rates[i], Volatilities[i], Years[i]));
        }
    }

    [Test]
    public void Every_width_gives_the_same_bits()
    {
        var options = new OptionColumns(Spots, Strikes, Rates, Yields, Volatilities, Years);
        foreach (LaneWidth width in Enum.GetValues<LaneWidth>())
        {
            double[] prices = new double[Count];
            var greeks = new Greeks[Count];
            OptionLoops.Prices<LognormalFormula>(1, options, prices, width);
            OptionLoops.Greeks<LognormalFormula>(1, options, greeks, width);
            for (int i = 0; i < Count; i++)
            {
                prices[i].ShouldBe(Scalar(i));
                greeks[i].ShouldBe(BlackScholes.CallGreeks(Spots[i], Strikes[i], Rates[i], Yields[i], Volatilities[i], Years[i]));
            }
        }
    }

    [Test]
    public void A_value_outside_its_domain_is_named_with_its_index()
    {
        double[] spots = [.. Spots];
        spots[17] = double.NaN;
        Should.Throw<ArgumentOutOfRangeException>(() => BlackScholes.Calls(spots, Strikes, Rates, Yields, Volatilities, Years, new double[Count]))
            .Message.ShouldContain("spots[17] is NaN; expected a finite number above 0");
        double[] rates = [.. Rates];
        rates[5] = 1e6;
        Should.Throw<ArgumentOutOfRangeException>(() => BlackScholes.Calls(Spots, Strikes, rates, Yields, Volatilities, Years, new double[Count]))
            .Message.ShouldContain("rates[5]");
    }

    [Test]
    public void Wrong_lengths_and_overlap_are_refused()
    {
        Should.Throw<ArgumentException>(() => BlackScholes.Calls(Spots, Strikes.AsSpan(0, 5), Rates, Yields, Volatilities, Years, new double[Count]))
            .Message.ShouldContain("strikes has length 5 but spots has length 60");
        Should.Throw<ArgumentException>(() => BlackScholes.Calls(Spots, Strikes, Rates, Yields, Volatilities, Years, new double[5])).Message.ShouldContain("destination has length 5");
        double[] rates = [.. Rates];
        Should.Throw<ArgumentException>(() => BlackScholes.Calls(Spots, Strikes, rates, Yields, Volatilities, Years, rates)).Message.ShouldContain("overlaps the rates");
    }

    private static double Scalar(int i) => BlackScholes.Call(Spots[i], Strikes[i], Rates[i], Yields[i], Volatilities[i], Years[i]);

    private static double[] Draw(int seed, double low, double high)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, Count).Select(i => low == 0 && i % 13 == 0 ? 0 : low + ((high - low) * random.NextDouble()))];
    }
}
