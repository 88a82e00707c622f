using System.Reflection;
using PortfolioMargin.RuleBooks;

namespace PortfolioMargin.Tests.Laws;

/// <summary>Every rule book of the library, found by reflection, and books to try them on.</summary>
internal static class RuleBooks
{
    public static readonly Underlying Bitcoin = new("BTC");
    public static readonly DateTimeOffset Time = new(2026, 3, 13, 10, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset[] Expiries = [new(2026, 3, 27, 8, 0, 0, TimeSpan.Zero), new(2026, 6, 26, 8, 0, 0, TimeSpan.Zero)];

    public static IEnumerable<IRuleBook> All { get; } =
        [.. typeof(IRuleBook).Assembly.GetTypes().Where(type => type.IsAssignableTo(typeof(IRuleBook)) && !type.IsInterface)
            .Select(type => type.GetProperty("Default", BindingFlags.Public | BindingFlags.Static)?.GetValue(null)).OfType<IRuleBook>(), .. Example.AllStated];

    /// <summary>Shipped rules with the parts switched off that a law does not allow, so that the law itself is tried on them.</summary>
    public static IEnumerable<IRuleBook> Variants { get; } =
        [.. typeof(RuleBooks).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(LawVariant))).OrderBy(type => type.Name, StringComparer.Ordinal)
            .Select(type => (IRuleBook)Activator.CreateInstance(type)!)];

    public static MarketSnapshot Market(double scale = 1) => MarketSnapshot.At(Time).ReportIn(new("BTC")).With(new UnderlyingMarket(Bitcoin, 89_051 * scale)
    {
        Currency = new("USD"),
        Expiries =
        [
            new(Expiries[0]) { Forward = 89_200 * scale, Volatility = new SmileVolatility((70_000 * scale, 0.62), (90_000 * scale, 0.52), (110_000 * scale, 0.57)) },
            new(Expiries[1]) { Forward = 90_100 * scale, Volatility = new FlatVolatility(0.55) },
        ],
    });

    public static List<Position> Book(Random random, int size = 12, double scale = 1)
    {
        var positions = new List<Position>();
        for (int i = 0; i < size; i++)
        {
            var expiry = Expiries[random.Next(2)];
            double quantity = random.Next(-20, 21) / 10d;
            Instrument instrument = random.Next(6) switch
            {
                0 => new Perpetual(Bitcoin) { Payoff = PayoffStyle.Inverse, Multiplier = 10 },
                1 => new Future(Bitcoin, expiry) { Payoff = PayoffStyle.Inverse, Multiplier = 10 },
                _ => new VanillaOption(Bitcoin, (OptionRight)random.Next(2), scale * (60_000 + 5_000 * random.Next(12)), expiry) { Payoff = PayoffStyle.Inverse },
            };
            positions.Add(new(instrument, instrument is VanillaOption ? quantity : 200 * quantity));
        }

        return positions;
    }

    /// <summary>The market with another name for its coin, and how an instrument is renamed alike.</summary>
    public static (MarketSnapshot Market, Func<Instrument, Instrument> Rename) Renamed(string name)
    {
        var (coin, entry) = (new Underlying(name), Market()[Bitcoin]);
        var market = MarketSnapshot.At(Time).ReportIn(coin.Coin).With(new UnderlyingMarket(coin, entry.Spot) { Currency = entry.Currency, Expiries = entry.Expiries });
        return (market, instrument => instrument switch
        {
            VanillaOption option => new VanillaOption(coin, option.Right, option.Strike, option.Expiry!.Value) { Payoff = option.Payoff },
            Future future => new Future(coin, future.Expiry!.Value) { Payoff = future.Payoff, Multiplier = future.Multiplier },
            _ => new Perpetual(coin) { Payoff = instrument.Payoff, Multiplier = instrument.Multiplier },
        });
    }

    /// <summary>Deribit without its dampener: then nothing in it depends on the size of the book.</summary>
    private sealed class Undamped() : LawVariant(
        "Deribit without dampener",
        DeribitRuleBook.AsOf(DeribitRuleBook.Default.Info.AsOf, """{"pairs":{"BTC":{"extended":{"dampener":0}}}}"""),
        RuleBookClaims.PositivelyHomogeneous | RuleBookClaims.Subadditive | RuleBookClaims.CurrencyScaling);
}
