using static PortfolioMargin.Tests.Markets.BoardTexts;

namespace PortfolioMargin.Tests.Markets;

[TestFixture]
public sealed class PositionsFileTests
{
    private static readonly Instrument Call = DeribitInstrumentName.Parse("BTC-27MAR26-100000-C").ToInstrument();

    [Test]
    public void Rows_of_one_instrument_are_netted_and_other_columns_left_alone()
    {
        var portfolio = PositionsFile.ReadCsv(Bytes("note,quantity,instrument\r\n\"a, b\",-2,BTC-27MAR26-100000-C\r\n\r\n,1e18,BTC-27MAR26-100000-C\r\n,-1e18,BTC-27MAR26-100000-C\r\n,3,BTC-PERPETUAL"));
        portfolio.Positions.Length.ShouldBe(2);
        portfolio[Call].ShouldBe(-2);
    }

    [Test]
    public void A_header_alone_is_an_empty_portfolio() => PositionsFile.ReadCsv(new StringReader("instrument,quantity\n")).Positions.ShouldBeEmpty();

    [Test]
    public void Other_names_can_be_given()
    {
        PositionsFile.ReadCsv(new StringReader("instrument,quantity\nmine,2\n"), instruments: name => name == "mine" ? Call : null)[Call].ShouldBe(2);
        Should.Throw<MarginFormatException>(() => PositionsFile.ReadCsv(new StringReader("instrument,quantity\nother,2\n"), instruments: _ => null)).Message.ShouldContain("Unknown name");
    }

    [TestCase("=cmd,1", "instrument", "formula")]
    [TestCase(",1", "instrument", "empty")]
    [TestCase("BTC-PERPETUAL,", "quantity", "empty")]
    [TestCase("BTC-PERPETUAL,NaN", "quantity", "finite")]
    [TestCase("BTC-PERPETUAL,-Infinity", "quantity", "finite")]
    [TestCase("BTC-PERPETUAL,\"1,5\"", "quantity", "decimal comma")]
    [TestCase("BTC-PERPETUAL,1,5", "", "3 fields")]
    public void A_wrong_row_is_refused_with_its_place(string row, string column, string cause)
    {
        var refusal = Should.Throw<MarginFormatException>(() => PositionsFile.ReadCsv(new StringReader("instrument,quantity\nBTC-PERPETUAL,1\n" + row)));
        (refusal.Row, refusal.Column).ShouldBe((3, column));
        refusal.Message.ShouldContain(cause);
    }

    [Test]
    public void A_net_beyond_the_range_of_a_double_is_a_wrong_file() =>
        Should.Throw<MarginFormatException>(() => PositionsFile.ReadCsv(new StringReader("instrument,quantity\nBTC-PERPETUAL,1e308\nBTC-PERPETUAL,1e308\n"))).Message.ShouldContain("too large to net");
}
