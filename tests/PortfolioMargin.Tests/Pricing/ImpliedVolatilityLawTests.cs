using PortfolioMargin.Numerics;
using PortfolioMargin.Pricing;
using PortfolioMargin.Tests.Laws;

namespace PortfolioMargin.Tests.Pricing;

/// <summary>Law A9: the way from volatility to price and back, and from price to volatility and back.</summary>
internal sealed class ImpliedVolatilityLawTests
{
    private const double Eps = Tolerances.Eps;

    [Test]
    public void A_volatility_comes_back_from_its_price_as_exactly_as_the_inputs_allow([Values] bool isNormal) => ForEach(isNormal, (o, greeks, implied) =>
    {
        double attainable = Attainable(o, greeks), bound = (Tolerances.Implied.Attainable * attainable) + (Tolerances.Implied.Roundings * Eps);
        Math.Abs(implied - o.Volatility).ShouldBeLessThanOrEqualTo(Tolerances.Implied.ThereAndBack * bound * o.Volatility, o.ToString());
    });

    [Test]
    public void A_price_comes_back_from_its_volatility([Values] bool isNormal) => ForEach(isNormal, (o, greeks, implied) =>
    {
        double discount = Math.Exp(-o.Rate * o.Years), intrinsic = discount * Math.Max(0, (o.IsCall ? 1 : -1) * (o.Forward - o.Strike));
        double sum = greeks.Price + intrinsic, legs = discount * (o.IsNormal ? Math.Abs(o.Forward) + o.Strike + (o.Volatility * Math.Sqrt(o.Years)) : o.Forward + o.Strike);
        double ownError = Math.Min(Tolerances.Pricing.PriceMust * legs, Tolerances.Pricing.PriceWanted * Attainable(o, greeks) / Eps * greeks.Vega * o.Volatility);
        // 2 ulp of the law; the volatility is a double, so its own last digits move the price; the price function's own error.
        double bound = (2 * (Math.BitIncrement(sum) - sum)) + (4 * Eps * o.Volatility * greeks.Vega) + (Eps * ownError);
        Math.Abs(o.Price(implied) - greeks.Price).ShouldBeLessThanOrEqualTo(bound, o.ToString());
    });

    [Test]
    public void A_higher_price_has_a_higher_volatility([Values] bool isNormal, [Values(70, 99.9, 100, 130)] double strike, [Values] bool isCall)
    {
        double before = 0, intrinsic = Math.Max(0, (isCall ? 1 : -1) * (100 - strike)), most = isNormal ? 1000 : isCall ? 100 : strike;
        for (double share = 1e-12; share < 0.999; share *= 1.05)
        {
            var implied = new Option(isNormal, isCall, 100, strike, 0, 0, 0.7).Imply(intrinsic + (share * (most - intrinsic)));
            implied.Status.ShouldBe(ImpliedVolatilityStatus.Found);
            implied.Volatility!.Value.ShouldBeGreaterThan(before);
            before = implied.Volatility.Value;
        }
    }

    [Test]
    public void No_finite_terms_and_price_give_a_volatility_that_is_not()
    {
        double[] sizes = [5e-324, 1e-300, 1e-5, 1, 100, 100.00000000000001, 1e300], shares = [-1, 0, 5e-324, 1e-300, 1e-16, 1e-8, 0.3, 0.5, 0.9, 1 - 1.2e-16, 1, 1.1];
        foreach (double forward in sizes)
            foreach (double strike in sizes)
                foreach (double share in shares)
                    foreach (double years in (double[])[1e-300, 1, 100])
                        foreach (bool isNormal in (bool[])[false, true])
                        {
                            var option = new Option(isNormal, true, forward, strike, 0.01, 0, years);
                            foreach (double price in (double[])[share * forward, share * strike, share])
                            {
                                foreach (var implied in (ImpliedVolatility[])[option.Imply(price), (option with { IsCall = false }).Imply(price)])
                                {
                                    bool hasVolatility = implied.Status is ImpliedVolatilityStatus.Found or ImpliedVolatilityStatus.AtIntrinsic;
                                    (implied.Volatility is { } v ? double.IsFinite(v) && v >= 0 && hasVolatility : !hasVolatility).ShouldBeTrue($"{option} {price:R}: {implied}");
                                }
                            }
                        }
    }

    [Test]
    public void Many_have_the_bits_of_single_ones_in_every_width_and_at_every_length([Values] bool isNormal)
    {
        const int count = 61;
        var random = new Random(5);
        var options = Enumerable.Range(0, count).Select(_ => Draw(random, isNormal)).ToArray();
        double[] forwards = [.. options.Select(o => o.Forward)], strikes = [.. options.Select(o => o.Strike)], rates = [.. options.Select(o => o.Rate)];
        double[] years = [.. options.Select(o => o.Years)], prices = [.. options.Select((o, i) => i % 7 == 3 ? -1 : (o with { IsCall = true }).Price(o.Volatility))];
        var expected = options.Select((o, i) => (o with { IsCall = true }).Imply(prices[i])).ToArray();
        foreach (LaneWidth width in Enum.GetValues<LaneWidth>())
        {
            for (int length = 0; length <= count; length += length < 20 ? 1 : 20)
            {
                var implied = new ImpliedVolatility[length];
                Range r = (count - length)..;
                var columns = new OptionColumns(forwards.AsSpan(r), strikes.AsSpan(r), rates.AsSpan(r), rates.AsSpan(r), prices.AsSpan(r), years.AsSpan(r));
                if (isNormal) ImpliedLoops.Imply<NormalImplied>(1, columns, implied, width);
                else ImpliedLoops.Imply<ForwardImplied>(1, columns, implied, width);
                implied.ShouldBe(expected[r]);
            }
        }
    }

    [Test]
    public void A_naive_search_finds_the_same([Values] bool isNormal) => LawCases.ForAll(random =>
    {
        var option = Draw(random, isNormal) with { Rate = 0, IsCall = true };
        option = option with { Strike = option.Forward * 1.05, Volatility = (isNormal ? 100 : 1) * (0.1 + random.NextDouble()), Years = 0.5 };
        double price = option.Price(option.Volatility), low = 0, high = 1000;
        for (int i = 0; i < 200; i++)
        {
            double middle = (low + high) / 2, deviation = middle * Math.Sqrt(option.Years);
            double value = isNormal ? Reference.NaiveTwin.NormalCall(option.Forward, option.Strike, deviation) : Reference.NaiveTwin.LognormalCall(option.Forward, option.Strike, deviation);
            if (value < price) low = middle;
            else high = middle;
        }

        (option.Imply(price).Volatility!.Value / low).ShouldBe(1, 1e-11);
    });

    [Test]
    public void Terms_outside_the_domain_are_refused_by_name()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => BlackScholes.CallImpliedVolatility(100, 100, 0, 0, double.NaN, 1)).ParamName.ShouldBe("price");
        Should.Throw<ArgumentOutOfRangeException>(() => BlackScholes.PutImpliedVolatility(100, 100, 0, 0, 1, 0)).Message.ShouldContain("years is 0; expected a finite number above 0");
        Should.Throw<ArgumentOutOfRangeException>(() => Black76.CallImpliedVolatilities([1, 1], [1, 1], [0, 0], [1, double.PositiveInfinity], [1, 1], new ImpliedVolatility[2]))
            .Message.ShouldContain("prices[1]");
        Should.Throw<ArgumentException>(() => Bachelier.PutImpliedVolatilities([1], [1], [0], [1, 2], [1], new ImpliedVolatility[1])).Message.ShouldContain("prices has length 2");
    }

    [Test]
    public void A_result_says_in_words_what_it_is()
    {
        default(ImpliedVolatility).Volatility.ShouldBeNull();
        Black76.CallImpliedVolatility(100, 90, 0, 9, 1).ToString().ShouldBe("no volatility: the price is below intrinsic value");
        Black76.CallImpliedVolatility(100, 90, 0, 10, 1).ToString().ShouldBe("0 (the price is the intrinsic value)");
        Black76.CallImpliedVolatility(100, 90, 0, 100, 1).ToString().ShouldBe("no volatility: the price is at or above its maximum");
        Black76.CallImpliedVolatility(100, 0, 0, 100, 1).Status.ShouldBe(ImpliedVolatilityStatus.AtIntrinsic);
    }

    /// <summary>Relative change of the volatility for a change of eps of each input.</summary>
    private static double Attainable(Option o, Greeks greeks)
    {
        double forwardShare = Math.Abs(greeks.Delta * o.Forward);
        double strikeShare = o.IsNormal ? Math.Abs(greeks.Delta) * o.Strike : Math.Abs((greeks.Delta * o.Forward) - greeks.Price);
        double rateShare = Math.Abs(o.Rate * o.Years) * greeks.Price;
        return (Eps * (greeks.Price + forwardShare + strikeShare + rateShare) / (greeks.Vega * o.Volatility)) + (Eps / 2);
    }

    private static void ForEach(bool isNormal, Action<Option, Greeks, double> law) => LawCases.ForAll(random =>
    {
        for (int i = 0; i < 100; i++)
        {
            var option = Draw(random, isNormal);
            Greeks greeks = option.Greeks();
            var implied = option.Imply(greeks.Price);
            // A volatility too small to leave a digit in the price has no way back.
            if (greeks.Price > 1e-300 && implied.Status == ImpliedVolatilityStatus.Found) law(option, greeks, implied.Volatility!.Value);
        }
    });

    private static Option Draw(Random random, bool isNormal)
    {
        double deviation = 1e-5 * Math.Exp(12.5 * random.NextDouble()), distance = (random.Next(2) == 0 ? 3 : 30) * random.NextDouble() * deviation;
        distance = Math.Min(distance, 30) * ((random.Next(2) * 2) - 1);
        double years = Math.Exp((6 * random.NextDouble()) - 5), rate = random.Next(2) * ((0.2 * random.NextDouble()) - 0.05), volatility = deviation / Math.Sqrt(years);
        return isNormal
            ? new(true, random.Next(2) == 0, 100 + (50 * distance), 100, rate, 50 * volatility, years)
            : new(false, random.Next(2) == 0, 100 * Math.Exp(distance), 100, rate, volatility, years);
    }

    private sealed record Option(bool IsNormal, bool IsCall, double Forward, double Strike, double Rate, double Volatility, double Years)
    {
        public double Price(double volatility) => (IsNormal, IsCall) switch
        {
            (true, true) => Bachelier.Call(Forward, Strike, Rate, volatility, Years),
            (true, false) => Bachelier.Put(Forward, Strike, Rate, volatility, Years),
            (false, true) => Black76.Call(Forward, Strike, Rate, volatility, Years),
            _ => Black76.Put(Forward, Strike, Rate, volatility, Years),
        };

        public Greeks Greeks() => (IsNormal, IsCall) switch
        {
            (true, true) => Bachelier.CallGreeks(Forward, Strike, Rate, Volatility, Years),
            (true, false) => Bachelier.PutGreeks(Forward, Strike, Rate, Volatility, Years),
            (false, true) => Black76.CallGreeks(Forward, Strike, Rate, Volatility, Years),
            _ => Black76.PutGreeks(Forward, Strike, Rate, Volatility, Years),
        };

        public ImpliedVolatility Imply(double price) => (IsNormal, IsCall) switch
        {
            (true, true) => Bachelier.CallImpliedVolatility(Forward, Strike, Rate, price, Years),
            (true, false) => Bachelier.PutImpliedVolatility(Forward, Strike, Rate, price, Years),
            (false, true) => Black76.CallImpliedVolatility(Forward, Strike, Rate, price, Years),
            _ => Black76.PutImpliedVolatility(Forward, Strike, Rate, price, Years),
        };
    }
}
