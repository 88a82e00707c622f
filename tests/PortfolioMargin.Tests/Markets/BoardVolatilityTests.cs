using PortfolioMargin.Pricing;
using PortfolioMargin.Tests.Reference;
using static PortfolioMargin.Tests.Markets.BoardTexts;

namespace PortfolioMargin.Tests.Markets;

/// <summary>A volatility that contradicts its own mark.</summary>
[TestFixture]
public sealed class BoardVolatilityTests
{
    private static readonly Underlying Btc = new("BTC");
    private static readonly DateTimeOffset March = new(2026, 3, 27, 8, 0, 0, TimeSpan.Zero);
    private static readonly string Contradiction = Csv(
        Row(), Row("BTC-27MAR26-110000-C", "0.9", "0.03", strike: "110000"), Row("BTC-27MAR26-120000-C", "0.60", "0.017", strike: "120000"));

    [Test]
    public void The_volatility_that_the_mark_implies_is_used_and_the_worst_row_is_named()
    {
        var board = DeribitBoard.FromCsv(new StringReader(Contradiction));
        double years = (March - new DateTimeOffset(2026, 1, 1, 12, 0, 0, 500, TimeSpan.Zero)).TotalDays / 365;
        double used = Volatility(board, 110_000);
        (Black76.Call(95_000.5, 110_000, 0, used, years) / 95_000.5).ShouldBe(0.03, 1e-12);
        Volatility(board, 100_000).ShouldBe(0.45);
        var note = board.Diagnostics.Single(d => d.Code == "volatility-implied");
        note.Severity.ShouldBe(DiagnosticSeverity.Warning);
        note.Message.ShouldStartWith("2 of 3 rows state a volatility that misses their own mark by more than 0.005 of the forward; the volatility that the mark implies is used. Worst: BTC-27MAR26-110000-C (stated 0.9, implied 0.4");
    }

    [Test]
    public void Whoever_believes_every_volatility_says_so()
    {
        var board = DeribitBoard.FromCsv(new StringReader(Contradiction), new() { VolatilityTolerance = double.PositiveInfinity });
        Volatility(board, 110_000).ShouldBe(0.9);
        board.Diagnostics.ShouldNotContain(d => d.Code.StartsWith("volatility"));
        Should.Throw<ArgumentOutOfRangeException>(() => new ReadingOptions { VolatilityTolerance = 0 }).Message.ShouldContain("expected a share of the forward above 0");
    }

    [Test]
    public void A_mark_that_no_volatility_explains_leaves_the_stated_one_and_says_so()
    {
        // In the money by 0.0527 of the forward, marked less.
        var board = DeribitBoard.FromCsv(new StringReader(Csv(Row("BTC-27MAR26-90000-C", mark: "0.05", strike: "90000"))));
        Volatility(board, 90_000).ShouldBe(0.45);
        board.Diagnostics.Single(d => d.Code == "volatility-unexplained").Message.ShouldEndWith("of the forward; BelowIntrinsic).");
    }

    /// <summary>A chain whose vendor states volatilities of 100 % to 300 % at the money beside prices that say a quarter of that.</summary>
    [Test]
    public void A_vendors_volatilities_of_a_real_chain_contradict_its_prices_and_the_implied_ones_do_not()
    {
        const double spot = 748.40, rate = 0.005;
        string path = Path.Combine(ReferenceFile.RepositoryRoot(), "..", "shared", "data", "lean", "goog_option_chain_20151224.csv");
        if (!File.Exists(path)) Assert.Ignore("The real chain is not beside the repository (shared/data/lean); nothing to compare with.");
        int rows = 0, contradicted = 0;
        var near = new List<double>();
        foreach (string[] row in File.ReadLines(path).Skip(2).Select(line => line.Split(',')))
        {
            double strike = ReferenceFile.Number(row[1]), close = row[6].Length == 0 ? 0 : ReferenceFile.Number(row[6]);
            bool isCall = row[2] == "C";
            double years = (DateTime.ParseExact(row[0], "yyyyMMdd", null) - new DateTime(2015, 12, 24)).TotalDays / 365;
            if (close < 1 || row[9].Length == 0 || years < 0.05 || (isCall ? strike < spot : strike > spot)) continue;
            rows++;
            var implied = isCall ? BlackScholes.CallImpliedVolatility(spot, strike, rate, 0, close, years) : BlackScholes.PutImpliedVolatility(spot, strike, rate, 0, close, years);
            double volatility = implied.Volatility!.Value;
            Price(volatility).ShouldBe(close, 1e-10);
            if (Math.Abs(Price(ReferenceFile.Number(row[9])) - close) > 0.005 * spot) contradicted++;
            if (Math.Abs(strike / spot - 1) < 0.03) near.Add(volatility);

            double Price(double sigma) => isCall ? BlackScholes.Call(spot, strike, rate, 0, sigma, years) : BlackScholes.Put(spot, strike, rate, 0, sigma, years);
        }

        TestContext.Out.WriteLine($"{rows} rows, {contradicted} contradicted, {near.Count} near the money: {near.Min():0.000} to {near.Max():0.000}");
        contradicted.ShouldBeGreaterThan(rows / 2);
        near.Count.ShouldBeGreaterThan(10);
        near.ShouldAllBe(volatility => volatility > 0.1 && volatility < 0.5);
    }

    private static double Volatility(DeribitBoard board, double strike)
    {
        double[] point = new double[1];
        board.Snapshot.VolatilityOf(Btc, March)!.Volatilities(board.Snapshot.YearsTo(March), board.Snapshot.ForwardOf(Btc, March), [strike], point);
        return point[0];
    }
}
