namespace PortfolioMargin.Tests.Markets;

/// <summary>Underlyings that are known by their futures alone.</summary>
public class FuturesMarketTest
{
    private static readonly DateTimeOffset Time = new(2030, 1, 15, 0, 0, 0, TimeSpan.Zero), March = Time.AddDays(59), June = Time.AddDays(151);
    private static readonly Underlying Corn = new("ZC");
    private static readonly MarketSnapshot Market = MarketSnapshot.At(Time).With(UnderlyingMarket.OfFutures(Corn, new ExpiryMarket(June) { Forward = 480 }, new ExpiryMarket(March) { Forward = 470 }));

    [Test]
    public void The_nearest_forward_stands_where_a_spot_price_is_asked_for()
    {
        Market[Corn].HasSpot.ShouldBeFalse();
        Market[Corn].Spot.ShouldBe(470);
        Market.ForwardOf(Corn, June).ShouldBe(480);
        new UnderlyingMarket(Corn, 470).HasSpot.ShouldBeTrue();
    }

    [Test]
    public void What_has_no_stated_price_is_missing_and_never_guessed()
    {
        Revaluer.Default.MissingFor([new Future(Corn, March), new Future(Corn, June)], Market, ScenarioSet.None).ShouldBeEmpty();
        var missing = Revaluer.Default.MissingFor([new SpotAsset(Corn), new Perpetual(Corn), new Future(Corn, June.AddDays(30))], Market, ScenarioSet.None);
        missing.ShouldBe(["ZC: spot price", "ZC 2030-07-15 00:00Z: forward"]);
        Market.FindValue(new("ZC"), out _).ShouldBeFalse(); // a forward is no value of a coin
    }

    [Test]
    public void An_expiry_without_a_forward_is_refused() =>
        Should.Throw<ArgumentException>(() => UnderlyingMarket.OfFutures(Corn, new ExpiryMarket(March))).Message.ShouldContain("ZC");

    [Test]
    public void A_case_states_forwards_and_no_spot()
    {
        const string text = """
            {"name":"futures","ruleBook":{"name":"Span","asOf":"2030-01-15"},"market":{"time":"2030-01-15T00:00:00Z","underlyings":[{"symbol":"ZC","volatility":0.2,"expiries":[{"expiry":"2030-03-15T00:00:00Z","forward":470}]}]},"portfolio":[]}
            """;
        var read = MarginCase.Parse(text);
        read.Market[Corn].HasSpot.ShouldBeFalse();
        MarginCase.Parse(MarginCase.Of(read.Run(), "saved").Write()).Market[Corn].HasSpot.ShouldBeFalse();
        Should.Throw<MarginFormatException>(() => MarginCase.Parse(text.Replace(",\"forward\":470", "", StringComparison.Ordinal))).Message.ShouldContain("spot");
    }
}
