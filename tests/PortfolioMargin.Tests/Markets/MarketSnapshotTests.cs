namespace PortfolioMargin.Tests.Markets;

[TestFixture]
public sealed class MarketSnapshotTests
{
    private static readonly Underlying Btc = new("BTC");
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Year = Now.AddDays(365);
    private static readonly MarketSnapshot Empty = MarketSnapshot.At(Now);

    [TestCase(double.NaN)]
    [TestCase(double.PositiveInfinity)]
    [TestCase(0)]
    [TestCase(-5)]
    public void A_lognormal_spot_must_be_a_finite_number_above_zero(double spot) =>
        Should.Throw<ArgumentOutOfRangeException>(() => Empty.With(Btc, spot, 0.5)).Message.ShouldContain("BTC spot price");

    [TestCase(0)]
    [TestCase(-37.63)]
    public void A_normal_spot_may_be_zero_or_negative(double spot) =>
        Empty.With(new UnderlyingMarket(Btc, spot) { Model = PriceModel.Normal, Volatility = new FlatVolatility(45) })[Btc].Spot.ShouldBe(spot);

    [Test]
    public void Slips_of_unit_are_refused_with_the_likely_cause()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => Empty.With(Btc, 100, 45)).Message.ShouldContain("looks like percent; pass 0.45");
        Should.Throw<ArgumentOutOfRangeException>(() => Empty.With(Btc, 100, 0.5, 1e6)).Message.ShouldContain("percent");
        Should.Throw<ArgumentOutOfRangeException>(() => Empty.With(Btc, 100, double.NaN));
        Should.Throw<ArgumentOutOfRangeException>(() => Empty.With(Btc, 100, -0.1));
        Should.Throw<ArgumentOutOfRangeException>(() => new ExpiryMarket(Year) { Rate = double.NaN });
        Should.Throw<ArgumentOutOfRangeException>(() => new ExpiryMarket(Year) { Forward = double.PositiveInfinity });
        Should.Throw<ArgumentOutOfRangeException>(() => Empty.With(new UnderlyingMarket(Btc, 100) { Expiries = [new(Year) { Forward = 0 }] })).Message.ShouldContain("forward");
        Should.Throw<ArgumentOutOfRangeException>(() => Empty.With(new UnderlyingMarket(Btc, 100) { Expiries = [new(Year) { Volatility = new SmileVolatility((100, 45)) }] })).Message.ShouldContain("strike 100");
        Should.Throw<ArgumentOutOfRangeException>(() => new Quote(double.NaN));
    }

    [Test]
    public void Nothing_is_stated_twice()
    {
        var market = Empty.With(Btc, 100, 0.5).With(new Perpetual(Btc), new Quote(101)).With(new Currency("USDC"), 0.999);
        Should.Throw<ArgumentException>(() => market.With(Btc, 100, 0.5)).Message.ShouldContain("already holds underlying BTC");
        Should.Throw<ArgumentException>(() => market.With(new Perpetual(Btc), new Quote(101))).Message.ShouldContain("already holds a quote");
        Should.Throw<ArgumentException>(() => market.With(new Currency("USDC"), 1)).Message.ShouldContain("already holds currency");
        Should.Throw<ArgumentException>(() => market.With(new Currency("USD"), 2)).Message.ShouldContain("reporting currency");
        Should.Throw<ArgumentException>(() => new UnderlyingMarket(Btc, 100) { Expiries = [new(Year), new(Year.ToOffset(TimeSpan.FromHours(5)))] }).Message.ShouldContain("twice");
        Should.Throw<ArgumentException>(() => new SmileVolatility((100, 0.5), (100, 0.5))).Message.ShouldContain("twice");
        Should.Throw<InvalidOperationException>(() => market.ReportIn(new("EUR"))).Message.ShouldContain("before");
    }

    [Test]
    public void Each_with_returns_a_new_snapshot()
    {
        Empty.With(Btc, 100, 0.5);
        Empty.Underlyings.ShouldBeEmpty();
    }

    [Test]
    public void Currencies_are_converted_at_stated_values_and_spot_prices()
    {
        var market = Empty.With(Btc, 50_000, 0.5).With(new Currency("USDC"), 0.5);
        market.Convert(2, new("BTC"), new("USD")).ShouldBe(100_000);
        market.Convert(100_000, new("USD"), new("BTC")).ShouldBe(2);
        market.Convert(1, new("BTC"), new("USDC")).ShouldBe(100_000);
        market.Convert(7, new("XYZ"), new("XYZ")).ShouldBe(7);
        Should.Throw<MissingMarketDataException>(() => market.Convert(1, new("EUR"), new("USD"))).Missing.ShouldBe(["EUR: value of one unit in USD"]);
    }

    [Test]
    public void What_is_missing_is_listed()
    {
        Should.Throw<MissingMarketDataException>(() => Empty[Btc]).Missing.ShouldBe(["BTC: spot price"]);
        new MissingMarketDataException(["a", "b"]).Message.ShouldContain("lacks 2 numbers");
        new MissingMarketDataException(["a", "b"]).Message.ShouldContain("a; b");
    }

    [Test]
    public void Forwards_follow_from_spot_rate_and_carry_unless_stated()
    {
        var market = Empty.With(new UnderlyingMarket(Btc, 100) { Rate = 0.05, Carry = 0.02, Expiries = [new(Year.AddDays(1)) { Forward = 120 }] });
        market.YearsTo(Year).ShouldBe(1);
        market.ForwardOf(Btc, Year).ShouldBe(100 * Math.Exp(0.03), 1e-10);
        market.ForwardOf(Btc, Year.AddDays(1)).ShouldBe(120);
        market.ForwardOf(Btc, Now.AddDays(-1)).ShouldBe(100);
    }

    [Test]
    public void A_smile_hits_its_points_is_linear_in_variance_between_and_flat_outside()
    {
        double[] result = new double[5];
        new SmileVolatility((110, 0.4), (90, 0.6)).Volatilities(1, 100, [80, 90, 100, 110, 120], result);
        (result[0], result[1], result[3], result[4]).ShouldBe((0.6, 0.6, 0.4, 0.4));
        result[2].ShouldBe(Math.Sqrt((0.36 + 0.16) / 2), 1e-15);
        Should.Throw<ArgumentException>(() => new SmileVolatility());
    }
}
