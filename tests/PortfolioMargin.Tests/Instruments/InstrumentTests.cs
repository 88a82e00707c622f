namespace PortfolioMargin.Tests.Instruments;

[TestFixture]
public sealed class InstrumentTests
{
    private static readonly Underlying Btc = new("BTC");
    private static readonly DateTimeOffset March = new(2026, 3, 27, 8, 0, 0, TimeSpan.Zero);

    [Test]
    public void Equal_terms_are_one_instrument()
    {
        var call = VanillaOption.Call(Btc, 100, March);
        call.ShouldBe(VanillaOption.Call(new("BTC"), 100, March.ToOffset(TimeSpan.FromHours(9))));
        call.GetHashCode().ShouldBe(VanillaOption.Call(new("BTC"), 100, March.ToOffset(TimeSpan.FromHours(9))).GetHashCode());
        VanillaOption.Call(Btc, 0.0, March).ShouldBe(VanillaOption.Call(Btc, -0.0, March));
        call.ShouldNotBe(call with { Payoff = PayoffStyle.Inverse });
        call.ShouldNotBe(call with { Multiplier = 2 });
        new Perpetual(Btc).ShouldNotBe<Instrument>(new SpotAsset(Btc));
        new Perpetual(Btc).ShouldNotBe(new Perpetual(new("btc")));
    }

    [Test]
    public void The_contract_month_is_that_of_the_expiry_in_utc_unless_stated()
    {
        var lateEast = new DateTimeOffset(2026, 4, 1, 1, 0, 0, TimeSpan.FromHours(5));
        var future = new Future(Btc, lateEast);
        future.ContractMonth.ShouldBe(new ContractMonth(2026, 3));
        future.ShouldBe(new Future(Btc, lateEast.UtcDateTime));
        (future with { ContractMonth = new(2026, 3) }).ShouldBe(future);
        (future with { ContractMonth = new(2026, 6) }).ShouldNotBe(future);
        (future with { ContractMonth = new(2026, 6) }).ToString().ShouldContain("month 2026-06");
        new Perpetual(Btc).ContractMonth.ShouldBeNull();
    }

    [Test]
    public void Canonical_order_is_total_and_agrees_with_equality()
    {
        var all = Everything();
        foreach (var a in all)
        {
            foreach (var b in all)
            {
                (a.CompareTo(b) == 0).ShouldBe(a.Equals(b), $"{a} / {b}");
                Math.Sign(a.CompareTo(b)).ShouldBe(-Math.Sign(b.CompareTo(a)), $"{a} / {b}");
                foreach (var c in all)
                    if (a.CompareTo(b) < 0 && b.CompareTo(c) < 0) a.CompareTo(c).ShouldBeLessThan(0, $"{a} / {b} / {c}");
            }

            a.CompareTo(null).ShouldBePositive();
        }
    }

    [Test]
    public void Operators_follow_the_order()
    {
        Instrument spot = new SpotAsset(Btc), perpetual = new Perpetual(Btc), same = new SpotAsset(Btc);
        (spot < perpetual).ShouldBeTrue();
        (perpetual > spot).ShouldBeTrue();
        (spot <= same).ShouldBeTrue();
        (spot >= same).ShouldBeTrue();
        (perpetual <= spot).ShouldBeFalse();
        (new ContractMonth(2026, 12) < new ContractMonth(2027, 1)).ShouldBeTrue();
        (new ContractMonth(2026, 12) < new ContractMonth(2026, 12, 1) && new ContractMonth(2026, 12, 31) < new ContractMonth(2027, 1)).ShouldBeTrue();
        new ContractMonth(2026, 12, 7).ToString().ShouldBe("2026-12-07");
    }

    [Test]
    public void Terms_that_cannot_be_are_refused()
    {
        Should.Throw<ArgumentException>(() => new Perpetual(default)).Message.ShouldContain("symbol");
        Should.Throw<ArgumentException>(() => new SpotAsset(Btc) { Payoff = PayoffStyle.Inverse }).Message.ShouldContain("inverse");
        Should.Throw<ArgumentOutOfRangeException>(() => VanillaOption.Call(Btc, double.NaN, March));
        Should.Throw<ArgumentOutOfRangeException>(() => new VanillaOption(Btc, (OptionRight)7, 100, March));
        foreach (double multiplier in new[] { 0, -1, double.NaN, double.PositiveInfinity })
            Should.Throw<ArgumentOutOfRangeException>(() => new Perpetual(Btc) { Multiplier = multiplier });
        Should.Throw<ArgumentOutOfRangeException>(() => new ContractMonth(2026, 13));
        Should.Throw<ArgumentOutOfRangeException>(() => new ContractMonth(2026, 2, 29));
        Should.Throw<ArgumentException>(() => new Underlying(" "));
        Should.Throw<ArgumentException>(() => new Currency(""));
    }

    private static List<Instrument> Everything()
    {
        var call = VanillaOption.Call(Btc, 100, March);
        return
        [
            new SpotAsset(Btc), new SpotAsset(new("ETH")), new Perpetual(Btc), new Perpetual(Btc) { Payoff = PayoffStyle.Inverse },
            new Perpetual(Btc) { Multiplier = 10 }, new Future(Btc, March), new Future(Btc, March.AddDays(1)), new Future(Btc, March) { ContractMonth = new(2026, 6) },
            call, call with { }, call with { Exercise = ExerciseStyle.American }, call with { Premium = PremiumStyle.Futures }, call with { Multiplier = 2 },
            call with { ContractMonth = null }, VanillaOption.Put(Btc, 100, March), VanillaOption.Call(Btc, 101, March), VanillaOption.Call(Btc, -1, March),
        ];
    }
}
