namespace PortfolioMargin.Benchmarks;

/// <summary>Seeded books on one market: inverse BTC options over ten expiries.</summary>
internal static class Books
{
    private static readonly DateTimeOffset Time = new(2026, 3, 13, 10, 0, 0, TimeSpan.Zero);

    public static Underlying Bitcoin { get; } = new("BTC");

    public static MarketSnapshot Market { get; } = MarketSnapshot.At(Time).ReportIn(new("BTC")).With(new UnderlyingMarket(Bitcoin, 89_051)
    {
        Currency = new("USD"),
        Volatility = new FlatVolatility(0.55),
    });

    public static Portfolio Options(int count)
    {
        var random = new Random(1);
        return Portfolio.Of(Enumerable.Range(0, count).Select(i => new Position(
            new VanillaOption(Bitcoin, (OptionRight)(i % 2), 50_000 + 10 * (i / 20), Time.AddDays(7 * (1 + i / 2 % 10)).AddHours(-2)) { Payoff = PayoffStyle.Inverse },
            random.Next(-9, 10) / 10d)));
    }
}
