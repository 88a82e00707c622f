using System.Text;
using PortfolioMargin.Tests.Reference;

namespace PortfolioMargin.Tests.Markets;

public class MarketHistoryTest
{
    private static readonly RiskFactor Spot = RiskFactor.Spot(new("A")), Volatility = RiskFactor.Volatility(new("A"));

    [Test]
    public void A_series_is_read_with_its_gaps_whatever_the_line_ends()
    {
        var series = Read("\uFEFFdate,open,close\r\n2026-01-02,1,\"100.5\"\r\n\r\n2026-01-03,1,\r\n2026-01-05,1,101");
        series.Days.ShouldBe([(new(2026, 1, 2), 100.5), (new(2026, 1, 3), null), (new(2026, 1, 5), 101)]);
        Read("date,close\n2026-01-02,12.5", scale: 0.01).Days[0].Value.ShouldBe(0.125);
    }

    [TestCase("", "empty")]
    [TestCase("date,close\n", "no rows")]
    [TestCase("date;close\n2026-01-02;1", "semicolons")]
    [TestCase("date,price\n2026-01-02,1", "close")]
    [TestCase("date,close\n02.01.2026,1", "row 2, date, value \"02.01.2026\"")]
    [TestCase("date,close\n2026-02-30,1", "row 2, date")]
    [TestCase("date,close\n2026-01-02,1\n2026-01-02,2", "row 3, date")]
    [TestCase("date,close\n2026-01-02,1\n2026-01-01,2", "ascend")]
    [TestCase("date,close\n2026-01-02,NaN", "row 2, close, value \"NaN\"")]
    [TestCase("date,close\n2026-01-02,1e999", "row 2, close")]
    [TestCase("date,close\n2026-01-02,\"1234,5\"", "decimal comma")]
    [TestCase("date,close\n2026-01-02,1234,5", "3 fields where the header has 2")]
    [TestCase("date,close\n2026-01-02,=1+1", "formula")]
    [TestCase("date,close\n2026-01-02,.", "row 2, close, value \".\"")]
    [TestCase("date,close,close\n2026-01-02,1,2", "twice")]
    public void A_text_that_is_no_series_is_refused_with_row_column_and_value(string text, string part) =>
        Should.Throw<MarginFormatException>(() => Read(text)).Message.ShouldContain(part);

    [Test]
    public void A_line_without_end_and_bytes_that_are_no_text_end_in_a_sentence()
    {
        Should.Throw<MarginFormatException>(() => Read("date,close\n" + new string('1', 100_000))).Message.ShouldContain("longer than");
        Should.Throw<MarginFormatException>(() => PriceSeries.ReadCsv(new MemoryStream([.. Encoding.UTF8.GetBytes("date,close\n"), 0xC3, 0x28, 0x0A]), "A")).Message.ShouldContain("UTF-8");
        Should.Throw<OperationCanceledException>(() => PriceSeries.ReadCsv(new StringReader("date,close\n2026-01-02,1"), "A", cancellation: new(true)));
    }

    [Test]
    public void A_missing_value_stops_the_join_or_drops_its_day_from_every_series_and_is_reported()
    {
        var prices = Series("prices", 100, 101, 102, 103, 104);
        var volatilities = new PriceSeries("volatilities", (Day(0), 0.5), (Day(1), 0.6), (Day(2), null), (Day(3), 0.7), (Day(4), 0.8));
        string message = Should.Throw<ArgumentException>(() => MarketHistory.Join(null, (Spot, prices), (Volatility, volatilities))).Message;
        message.ShouldContain("2026-01-03 (volatilities)");

        var history = MarketHistory.Join(new() { Missing = HistoryPolicy.Drop }, (Spot, prices), (Volatility, volatilities));
        history.Dates.ShouldBe([Day(0), Day(1), Day(3), Day(4)]);
        history.Findings.Single().Code.ShouldBe("missing-value");
        var returns = JointReturns.From(history, ReturnKind.Relative);
        returns[Spot].ToArray().ShouldBe([101d / 100 - 1, 103d / 101 - 1, 104d / 103 - 1]);
        returns[Volatility][1].ShouldBe(0.7 / 0.6 - 1);
        returns.Dates.ShouldBe(history.Dates.Skip(1));
        Should.Throw<ArgumentException>(() => new HistoryRules { Missing = HistoryPolicy.Keep }).Message.ShouldContain("cannot be kept");
    }

    [Test]
    public void Series_of_other_extents_are_joined_where_all_of_them_are()
    {
        var history = MarketHistory.Join(null, (Spot, Series("prices", 100, 101, 102, 103)), (Volatility, new PriceSeries("volatilities", (Day(1), 0.5), (Day(2), 0.6), (Day(3), 0.7), (Day(9), 0.7)).Between(Day(1), Day(3))));
        history.Dates.ShouldBe([Day(1), Day(2), Day(3)]);
        history.Findings.ShouldBeEmpty();
        Should.Throw<ArgumentException>(() => MarketHistory.Join(null, (Spot, Series("prices", 1, 2)), (Volatility, new PriceSeries("later", (Day(7), 1d), (Day(8), 1d))))).Message.ShouldContain("0 days in common");
        Should.Throw<ArgumentException>(() => MarketHistory.Join(null, (Spot, Series("prices", 1, 2)), (Spot, Series("more", 1, 2)))).Message.ShouldContain("twice");
    }

    [Test]
    public void A_spike_is_a_bad_tick_and_a_jump_that_stays_is_the_market()
    {
        var rules = new HistoryRules { LargestJump = 0.3 };
        var spike = Series("spike", 100, 101, 50, 102, 103);
        Should.Throw<ArgumentException>(() => MarketHistory.Join(rules, (Spot, spike))).Message.ShouldContain("2026-01-03");
        var dropped = MarketHistory.Join(rules with { BadTicks = HistoryPolicy.Drop }, (Spot, spike));
        dropped[Spot].ToArray().ShouldBe([100, 101, 102, 103]);
        dropped.Findings.Single().Severity.ShouldBe(DiagnosticSeverity.Information);
        var kept = MarketHistory.Join(rules with { BadTicks = HistoryPolicy.Keep }, (Spot, spike));
        kept[Spot].ToArray().ShouldBe([100, 101, 50, 102, 103]);
        kept.Findings.Single().Severity.ShouldBe(DiagnosticSeverity.Warning);

        var crash = MarketHistory.Join(rules, (Spot, Series("crash", 100, 101, 50, 51, 52)));
        crash.Dates.Length.ShouldBe(5);
        crash.Findings.Single().Code.ShouldBe("large-jump");
    }

    [Test]
    public void A_return_over_a_long_interval_is_dropped_and_the_days_stay()
    {
        var series = new PriceSeries("prices", (Day(0), 100d), (Day(1), 110d), (Day(400), 200d), (Day(401), 220d));
        var rules = new HistoryRules { LongestInterval = 7 };
        Should.Throw<ArgumentException>(() => MarketHistory.Join(rules, (Spot, series))).Message.ShouldContain("399 days");
        var history = MarketHistory.Join(rules with { Intervals = HistoryPolicy.Drop }, (Spot, series));
        JointReturns.From(history, ReturnKind.Relative)[Spot].ToArray().ShouldBe([110d / 100 - 1, 220d / 200 - 1]);
        JointReturns.From(MarketHistory.Join(rules with { Intervals = HistoryPolicy.Keep }, (Spot, series)), ReturnKind.Absolute)[Spot].ToArray().ShouldBe([10d, 90, 20]);
    }

    [Test]
    public void A_day_that_is_no_number_or_has_no_return_is_refused_with_its_date_and_series()
    {
        string message = Should.Throw<ArgumentOutOfRangeException>(() => new PriceSeries("prices", (Day(0), 1d), (Day(1), double.NaN))).Message;
        message.ShouldContain("prices of 2026-01-02");
        message = Should.Throw<ArgumentException>(() => MarketHistory.Join(null, (Spot, Series("prices", 100, 0, 102)))).Message;
        message.ShouldContain("2026-01-02 (prices is 0)");
        var negative = MarketHistory.Join(null, (Spot, Series("prices", 10, -37.63, 10)));
        Should.Throw<ArgumentException>(() => JointReturns.From(negative)).Message.ShouldContain("2026-01-02");
        JointReturns.From(negative, ReturnKind.Absolute)[Spot].ToArray().ShouldBe([-47.63, 47.63]);
    }

    [Test]
    public void The_real_history_of_an_index_and_its_volatility_joins_to_the_known_crashes()
    {
        var rules = new HistoryRules { Missing = HistoryPolicy.Drop, LongestInterval = 7, Intervals = HistoryPolicy.Drop };
        var returns = JointReturns.From(MarketHistory.Join(rules, (Spot, Real("sp500_daily_1927_2026.csv", "date", "close")), (Volatility, Real("vix_daily.csv", "DATE", "CLOSE", 0.01))), ReturnKind.Relative);
        returns.Count.ShouldBeGreaterThan(8000);
        int crash = returns.Dates.IndexOf(new(2020, 3, 16));
        returns[Spot][crash].ShouldBe(-0.1198, 5e-5);
        returns[Spot].ToArray().Max().ShouldBeLessThan(0.13); // the gap of 2024 would be +23 %
        var stressed = returns.WorstWindow(250, window => TailMeasure.ExpectedShortfall(0.975).Of(window[Spot]));
        (stressed.Dates[0] <= new DateOnly(2008, 10, 15) || stressed.Dates[0] <= new DateOnly(2020, 3, 16)).ShouldBeTrue();
        MarketHistory.Join(new() { LongestInterval = 7, Intervals = HistoryPolicy.Drop }, (Spot, Real("sp500_daily_1927_2026.csv", "date", "close"))).Findings.Single().Message.ShouldContain("2025-01-1");
    }

    [Test]
    public void The_real_bad_tick_of_a_venue_just_opened_is_found()
    {
        string path = Path.Combine(ReferenceFile.RepositoryRoot(), "..", "shared", "data", "history", "lean_coinbase_btcusd_daily.csv");
        if (!File.Exists(path)) Assert.Ignore("The real histories are not beside the repository (shared/data/history).");
        var text = new StringBuilder("date,open,high,low,close,volume\n");
        foreach (string line in File.ReadLines(path)) text.Append($"{line[..4]}-{line[4..6]}-{line[6..8]}{line[14..]}\n");
        var series = Read(text.ToString());
        var history = MarketHistory.Join(new() { LargestJump = 0.35, BadTicks = HistoryPolicy.Drop }, (Spot, series));
        history.Findings[0].Code.ShouldBe("bad-tick");
        history.Findings[0].Message.ShouldContain("2015-01-14");
        history.Dates.Contains(new(2015, 1, 14)).ShouldBeFalse();
    }

    private static PriceSeries Real(string file, string date, string value, double scale = 1)
    {
        string path = Path.Combine(ReferenceFile.RepositoryRoot(), "..", "shared", "data", "history", file);
        if (!File.Exists(path)) Assert.Ignore("The real histories are not beside the repository (shared/data/history).");
        using var stream = File.OpenRead(path);
        return PriceSeries.ReadCsv(stream, file, date, value, scale);
    }

    private static PriceSeries Read(string text, double scale = 1) => PriceSeries.ReadCsv(new StringReader(text), "A", scale: scale);

    private static DateOnly Day(int number) => new DateOnly(2026, 1, 1).AddDays(number);

    private static PriceSeries Series(string name, params double[] values) => new(name, values.Select((value, i) => (Day(i), (double?)value)));
}
