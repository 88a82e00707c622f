using PortfolioMargin.Tests.Laws;

namespace PortfolioMargin.PublicApi.Tests;

public class HouseRuleBookTest
{
    private static readonly Underlying Share = new("ACME");
    private static readonly DateTimeOffset Expiry = new(2026, 12, 18, 0, 0, 0, TimeSpan.Zero);
    private static readonly MarketSnapshot Market = MarketSnapshot.At(Expiry.AddDays(-30)).With(Share, spot: 100, volatility: 0.3, rate: 0.03);
    private readonly MarginCalculator _calculator = new(new HouseRuleBook());

    [Test]
    public void Requirement_scales_with_the_book() => ForAll(book => Initial(2 * book).ShouldBe(2 * Initial(book)));

    [Test]
    public void Two_books_need_no_more_together_than_apart() => LawCases.ForAll(random =>
    {
        var (left, right) = (Book(random), Book(random));
        Initial(left + right).ShouldBeLessThanOrEqualTo(Initial(left) + Initial(right) + 1e-9);
    });

    [Test]
    public void A_book_needs_no_more_than_its_positions_each_alone() => ForAll(book =>
        Initial(book).ShouldBeLessThanOrEqualTo(book.Positions.Sum(position => Initial(Portfolio.Of(position))) + 1e-9));

    [Test]
    public void Names_do_not_matter() => ForAll(book =>
    {
        var other = new Underlying("\u0410\u0421\u041c\u0415"); // looks alike, is another name
        var market = MarketSnapshot.At(Market.Time).With(other, spot: 100, volatility: 0.3, rate: 0.03);
        var renamed = Portfolio.Of(book.Positions.Select(position => new Position(
            position.Instrument is VanillaOption option ? new VanillaOption(other, option.Right, option.Strike, Expiry) { Multiplier = 100 } : new SpotAsset(other), position.Quantity)));
        _calculator.Calculate(renamed, market).Initial.ShouldBe(Initial(book));
    });

    [Test]
    public void A_minimum_in_fixed_money_is_not_free_of_the_unit_of_money()
    {
        var shorts = Portfolio.Of((-1, VanillaOption.Call(Share, 200, Expiry)));
        Initial(shorts).ShouldBe(1.25 * 50, 1e-9);
        var dear = MarketSnapshot.At(Market.Time).With(Share, spot: 400, volatility: 0.3, rate: 0.03);
        _calculator.Calculate(Portfolio.Of((-1, VanillaOption.Call(Share, 800, Expiry))), dear).Initial.ShouldBe(1.25 * 50, 1e-9); // not four times as much
    }

    [Test]
    public void A_book_and_its_mirror_image_need_nothing() => ForAll(book => Initial(book + -book).ShouldBe(0));

    [Test]
    public void Contributions_explain_a_homogeneous_requirement() => ForAll(book =>
    {
        var line = _calculator.Calculate(book, Market).Requirement.Initial;
        line.Amount.Rest.ShouldBe(0, 1e-9 * (1 + line.Amount.Value));
    });

    [Test]
    public void Order_does_not_change_a_bit() => ForAll(book =>
    {
        Position[] reversed = [.. book.Positions.Reverse()];
        _calculator.Calculate(Portfolio.Of(reversed), Market).Fingerprint().ShouldBe(_calculator.Calculate(book, Market).Fingerprint());
    });

    [Test]
    public void It_can_be_registered_with_a_catalog_of_ones_own()
    {
        var catalog = RuleBooks.RuleBookCatalog.Shipped.With(new("House", [new(2026, 11, 1)], (_, _) => new HouseRuleBook()));
        catalog.Create("House").Info.Name.ShouldBe("House");
        Should.Throw<ArgumentException>(() => catalog.Create("Hause")).Message.ShouldContain("House");
    }

    [Test]
    public void Sums_alone_have_the_bits_of_the_ledger() => ForAll(book =>
    {
        var universe = Enumerable.Range(0, 9).SelectMany(k => new Instrument[] { Option(OptionRight.Call, k), Option(OptionRight.Put, k) }).Append(new SpotAsset(Share));
        var arrays = _calculator.Price(universe, Market);
        var kept = new RequirementCalculator(new HouseRuleBook(), arrays).Keep(book);
        kept.Requirement.ShouldBe(Two(_calculator.Calculate(book, arrays)));
        foreach (var instrument in arrays.Instruments)
            kept.WhatIf(kept.Find(instrument), -2).ShouldBe(Two(_calculator.WhatIf(_calculator.Calculate(book, arrays), (-2, instrument)).After));
    });

    private static RequirementAmounts Two(MarginResult result) => new(result.Initial, result.Maintenance);

    private double Initial(Portfolio book) => _calculator.Calculate(book, Market).Initial;

    private static void ForAll(Action<Portfolio> law) => LawCases.ForAll(random => law(Book(random)));

    private static Portfolio Book(Random random) => Portfolio.Of(Enumerable.Range(0, 8).Select(i => new Position(
        i == 0 ? new SpotAsset(Share) : Option((OptionRight)random.Next(2), random.Next(9)),
        random.Next(-5, 6))));

    private static VanillaOption Option(OptionRight right, int step) => new(Share, right, 80 + 5 * step, Expiry) { Multiplier = 100 };
}
