using static PortfolioMargin.Tests.RuleBooks.RegT.RegTBooks;

namespace PortfolioMargin.Tests.RuleBooks.RegT;

/// <summary>Accounts worked by hand where pairing in order, by nearest strike or strategy by strategy needs more than the least. Stock at 100; naked needs
/// P + max(2,000 - OTM, 1,000) for calls and puts b = 10 % of the strike.</summary>
public class RegTPairingTest
{
    private static readonly SpotAsset Shares = new(Stock);

    /// <summary>Stock, calls sold at 110 and 100, a call bought at 112. Covering the 110, the first in the list: 2,500, and 100/112 costs
    /// 1,200 + 90, in all 3,790. Covering the 100 call instead leaves 110/112: 200 + 90, in all 2,790.</summary>
    [Test]
    public void Covering_the_first_call_listed_is_not_the_least()
    {
        var result = Of("{}", [(100, Shares), (-1, Call(110)), (-1, Call(100)), (1, Call(112))], Market(100, (Call(110), 1.1), (Call(100), 3.6), (Call(112), 0.9)));
        result.Maintenance.ShouldBe(2_790);
        result.Line("maintenance/XYZ/spread")!.Amount.Value.ShouldBe(290);
    }

    /// <summary>Calls sold at 100 and 105, a call bought at 106. The nearest strike would be taken first: 105/106 costs 100 + 80 and the naked 100 call
    /// 300 + 2,000, in all 2,480. Better: 100/106 costs 600 + 80, the naked 105 call 100 + 1,500, in all 2,280.</summary>
    [Test]
    public void The_narrowest_spread_is_not_the_least()
    {
        var result = Of("{}", [(-1, Call(100)), (-1, Call(105)), (1, Call(106))], Market(100, (Call(100), 3), (Call(105), 1), (Call(106), 0.8)));
        result.Maintenance.ShouldBe(2_280);
        result.Line("maintenance/XYZ/short call")!.Amount.Value.ShouldBe(1_600);
    }

    /// <summary>A call and a put sold at 100, a call bought at 125. Spreads first: 2,500 + 10 and the naked put 300 + 2,000, in all 4,810.
    /// A straddle: 2,000 + 300 + 300 and the bought call 10, in all 2,610.</summary>
    [Test]
    public void A_straddle_may_need_less_than_a_spread()
    {
        var result = Of("{}", [(-1, Call(100)), (-1, Put(100)), (1, Call(125))], Market(100, (Call(100), 3), (Put(100), 3), (Call(125), 0.1)));
        result.Maintenance.ShouldBe(2_610);
        result.Line("maintenance/XYZ/short straddle")!.Amount.Value.ShouldBe(2_600);
    }

    /// <summary>Calls bought at 95 and 105, two sold at 100. As two verticals: 600 and 500 + 100, in all 1,200. As a butterfly it cannot lose: 600 + 100.</summary>
    [Test]
    public void A_butterfly_needs_less_than_its_verticals()
    {
        var result = Of("{}", [(1, Call(95)), (-2, Call(100)), (1, Call(105))], Market(100, (Call(95), 6), (Call(100), 3), (Call(105), 1)));
        result.Maintenance.ShouldBe(700);
        result.Line("maintenance/XYZ")!.Parts.ShouldHaveSingleItem().Name.ShouldBe("spread");
    }

    /// <summary>Stock, a put bought at 100, a put sold at 90.
    /// Maintenance: protective put min(1,000 + 0, 2,500) + 300 = 1,300, naked put 50 + max(2,000 - 1,000, 900) = 1,050, in all 2,350; a spread 300 and stock 2,500 would be 2,800.
    /// Initial: protective put 5,000 + 300 and 1,050, in all 6,350; the spread 300 and stock 5,000 are 5,300.</summary>
    [Test]
    public void Initial_and_maintenance_pair_the_same_account_differently()
    {
        var result = Of("{}", [(100, Shares), (1, Put(100)), (-1, Put(90))], Market(100, (Put(100), 3), (Put(90), 0.5)));
        (result.Initial, result.Maintenance).ShouldBe((5_300, 2_350));
        result.Line("initial/XYZ/spread")!.Amount.Value.ShouldBe(300);
        result.Line("maintenance/XYZ/protective put")!.Amount.Value.ShouldBe(1_300);
    }

    /// <summary>A February 100 call bought, a June 105 call sold, a June 110 call bought. The lowest strike would cover the sold call, but it expires first and may not.
    /// So 105/110 costs 500 + 100, and the February call 300, in all 900. Without the 110 call: 300 + 200 + 1,500 = 2,000.</summary>
    [Test]
    public void A_bought_option_that_expires_first_covers_nothing()
    {
        var market = Market(100, (Call(100), 3), (Call(105, 1), 2), (Call(110, 1), 1));
        Of("{}", [(1, Call(100)), (-1, Call(105, 1)), (1, Call(110, 1))], market).Maintenance.ShouldBe(900);
        Of("{}", [(1, Call(100)), (-1, Call(105, 1))], market).Maintenance.ShouldBe(2_000);
    }

    /// <summary>150 shares cover one of two calls sold at 105: 2,500; 50 shares 1,250; the other call 100 + max(2,000 - 500, 1,000) = 1,600; in all 5,350.</summary>
    [Test]
    public void Shares_cover_whole_contracts_only() =>
        Of("{}", [(150, Shares), (-2, Call(105))], Market(100, (Call(105), 1))).Maintenance.ShouldBe(5_350);

    /// <summary>Short stock, a put sold at 100, a call bought at 100, a second put sold at 95. Covering the 95 put, and the 100 put naked: 13,000 + 2,300, call 300, in all 15,600.
    /// Stock, 95 put and call at 100 make no reversal. A reversal of strike 100: 10,000 + 1,000 + 0 + 300 = 11,300, the 95 put 120 + max(2,000 - 500, 950) = 1,620, in all 12,920.</summary>
    [Test]
    public void A_reversal_takes_the_put_of_its_own_strike()
    {
        var result = Of("{}", [(-100, Shares), (-1, Put(95)), (-1, Put(100)), (1, Call(100))], Market(100, (Put(95), 1.2), (Put(100), 3), (Call(100), 3)));
        result.Maintenance.ShouldBe(12_920);
        result.Line("maintenance/XYZ/reversal")!.Amount.Value.ShouldBe(11_300);
    }

    /// <summary>An index call of 1,000 sold at 20, 1,000 shares of a fund at 100, index at 1,000. Covered: 0.25 min(100,000, 100,000) = 25,000. 10 shares a unit take all shares.
    /// 0.001 a unit: 0.1 shares cover, the rest stays alone: 25,000. 1e6 a unit: the shares never suffice: 25,000 + 2,000 + 0.15 x 100,000 = 42,000; so without the parameter.
    /// Above parity, 10.5 a unit: 1,050 shares are needed, of 1,000 none covers: 42,000.</summary>
    [TestCase("""[{"underlying":"SPX","fund":"SPY","unitsPerUnit":10}]""", 25_000)]
    [TestCase("""[{"underlying":"SPX","fund":"SPY","unitsPerUnit":0.001}]""", 25_000)]
    [TestCase("""[{"underlying":"SPX","fund":"SPY","unitsPerUnit":1e6}]""", 42_000)]
    [TestCase("""[{"underlying":"SPX","fund":"SPY","unitsPerUnit":10.5}]""", 42_000)]
    [TestCase("""[{"underlying":"NDX","fund":"SPY","unitsPerUnit":10}]""", 42_000)]
    [TestCase("[]", 42_000)]
    public void A_fund_covers_an_index_at_its_stated_number_of_shares(string covers, double maintenance)
    {
        var (index, fund) = (new Underlying("SPX"), new Underlying("SPY"));
        var call = new VanillaOption(index, OptionRight.Call, 1_000, Expiries[0]) { Multiplier = 100 };
        var market = MarketSnapshot.At(Time).With(new UnderlyingMarket(index, 1_000)).With(new UnderlyingMarket(fund, 100)).With(call, new Quote(20));
        string changes = "{\"underlyingTypes\":{\"SPX\":\"broadIndex\"},\"coverEquivalents\":" + covers + "}";
        Of(changes, [(1_000, new SpotAsset(fund)), (-1, call)], market).Maintenance.ShouldBe(maintenance, Tolerances.PlainTwin * maintenance);
    }

    /// <summary>A call sold deep in the money, 50 at 150 with stock at 100 under a rate of 0: the requirement is its value; after proceeds nothing is left, and never less.</summary>
    [Test]
    public void Applied_proceeds_take_off_at_most_the_requirement()
    {
        var (book, market) = (new Position[] { (-1, Call(50)) }, Market(100, (Call(50), 51)));
        const string None = "\"nakedRates\":{\"equity\":{\"percentage\":0,\"minimum\":0}}";
        Of("{" + None + "}", book, market).Maintenance.ShouldBe(5_100);
        Of("{" + None + ",\"shortValueTreatment\":\"appliedProceeds\"}", book, market).Maintenance.ShouldBe(0);
    }

    [Test]
    public void A_symbol_with_a_slash_has_a_line_with_a_colon()
    {
        var stock = new Underlying("BRK/B");
        Of("{}", [(100, new SpotAsset(stock))], MarketSnapshot.At(Time).With(new UnderlyingMarket(stock, 400))).Line("maintenance/BRK:B/long stock")!.Amount.Value.ShouldBe(10_000);
    }
}
