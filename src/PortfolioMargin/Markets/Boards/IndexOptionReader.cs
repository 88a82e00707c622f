using System.Globalization;
using static System.FormattableString;

namespace PortfolioMargin;

/// <summary>Reads closing prices of options row by row: columns <c>#expiry</c> (20160115), <c>strike</c>, <c>right</c> (C or P), <c>close</c>, and if there
/// <c>implied_volatility</c>; others are left alone. A row without expiry is the index.</summary>
internal static class IndexOptionReader
{
    private const int Expiry = 0, Strike = 1, Right = 2, Close = 3, Volatility = 4;
    private const int Required = 4;
    private static readonly string[] Titles = ["#expiry", "strike", "right", "close", "implied_volatility"];

    public static IEnumerable<IndexOptionRow> Rows(TextReader reader, ReadingOptions options, CancellationToken cancellation)
    {
        var csv = new CsvReader(reader, options);
        var header = CsvHeader.Read(csv, options.SourceName, Titles, Required);
        while (csv.Read())
        {
            cancellation.ThrowIfCancellationRequested();
            header.CheckWidth(csv);
            yield return Row(csv, header, options.SourceName);
        }
    }

    private static IndexOptionRow Row(CsvReader csv, CsvHeader header, string source)
    {
        double? close = Place(Close).OptionalNumber(header.Field(csv, Close)), volatility = Place(Volatility).OptionalNumber(header.Field(csv, Volatility));
        if (close < 0) throw Place(Close).Error("A price must not be below 0; leave the field empty when there is none.", close.Value);
        if (volatility is < 0 or > MarketBounds.LargestVolatility)
            throw Place(Volatility).Error(Invariant($"Expected a volatility as a fraction from 0 to {MarketBounds.LargestVolatility}; 45 % is 0.45."), volatility.Value);
        if (header.Field(csv, Expiry).IsEmpty)
        {
            if (!header.Field(csv, Strike).IsEmpty || !header.Field(csv, Right).IsEmpty) throw Place(Expiry).Error("A row with a strike or a right is an option and needs an expiry as 20160115; the row of the index has neither.");
            return new(csv.Row, null, 0, default, close, volatility);
        }

        double strike = Place(Strike).Number(header.Field(csv, Strike));
        if (!(strike > 0)) throw Place(Strike).Error("A strike must be above 0.", strike);
        return new(csv.Row, Day(header.Field(csv, Expiry)), strike, Side(header.Field(csv, Right)), close, volatility);

        TextPlace Place(int column) => new(source, csv.Row, Titles[column]);

        DateOnly Day(ReadOnlySpan<char> text) => DateOnly.TryParseExact(text, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day
            : throw Place(Expiry).Error("Expected a day as 20160115, or an empty field in the row of the index itself.", text);

        OptionRight Side(ReadOnlySpan<char> text) => text switch { "C" => OptionRight.Call, "P" => OptionRight.Put, _ => throw Place(Right).Error("Unknown right; expected C or P.", text) };
    }
}
