namespace PortfolioMargin.Tests.Laws;

/// <summary>Books of hundreds of positions on two coins, so that sums have many blocks.</summary>
internal static class LargeBooks
{
    private static readonly Underlying[] Coins = [new("BTC"), new("ETH")];
    private static readonly double[] Spots = [89_051, 2_950];

    public static Instrument[] Universe { get; } = [.. Enumerable.Range(0, 2).SelectMany(Instruments).Order()];

    public static MarketSnapshot Market(string reporting = "USD")
    {
        var market = MarketSnapshot.At(RuleBooks.Time).ReportIn(new(reporting));
        for (int i = 0; i < 2; i++)
            market = market.With(new UnderlyingMarket(Coins[i], Spots[i]) { Currency = new("USD"), Volatility = new FlatVolatility(0.55 + 0.1 * i), Rate = 0.04 });
        int coin = Array.FindIndex(Coins, known => known.Symbol == reporting);
        double dollar = coin < 0 ? 1 : 1 / Spots[coin];
        return (coin < 0 ? market : market.With(new Currency("USD"), dollar)).With(new Currency("USDC"), 0.9998 * dollar);
    }

    /// <summary>A book of random instruments, some of quantity 0, with collateral and orders.</summary>
    public static Account Account(Random random, int size)
    {
        var positions = Enumerable.Range(0, size).Select(_ => Trade(random)).ToArray();
        return new(Portfolio.Of(positions))
        {
            Collateral = [.. new[] { "BTC", "ETH", "USD", "USDC" }.Where(_ => random.Next(2) == 0).Select(code => new Holding(new(code), random.Next(-3, 20) / 4d))],
            Orders = random.Next(3) == 0 ? [new(Universe[0], 1)] : [],
        };
    }

    public static Position Trade(Random random)
    {
        var instrument = Universe[random.Next(Universe.Length)];
        double size = random.Next(-9, 10) / 1000d * (1 + random.NextDouble());
        return new(instrument, instrument is VanillaOption ? size : 5000 * size);
    }

    private static IEnumerable<Instrument> Instruments(int coin)
    {
        yield return new Perpetual(Coins[coin]) { Payoff = PayoffStyle.Inverse, Multiplier = 10 };
        for (int e = 0; e < 6; e++)
        {
            var expiry = RuleBooks.Time.AddDays(3 + (21 * e)).AddHours(-2);
            if (e % 2 == 0) yield return new Future(Coins[coin], expiry) { Payoff = PayoffStyle.Inverse, Multiplier = 10 };
            for (int k = 0; k < 40; k++)
                yield return new VanillaOption(Coins[coin], (OptionRight)(k % 2), Spots[coin] * (0.5 + (k / 2 * 0.05)), expiry) { Payoff = PayoffStyle.Inverse };
        }
    }
}
