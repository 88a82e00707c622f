using System.Globalization;
using System.Text;
using PortfolioMargin.Tests.Reference;

namespace PortfolioMargin.Tests.Markets;

/// <summary>Closing prices of index options: forwards and volatilities come back out of prices that were made from them.</summary>
[TestFixture]
public sealed class IndexOptionBoardTests
{
    private const double Spot = 2000, Rate = 0.03;
    private const string Header = "#expiry,strike,right,close,implied_volatility\n";
    private static readonly DateTimeOffset Time = new(2030, 1, 2, 21, 0, 0, TimeSpan.Zero);
    private static readonly IndexOptionTerms Terms = new(new("IDX"), Time) { Spot = Spot, Rate = Rate };

    private static readonly (DateOnly Day, double Forward, double Volatility)[] Expiries = [(new(2030, 3, 15), 2006, 0.18), (new(2030, 12, 20), 2025, 0.22)];

    [TestCase(false, TestName = "Forwards_and_volatilities_come_back_where_calls_and_puts_alternate")]
    [TestCase(true, TestName = "Forwards_and_volatilities_come_back_where_every_strike_has_both")]
    public void They_come_back(bool both)
    {
        var board = Read(Board(both));
        foreach (var (day, forward, volatility) in Expiries)
        {
            DateTimeOffset expiry = new(day, new(21, 0), TimeSpan.Zero);
            board.Snapshot.ForwardOf(new("IDX"), expiry).ShouldBe(forward, Tolerances.Board * forward);
            double[] smile = new double[3];
            board.Snapshot.VolatilityOf(new("IDX"), expiry)!.Volatilities(0, forward, [1700, 2000, 2300], smile);
            smile.ShouldAllBe(v => Math.Abs(v - volatility) < 1e-9);
        }

        board.Options.Length.ShouldBe(both ? 52 : 26);
        board.RowCount.ShouldBe(board.Options.Length);
        board.Diagnostics.ShouldHaveSingleItem().Code.ShouldBe("forwards-implied");
        board.Snapshot.Quotes.Count().ShouldBe(board.Options.Length);
        board.Options.ShouldAllBe(option => ReferenceEquals(board.Find(option.ToString()), option));
        board.Find("IDX 2030-03-15 21:00Z 1234 call (x 100)").ShouldBeNull();
    }

    [Test]
    public void A_strike_with_call_and_put_gives_their_parity_whatever_the_smile()
    {
        double growth = Math.Exp(Rate * Years(new(2030, 12, 20)));
        var board = Read(Header + "20301220,1900,C,230,\n20301220,1900,P,90,\n20301220,2300,C,20,\n");
        board.Snapshot.ForwardOf(new("IDX"), At(new(2030, 12, 20))).ShouldBe(1900 + (140 * growth), 1e-9);
    }

    [Test]
    public void The_yield_of_the_index_is_the_least_squares_fit_and_fills_expiries_without_pairs()
    {
        var board = Read(Board(true) + Row(new(2031, 6, 20), 2500, OptionRight.Call, 1990, 0.25));
        double top = Expiries.Sum(e => Years(e.Day) * Math.Log(e.Forward / Spot)), bottom = Expiries.Sum(e => Years(e.Day) * Years(e.Day));
        double carry = Rate - (top / bottom);
        board.Snapshot[new("IDX")].Carry.ShouldBe(carry, 1e-10);
        board.Snapshot.ForwardOf(new("IDX"), At(new(2031, 6, 20))).ShouldBe(Spot * Math.Exp((Rate - carry) * Years(new(2031, 6, 20))), 1e-6);
        board.Diagnostics.Single(d => d.Code == "forward-from-yield").Message.ShouldContain("2031-06-20");
    }

    [Test]
    public void A_stated_yield_gives_every_forward()
    {
        var board = Read(Board(true), Terms with { Carry = 0.01 });
        foreach (var (day, _, _) in Expiries) board.Snapshot.ForwardOf(new("IDX"), At(day)).ShouldBe(Spot * Math.Exp(0.02 * Years(day)), 1e-9);
        board.Diagnostics.ShouldNotContain(d => d.Code == "forwards-implied");
    }

    [Test]
    public void A_volatility_that_contradicts_its_price_is_named_and_not_used()
    {
        string text = Board(false);
        var board = Read(text.Replace(",0.18\n", ",0.45\n", StringComparison.Ordinal));
        board.Diagnostics.Single(d => d.Code == "volatility-implied").Message.ShouldContain("(stated 0.45, implied 0.1");
        board.Snapshot.VolatilityOf(new("IDX"), At(Expiries[0].Day)).ShouldBeOfType<SmileVolatility>().Points.ShouldAllBe(p => Math.Abs(p.Volatility - 0.18) < 1e-9);
    }

    [Test]
    public void The_row_without_expiry_is_the_index_unless_the_terms_state_it()
    {
        var open = new IndexOptionTerms(new("IDX"), Time) { Rate = Rate };
        Read(Header + ",,,1999.5,\n" + Board(true)[Header.Length..], open).Snapshot[new("IDX")].Spot.ShouldBe(1999.5);
        Read(Header + ",,,1999.5,\n" + Board(true)[Header.Length..]).Snapshot[new("IDX")].Spot.ShouldBe(Spot);
        Should.Throw<MarginFormatException>(() => Read(Board(true), open)).Message.ShouldContain("state the level of IDX");
        Should.Throw<MarginFormatException>(() => Read(Header + ",,,,\n", open)).Message.ShouldContain("needs a close");
    }

    [Test]
    public void An_index_that_is_stated_twice_is_refused()
    {
        var problem = Should.Throw<MarginFormatException>(() => Read(Header + ",,,1999.5,\n,,,1999.5,\n"));
        (problem.Row, problem.Column).ShouldBe((3, "#expiry"));
        problem.Message.ShouldContain("row 2");
    }

    /// <summary>Also where a yield is stated, so that nothing sorts the rows for the sake of parity.</summary>
    [TestCase(null)]
    [TestCase(0.01)]
    public void The_order_of_the_rows_does_not_change_a_bit(double? carry)
    {
        string[] rows = Board(true)[Header.Length..].Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var expected = Read(Board(true), Terms with { Carry = carry });
        new Random(1).Shuffle(rows);
        var board = Read(Header + string.Join('\n', rows), Terms with { Carry = carry });
        board.Options.ShouldBe(expected.Options);
        foreach (var (day, _, _) in Expiries)
        {
            board.Snapshot.ForwardOf(new("IDX"), At(day)).ShouldBe(expected.Snapshot.ForwardOf(new("IDX"), At(day)));
            ((SmileVolatility)board.Snapshot.VolatilityOf(new("IDX"), At(day))!).Points.ShouldBe(((SmileVolatility)expected.Snapshot.VolatilityOf(new("IDX"), At(day))!).Points);
        }
    }

    [Test]
    public void A_price_below_intrinsic_value_has_a_quote_and_no_point_of_the_smile()
    {
        var board = Read(Board(false) + "20300315,500,C,1400,\n");
        board.Diagnostics.Single(d => d.Code == "volatility-unexplained").Message.ShouldContain("2030-03-15 500 call (BelowIntrinsic)");
        board.Snapshot.QuoteOf(board.Options[0])!.Mark.ShouldBe(1400);
        ((SmileVolatility)board.Snapshot.VolatilityOf(new("IDX"), At(Expiries[0].Day))!).Points[0].Strike.ShouldBe(1400);
    }

    [Test]
    public void Expired_and_empty_rows_are_left_out_and_named()
    {
        var board = Read(Board(true) + "20291221,2000,C,5,\n20300315,9000,C,0,\n20300315,9100,C,,\n");
        board.RowCount.ShouldBe(55);
        board.Options.Length.ShouldBe(52);
        board.Diagnostics.Single(d => d.Code == "expired-rows").Message.ShouldContain("2029-12-21 2000 call");
        board.Diagnostics.Single(d => d.Code == "skipped-rows").Message.ShouldStartWith("2 of 55");
    }

    [TestCase("20300315,2000,X,5,0.2", "right")]
    [TestCase("20300315,2000,C,-5,0.2", "close")]
    [TestCase("20300315,2000,C,NaN,0.2", "close")]
    [TestCase("20300315,2000,C,5,45", "implied_volatility")]
    [TestCase("20300315,0,C,5,0.2", "strike")]
    [TestCase("20300315,,C,5,0.2", "strike")]
    [TestCase("2030-03-15,2000,C,5,0.2", "#expiry")]
    [TestCase("20301315,2000,C,5,0.2", "#expiry")]
    [TestCase("20300315,1400,C,5,0.2", "strike")] // stated before
    [TestCase(",2000,C,5,0.2", "#expiry")]
    [TestCase(",,P,5,0.2", "#expiry")]
    public void A_bad_row_is_named_with_line_and_column(string row, string column)
    {
        var problem = Should.Throw<MarginFormatException>(() => Read(Board(true) + row + "\n"));
        (problem.Row, problem.Column, problem.SourceName).ShouldBe((54, column, "closing.csv"));
    }

    [TestCase("", "empty")]
    [TestCase("#expiry,strike,right\n", "close")]
    [TestCase(Header, "no rows")]
    [TestCase(Header + "20291221,2000,C,5,\n", "unexpired option")]
    [TestCase(Header + "20300315,2000,C,5,\n", "dividend yield (Carry)")]
    [TestCase(Header + "20300315,2000,C,5\n", "4 fields")]
    public void A_board_that_is_none_ends_in_a_sentence(string text, string part) => Should.Throw<MarginFormatException>(() => Read(text)).Message.ShouldContain(part);

    [Test]
    public void Numbers_that_no_double_holds_are_refused_with_their_row()
    {
        Should.Throw<MarginFormatException>(() => Read(Board(true), new(new("IDX"), new DateTimeOffset(1900, 1, 1, 0, 0, 0, TimeSpan.Zero)) { Spot = Spot, Rate = 10 })).Message.ShouldContain("is not representable");
        var problem = Should.Throw<MarginFormatException>(() => Read(Board(true) + "20301220,9000,C,1.79e308,\n"));
        (problem.Row, problem.Column).ShouldBe((54, "close"));
    }

    [Test]
    public void Prices_without_sense_give_no_forward_and_no_volatility()
    {
        var board = Read(Board(true) + "20310620,1900,C,1e300,\n20310620,1900,P,1e-300,\n20310620,2100,P,3,\n");
        board.Diagnostics.ShouldContain(d => d.Code == "volatility-unexplained");
        board.Diagnostics.Single(d => d.Code == "forward-from-yield").Message.ShouldContain("2031-06-20");
        board.Snapshot.Quotes.Count().ShouldBe(55);
        foreach (var market in board.Snapshot.Underlyings) market.Expiries.ShouldAllBe(expiry => double.IsFinite(expiry.Forward!.Value) && expiry.Forward > 0);
    }

    [Test]
    public void Terms_that_cannot_be_are_refused()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => Terms with { Spot = 0 });
        Should.Throw<ArgumentOutOfRangeException>(() => Terms with { Rate = 50 });
        Should.Throw<ArgumentOutOfRangeException>(() => Terms with { Carry = double.NaN });
        Should.Throw<ArgumentOutOfRangeException>(() => Terms with { Multiplier = -1 });
        Should.Throw<ArgumentException>(() => new IndexOptionTerms(default, Time));
    }

    private static IndexOptionBoard Read(string text, IndexOptionTerms? terms = null) => IndexOptionBoard.FromCsv(new StringReader(text), terms ?? Terms, new() { SourceName = "closing.csv" });

    /// <summary>Strikes 1,400 to 2,600: calls and puts in turn, or both.</summary>
    private static string Board(bool both)
    {
        var text = new StringBuilder(Header);
        foreach (var (day, forward, volatility) in Expiries)
        {
            for (int i = 0; i <= 12; i++)
                foreach (var right in new[] { OptionRight.Call, OptionRight.Put })
                    if (both || i % 2 == (int)right) text.Append(Row(day, 1400 + (100 * i), right, forward, volatility));
        }

        return text.ToString();
    }

    private static string Row(DateOnly day, double strike, OptionRight right, double forward, double volatility)
    {
        double call = NaiveTwin.LognormalCall(forward, strike, volatility * Math.Sqrt(Years(day))), value = right == OptionRight.Call ? call : call - forward + strike;
        return string.Create(CultureInfo.InvariantCulture, $"{day:yyyyMMdd},{strike},{(right == OptionRight.Call ? "C" : "P")},{value * Math.Exp(-Rate * Years(day)):R},{volatility}\n");
    }

    private static DateTimeOffset At(DateOnly day) => new(day, new(21, 0), TimeSpan.Zero);

    private static double Years(DateOnly day) => (At(day) - Time).TotalDays / 365;
}
