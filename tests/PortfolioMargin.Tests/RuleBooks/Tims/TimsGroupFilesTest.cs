using PortfolioMargin.RuleBooks;

namespace PortfolioMargin.Tests.RuleBooks.Tims;

public class TimsGroupFilesTest
{
    private const string Products = """
        Symbol,Product Type,Class Group,Product Group,Market Move Adjustment Factor,Product CPM Eligible
        SPX,OPTN,SPX,1,1,Yes
        SPY,EQUI,SPX,1,1,Yes
        SPY,OPTN,SPX,1,1,Yes
        UPRO,EQUI,UPRO,1,3,Yes
        RUT,OPTN,RUT,2,1,Yes
        IBM,EQUI,IBM,999,1,Yes
        ODD,EQUI,ODD,999,1,No
        "Produced 01/15/2030",,,,,
        """;

    private const string ProductGroups = """
        Product Group,Description,CPM % Up,CPM % Down,Product Group Offset %
        1,"High cap, broad",6,8,90
        2,Broad,10,10,75
        999,Equity,15,15,0
        """;

    private const string PortfolioGroups = """
        Portfolio Group,Product Group,Portfolio Group Offset %
        7,1,50
        7,2,50
        """;

    private static TimsGroupLists Read(string products = Products, string groups = ProductGroups, string portfolios = PortfolioGroups, ReadingOptions? options = null) => TimsGroupFiles.Read(
        TimsRuleBook.Default.Parameters with { Ungrouped = null }, new StringReader(products), new StringReader(groups), new StringReader(portfolios), options);

    [Test]
    public void Lists_become_groups_ranges_offsets_and_adjustments()
    {
        var p = Read().Parameters;
        p.ClassGroups.Select(group => group.Name).ShouldBe(["SPX", "UPRO", "RUT", "IBM"]);
        p.ClassGroups[0].Underlyings.ShouldBe(["SPX", "SPY"]);
        p.ProductGroups.Select(group => (group.Name, group.Offset)).ShouldBe([("product group 1", 0.9), ("product group 2", 0.75)]);
        p.PortfolioGroups.ShouldHaveSingleItem().Offset.ShouldBe(0.5);
        p.PortfolioTypes["product group 1"].ShouldBe(new TimsRange(0.06, 0.08));
        p.MarketMoveAdjustments.ShouldHaveSingleItem().Value.ShouldBe(3);

        var market = MarketSnapshot.At(new(2030, 1, 15, 0, 0, 0, TimeSpan.Zero)).With(new UnderlyingMarket(new("UPRO"), 100)).With(new UnderlyingMarket(new("IBM"), 100));
        var rule = TimsRuleBook.Default.With(p, new(2030, 1, 15));
        var result = new MarginCalculator(rule).Calculate(Portfolio.Of((100, new SpotAsset(new("UPRO"))), (-100, new SpotAsset(new("IBM")))), market);
        result.Line("maintenance/portfolio group 7")!.Amount.Value.ShouldBe(2400, 1e-9); // 3 x 8 %
        result.Line("maintenance/IBM")!.Amount.Value.ShouldBe(1500, 1e-9);
    }

    [Test]
    public void What_is_left_out_is_named()
    {
        var findings = Read().Diagnostics;
        findings.Where(finding => finding.Code == "columns-not-read").Select(finding => finding.Message).ShouldContain(message => message.Contains("\"Description\"", StringComparison.Ordinal));
        findings.ShouldContain(finding => finding.Code == "trailer-not-read" && finding.Message.Contains("Line 9", StringComparison.Ordinal));
        findings.ShouldContain(finding => finding.Code == "products-not-eligible" && finding.Message.Contains("ODD", StringComparison.Ordinal));
    }

    [TestCase("1,\"High cap, broad\",6", "1,\"High cap, broad\",six", 2, "CPM % Up", "six")]
    [TestCase("6,8,90", "6,8,120", 2, "Product Group Offset %", "120")]
    [TestCase("6,8,90", "6,-8,90", 2, "CPM % Down", "-8")]
    [TestCase("6,8,90", "6,NaN,90", 2, "CPM % Down", "NaN")]
    [TestCase("2,Broad,10", "1,Broad,10", 3, "Product Group", "1")]
    public void A_bad_value_is_named_with_line_and_column(string good, string bad, long line, string column, string value)
    {
        var problem = Should.Throw<MarginFormatException>(() => Read(groups: ProductGroups.Replace(good, bad, StringComparison.Ordinal)));
        (problem.Row, problem.Column, problem.Value).ShouldBe((line, column, value));
        problem.SourceName.ShouldBe("product groups");
    }

    [TestCase("Yes", 0), TestCase("y", 0), TestCase(" NO ", 1), TestCase("N", 1)]
    public void Eligibility_is_read_as_yes_or_no(string text, int leftOut) =>
        Read(products: Products.Replace("IBM,EQUI,IBM,999,1,Yes", $"IBM,EQUI,IBM,999,1,{text}", StringComparison.Ordinal)).Diagnostics.Single(finding => finding.Code == "products-not-eligible").Message.ShouldStartWith($"{1 + leftOut} symbols");

    [TestCase("Maybe"), TestCase("1"), TestCase("")]
    public void Any_other_eligibility_is_refused(string text)
    {
        var problem = Should.Throw<MarginFormatException>(() => Read(products: Products.Replace("IBM,EQUI,IBM,999,1,Yes", $"IBM,EQUI,IBM,999,1,{text}", StringComparison.Ordinal)));
        (problem.Row, problem.Column, problem.Value).ShouldBe((7, "Product CPM Eligible", text));
    }

    [Test]
    public void Without_a_column_of_eligibility_every_product_is_taken()
    {
        string products = string.Join('\n', Products.Split('\n').Select(line => line[..line.LastIndexOf(',')]));
        Read(products: products).Parameters.ClassGroups.Select(group => group.Name).ShouldContain("ODD");
    }

    [Test]
    public void Broken_and_hostile_lists_end_in_a_sentence()
    {
        Should.Throw<MarginFormatException>(() => Read(products: ""));
        Should.Throw<MarginFormatException>(() => Read(products: "Symbol,Class Group\nX,Y")).Message.ShouldContain("lacks Product Group");
        Should.Throw<MarginFormatException>(() => Read(products: Products.Replace("IBM,EQUI,IBM,999,1,Yes", "IBM,,,,,", StringComparison.Ordinal))).Message.ShouldContain("not the last line");
        Should.Throw<MarginFormatException>(() => Read(products: Products.Replace("RUT,OPTN,RUT,2", "RUT,OPTN,RUT,5", StringComparison.Ordinal))).Message.ShouldContain("product group 5");
        Should.Throw<MarginFormatException>(() => Read(products: Products.Replace("SPY,OPTN,SPX", "SPY,OPTN,RUT", StringComparison.Ordinal))).Value.ShouldBe("SPY");
        Should.Throw<MarginFormatException>(() => Read(portfolios: PortfolioGroups.Replace("7,2,50", "7,2,40", StringComparison.Ordinal))).Message.ShouldContain("two offsets");
        Should.Throw<MarginFormatException>(() => Read(products: Products + new string('x', 70_000)));
        Should.Throw<MarginFormatException>(() => Read(options: new() { MaxRows = 2 })).Message.ShouldContain("More than 2 rows");
    }
}
