using PortfolioMargin.RuleBooks;

namespace PortfolioMargin.Tests.RuleBooks.Deribit;

public class DeribitTest
{
    private static readonly Underlying Bitcoin = Laws.RuleBooks.Bitcoin;
    private static readonly DateOnly Date = DeribitRuleBook.ParameterDates[^1];
    private static readonly DateTimeOffset Near = new(2026, 3, 27, 8, 0, 0, TimeSpan.Zero), Far = new(2026, 6, 26, 8, 0, 0, TimeSpan.Zero);

    /// <summary>Books in which parameters matter: short options of two expiries, so that volatility up, the short and the long power and the roll bind; and long ones, so that volatility down does.</summary>
    private static readonly Portfolio Shorts = Portfolio.Of(
        (-3, VanillaOption.Call(Bitcoin, 100_000, Near)), (-2, VanillaOption.Put(Bitcoin, 80_000, Near)), (-2, VanillaOption.Call(Bitcoin, 120_000, Far)), (-3, VanillaOption.Put(Bitcoin, 60_000, Far)), (0.5, new Perpetual(Bitcoin)));

    private static readonly Portfolio Longs = -1 * Shorts;

    /// <summary>Smallest and largest value; the last column says where both need the same, and why.</summary>
    private static object[][] Extremes() =>
    [
        ["""{"steps":1}""", """{"steps":200}""", ""],
        ["""{"maintenanceFactor":0}""", """{"maintenanceFactor":1}""", ""],
        ["""{"openOrders":0}""", """{"openOrders":1e9}""", ""],
        ["""{"marketMakerProtection":0}""", """{"marketMakerProtection":1e9}""", ""],
        [Pair("\"priceRange\":1e-6"), Pair("\"priceRange\":0.999"), ""],
        [Pair("\"volatilityShock\":{\"up\":0}"), Pair("\"volatilityShock\":{\"up\":20}"), ""],
        [Pair("\"volatilityShock\":{\"down\":0}"), Pair("\"volatilityShock\":{\"down\":20}"), ""],
        [Pair("\"volatilityShock\":{\"minimumUp\":0}"), Pair("\"volatilityShock\":{\"minimumUp\":5}"), ""],
        [Pair("\"volatilityShock\":{\"shortTermPower\":0}"), Pair("\"volatilityShock\":{\"shortTermPower\":3}"), ""],
        [Pair("\"volatilityShock\":{\"longTermPower\":0}"), Pair("\"volatilityShock\":{\"longTermPower\":3}"), ""],
        [Pair("\"volatilityShock\":{\"floorDays\":1e-3}"), Pair("\"volatilityShock\":{\"floorDays\":400}"), ""],
        [Pair("\"extended\":{\"dampener\":0,\"factor\":0}"), Pair("\"extended\":{\"dampener\":0,\"factor\":100}"), ""],
        [Pair("\"extended\":{\"dampener\":0}"), Pair("\"extended\":{\"dampener\":1e9}"), ""],
        [Pair("\"extended\":{\"dampener\":0,\"moves\":[-0.999]}"), Pair("\"extended\":{\"dampener\":0,\"moves\":[-0.5,100]}"), ""],
        [Pair("\"rollShock\":{\"minimumMove\":0}"), Pair("\"rollShock\":{\"minimumMove\":1}"), ""],
        [Pair("\"rollShock\":{\"annualMove\":0}"), Pair("\"rollShock\":{\"annualMove\":5}"), ""],
        [Pair("\"correlationContingency\":0"), Pair("\"correlationContingency\":1000"), ""],
        [Pair("\"equityIsShocked\":false"), Pair("\"equityIsShocked\":true"), "in coin, coins are cash"],
        [Pair("\"deltaShock\":{\"increment\":0}"), Pair("\"deltaShock\":{\"increment\":1}"), "below the threshold there is no charge, and above it the book is refused"],
        [Pair("\"deltaShock\":{\"maximum\":0}"), Pair("\"deltaShock\":{\"maximum\":1}"), "likewise"],
        [Pair("\"deltaShock\":{\"threshold\":1e6}"), Pair("\"deltaShock\":{\"threshold\":1e12}"), "likewise"],
    ];

    private static string Pair(string property) => $"{{\"pairs\":{{\"BTC\":{{{property}}}}}}}";

    [TestCaseSource(nameof(Extremes))]
    public void Every_parameter_counts_as_the_document_says_at_its_smallest_and_largest_value(string smallest, string largest, string same)
    {
        var differs = Accounts().Select(entry =>
        {
            var (low, high) = (Check(smallest, entry.Account, entry.Market), Check(largest, entry.Account, entry.Market));
            return (low.Initial, low.Maintenance) != (high.Initial, high.Maintenance);
        }).ToList();
        if (same.Length == 0) differs.ShouldContain(true);
        else if (!smallest.Contains("equity", StringComparison.Ordinal)) differs.ShouldAllBe(changed => !changed, same);
        else differs.ShouldBe([false, false, true, true], same);
    }

    [Test]
    public void A_total_delta_at_the_threshold_is_margined_and_above_it_refused()
    {
        var perpetual = Portfolio.Of((1, new Perpetual(Bitcoin)));
        Check(Pair("\"deltaShock\":{\"threshold\":89051}"), perpetual, Dollars);
        Should.Throw<UnsupportedInstrumentException>(() => Check(Pair("\"deltaShock\":{\"threshold\":89050}"), perpetual, Dollars)).Message.ShouldContain("delta shock");
        Should.Throw<UnsupportedInstrumentException>(() => Check(Pair("\"deltaShock\":{\"threshold\":0}"), perpetual, Dollars));
    }

    [TestCase("\"profitOffset\":1")]
    [TestCase("\"maximumOffsettableProfit\":1")]
    [TestCase("\"priceRange\":0")]
    [TestCase("\"priceRange\":1")]
    [TestCase("\"volatilityShock\":{\"floorDays\":0}")]
    [TestCase("\"extended\":{\"moves\":[]}")]
    [TestCase("\"extended\":{\"moves\":[-1]}")]
    public void A_value_beyond_the_smallest_or_largest_is_refused(string property) => Should.Throw<MarginFormatException>(() => DeribitRuleBook.AsOf(Date, Pair(property)));

    [Test]
    public void Random_books_agree_with_the_plain_twin() => Laws.LawCases.ForAll(random =>
    {
        var perpetual = Laws.RuleBooks.Book(random).Where(position => position.Instrument is not Future).ToList();
        if (perpetual.Count > 0) Check("{}", Portfolio.Of(perpetual), Laws.RuleBooks.Market());
    });

    /// <summary>Inverse contracts counted in coin, then linear ones counted in dollars beside two coins; short and long.</summary>
    private static IEnumerable<(Account Account, MarketSnapshot Market)> Accounts()
    {
        foreach (var book in new[] { Shorts, Longs }) yield return (new(Inverse(book)) { Collateral = [new(Bitcoin.Coin, 2)] }, Laws.RuleBooks.Market());
        foreach (var book in new[] { Shorts, Longs }) yield return (new(book) { Collateral = [new(Bitcoin.Coin, 2)] }, Dollars);
    }

    private static MarketSnapshot Dollars => MarketSnapshot.At(Laws.RuleBooks.Time).ReportIn(new("USD")).With(Laws.RuleBooks.Market()[Bitcoin]);

    private static Portfolio Inverse(Portfolio book) => Portfolio.Of(book.Positions.Select(position => position.Instrument is VanillaOption option
        ? new Position(option with { Payoff = PayoffStyle.Inverse }, position.Quantity)
        : new Position(new Perpetual(Bitcoin) { Payoff = PayoffStyle.Inverse, Multiplier = 10 }, 8_905 * position.Quantity)));

    private static MarginResult Check(string changes, Account account, MarketSnapshot market)
    {
        var rule = DeribitRuleBook.AsOf(Date, changes);
        var result = new MarginCalculator(rule).Calculate(account, market);
        var (initial, maintenance) = new DeribitTwin(rule.Parameters, account, market).Requirement();
        result.Initial.ShouldBe(initial, Tolerances.PlainTwin * (1 + initial), changes);
        result.Maintenance.ShouldBe(maintenance, Tolerances.PlainTwin * (1 + maintenance), changes);
        return result;
    }
}
