namespace PortfolioMargin.Tests.Markets;

[TestFixture]
public sealed class DeribitInstrumentNameTests
{
    private static readonly DateTimeOffset March = new(2026, 3, 27, 8, 0, 0, TimeSpan.Zero);
    private static readonly Underlying Btc = new("BTC");

    [Test]
    public void Names_state_the_instruments_that_the_venue_means_by_them()
    {
        Instrument("BTC-27MAR26-100000-C").ShouldBe(VanillaOption.Call(Btc, 100_000, March) with { Payoff = PayoffStyle.Inverse });
        Instrument("BTC-27MAR26").ShouldBe(new Future(Btc, March) { Payoff = PayoffStyle.Inverse, Multiplier = 10 });
        Instrument("ETH-27MAR26").ShouldBe(new Future(new("ETH"), March) { Payoff = PayoffStyle.Inverse, Multiplier = 1 });
        Instrument("BTC-PERPETUAL").ShouldBe(new Perpetual(Btc) { Payoff = PayoffStyle.Inverse, Multiplier = 10 });
        Instrument("BTC_USDC-PERPETUAL").ShouldBe(new Perpetual(Btc));
        Instrument("AVAX_USDC-29MAY26-8D6-P").ShouldBe(VanillaOption.Put(new("AVAX"), 8.6, new(2026, 5, 29, 8, 0, 0, TimeSpan.Zero)));
        Instrument("XRP_USDC-30JUN23-0d625-C").ShouldBe(VanillaOption.Call(new("XRP"), 0.625, new(2023, 6, 30, 8, 0, 0, TimeSpan.Zero)));
    }

    [TestCase("BTC-27MAR26-100000-C")]
    [TestCase("BTC-8FEB26-77000-P")]
    [TestCase("ETH-29FEB28")]
    [TestCase("ETH-PERPETUAL")]
    [TestCase("BTC_USDC-PERPETUAL")]
    [TestCase("SOL_USDC-27MAR26")]
    [TestCase("AVAX_USDC-29MAY26-8d6-P")]
    [TestCase("XRP_USDC-30JUN23-0d625-C")]
    public void A_name_survives_the_way_to_the_instrument_and_back(string text)
    {
        var name = DeribitInstrumentName.Parse(text);
        name.ToString().ShouldBe(text);
        DeribitInstrumentName.Of(name.ToInstrument()).ShouldBe(name);
    }

    [TestCase("", "empty")]
    [TestCase("=cmd|'/c calc'!A1", "formula")]
    [TestCase("btc-27mar26-100000-c", "upper case")]
    [TestCase(" BTC-PERPETUAL", "blank")]
    [TestCase("BTC&amp;-PERPETUAL", "only A to Z")]
    [TestCase("BTC", "coin alone")]
    [TestCase("BTC-27MAR26-100000", "2 parts")]
    [TestCase("BTC-CS-27MAR26-90000_100000-X-Y-Z", "2 parts")]
    [TestCase("BTC-PERPETUAL-100000-C", "follow PERPETUAL")]
    [TestCase("BTC-PERP", "expiry")]
    [TestCase("BTC-27MRZ26", "Unknown month")]
    [TestCase("BTC-30FEB26", "no such day")]
    [TestCase("BTC-08FEB26", "leading zero")]
    [TestCase("BTC-27MAR2026", "expiry")]
    [TestCase("BTC-27MAR26-100000-X", "C for a call")]
    [TestCase("BTC-27MAR26-100.000-C", "point or comma")]
    [TestCase("BTC-27MAR26-100,000-C", "point or comma")]
    [TestCase("BTC-27MAR26-1d5-C", "whole numbers")]
    [TestCase("BTC-27MAR26-0100-C", "begins with 0")]
    [TestCase("BTC-27MAR26-0-C", "above 0")]
    [TestCase("BTC-27MAR26-1E5-C", "digits")]
    [TestCase("BTC-27MAR26-9999999999999999-C", "more digits")]
    [TestCase("AVAX_USDC-29MAY26-8d60-P", "ends with 0")]
    [TestCase("AVAX_USDC-29MAY26-8d-P", "digits")]
    [TestCase("AVAX_USDC-29MAY26-8d6d1-P", "digits")]
    [TestCase("AVAX_USDT-29MAY26-8d6-P", "USDC")]
    [TestCase("SOL-PERPETUAL", "contract size")]
    [TestCase("-27MAR26-100000-C", "formula")]
    [TestCase("BTC-٢٧MAR26", "only A to Z")]
    public void A_wrong_name_gets_a_sentence_with_the_likely_cause(string text, string cause)
    {
        DeribitInstrumentName.TryParse(text, out var name, out string? reason).ShouldBeFalse();
        name.ShouldBe(default);
        reason.ShouldNotBeNull().ShouldContain(cause);
        reason!.ShouldEndWith(".");
        Should.Throw<MarginFormatException>(() => DeribitInstrumentName.Parse(text)).Message.ShouldContain(reason!);
    }

    [Test]
    public void A_name_of_a_million_characters_is_refused_without_being_copied() =>
        Should.Throw<MarginFormatException>(() => DeribitInstrumentName.Parse(new string('B', 1_000_000))).Value.Length.ShouldBeLessThanOrEqualTo(80);

    [Test]
    public void Terms_without_a_name_are_refused()
    {
        var option = VanillaOption.Call(Btc, 100_000, March) with { Payoff = PayoffStyle.Inverse };
        Refuse(new SpotAsset(Btc));
        Refuse(option with { Exercise = ExerciseStyle.American });
        Refuse(option with { Multiplier = 2 });
        Refuse(VanillaOption.Call(Btc, 100_000, March.AddHours(1)));
        Refuse(VanillaOption.Call(Btc, -5, March));
        Refuse(VanillaOption.Call(Btc, 1e300, March));
        Refuse(VanillaOption.Call(Btc, 1.0 / 3, March));
        Refuse(VanillaOption.Call(new("bt c"), 5, March));
        Refuse(new Future(Btc, March.AddYears(100)));
        Should.Throw<InvalidOperationException>(() => default(DeribitInstrumentName).ToInstrument());
        default(DeribitInstrumentName).ToString().ShouldBe("");

        static void Refuse(Instrument instrument) => Should.Throw<ArgumentException>(() => DeribitInstrumentName.Of(instrument)).Message.ShouldContain("no name");
    }

    [Test]
    public void Reading_a_known_name_allocates_nothing()
    {
        _ = DeribitInstrumentName.TryParse("BTC-27MAR26-100000-C", out _, out _);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++) _ = DeribitInstrumentName.TryParse("BTC-27MAR26-100000-C", out _, out _);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(1000);
    }

    private static Instrument Instrument(string name) => DeribitInstrumentName.Parse(name).ToInstrument();
}
