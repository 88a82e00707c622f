using System.Text;
using PortfolioMargin.RuleBooks;
using static PortfolioMargin.Tests.RuleBooks.Span.Files.SpanFileTexts;

namespace PortfolioMargin.Tests.RuleBooks.Span.Files;

/// <summary>Broken and hostile positional files: one sentence that names the place, and nothing half loaded.</summary>
public sealed class HostilePa2Test
{
    private static readonly string[] Lines = [.. Pa2Lines(3)];

    [TestCaseSource(nameof(Broken))]
    public void A_broken_file_is_refused(string[] lines, string cause)
    {
        var refusal = Should.Throw<MarginFormatException>(() => Read(string.Join('\n', lines), new() { SourceName = "demo.pa2" }));
        refusal.Message.ShouldContain(cause);
        refusal.Message.ShouldStartWith("demo.pa2");
        TestContext.Out.WriteLine(refusal.Message);
    }

    private static IEnumerable<TestCaseData> Broken()
    {
        int array = Row("81XCHOGD"), second = Row("82XCHOGD");
        (string Name, string[] Lines, string Cause)[] cases =
        [
            ("the header is missing", Lines[1..], "row 1, record 1: the first record is not the header"),
            ("a second header", Insert(1, Lines[0]), "row 2, record 0: a second header"),
            ("another positional format", Change(0, 36, "U "), "record 0, columns 36-37, value \"U \""),
            ("a date that does not exist", Change(0, 9, "20310229"), "columns 9-16, value \"20310229\""),
            ("neither settlement nor intraday", Change(0, 17, "X"), "column 17"),
            ("a line cut in the middle", Replace(array, line => line[..70]), "is cut off"),
            ("a file cut behind the first half of an array", Lines[..(array + 1)], "record 82 does not follow"),
            ("a first half without its second", Without(second), "the array is incomplete"),
            ("a second half without its first", Without(array), "no record 81 of this contract stands before it"),
            ("halves in the wrong order", Swap(array, second), "no record 81"),
            ("the halves of two contracts", Change(second, 54, "9"), "no record 81"),
            ("another record between the halves", Insert(second, Lines[1]), "record 82 does not follow"),
            ("a contract twice", [.. Lines, Lines[array], Lines[second]], "is there twice"),
            ("a product twice", Insert(3, Lines[2]), "row 4, record P: product XCH GD FUT is there twice"),
            ("a series twice with other terms", Insert(Row("B XCHGD"), Lines[Row("B XCHGD")].Replace("04000", "04001", StringComparison.Ordinal)), "the series is there twice"),
            ("a tier twice", Change(Row("3 CC-GD"), 25, "01"), "tier 1 is there twice"),
            ("a product in two commodities", Change(Row("2 XCH CC-SX"), 23, "GD        FUT"), "belongs to CC-GD already"),
            ("a commodity in two currencies", Insert(Row("S CC-GD"), Lines[Row("2 XCH CC-GD")].Replace("USD", "EUR", StringComparison.Ordinal)), "another currency"),
            ("a letter in an array value", Change(array, 57, "O"), "record 81, columns 55-59"),
            ("a blank in an array value", Change(array, 57, " "), "columns 55-59"),
            ("a blank sign", Change(array, 60, " "), "column 60"),
            ("an unknown sign", Change(second, 60, "*"), "column 60"),
            ("a blank sign of the price", Change(second, 118, " "), "column 118"),
            ("no composite delta", Change(second, 97, "     "), "columns 97-101"),
            ("a minus inside digits", Change(second, 97, "-0100"), "columns 97-101"),
            ("a right that is neither call nor put", Change(Change(array, 29, "X"), second, 29, "X"), "column 29"),
            ("an option without period", Change(Change(array, 39, "000000"), second, 39, "000000"), "columns 39-46"),
            ("an option on a future without future", Change(Change(array, 30, "000000"), second, 30, "000000"), "columns 30-37"),
            ("a month that does not exist", Change(Change(array, 39, "203113"), second, 39, "203113"), "option period is not a month"),
            ("a year of the distant past", Change(Change(array, 39, "000103"), second, 39, "000103"), "option period is not a month"),
            ("a product type that does not exist", Change(2, 16, "XXX"), "columns 16-18, value \"XXX\""),
            ("an exercise style that does not exist", Change(3, 76, "BERM"), "columns 76-79"),
            ("a decimal locator beyond reason", Change(2, 34, "099"), "columns 34-36"),
            ("an exponent beyond reason", Change(2, 74, "99"), "columns 74-75"),
            ("a contract of a product that is not defined", Change(Change(array, 6, "QQQ"), second, 6, "QQQ"), "expected its P record before"),
            ("products after contracts", [Lines[0], Lines[array], Lines[second], .. Lines[1..array]], "expected its P record before"),
            ("a product of a commodity that is not defined", Change(Row("2 XCH CC-GD"), 23, "QQQ"), "which the file does not define"),
            ("a spread of a commodity that is not defined", Change(Row("6 DEM"), 21, "CC-ZZ"), "columns 21-26"),
            ("a tier that is not defined", Change(Row("C CC-GD"), 31, "09"), "names tier 9"),
            ("a tier between commodities that is not defined", Change(Row("6 DEM"), 102, "09"), "names tier 9"),
            ("charges of a commodity that is not defined", Change(Row("4 CC-GD"), 3, "CC-ZZ"), "CC-ZZ, which the file does not define"),
            ("a group of a commodity that is not defined", Change(Row("5 DEM"), 13, "CC-ZZ"), "CC-ZZ, which the file does not define"),
            ("a tier that runs backward", Change(Row("3 CC-GD"), 13, "203106203103"), "do not run from a month to a later one"),
            ("a thousand spot months", [.. Lines[..^1], .. Enumerable.Repeat(Lines[Row("4 CC-GD")], 1_002)], "more than 1000 tiers or spot months"),
            ("a leg without side", Change(Row("C CC-GD"), 28, " "), "column 28"),
            ("a leg without deltas", Change(Row("C CC-GD"), 26, "00"), "columns 26-27"),
            ("a spread of one leg", Change(Row("C CC-GD"), 13, "01"), "is not from 2 to 8"),
            ("a count of legs beyond the layout", Change(Row("C CC-GD"), 13, "99"), "is not from 2 to 8"),
            ("a count of tiers beyond the layout", Change(Row("S CC-GD"), 11, "99"), "is not from 1 to 5"),
            ("a count of spot months beyond the layout", Change(Row("4 CC-GD"), 11, "99"), "is above 2"),
            ("a record that the layout does not have", Insert(5, "QQ what is this"), "row 6, record QQ: the layout has no record"),
            ("a full-width digit", Replace(array, line => line.Replace("00000", "0\u00EF\u00BC\u009500", StringComparison.Ordinal)), "not a printable ASCII character"),
            ("a Latin letter with an accent in a name", Change(2, 19, "Or\u00E9"), "byte E9"),
            ("a tabulator", Change(2, 19, "\t"), "byte 09"),
            ("a null character", Change(array, 57, "\0"), "byte 00"),
            ("no contracts", Lines[..Row("81")], "the file has no contracts"),
            ("a header alone", Lines[..1], "the file has no contracts"),
        ];
        return cases.Select(entry => new TestCaseData(entry.Lines, entry.Cause).SetName($"Positional: {entry.Name}"));
    }

    [TestCase("", "no data")]
    [TestCase("\u00EF\u00BB\u00BF", "no data")]
    [TestCase("PK\u0003\u0004", "compressed")]
    [TestCase("\u001F\u008B\u0008", "compressed")]
    [TestCase("\u00FF\u00FE0\0", "UTF-16")]
    [TestCase("0\0 \0", "UTF-16")]
    [TestCase("instrument;price", "not the header")]
    public void What_is_no_span_file_is_refused(string text, string cause) => Should.Throw<MarginFormatException>(() => Read(text)).Message.ShouldContain(cause);

    [Test]
    public void Records_that_the_layout_does_not_have_are_counted_where_that_is_asked_for()
    {
        var file = Read(string.Join('\n', Insert(5, "QQ what is this").Append("QQ once more").Append("V CMEGA")), new() { RefuseUnknownRecords = false });
        file.Diagnostics.ShouldContain(finding => finding.Code == "unknown-record" && finding.Message.StartsWith("2 x record \"QQ\"", StringComparison.Ordinal) && finding.Message.Contains("row 6", StringComparison.Ordinal));
        file.Diagnostics.ShouldContain(finding => finding.Code == "record-not-read" && finding.Message.StartsWith("1 x record V", StringComparison.Ordinal));
        file.Contracts.Length.ShouldBe(20);
    }

    [Test]
    public void Limits_hold_and_name_themselves()
    {
        Limited(new() { MaxContracts = 19 }).ShouldContain("more than 19 contracts");
        Limited(new() { MaxParameters = 10 }).ShouldContain("more than 10 products");
        Limited(new() { MaxBytes = 1_000 }).ShouldContain("longer than 1000 bytes");
        Should.NotThrow(() => Read(Pa2(), new() { MaxContracts = 20 }));
        Should.Throw<MarginFormatException>(() => Read(Lines[0] + "\n" + new string('x', 5_000))).Message.ShouldContain("longer than 4096 columns");
        Should.Throw<ArgumentOutOfRangeException>(() => new SpanReadingOptions { MaxLineLength = 131 }).Message.ShouldContain("at least 132");
        Should.Throw<ArgumentOutOfRangeException>(() => new SpanReadingOptions { MaxContracts = 0 });
        Should.Throw<ArgumentOutOfRangeException>(() => new SpanReadingOptions { MaxBytes = 0 });
        Should.Throw<ArgumentOutOfRangeException>(() => new SpanReadingOptions { RateNumber = 0 });
        Should.Throw<ArgumentOutOfRangeException>(() => new SpanReadingOptions { Account = (SpanAccountType)7 });

        static string Limited(SpanReadingOptions options) => Should.Throw<MarginFormatException>(() => Read(Pa2(), options)).Message;
    }

    [Test]
    public void A_line_of_64_megabytes_is_refused_with_bounded_allocation()
    {
        using var stream = new MadeStream(Enumerable.Repeat(new string('x', 65_536), 1_024), newlines: false);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Should.Throw<MarginFormatException>(() => SpanFile.Read(new PrefixedStream(Lines[0] + "\n", stream))).Message.ShouldContain("longer than 4096 columns");
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(4 << 20);
    }

    [Test]
    public void A_file_cut_anywhere_is_read_whole_to_the_cut_or_refused()
    {
        string text = Pa2();
        int refused = 0;
        for (int length = 0; length < text.Length; length += 7)
        {
            try
            {
                Read(text[..length]).Contracts.Length.ShouldBeGreaterThan(0);
            }
            catch (MarginFormatException)
            {
                refused++;
            }
        }

        refused.ShouldBeGreaterThan(text.Length / 20);
    }

    [Test]
    public void Random_damage_ends_in_a_file_or_in_a_sentence()
    {
        byte[] text = Encoding.ASCII.GetBytes(Pa2());
        Fuzz.Run(text, seed: 31, rounds: 4_000);
    }

    private static int Row(string start) => Array.FindIndex(Lines, line => line.StartsWith(start, StringComparison.Ordinal));

    private static string[] Change(int row, int column, string text) => Change(Lines, row, column, text);

    private static string[] Change(string[] lines, int row, int column, string text) =>
        [.. lines.Select((line, i) => i == row ? (line.PadRight(180)[..(column - 1)] + text + line.PadRight(180)[(column - 1 + text.Length)..]).TrimEnd() : line)];

    private static string[] Replace(int row, Func<string, string> change) => [.. Lines.Select((line, i) => i == row ? change(line) : line)];

    private static string[] Insert(int row, string line) => [.. Lines[..row], line, .. Lines[row..]];

    private static string[] Without(int row) => [.. Lines[..row], .. Lines[(row + 1)..]];

    private static string[] Swap(int first, int second) => [.. Lines.Select((line, i) => i == first ? Lines[second] : i == second ? Lines[first] : line)];
}
