using PortfolioMargin.RuleBooks;
using PortfolioMargin.Tests.Reference;

namespace PortfolioMargin.Tests.Explanation;

/// <summary>A real board of index options and forty positions under three rules. The file is not part of the repository; without it these tests are ignored.</summary>
public sealed class IndexBoardComparisonTest
{
    private const double PriceRange = 0.06, VolatilityRange = 0.25;
    private static readonly Underlying Spx = new("SPX");
    private static readonly DateTimeOffset Close = new(2015, 12, 22, 21, 15, 0, TimeSpan.Zero);
    private static readonly double[] Quantities = [-5, 4, -3, 2, -2, 3, -1];

    [Test]
    public void Three_rules_agree_with_plain_formulas_on_one_book()
    {
        var board = Board();
        var book = Book(board);
        var comparison = MarginComparison.Of(book, board.Snapshot, Span(), Tims(), RegTRuleBook.AsOf(new(2015, 12, 22), """{"underlyingTypes":{"SPX":"broadIndex"}}"""));
        TestContext.Out.WriteLine(comparison.Explain());

        var (span, tims, regT) = (comparison.RuleBooks[0].Result!, comparison.RuleBooks[1].Result!, comparison.RuleBooks[2].Result!);
        double scan = Scan(board.Snapshot, book), option = book.Positions.Sum(p => p.Quantity * 100 * board.Snapshot.QuoteOf(p.Instrument)!.Mark!.Value);
        span.Line("maintenance/account/risk/SPX/net risk/scan risk")!.Amount.Value.ShouldBe(scan, Tolerances.PlainTwin * Math.Abs(option));
        span.Maintenance.ShouldBe(scan - option, Tolerances.PlainTwin * Math.Abs(option));
        tims.Maintenance.ShouldBe(Points(board.Snapshot, book), Tolerances.PlainTwin * Math.Abs(option));
        double apart = book.Positions.Sum(p => Alone(board.Snapshot, p));
        regT.Maintenance.ShouldBeInRange(span.Maintenance, apart);
        tims.Excess.ShouldBe(option - tims.Initial, 1e-6);
    }

    [Test]
    public void The_board_is_read_whole_and_its_forwards_have_plausible_yields()
    {
        var board = Board();
        (board.RowCount, board.Options.Length).ShouldBe((233, 233));
        var index = board.Snapshot[Spx];
        index.Expiries.Length.ShouldBe(10);
        index.Carry.ShouldBe(0.0177, 5e-5); // the index paid some 2 % then
        var errors = board.Snapshot.Quotes.Where(quote => ((VanillaOption)quote.Instrument) is var option && (option.Right == OptionRight.Call) == (option.Strike >= board.Snapshot.ForwardOf(Spx, option.Expiry!.Value)))
            .Select(quote => Math.Abs(Black((VanillaOption)quote.Instrument, board.Snapshot, board.Snapshot.ForwardOf(Spx, quote.Instrument.Expiry!.Value), 0, 0) - quote.Quote.Mark!.Value)).ToList();
        errors.Count.ShouldBeGreaterThan(100);
        errors.Max().ShouldBeLessThan(1e-8 * index.Spot); // every option out of the money keeps its price
    }

    private static SpanRuleBook Span() => SpanRuleBook.AsOf(new(2015, 12, 22), FormattableString.Invariant(
        $$"""{"combinedCommodities":[{"code":"SPX","products":[{"underlying":"SPX","priceScanRange":{{PriceRange}},"priceScanRangeKind":"relative","volatilityScanRange":{{VolatilityRange}},"volatilityScanRangeKind":"relative"}],"shortOptionMinimum":50}]}"""));

    private static TimsRuleBook Tims() => TimsRuleBook.AsOf(new(2015, 12, 22), """{"classGroups":[{"name":"SPX","underlyings":["SPX"],"portfolioType":"highCapitalizationBroadIndex"}]}""");

    /// <summary>The book of the sample: strikes from 80 % to 120 % of the index, forty at even distances.</summary>
    private static Portfolio Book(IndexOptionBoard board)
    {
        var near = board.Options.Where(option => option.Strike is >= 0.8 * 2038.97 and <= 1.2 * 2038.97).ToList();
        var book = Portfolio.Of(Enumerable.Range(0, 40).Select(i => new Position(near[i * near.Count / 40], Quantities[i % 7])));
        book.Positions.Length.ShouldBe(40);
        return book;
    }

    /// <summary>The sixteen scenarios on the forward of each expiry, one day later.</summary>
    private static double Scan(MarketSnapshot market, Portfolio book)
    {
        double[] moves = [0, 1 / 3d, -1 / 3d, 2 / 3d, -2 / 3d, 1, -1];
        var losses = moves.SelectMany(move => new[] { Loss(move, 1, 1), Loss(move, -1, 1) }).Append(Loss(3, 0, 0.33)).Append(Loss(-3, 0, 0.33));
        return Math.Max(0, losses.Max());

        double Loss(double move, int sign, double cover) => -cover * book.Positions.Sum(p =>
        {
            var option = (VanillaOption)p.Instrument;
            double forward = market.ForwardOf(Spx, option.Expiry!.Value);
            return p.Quantity * 100 * (Black(option, market, forward * (1 + (PriceRange * move)), sign * VolatilityRange, 1 / 365d) - Black(option, market, forward, 0, 0));
        });
    }

    /// <summary>Ten points on the index with one yield, and the minimum charge.</summary>
    private static double Points(MarketSnapshot market, Portfolio book)
    {
        var index = market[Spx];
        double risk = Enumerable.Range(1, 5).SelectMany(k => new[] { 0.06 * k / 5, -0.08 * k / 5 }).Max(move => -book.Positions.Sum(p =>
        {
            var option = (VanillaOption)p.Instrument;
            double growth = Math.Exp((index.Rate - index.Carry) * market.YearsTo(option.Expiry!.Value));
            return p.Quantity * 100 * (Black(option, market, index.Spot * (1 + move) * growth, 0, 0) - Black(option, market, index.Spot * growth, 0, 0));
        }));
        return Math.Max(risk, book.Positions.Sum(p => p.Quantity > 0 ? p.Quantity * Math.Min(37.5, 100 * market.QuoteOf(p.Instrument)!.Mark!.Value) : 37.5 * -p.Quantity));
    }

    /// <summary>What a position needs by itself: a long option its price (75 % beyond nine months), a short one its naked requirement.</summary>
    private static double Alone(MarketSnapshot market, Position position)
    {
        var option = (VanillaOption)position.Instrument;
        double price = market.QuoteOf(option)!.Mark!.Value, spot = market[Spx].Spot;
        if (position.Quantity > 0) return position.Quantity * 100 * price;
        double outside = option.Right == OptionRight.Call ? Math.Max(0, option.Strike - spot) : Math.Max(0, spot - option.Strike);
        return -position.Quantity * 100 * (price + Math.Max((0.15 * spot) - outside, 0.10 * (option.Right == OptionRight.Call ? spot : option.Strike)));
    }

    private static double Black(VanillaOption option, MarketSnapshot market, double forward, double relative, double passed)
    {
        double years = Math.Max(0, market.YearsTo(option.Expiry!.Value) - passed);
        double[] volatility = new double[1];
        market.VolatilityOf(Spx, option.Expiry.Value)!.Volatilities(years, forward, [option.Strike], volatility);
        double call = NaiveTwin.LognormalCall(forward, option.Strike, volatility[0] * (1 + relative) * Math.Sqrt(years));
        return Math.Exp(-market[Spx].Rate * years) * (option.Right == OptionRight.Call ? call : call - forward + option.Strike);
    }

    private static IndexOptionBoard Board()
    {
        string path = Path.Combine(Repository.Root, "..", "shared", "data", "lean", "spx_option_chain_20151222.csv");
        if (!File.Exists(path)) Assert.Ignore("The real board is not beside the repository (shared/data/lean); nothing to margin.");
        using var file = File.OpenRead(path);
        return IndexOptionBoard.FromCsv(file, new(Spx, Close) { Spot = 2038.97, Rate = 0.005, ExpiresAt = new(14, 30) }, new() { SourceName = Path.GetFileName(path) });
    }
}
