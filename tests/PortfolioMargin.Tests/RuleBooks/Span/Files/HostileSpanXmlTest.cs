using System.Text;
using PortfolioMargin.RuleBooks;
using static PortfolioMargin.Tests.RuleBooks.Span.Files.SpanFileTexts;

namespace PortfolioMargin.Tests.RuleBooks.Span.Files;

/// <summary>Broken and hostile XML files: one sentence that names line and path, no entity, no unbounded memory, nothing half loaded.</summary>
public sealed class HostileSpanXmlTest
{
    private const string FirstArray = "<a>0.0</a>";

    [TestCaseSource(nameof(Broken))]
    public void A_broken_file_is_refused(string text, string cause)
    {
        text.ShouldNotBe(Xml());
        var refusal = Should.Throw<MarginFormatException>(() => Read(text, new() { SourceName = "demo.spn" }));
        refusal.Message.ShouldContain(cause);
        refusal.Message.ShouldStartWith("demo.spn");
        TestContext.Out.WriteLine(refusal.Message);
    }

    private static IEnumerable<TestCaseData> Broken()
    {
        string bomb = "<!DOCTYPE spanFile [<!ENTITY a \"aaaaaaaaaa\">" + string.Concat(Enumerable.Range(1, 9).Select(i => $"<!ENTITY a{i} \"{string.Concat(Enumerable.Repeat(i == 1 ? "&a;" : $"&a{i - 1};", 10))}\">")) + "]>";
        (string Name, string Text, string Cause)[] cases =
        [
            ("an entity bomb", Xml().Replace("<spanFile>", bomb + "<spanFile>", StringComparison.Ordinal).Replace("Demonstration", "&a9;", StringComparison.Ordinal), "document type declarations are not accepted"),
            ("an external entity", Once("<spanFile>", "<!DOCTYPE spanFile [<!ENTITY c SYSTEM \"file:///nonexistent\">]><spanFile>"), "document type declarations are not accepted"),
            ("an entity that is not declared", Once("Demonstration", "&unknown;"), "not well-formed"),
            ("another root", Xml().Replace("spanFile>", "marginFile>", StringComparison.Ordinal), "marginFile"),
            ("a web page", "<html><body>not found</body></html>", "the root element is not spanFile"),
            ("an end tag that does not fit", Once("</ec>", "</ed>"), "not well-formed"),
            ("something behind the root", Xml() + "<more/>", "not well-formed"),
            ("fifteen values", Once(FirstArray, ""), "spanFile/pointInTime/clearingOrg/exchange/futPf/fut/ra: the risk array has 15 values"),
            ("seventeen values", Once(FirstArray, FirstArray + FirstArray), "more than 16 values"),
            ("a value that is not a number", Once(FirstArray, "<a>NaN</a>"), "ra/a, value \"NaN\""),
            ("a value that overflows", Once(FirstArray, "<a>1e999</a>"), "ra/a, value \"1e999\": expected a finite number"),
            ("an infinite value", Once(FirstArray, "<a>Infinity</a>"), "ra/a"),
            ("a decimal comma", Once(FirstArray, "<a>12,5</a>"), "value \"12,5\""),
            ("a thousands separator", Once(FirstArray, "<a>1 234.5</a>"), "value \"1 234.5\""),
            ("a hexadecimal value", Once(FirstArray, "<a>0x10</a>"), "value \"0x10\""),
            ("an empty value", Once(FirstArray, "<a/>"), "ra/a: expected a number"),
            ("Arabic digits", Once("ISO-8859-1", "UTF-8").Replace(FirstArray, "<a>&#x0661;</a>", StringComparison.Ordinal), "expected a number"),
            ("elements in a value", Once(FirstArray, "<a><b>1</b></a>"), "expected text"),
            ("text among elements", Once("<futPf>", "<futPf>lost"), "text stands where elements are expected"),
            ("a future without array", Once("<ra><r>1</r><a>0.0</a>", "<rx><r>1</r><a>0.0</a>").Replace("</ra></fut>\n<fut><cId>203106", "</rx></fut>\n<fut><cId>203106", StringComparison.Ordinal), "GD FUT (1) 203103 has no risk array"),
            ("an option without array", NoArray(), "has no risk array"),
            ("an option without delta", Once("<d>0.0101</d>", ""), "no composite delta"),
            ("an option without right", Once("<o>C</o>", ""), "no right"),
            ("an option that is neither call nor put", Once("<o>C</o>", "<o>X</o>"), "expected C or P"),
            ("an option without strike", Once("<k>1800.0</k>", ""), "no strike"),
            ("a series without period", Once("<series><pe>203103</pe>", "<series>"), "the series has no period"),
            ("a future without period", Once("<pe>203103</pe><setlDate>20310327", "<setlDate>20310327"), "the future has no period"),
            ("a period that does not exist", Once("<series><pe>203103</pe>", "<series><pe>203199</pe>"), "expected a period as yyyymm"),
            ("a date that does not exist", Once("<date>20310214</date>", "<date>20310229</date>"), "expected a date"),
            ("no date", Once("<date>20310214</date>", ""), "has no date"),
            ("the same option twice", Once("<k>1800.5</k>", "<k>1800.0</k>"), "is there twice"),
            ("the same product twice", Once("</futPf>", "</futPf><futPf><pfId>1</pfId><pfCode>GD</pfCode></futPf>"), "is there twice"),
            ("the same commodity twice", Once("<cc>CC-SX</cc><currency>", "<cc>CC-GD</cc><currency>"), "is there twice"),
            ("a commodity with two codes", Once("<cc>CC-SX</cc><currency>", "<cc>CC-SX</cc><cc>CC-SY</cc><currency>"), "two codes"),
            ("a commodity without code", Once("<cc>CC-SX</cc><currency>", "<currency>"), "expected cc first"),
            ("a leg of a commodity that is not defined", Once("<tLeg><cc>CC-SX</cc>", "<tLeg><cc>CC-ZZ</cc>"), "CC-ZZ"),
            ("a calendar spread of two commodities", Once("<pLeg><cc>CC-GD</cc>", "<pLeg><cc>CC-SX</cc>"), "leg of another combined commodity"),
            ("a tier that is not defined", Once("<tn>2</tn><rs>", "<tn>9</tn><rs>"), "names tier 9"),
            ("a tier twice", Once("<tn>2</tn><sPe>", "<tn>1</tn><sPe>"), "tier 1 is there twice"),
            ("a leg without side", Once("<rs>A</rs>", ""), "the leg has no side"),
            ("a side that does not exist", Once("<rs>A</rs>", "<rs>C</rs>"), "expected A or B"),
            ("a leg without deltas", Once("<i>1.0</i></pLeg>", "<i>0</i></pLeg>"), "deltas per spread above 0"),
            ("a spread of one leg", Once("<tLeg><cc>CC-SX</cc><tn>0</tn><rs>B</rs><i>1.0</i></tLeg>", ""), "fewer than two legs"),
            ("a spread without rate", Once("<rate><r>1</r><val>120</val></rate>", ""), "no rate"),
            ("a rate without value", Once("<rate><r>1</r><val>120</val></rate>", "<rate><r>1</r></rate>"), "no value"),
            ("a product that is not defined", Once("<pfCode>OSX</pfCode><pfType>", "<pfCode>OZZ</pfCode><pfType>"), "which the file does not define"),
            ("a kind of product that does not exist", Once("<pfType>OOP</pfType>", "<pfType>XXX</pfType>"), "the kind of product is not known"),
            ("an underlying contract that is not there", Once("<cId>203103</cId><s>", "<cId>77</cId><s>"), "which the file does not have"),
            ("a series among futures", Once("<fut>", "<series/><fut>"), "does not belong to a product"),
            ("several clearing organizations", Once("</clearingOrg>", "</clearingOrg><clearingOrg/>"), "several clearing organizations"),
            ("several points in time", Once("</pointInTime>", "</pointInTime><pointInTime/>"), "several points in time"),
            ("no point in time", "<spanFile/>", "no element pointInTime"),
            ("no contracts", "<spanFile><pointInTime><date>20310214</date><clearingOrg><ec>X</ec></clearingOrg></pointInTime></spanFile>", "no contracts"),
            ("an encoding that does not exist", Once("ISO-8859-1", "EBCDIC-FANTASY"), "demo.spn"),
            ("an encoding that the bytes do not have", Once("ISO-8859-1", "UTF-16"), "demo.spn"),
            ("bytes that are not UTF-8", Once("ISO-8859-1", "UTF-8").Replace("Demonstration", "\u00C3\u0028", StringComparison.Ordinal), "demo.spn"),
            ("a code of letters that are not ASCII", Once("<ec>DEMO</ec>", "<ec>D\u00C9MO</ec>"), "expected printable ASCII"),
            ("a zero byte", Once("Demonstration", "\0"), "zero byte"),
            ("a text of a thousand characters", Once("<cc>CC-SX</cc><currency>USD", $"<cc>CC-SX</cc><currency>{new string('x', 1_000)}"), "longer than 256 characters"),
            ("a tag of a hundred kilobytes", Once("<ec>", $"<ec x=\"{new string('>', 100_000)}\">"), "between two tags"),
            ("forty levels of elements", Once("<definitions/>", string.Concat(Enumerable.Repeat("<x>", 40)) + string.Concat(Enumerable.Repeat("</x>", 40))), "nested deeper than 32"),
        ];
        return cases.Select(entry => new TestCaseData(entry.Text, entry.Cause).SetName($"XML: {entry.Name}"));
    }

    [Test]
    public void Elements_that_are_not_known_are_counted_with_their_path_and_first_line()
    {
        var file = Read(Once("<currency>USD</currency><riskExponent>", "<novelty><deep>1</deep></novelty><novelty/><currency>USD</currency><riskExponent>"));
        file.Diagnostics.ShouldContain(finding => finding.Code == "unknown-element" && finding.Message.StartsWith("2 x element spanFile/pointInTime/clearingOrg/ccDef/novelty", StringComparison.Ordinal) && finding.Message.Contains("row 4", StringComparison.Ordinal));
        file.Contracts.Length.ShouldBe(21);
    }

    [Test]
    public void Comments_instructions_and_character_data_do_not_matter()
    {
        string text = Once("<futPf>", "<!-- a comment --><?instruction?><futPf>").Replace(FirstArray, "<a><![CDATA[0.0]]></a>", StringComparison.Ordinal);
        Read(text).Contracts.Length.ShouldBe(Read(Xml()).Contracts.Length);
    }

    [Test]
    public void Several_rate_numbers_are_told_apart()
    {
        string text = Once("<rate><r>1</r><val>120</val></rate>", "<rate><r>2</r><val>99</val></rate><rate><r>1</r><val>120</val></rate><rate><r>3</r><val>7</val></rate>");
        Read(text).Commodities[0].CalendarSpreads[0].Amount.ShouldBe(120);
        Read(text, new() { RateNumber = 2 }).Commodities[0].CalendarSpreads[0].Amount.ShouldBe(99);
    }

    [Test]
    public void A_comment_of_64_megabytes_takes_no_memory()
    {
        using var stream = new MadeStream(Enumerable.Repeat(new string('<', 65_536), 1_024), newlines: false);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Should.Throw<MarginFormatException>(() => SpanFile.Read(new PrefixedStream("<spanFile><!-- ", stream)));
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(4 << 20);
    }

    [Test]
    public void A_text_of_64_megabytes_is_refused_with_bounded_allocation()
    {
        using var stream = new MadeStream(Enumerable.Repeat(new string('1', 65_536), 1_024), newlines: false);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Should.Throw<MarginFormatException>(() => SpanFile.Read(new PrefixedStream("<spanFile><fileFormat>", stream)));
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(4 << 20);
    }

    [Test]
    public void A_million_different_unknown_elements_are_refused()
    {
        var elements = Enumerable.Range(0, 1_000_000).Select(i => FormattableString.Invariant($"<x{i}/>"));
        using var stream = new MadeStream(elements.Prepend("<spanFile>"));
        Should.Throw<MarginFormatException>(() => SpanFile.Read(stream)).Message.ShouldContain("more than 1000 different kinds of findings");
    }

    [Test]
    public void Limits_hold_and_name_themselves()
    {
        Limited(new() { MaxContracts = 20 }).ShouldContain("more than 20 contracts");
        Limited(new() { MaxContracts = 5 }).ShouldContain("more than 5 contracts");
        Limited(new() { MaxParameters = 10 }).ShouldContain("more than 10 products");
        Limited(new() { MaxBytes = 1_000 }).ShouldContain("longer than 1000 bytes");
        Should.Throw<ArgumentOutOfRangeException>(() => new SpanReadingOptions { MaxDepth = 9 });
        Should.Throw<ArgumentOutOfRangeException>(() => new SpanReadingOptions { MaxTextLength = 31 });
        Should.Throw<ArgumentOutOfRangeException>(() => new SpanReadingOptions { MaxParameters = 0 });

        static string Limited(SpanReadingOptions options) => Should.Throw<MarginFormatException>(() => Read(Xml(), options)).Message;
    }

    [Test]
    public void A_file_cut_anywhere_is_refused()
    {
        string text = Xml().TrimEnd();
        for (int length = 0; length < text.Length; length += 11) Should.Throw<MarginFormatException>(() => Read(text[..length]));
    }

    [Test]
    public void Random_damage_ends_in_a_file_or_in_a_sentence()
    {
        byte[] text = Encoding.Latin1.GetBytes(Xml());
        Fuzz.Run(text, seed: 32, rounds: 4_000);
    }

    private static string Once(string old, string replacement)
    {
        string text = Xml();
        int at = text.IndexOf(old, StringComparison.Ordinal);
        at.ShouldBeGreaterThanOrEqualTo(0, old);
        return text[..at] + replacement + text[(at + old.Length)..];
    }

    private static string NoArray()
    {
        string text = Xml();
        int option = text.IndexOf("<opt>", StringComparison.Ordinal), start = text.IndexOf("<ra>", option, StringComparison.Ordinal), end = text.IndexOf("</ra>", start, StringComparison.Ordinal);
        return text[..start] + text[(end + 5)..];
    }
}
