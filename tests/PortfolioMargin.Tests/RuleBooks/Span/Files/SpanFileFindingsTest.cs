using static PortfolioMargin.Tests.RuleBooks.Span.Files.SpanFileTexts;

namespace PortfolioMargin.Tests.RuleBooks.Span.Files;

/// <summary>What a file says and the reader does not use, or has to assume: counted, with places, and without effect on the rest.</summary>
public sealed class SpanFileFindingsTest
{
    private static readonly string[] Lines = [.. Pa2Lines(3)];

    [TestCase("<somMeth>MAX</somMeth>", "<somMeth>MAX</somMeth><adjRate><r>1</r><val>1.25</val></adjRate>", "adjustment-rate", "CC-GD, 1.25")]
    [TestCase("<fileFormat>4.00", "<fileFormat>5.00", "file-format", "5.00")]
    [TestCase("<pfId>1</pfId><cId>203103</cId><s>B</s><i>1.0</i></undC>", "<pfId>1</pfId><cId>203103</cId><s>B</s><i>1.0</i></undC><sc>2</sc>", "contract-scaling", "scaling factor (sc)")]
    [TestCase("<undC><exch>XCH</exch><pfId>1</pfId><cId>203103</cId><s>B</s><i>1.0</i></undC>", "", "no-underlying", "counted in its own month")]
    [TestCase("<setlDate>20310320</setlDate>", "", "expiry-not-stated", "the last day of the month")]
    [TestCase("<cvf>100.00</cvf><valueMeth>FUT</valueMeth>", "<cvf>100.00</cvf><valueMeth>ODD</valueMeth>", "unknown-code", "\"ODD\"")]
    public void An_xml_file_has_one_finding_more_and_the_same_contracts(string from, string to, string code, string part)
    {
        string text = Xml();
        text.ShouldContain(from);
        var (plain, file) = (SpanFileTexts.Read(text), SpanFileTexts.Read(text.Replace(from, to, StringComparison.Ordinal)));
        plain.Diagnostics.ShouldNotContain(finding => finding.Code == code);
        file.Diagnostics.ShouldContain(finding => finding.Code == code && finding.Message.Contains(part, StringComparison.Ordinal));
        file.Contracts.Length.ShouldBe(plain.Contracts.Length);
        file.Contracts.SelectMany(contract => contract.Losses).ShouldBe(plain.Contracts.SelectMany(contract => contract.Losses));
        file.Parameters.CombinedCommodities.Select(commodity => commodity.InitialToMaintenanceRatio).ShouldAllBe(ratio => ratio == 1);
    }

    [Test]
    public void Two_contracts_of_one_number_are_named_and_the_first_one_answers_for_it()
    {
        string text = Xml().Replace("<fut><cId>203106</cId>", "<fut><cId>203103</cId>", StringComparison.Ordinal).Replace("<cId>203106</cId><s>B</s>", "<cId>203103</cId><s>B</s>", StringComparison.Ordinal);
        var file = SpanFileTexts.Read(text);
        file.Diagnostics.ShouldContain(finding => finding.Code == "contract-number" && finding.Message.Contains("203106", StringComparison.Ordinal));
        file.Contracts.Where(contract => contract.Product.Code == "OGD").Select(contract => contract.FuturePeriod.ToString()).Distinct().ShouldBe(["203103"]);
    }

    [Test]
    public void A_series_stated_again_with_another_volatility_is_named_and_the_first_one_holds()
    {
        int row = Array.FindIndex(Lines, line => line.StartsWith("B XCHOGD", StringComparison.Ordinal));
        var file = SpanFileTexts.Read(string.Join('\n', [.. Lines[..(row + 1)], Lines[row].Replace("00200000", "00210000", StringComparison.Ordinal), .. Lines[(row + 1)..]]));
        file.Diagnostics.ShouldContain(finding => finding.Code == "series-twice");
        file.Contracts.First(contract => contract.Product.Code == "OGD").Series!.Volatility.ShouldBe(0.2);
    }

    [Test]
    public void Credits_that_need_a_scan_range_which_the_file_does_not_state_are_left_out()
    {
        string[] lines = [.. Lines.Select(line => line.StartsWith("S CC-GD", StringComparison.Ordinal) ? line[..82] + "3" : line.StartsWith("B XCHGD", StringComparison.Ordinal) ? line[..52] + "     " + line[57..] : line)];
        var file = SpanFileTexts.Read(string.Join('\n', lines));
        file.Diagnostics.ShouldContain(finding => finding.Code == "scan-range-missing" && finding.Message.Contains("CC-GD", StringComparison.Ordinal));
        file.Diagnostics.ShouldContain(finding => finding.Code == "credit-left-out" && finding.Message.Contains("CC-GD needs a scan range", StringComparison.Ordinal));
        file.Parameters.InterCommoditySpreads.ShouldBeEmpty();
        SpanFileTexts.Read(string.Join('\n', Lines)).Parameters.InterCommoditySpreads.ShouldHaveSingleItem();
    }
}
