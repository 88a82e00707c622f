using System.Globalization;
using System.Xml.Linq;
using PortfolioMargin.Backtesting;
using PortfolioMargin.Reports;
using PortfolioMargin.Tests.Backtesting;

namespace PortfolioMargin.Tests.Reports;

/// <summary>The picture is well-formed, shows every breach, and is the same bytes everywhere; the CSV reads back.</summary>
public class MarginChartTests
{
    [Test]
    public void The_picture_is_well_formed_and_marks_every_breach_with_its_date()
    {
        var (first, second) = (Result("plain", 0.1), Result("twice <plain> & \"more\"", 0.2));
        string svg = MarginChart.Svg("Margin of a <strangle> & more", first, second);
        var root = XDocument.Parse(svg).Root!;
        root.Name.LocalName.ShouldBe("svg");
        var marks = root.Descendants().Where(node => node.Name.LocalName == "circle").ToList();
        first.Breaches.Count().ShouldBeGreaterThan(2);
        marks.Count.ShouldBe(first.Breaches.Count() + second.Breaches.Count());
        marks[0].Value.ShouldContain(first.Breaches.First().Start.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        Outlines(root).Count().ShouldBe(2);
        root.Value.ShouldContain("Margin of a <strangle> & more");
        svg.ShouldNotContain("<strangle>");
        foreach (var node in root.Descendants().Attributes().Where(a => a.Name.LocalName is "cx" or "cy" or "x" or "y" or "x1" or "y1"))
            double.Parse(node.Value, CultureInfo.InvariantCulture).ShouldBeInRange(0, 960);
        MarginChart.Svg("Margin of a <strangle> & more", Result("plain", 0.1), Result("twice <plain> & \"more\"", 0.2)).ShouldBe(svg);
    }

    [Test]
    public void Many_days_make_a_small_picture_that_keeps_the_largest_loss_and_requirement_of_each_column()
    {
        var book = Portfolio.Of((1, new Perpetual(FlatRuleBook.Spx)));
        var random = new Random(5);
        double[] spots = [.. Enumerable.Range(0, 9000).Select(day => day == 4321 ? 70 : 100 + random.NextDouble())];
        var result = new MarginBacktest(new MarginCalculator(new FlatRuleBook(50))).Run("long", spots.Select((spot, day) => BacktestDay.Of(FlatRuleBook.Market(day, spot), book)));
        string svg = MarginChart.Svg("many days", result);
        svg.Length.ShouldBeLessThan(60_000);
        var root = XDocument.Parse(svg).Root!;
        var bars = root.Descendants().Single(node => node.Name.LocalName == "path" && node.Attribute("stroke-width")!.Value == "0.6").Attribute("d")!.Value.Split(' ').Where(part => part.Contains('V')).ToList();
        bars.Count.ShouldBeInRange(800, 853); // one per column of one pixel
        bars.Min(bar => double.Parse(bar[(bar.IndexOf('V') + 1)..], CultureInfo.InvariantCulture)).ShouldBe(480 - 44 - (360 * -result.Observations.Min(o => o.Profit) / 50), 1.0);
    }

    /// <summary>Lines of requirements; losses are thinner.</summary>
    private static IEnumerable<XElement> Outlines(XElement root) => root.Descendants().Where(node => node.Name.LocalName == "path" && node.Attribute("stroke-width")!.Value == "1.4");

    [TestCase(0.3, new[] { 0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3 })]
    [TestCase(7, new double[] { 0, 1, 2, 3, 4, 5, 6, 7 })]
    [TestCase(1234, new double[] { 0, 200, 400, 600, 800, 1000, 1200, 1400 })]
    public void Axis_numbers_are_round_and_reach_the_maximum(double maximum, double[] expected) => AxisTicks.Numbers(maximum).ShouldBe(expected, 1e-12);

    [Test]
    public void Axis_numbers_and_dates_are_few_at_every_scale()
    {
        for (double maximum = 1e-9; maximum < 1e15; maximum *= 1.7)
        {
            AxisTicks.Numbers(maximum).Length.ShouldBeInRange(4, 12);
            AxisTicks.Numbers(maximum)[^1].ShouldBeGreaterThanOrEqualTo(maximum * (1 - 1e-8));
        }

        foreach (int days in new[] { 40, 100, 400, 3000, 12_000, 40_000 })
            AxisTicks.Dates(FlatRuleBook.Start, FlatRuleBook.Start.AddDays(days)).Length.ShouldBeInRange(1, 10);
    }

    [Test]
    public void Axis_years_are_multiples_of_their_distance() =>
        AxisTicks.Dates(new(1991, 12, 24, 0, 0, 0, TimeSpan.Zero), new(2023, 12, 29, 0, 0, 0, TimeSpan.Zero)).Select(tick => tick.Label).ShouldBe(["1995", "2000", "2005", "2010", "2015", "2020"]);

    [Test]
    public void The_largest_breaches_carry_their_month_and_nothing_overlaps()
    {
        var random = new Random(3);
        var time = new DateTimeOffset(1990, 1, 15, 0, 0, 0, TimeSpan.Zero);
        List<BreachMark> marks = [.. Enumerable.Range(0, 60).Select(i => new BreachMark(84 + (850 * random.NextDouble()), 76 + (360 * random.NextDouble()), random.NextDouble(), time.AddMonths(i)))];
        var labels = BreachLabels.Place(marks, 84, 936);
        labels.Count.ShouldBe(8);
        labels[0].Text.ShouldBe(marks.MaxBy(mark => mark.Excess).At.ToString("yyyy-MM", CultureInfo.InvariantCulture));
        List<(double Left, double Top)> boxes = [.. labels.Select(label => (label.Anchor switch { "start" => label.X, "end" => label.X - 46, _ => label.X - 23 }, label.Y - 11))];
        foreach (var (left, top) in boxes)
        {
            left.ShouldBeInRange(84, 936 - 46);
            boxes.Count(other => Math.Abs(other.Left - left) < 46 && Math.Abs(other.Top - top) < 11).ShouldBe(1); // itself
            marks.Count(mark => mark.X > left - 4 && mark.X < left + 50 && mark.Y > top - 4 && mark.Y < top + 15).ShouldBe(0);
        }

        BreachLabels.Place([new(90, 100, 1, time), new(930, 100, 2, time.AddYears(9)), new(500, 100, 0.5, time.AddDays(1))], 84, 936).Select(label => label.Anchor).ShouldBe(["end", "start"]); // inside the picture, each month once
        BreachLabels.Place([], 84, 936).ShouldBeEmpty();
    }

    /// <summary>Decimal commas, another minus and other dates on the machine change nothing.</summary>
    [Test]
    public void Picture_and_csv_are_the_same_bytes_in_every_culture()
    {
        var (culture, svg, csv) = (CultureInfo.CurrentCulture, MarginChart.Svg("x", Result("plain", 0.1)), MarginCsv.Write(Result("plain", 0.1)));
        var foreign = (CultureInfo)CultureInfo.InvariantCulture.Clone(); // the tests run without the data of real cultures
        (foreign.NumberFormat.NumberDecimalSeparator, foreign.NumberFormat.NumberGroupSeparator, foreign.NumberFormat.NegativeSign) = (",", ".", "~");
        (foreign.DateTimeFormat.DateSeparator, foreign.DateTimeFormat.TimeSeparator) = ("!", "?");
        try
        {
            CultureInfo.CurrentCulture = foreign;
            (-1.5).ToString().ShouldBe("~1,5");
            MarginChart.Svg("x", Result("plain", 0.1)).ShouldBe(svg);
            MarginCsv.Write(Result("plain", 0.1)).ShouldBe(csv);
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    [Test]
    public void An_interval_that_could_not_be_tested_interrupts_the_line()
    {
        var long2 = Portfolio.Of((1, new Perpetual(FlatRuleBook.Spx)));
        BacktestDay Day(int day) => BacktestDay.Of(FlatRuleBook.Market(day, 100 + day), long2);
        var result = new MarginBacktest(new MarginCalculator(new FlatRuleBook(5))).Run("gap", [Day(0), Day(1), Day(2), BacktestDay.MissingAt(FlatRuleBook.Start.AddDays(3), "closed"), Day(4), Day(5), Day(6)]);
        Outlines(XDocument.Parse(MarginChart.Svg("gap", result)).Root!).Single().Attribute("d")!.Value.Count(c => c == 'M').ShouldBe(2);
        string csv = MarginCsv.Write(result);
        csv.Split('\n').Count(line => line.EndsWith("closed.", StringComparison.Ordinal)).ShouldBe(2);
    }

    [Test]
    public void The_csv_reads_back_and_a_formula_in_a_name_is_disarmed()
    {
        var result = Result("=1+1,\"x\"", 0.1);
        string[] lines = MarginCsv.Write(result).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines.Length.ShouldBe(1 + result.Observations.Length);
        lines[1].ShouldStartWith("\"'=1+1,\"\"x\"\"\",2026-01-05T16:00:00Z,");
        for (int i = 0; i < result.Observations.Length; i++)
        {
            string[] fields = lines[i + 1]["\"'=1+1,\"\"x\"\"\",".Length..].Split(',');
            double.Parse(fields[3], CultureInfo.InvariantCulture).ShouldBe(result.Observations[i].Requirement);
            double.Parse(fields[4], CultureInfo.InvariantCulture).ShouldBe(result.Observations[i].Profit);
            fields[5].ShouldBe(result.Observations[i].IsBreach ? "1" : "0");
        }
    }

    [Test]
    public void Bad_input_is_named()
    {
        var empty = new MarginBacktest(new MarginCalculator(new FlatRuleBook(5))).Run("empty", []);
        Should.Throw<ArgumentException>(() => MarginChart.Svg("none")).Message.ShouldContain("0 results");
        Should.Throw<ArgumentException>(() => MarginChart.Svg("empty", empty)).Message.ShouldContain("empty has no tested interval");
        Should.Throw<ArgumentException>(() => MarginChart.Svg(" ", Result("x", 0.1))).Message.ShouldContain("title");
    }

    private static BacktestResult Result(string name, double scale) => new MarginBacktest(new MarginCalculator(new FlatRuleBook(scale, scan: true)))
        .Run(name, new RollingPortfolio(name, FlatRuleBook.Strangle, RollingPortfolio.Monthly).Over(FlatRuleBook.Walk(80, 4)));
}
