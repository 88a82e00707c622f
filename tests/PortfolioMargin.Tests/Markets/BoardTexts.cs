using System.Globalization;
using System.Text;

namespace PortfolioMargin.Tests.Markets;

/// <summary>Small boards written by hand, whose marks follow from their volatilities, and the cultures that must not change what is read.</summary>
internal static class BoardTexts
{
    public const string Header = "timestamp,instrument_name,underlying,option_type,strike,expiry_datetime,bid_price,ask_price,mark_price,implied_volatility,delta,currency,index_price";

    public static string Row(
        string name = "BTC-27MAR26-100000-C", string iv = "0.45", string mark = "0.065", string forward = "95000.5", string type = "call", string strike = "100000.0",
        string expiry = "2026-03-27T08:00:00+00:00", string bid = "0.049", string ask = "0.051", string delta = "0.4", string coin = "BTC", string index = "94000.25",
        string time = "2026-01-01T12:00:00.5+00:00") => $"{time},{name},{forward},{type},{strike},{expiry},{bid},{ask},{mark},{iv},{delta},{coin},{index}";

    public static string Csv(params string[] rows) => Header + "\n" + string.Concat(rows.Select(row => row + "\n"));

    /// <summary>Two expiries, five options; the call and put at 90,000 differ by one volatility point.</summary>
    public static string Board => Csv(
        Row(),
        Row("BTC-27MAR26-90000-C", "0.48", "0.118", "95010", strike: "90000", delta: "0.65"),
        Row("BTC-27MAR26-90000-P", "0.49", "0.0675", "95020", "put", "90000", delta: "-0.35"),
        Row("BTC-26JUN26-100000-C", "0.5", "0.125", "97000", expiry: "2026-06-26T08:00:00+00:00", index: "94100"),
        Row("BTC-26JUN26-100000-P", "0.5", "0.156", "97000", "put", expiry: "2026-06-26T08:00:00+00:00", delta: "-0.4", time: "2026-01-01T12:00:01+00:00"));

    public static string Entry(string name = "BTC-27MAR26-100000-C", string iv = "45.0", string rest = "") =>
        $$"""{"instrument_name":"{{name}}","mark_price":0.066,"mark_iv":{{iv}},"underlying_price":95000.5,"underlying_index":"BTC-27MAR26","estimated_delivery_price":94000.25,"bid_price":null,"ask_price":0.051,"mid_price":null,"open_interest":12.5,"creation_timestamp":1767268800500,"base_currency":"BTC","quote_currency":"BTC","interest_rate":0.0{{rest}} }""";

    public static string Json(params string[] entries) => $$"""{"jsonrpc":"2.0","id":1,"usDiff":7,"testnet":false,"result":[{{string.Join(",", entries)}}],"extra":{"a":[1,{"result":[2]}]} }""";

    public static MemoryStream Bytes(string text) => new(Encoding.UTF8.GetBytes(text));

    /// <summary>A culture; where the runtime carries no culture data, an equally inconvenient one is put together.</summary>
    public static CultureInfo Culture(string name)
    {
        try
        {
            return CultureInfo.GetCultureInfo(name);
        }
        catch (CultureNotFoundException)
        {
            var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            culture.NumberFormat.NumberDecimalSeparator = name == "ar-SA" ? "٫" : ",";
            culture.NumberFormat.NumberGroupSeparator = ".";
            culture.NumberFormat.NegativeSign = name == "ar-SA" ? "\u061C-" : "\u2212";
            culture.DateTimeFormat.TimeSeparator = ".";
            culture.DateTimeFormat.DateSeparator = "/";
            culture.DateTimeFormat.AbbreviatedMonthNames = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", ""];
            return culture;
        }
    }

    /// <summary>Everything that a board says, as text of bits.</summary>
    public static string Describe(DeribitBoard board)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{board.Snapshot.Time:O}|{board.RowCount}|{board.UsedRowCount}\n");
        foreach (var market in board.Snapshot.Underlyings)
        {
            text.Append(CultureInfo.InvariantCulture, $"{market.Underlying}|{market.Spot:R}|{market.Currency}\n");
            foreach (var entry in market.Expiries)
            {
                text.Append(CultureInfo.InvariantCulture, $"{entry.Expiry:O}|{entry.Forward:R}|{entry.Rate:R}\n");
                foreach (var (strike, volatility) in ((SmileVolatility)entry.Volatility!).Points) text.Append(CultureInfo.InvariantCulture, $"{strike:R}:{volatility:R}\n");
            }
        }

        foreach (var (instrument, quote) in board.Snapshot.Quotes) text.Append(CultureInfo.InvariantCulture, $"{instrument}|{quote.Mark:R}|{quote.Delta:R}|{quote.Time:O}\n");
        foreach (var diagnostic in board.Diagnostics) text.Append(diagnostic).Append('\n');
        return text.ToString();
    }
}
