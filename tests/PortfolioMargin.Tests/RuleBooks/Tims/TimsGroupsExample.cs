using PortfolioMargin.RuleBooks;
using PortfolioMargin.Tests.Laws;

namespace PortfolioMargin.Tests.RuleBooks.Tims;

/// <summary>Books of the laws over several class groups that offset each other: American options (by their exercise boundary, and over a cash dividend), a fund that moves with an
/// index, futures and stock.</summary>
internal sealed class TimsGroupsExample : Example
{
    private static readonly IRuleBook Grouped = TimsRuleBook.AsOf(new(2026, 3, 13), """
        {"classGroups":[{"name":"first","underlyings":["BTC","fund"]},{"name":"second","underlyings":["ETH","ether"]},{"name":"third","underlyings":["payer"]},{"name":"alone","underlyings":["other"],"portfolioType":"otherBroadIndex"}],
         "productGroups":[{"name":"pair","classGroups":["first","second"],"offset":0.9},{"name":"single","classGroups":["third"],"offset":0.75}],
         "portfolioGroups":[{"name":"all","productGroups":["pair","single"],"offset":0.5}],
         "marketMoveAdjustments":{"fund":-2},"ungrouped":"equity"}
        """);

    /// <summary>Lower case, so that the coin stays the first in order whatever the law of names calls it: last bits of sums follow the order of names.</summary>
    private static readonly Underlying Ether = new("ether"), Fund = new("fund"), Payer = new("payer"), Other = new("other");

    private static readonly DateTimeOffset Expiry = new(2026, 4, 17, 20, 0, 0, TimeSpan.Zero);

    public override Currency Cash => new("USD");

    protected override IEnumerable<IRuleBook> Stated => [Grouped];

    public override List<Position> Book(Random random, int size = 12, double scale = 1) => [.. Enumerable.Range(0, size).Select(_ => Position(random, scale))];

    protected override MarketSnapshot Market(Underlying coin, double scale = 1) => MarketSnapshot.At(Laws.RuleBooks.Time)
        .With(Priced(coin, 89_051 * scale))
        .With(Priced(Ether, 3_040 * scale))
        .With(Priced(Fund, 31 * scale))
        .With(Priced(Payer, 140 * scale) with { Dividends = [new(new(2026, 4, 1), 2 * scale)] })
        .With(Priced(Other, 500 * scale));

    private static UnderlyingMarket Priced(Underlying underlying, double spot) => new(underlying, spot) { Currency = new("USD"), Rate = 0.05, Carry = underlying == Ether ? 0.03 : 0, Volatility = new FlatVolatility(0.45) };

    private static Position Position(Random random, double scale)
    {
        var (underlying, spot, size) = new[] { (Laws.RuleBooks.Bitcoin, 89_000d, 1d), (Ether, 3_000, 30), (Fund, 32, 2_000), (Payer, 140, 500), (Other, 500, 200) }[random.Next(5)];
        Instrument instrument = random.Next(6) switch
        {
            0 => new SpotAsset(underlying),
            1 => new Future(underlying, Expiry),
            _ => new VanillaOption(underlying, (OptionRight)random.Next(2), scale * spot * (0.8 + (0.1 * random.Next(5))), Expiry) { Exercise = ExerciseStyle.American },
        };
        return new(instrument, size * random.Next(-20, 21) / 16);
    }
}
