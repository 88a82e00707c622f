using System.Globalization;
using static PortfolioMargin.Tests.Markets.BoardTexts;

namespace PortfolioMargin.Tests.Markets;

[TestFixture]
public sealed class DeribitBoardTests
{
    private static readonly Underlying Btc = new("BTC");
    private static readonly DateTimeOffset March = new(2026, 3, 27, 8, 0, 0, TimeSpan.Zero);

    [Test]
    public void A_board_becomes_a_snapshot_by_the_documented_rules()
    {
        var board = DeribitBoard.FromCsv(new StringReader(Board));
        board.RowCount.ShouldBe(5);
        board.UsedRowCount.ShouldBe(5);
        board.Snapshot.Time.ShouldBe(new(2026, 1, 1, 12, 0, 1, TimeSpan.Zero));
        board.Snapshot.ReportingCurrency.ShouldBe(new("USD"));
        var market = board.Snapshot[Btc];
        market.Spot.ShouldBe(94_000.25);
        market.Currency.ShouldBe(new Currency("USD"));
        market.Expiries.Length.ShouldBe(2);
        board.Snapshot.ForwardOf(Btc, March).ShouldBe(95_010);
        var call = VanillaOption.Call(Btc, 90_000, March) with { Payoff = PayoffStyle.Inverse };
        board.Snapshot.QuoteOf(call)!.Mark.ShouldBe(0.118);
        board.Snapshot.QuoteOf(call)!.Delta.ShouldBe(0.65);
        board.Snapshot.QuoteOf(call)!.Time.ShouldBe(new DateTimeOffset(2026, 1, 1, 12, 0, 0, 500, TimeSpan.Zero));
    }

    [Test]
    public void Where_call_and_put_disagree_the_one_out_of_the_money_holds_and_a_diagnostic_says_so()
    {
        var board = DeribitBoard.FromCsv(new StringReader(Board));
        Volatility(board, March, 90_000).ShouldBe(0.49);
        Volatility(board, March, 100_000).ShouldBe(0.45);
        var note = board.Diagnostics.Single(d => d.Code == "call-put-volatility");
        note.Message.ShouldBe("1 of 3 strikes state different volatilities for call and put; the one out of the money is used: BTC-27MAR26-90000-C 0.48 and put 0.49.");
        board.Diagnostics.Single(d => d.Code == "forward-moved").Message.ShouldContain("95000.5 to 95020");
    }

    [Test]
    public void Json_in_percent_and_a_csv_in_fractions_say_the_same()
    {
        var json = DeribitBoard.FromJson(Bytes(Json(Entry(), Entry("BTC-27MAR26-90000-P", "49"))));
        json.RowCount.ShouldBe(2);
        json.Snapshot.Time.ShouldBe(new(2026, 1, 1, 12, 0, 0, 500, TimeSpan.Zero));
        Volatility(json, March, 100_000).ShouldBe(0.45);
        json.Snapshot[Btc].Spot.ShouldBe(94_000.25);
        json.Snapshot[Btc].At(March)!.Rate.ShouldBe(0);
        Describe(DeribitBoard.FromJson(new StringReader(Json(Entry(), Entry("BTC-27MAR26-90000-P", "49"))))).ShouldBe(Describe(json));
    }

    [Test]
    public void Json_is_read_alike_in_single_bytes()
    {
        string text = "\uFEFF \n" + Json(Entry(), Entry("BTC-27MAR26-90000-P", "49", ",\"unknown\":{\"deep\":[1,[2,{}]]},\"note\":\"é\\u20ac\""));
        using var slow = new SlowStream(Bytes(text));
        Describe(DeribitBoard.FromJson(slow)).ShouldBe(Describe(DeribitBoard.FromJson(Bytes(text))));
    }

    [Test]
    public void The_shape_of_the_text_does_not_matter()
    {
        string plain = Describe(DeribitBoard.FromCsv(new StringReader(Board)));
        Describe(DeribitBoard.FromCsv(new StringReader("\uFEFF" + Board))).ShouldBe(plain);
        Describe(DeribitBoard.FromCsv(Bytes("\uFEFF" + Board))).ShouldBe(plain);
        Describe(DeribitBoard.FromCsv(Bytes(Board.Replace("\n", "\r\n")))).ShouldBe(plain);
        Describe(DeribitBoard.FromCsv(Bytes(Board.Replace("\n", "\n\n  \n")))).ShouldBe(plain);
        Describe(DeribitBoard.FromCsv(Bytes(Board.TrimEnd()))).ShouldBe(plain);
        Describe(DeribitBoard.FromCsv(Bytes(Board.Replace("BTC-27MAR26-100000-C", "\"BTC-27MAR26-100000-C\"").Replace("\n", ",\"a, \"\"b\"\"\"\n").Replace("index_price,\"a, \"\"b\"\"\"", "index_price,\"note, of\"")))).ShouldBe(plain);
        using var slow = new SlowStream(Bytes(Board));
        Describe(DeribitBoard.FromCsv(slow)).ShouldBe(plain);
        string[] lines = Board.TrimEnd().Split('\n');
        Array.Reverse(lines, 1, lines.Length - 1);
        Describe(DeribitBoard.FromCsv(new StringReader(string.Join('\n', lines)))).ShouldBe(plain);
    }

    [TestCase("tr-TR")]
    [TestCase("de-DE")]
    [TestCase("ar-SA")]
    [TestCase("th-TH")]
    public void Every_culture_reads_the_same(string name)
    {
        string csv = Describe(DeribitBoard.FromCsv(new StringReader(Board))), json = Describe(DeribitBoard.FromJson(Bytes(Json(Entry()))));
        string refusal = Should.Throw<MarginFormatException>(() => DeribitBoard.FromCsv(new StringReader(Csv(Row(iv: "45.5"))))).Message;
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = Culture(name);
            Describe(DeribitBoard.FromCsv(new StringReader(Board))).ShouldBe(csv);
            Describe(DeribitBoard.FromJson(Bytes(Json(Entry())))).ShouldBe(json);
            Should.Throw<MarginFormatException>(() => DeribitBoard.FromCsv(new StringReader(Csv(Row(iv: "45.5"))))).Message.ShouldBe(refusal);
            PositionsFile.ReadCsv(new StringReader("instrument,quantity\nAVAX_USDC-29MAY26-8d6-P,-1.5\n")).ToString().ShouldBe("-1.5 x AVAX 2026-05-29 08:00Z 8.6 put");
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Test]
    public void Rows_that_cannot_be_used_are_named_and_not_used()
    {
        var board = DeribitBoard.FromCsv(new StringReader(Csv(
            Row(),
            Row("BTC-27MAR26-110000-C", iv: "", strike: "110000"),
            Row("BTC-27MAR26-120000-C", mark: "", strike: "120000"),
            Row("BTC-27MAR26-130000-C", forward: "", strike: "130000"),
            Row("BTC-31DEC25-90000-C", strike: "90000", expiry: "2025-12-31T08:00:00+00:00"),
            Row("BTC-27MAR26-140000-C", strike: "140000", bid: "0.06", ask: "0.05"),
            Row("BTC-27MAR26-150000-C", strike: "150000", time: "2026-01-01T11:50:00Z"),
            Row("BTC-PERPETUAL", iv: "", type: "", strike: "", expiry: "", bid: "94000", ask: "94001", mark: "94000", delta: ""))));
        board.RowCount.ShouldBe(8);
        board.UsedRowCount.ShouldBe(3);
        Message("skipped-rows").ShouldBe("3 of 8 rows lack forward, implied volatility or mark price and are not used: BTC-27MAR26-110000-C (no volatility), BTC-27MAR26-120000-C (no mark), BTC-27MAR26-130000-C (no forward).");
        Message("expired-rows").ShouldContain("BTC-31DEC25-90000-C");
        Message("crossed-quotes").ShouldContain("BTC-27MAR26-140000-C (0.06 over 0.05)");
        Message("stale-rows").ShouldContain("BTC-27MAR26-150000-C (2026-01-01 11:50:00Z)");
        Message("not-options").ShouldContain("BTC-PERPETUAL");

        string Message(string code) => board.Diagnostics.Single(d => d.Code == code).Message;
    }

    [Test]
    public void A_linear_board_is_quoted_in_usdc()
    {
        var board = DeribitBoard.FromCsv(new StringReader(Csv(
            Row("AVAX_USDC-29MAY26-8D6-P", type: "put", strike: "8.6", expiry: "2026-05-29T08:00:00Z", forward: "9.1", index: "9", mark: "0.7", bid: "", ask: "", delta: "-0.4", coin: "USDC"))));
        board.Snapshot[new("AVAX")].Currency.ShouldBe(new Currency("USDC"));
        board.Snapshot.Quotes.Single().Instrument.Payoff.ShouldBe(PayoffStyle.Linear);
    }

    [Test]
    public void One_coin_in_two_quote_currencies_is_refused() =>
        Should.Throw<MarginFormatException>(() => DeribitBoard.FromCsv(new StringReader(Csv(Row(), Row("BTC_USDC-27MAR26-100000-C"))))).Message.ShouldContain("two boards");

    [Test]
    public void Cancellation_ends_the_reading()
    {
        using var source = new CancellationTokenSource();
        int rows = 0;
        Should.Throw<OperationCanceledException>(() =>
        {
            foreach (var _ in DeribitBoardReader.ReadCsv(new StringReader(Board), cancellation: source.Token))
                if (++rows == 2) source.Cancel();
        });
        rows.ShouldBe(2);
        Should.Throw<OperationCanceledException>(() => DeribitBoard.FromJson(Bytes(Json(Entry())), cancellation: source.Token));
    }

    [Test]
    public void The_callers_stream_stays_open()
    {
        var stream = Bytes(Board);
        DeribitBoard.FromCsv(stream);
        stream.CanRead.ShouldBeTrue();
        var json = Bytes(Json(Entry()));
        DeribitBoard.FromJson(json);
        json.CanRead.ShouldBeTrue();
    }

    [Test]
    public void Missing_objects_are_refused_at_once()
    {
        Should.Throw<ArgumentNullException>(() => DeribitBoardReader.ReadCsv((Stream)null!));
        Should.Throw<ArgumentNullException>(() => DeribitBoardReader.ReadCsv((TextReader)null!));
        Should.Throw<ArgumentNullException>(() => DeribitBoardReader.ReadJson((Stream)null!));
        Should.Throw<ArgumentNullException>(() => DeribitBoardReader.ReadJson((TextReader)null!));
        Should.Throw<ArgumentNullException>(() => DeribitBoard.FromRows(null!));
    }

    private static double Volatility(DeribitBoard board, DateTimeOffset expiry, double strike)
    {
        Span<double> result = [0];
        board.Snapshot.VolatilityOf(Btc, expiry)!.Volatilities(board.Snapshot.YearsTo(expiry), board.Snapshot.ForwardOf(Btc, expiry), [strike], result);
        return result[0];
    }

    /// <summary>Hands out one byte at a time, so that every token lies across a border.</summary>
    private sealed class SlowStream(MemoryStream inner) : MemoryStream
    {
        public override int Read(Span<byte> buffer) => inner.Read(buffer[..Math.Min(1, buffer.Length)]);

        public override int Read(byte[] buffer, int offset, int count) => inner.Read(buffer, offset, Math.Min(1, count));
    }
}
