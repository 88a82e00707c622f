using System.Globalization;
using System.Text;
using static PortfolioMargin.Tests.Markets.BoardTexts;

namespace PortfolioMargin.Tests.Markets;

[TestFixture]
public sealed class HostileBoardTests
{
    [Test]
    public void An_empty_file_has_no_data()
    {
        foreach (string text in new[] { "", "\uFEFF", "\n\n \r\n" })
        {
            Refused(text).Message.ShouldContain("no data");
            Should.Throw<MarginFormatException>(() => DeribitBoard.FromJson(Bytes(text))).Message.ShouldContain("no data");
            Should.Throw<MarginFormatException>(() => PositionsFile.ReadCsv(Bytes(text))).Message.ShouldContain("no data");
        }
    }

    [Test]
    public void A_frame_without_rows_yields_no_rows_and_makes_no_board()
    {
        DeribitBoardReader.ReadCsv(new StringReader(Header)).ShouldBeEmpty();
        DeribitBoardReader.ReadJson(Bytes("{\"result\":[]}")).ShouldBeEmpty();
        Refused(Header).Message.ShouldContain("no rows");
        Should.Throw<MarginFormatException>(() => DeribitBoard.FromJson(Bytes("{\"result\":[]}"))).Message.ShouldContain("no rows");
        Refused(Csv(Row(iv: ""))).Message.ShouldContain("None of the 1 rows");
        Refused(Csv(Row(index: ""))).Message.ShouldContain("index price");
    }

    [Test]
    public void Percent_in_a_fraction_column_is_refused_with_its_place()
    {
        var refusal = Should.Throw<MarginFormatException>(() => DeribitBoard.FromCsv(new StringReader(Csv(Row(), Row("BTC-27MAR26-90000-C", "45", strike: "90000"))), new() { SourceName = "board.csv" }));
        refusal.SourceName.ShouldBe("board.csv");
        refusal.Row.ShouldBe(3);
        refusal.Column.ShouldBe("implied_volatility");
        refusal.Value.ShouldBe("45");
        refusal.Message.ShouldContain("looks like percent");
        refusal.Message.ShouldContain("0.45");
    }

    [Test]
    public void Wrong_fields_are_refused_with_column_value_and_cause()
    {
        Field(Row(iv: "\"0,45\""), "implied_volatility", "0,45", "decimal comma");
        Field(Row(forward: "\"12,345\""), "underlying", "12,345", "decimal comma");
        Field(Row(iv: "NaN"), "implied_volatility", "NaN", "finite");
        Field(Row(mark: "Infinity"), "mark_price", "Infinity", "finite");
        Field(Row(mark: "-∞"), "mark_price", "-∞", "number");
        Field(Row(mark: "1e999"), "mark_price", "1e999", "finite");
        Field(Row(mark: "-0.01"), "mark_price", "-0.01", "below 0");
        Field(Row(bid: "-1"), "bid_price", "-1", "below 0");
        Field(Row(iv: "-0.4"), "implied_volatility", "-0.4", "below 0");
        Field(Row(forward: "0"), "underlying", "0", "above 0");
        Field(Row(index: "-5"), "index_price", "-5", "above 0");
        Field(Row(delta: "40"), "delta", "40", "percent");
        Field(Row(mark: " 0.05"), "mark_price", " 0.05", "blanks");
        Field(Row(mark: "=1+1"), "mark_price", "=1+1", "formula");
        Field(Row(mark: "0x10"), "mark_price", "0x10", "Expected a number");
        Field(Row(mark: "٠.٥"), "mark_price", "٠.٥", "Expected a number");
        Field(Row(type: "straddle"), "option_type", "straddle", "call or put");
        Field(Row(type: "put"), "option_type", "put", "contradicts");
        Field(Row(strike: "90000"), "strike", "90000", "contradicts");
        Field(Row(expiry: "2026-03-27T09:00:00+00:00"), "expiry_datetime", "2026-03-27 09:00Z", "contradicts");
        Field(Row(coin: "ETH"), "currency", "ETH", "contradicts");
        Field(Row("=cmd"), "instrument_name", "=cmd", "formula");
        Field(Row("\"=cmd\""), "instrument_name", "=cmd", "Unknown name");
        Field(Row(""), "instrument_name", "", "empty");
        Field(Row(time: "yesterday"), "timestamp", "yesterday", "instant");
        Field(Row(time: ""), "timestamp", "", "no time");
    }

    [Test]
    public void Broken_lines_are_refused()
    {
        Refused(Csv(Row(iv: "0,45"))).Message.ShouldContain("14 fields where the header has 13");
        Refused(Csv("a,b")).Message.ShouldContain("2 fields");
        Refused(Csv(Row() + ",")).Message.ShouldContain("14 fields");
        Refused(Csv(Row("\"BTC-27MAR26"))).Message.ShouldContain("quoted field");
        Refused(Csv(Row("BTC\"-27MAR26"))).Message.ShouldContain("quote stands inside");
        Refused(Csv(Row("\"BTC-PERPETUAL\"x"))).Message.ShouldContain("quoted field");
        Refused(Csv(Row("\""))).Message.ShouldContain("quoted field");
        Refused(Header.Replace(",index_price", "")).Message.ShouldContain("lacks index_price");
        Refused(Header.Replace(',', ';')).Message.ShouldContain("semicolons");
        Refused(Header + ",underlying").Message.ShouldContain("twice");
        Refused("\0\0\0\0").Message.ShouldContain("lacks");
        Should.Throw<MarginFormatException>(() => DeribitBoard.FromCsv(new MemoryStream([.. Encoding.UTF8.GetBytes(Header), (byte)'\n', 0xC3, 0x28]))).Message.ShouldContain("UTF-8");
    }

    [Test]
    public void An_instrument_stated_twice_is_refused_with_both_rows()
    {
        var refusal = Refused(Csv(Row(), Row()));
        refusal.Row.ShouldBe(3);
        refusal.Message.ShouldContain("row 2");
        Should.Throw<MarginFormatException>(() => DeribitBoard.FromJson(Bytes(Json(Entry(), Entry())))).Row.ShouldBe(2);
    }

    [Test]
    public void Limits_hold()
    {
        Limited(new() { MaxRows = 1 }, Csv(Row(), Row())).ShouldContain("More than 1 rows");
        Limited(new() { MaxRows = 3 }, Header + "\n\n\n\n\n\n").ShouldContain("More than 3 rows");
        Limited(new() { MaxFields = 12 }, Csv(Row())).ShouldContain("More than 12 fields");
        Limited(new() { MaxLineLength = Header.Length - 1 }, Csv(Row())).ShouldContain("longer than");
        Should.NotThrow(() => DeribitBoard.FromCsv(new StringReader(Csv(Row())), new() { MaxLineLength = Header.Length, MaxRows = 1, MaxFields = 13 }));
        Should.Throw<MarginFormatException>(() => DeribitBoard.FromJson(Bytes(Json(Entry(), Entry("BTC-27MAR26-90000-P"))), new() { MaxRows = 1 })).Message.ShouldContain("More than 1 rows");
        Should.Throw<MarginFormatException>(() => DeribitBoard.FromJson(Bytes("{\"a\":" + new string('[', 1000)))).Message.ShouldContain("nested");
        Should.Throw<ArgumentOutOfRangeException>(() => new ReadingOptions { MaxRows = 0 });
        Should.Throw<ArgumentOutOfRangeException>(() => new ReadingOptions { MaxFields = 0 });
        Should.Throw<ArgumentOutOfRangeException>(() => new ReadingOptions { MaxLineLength = 15 });
        Should.Throw<ArgumentOutOfRangeException>(() => new ReadingOptions { MaxJsonDepth = 2 });
        Should.Throw<ArgumentOutOfRangeException>(() => new ReadingOptions { StaleAfter = TimeSpan.Zero });

        static string Limited(ReadingOptions options, string text) => Should.Throw<MarginFormatException>(() => DeribitBoard.FromCsv(new StringReader(text), options)).Message;
    }

    [Test]
    public void A_line_of_64_megabytes_is_refused_with_bounded_allocation()
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        using var csv = new Repeated("", "x"u8.ToArray(), 64 << 20);
        Should.Throw<MarginFormatException>(() => DeribitBoard.FromCsv(csv)).Message.ShouldContain("longer than 65536");
        using var json = new Repeated("{\"result\":[{\"instrument_name\":\"", "x"u8.ToArray(), 64 << 20);
        Should.Throw<MarginFormatException>(() => DeribitBoard.FromJson(json)).Message.ShouldContain("longer than 65536");
        using var positions = new Repeated("", "x"u8.ToArray(), 64 << 20);
        Should.Throw<MarginFormatException>(() => PositionsFile.ReadCsv(positions)).Message.ShouldContain("longer than 65536");
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(4 << 20);
    }

    [TestCase("[]", "object with an array")]
    [TestCase("12", "object with an array")]
    [TestCase("null", "object with an array")]
    [TestCase("{}", "no array \"result\"")]
    [TestCase("{\"result\":{}}", "expected an array")]
    [TestCase("{\"result\":\"none\"}", "expected an array")]
    [TestCase("{\"error\":{\"code\":10028}}", "answered with an error")]
    [TestCase("{\"result\":[1]}", "expected objects")]
    [TestCase("{\"result\":[[]]}", "expected objects")]
    [TestCase("{\"result\":[],\"result\":[]}", "twice")]
    [TestCase("{\"result\":[{}]}", "names no instrument")]
    [TestCase("{\"result\":[", "cut off")]
    [TestCase("{\"result\":[]", "cut off")]
    [TestCase("{\"result\":[]}x", "not well-formed")]
    [TestCase("{\"result\":[],}", "not well-formed")]
    [TestCase("<html></html>", "web page")]
    [TestCase("{\"result\":[{\"instrument_name\":\"\\uD800\"}]}", "well-formed")]
    [TestCase("{\"result\":[{\"instrument_name\":null}]}", "JSON string")]
    [TestCase("{\"result\":[{\"instrument_name\":\"=cmd\"}]}", "formula")]
    [TestCase("{\"result\":[{\"instrument_name\":\"BTC-PERPETUAL\"}]}", "no time")]
    [TestCase("{\"result\":[{\"mark_iv\":\"45\"}]}", "JSON number")]
    [TestCase("{\"result\":[{\"mark_iv\":{\"a\":1}}]}", "got a object")]
    [TestCase("{\"result\":[{\"mark_iv\":4500}]}", "percent of percent")]
    [TestCase("{\"result\":[{\"mark_iv\":NaN}]}", "well-formed")]
    [TestCase("{\"result\":[{\"mark_price\":1e999}]}", "finite")]
    [TestCase("{\"result\":[{\"mark_price\":-1}]}", "below 0")]
    [TestCase("{\"result\":[{\"underlying_price\":0}]}", "above 0")]
    [TestCase("{\"result\":[{\"mark_price\":1,\"mark_price\":2}]}", "twice")]
    [TestCase("{\"result\":[{\"creation_timestamp\":1767268800}]}", "seconds")]
    [TestCase("{\"result\":[{\"creation_timestamp\":1e300}]}", "milliseconds")]
    [TestCase("{\"result\":[{\"interest_rate\":400}]}", "basis points")]
    public void Wrong_json_is_refused_with_its_cause(string text, string cause)
    {
        Should.Throw<MarginFormatException>(() => DeribitBoard.FromJson(Bytes(text))).Message.ShouldContain(cause);
        Should.Throw<MarginFormatException>(() => DeribitBoard.FromJson(new StringReader(text))).Message.ShouldContain(cause);
    }

    [Test]
    public void Json_cut_off_anywhere_is_refused()
    {
        string text = Json(Entry(), Entry("BTC-27MAR26-90000-P"));
        for (int length = 0; length < text.Length; length++)
            Should.Throw<MarginFormatException>(() => DeribitBoard.FromJson(Bytes(text[..length])), text[..length]);
    }

    [Test]
    public void Random_damage_ends_in_a_board_or_in_a_sentence()
    {
        var random = new Random(7);
        foreach (bool json in new[] { false, true })
        {
            string text = json ? Json(Entry(), Entry("BTC-27MAR26-90000-P")) : Board;
            for (int i = 0; i < 3_000; i++)
            {
                byte[] bytes = Encoding.UTF8.GetBytes(text);
                for (int hits = random.Next(1, 4); hits > 0; hits--) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
                try
                {
                    _ = json ? DeribitBoard.FromJson(new MemoryStream(bytes)) : DeribitBoard.FromCsv(new MemoryStream(bytes));
                }
                catch (MarginFormatException exception)
                {
                    exception.Value.Length.ShouldBeLessThanOrEqualTo(80);
                }
            }
        }
    }

    [Test]
    public void A_million_rows_are_read_in_bounded_memory()
    {
        byte[] row = Encoding.UTF8.GetBytes(Row() + "\n");
        using var stream = new Repeated(Header + "\n", row, 1_000_000L * row.Length);
        GC.Collect();
        long before = GC.GetTotalMemory(true), most = 0, rows = 0;
        foreach (var read in DeribitBoardReader.ReadCsv(stream))
        {
            if (++rows % 250_000 == 0) most = Math.Max(most, GC.GetTotalMemory(true) - before);
            if (rows == 1_000_000) read.Row.ShouldBe(1_000_001);
        }

        rows.ShouldBe(1_000_000);
        most.ShouldBeLessThan(1 << 20);
        TestContext.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"held at most {most} bytes"));
    }

    private static MarginFormatException Refused(string text) => Should.Throw<MarginFormatException>(() => DeribitBoard.FromCsv(new StringReader(text)));

    private static void Field(string row, string column, string value, string cause)
    {
        var refusal = Refused(Csv(Row(), row));
        refusal.Row.ShouldBe(3);
        refusal.Column.ShouldBe(column);
        refusal.Value.ShouldBe(value);
        refusal.Message.ShouldContain(cause);
    }

    /// <summary>A text followed by a piece repeated up to a length, made while it is read.</summary>
    private sealed class Repeated(string head, byte[] piece, long length) : MemoryStream
    {
        private readonly byte[] _head = Encoding.UTF8.GetBytes(head);
        private long _at;

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            int written = 0;
            while (written < buffer.Length && _at < _head.Length + length)
            {
                var rest = _at < _head.Length ? _head.AsSpan((int)_at) : piece.AsSpan((int)((_at - _head.Length) % piece.Length));
                int count = Math.Min(rest.Length, buffer.Length - written);
                rest[..count].CopyTo(buffer[written..]);
                written += count;
                _at += count;
            }

            return written;
        }
    }
}
