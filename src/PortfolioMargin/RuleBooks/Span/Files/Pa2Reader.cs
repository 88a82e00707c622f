using static System.FormattableString;

namespace PortfolioMargin.RuleBooks;

/// <summary>Reads PA2 files (expanded unpacked, format U2) record by record. Source: CME, SPAN file layouts, expanded format; see the page of this folder.</summary>
internal sealed class Pa2Reader
{
    private readonly SpanFileBuilder _builder;
    private readonly Pa2Lines _lines;
    private readonly Pa2Series _series;
    private readonly Pa2Products _products;
    private readonly Pa2Arrays _arrays;
    private bool _hasHeader;

    private Pa2Reader(Stream stream, SpanFileBuilder builder)
    {
        _builder = builder;
        _lines = new(stream, builder.Options);
        _series = new(builder);
        _products = new(builder);
        _arrays = new(builder, _products, _series);
    }

    public static void Read(Stream stream, SpanFileBuilder builder) => new Pa2Reader(stream, builder).Read();

    private void Read()
    {
        while (_lines.Read(out var bytes))
        {
            var line = new Pa2Line(bytes, _lines.Row, _builder.Options.SourceName);
            if (!_hasHeader && bytes is not [(byte)'0', (byte)' ', ..]) throw line.Error("the first record is not the header; expected \"0 \" as of a PA2 file, or XML");
            Record(line);
        }

        _arrays.Finish();
        if (!_hasHeader) throw new MarginFormatException("no data; expected a SPAN file, PA2 (expanded unpacked) or XML", _builder.Options.SourceName);
    }

    private void Record(Pa2Line line)
    {
        _arrays.CheckWhole(line);
        switch (line.Letter(1), line.Letter(2))
        {
            case ('0', ' '): Header(line); break;
            case ('1', ' '): break; // the exchange's acronym stands on every record that needs it
            case ('P', ' '): _products.Product(line); break;
            case ('2', ' '): Pa2Commodities.Definition(line, _builder); break;
            case ('S', ' '): Pa2Commodities.ScanTiers(line, _builder); break;
            case ('3', ' '): Pa2Commodities.Months(line, _builder); break;
            case ('4', ' '): Pa2Commodities.SpotMonths(line, _builder); break;
            case ('5', ' '): Pa2Commodities.Group(line, _builder); break;
            case ('C', ' '): Pa2Spreads.BetweenTiers(line, _builder); break;
            case ('E', ' '): Pa2Spreads.BetweenPeriods(line, _builder); break;
            case ('6', ' '): Pa2Spreads.BetweenCommodities(line, _builder); break;
            case ('B', ' '): _series.Series(line); break;
            case ('8', '1'): _arrays.First(line); break;
            case ('8', '2'): _arrays.Second(line); break;
            case ('R' or 'T' or 'V' or 'X' or 'Y' or 'Z', ' ') or ('8', '3' or '4') or ('9', '1' or '2'):
                _builder.Findings.Note("record-not-read", $"record {line.Id.TrimEnd()}, which the layout has and this reader does not use", line.Place);
                break;
            default: Unknown(line); break;
        }
    }

    private void Unknown(Pa2Line line)
    {
        if (_builder.Options.RefuseUnknownRecords)
            throw line.Error(Invariant($"the layout has no record \"{line.Id}\"; set {nameof(SpanReadingOptions.RefuseUnknownRecords)} to false to skip and count such records"));
        _builder.Findings.Warn("unknown-record", $"record \"{line.Id}\", which the layout does not have", line.Place);
    }

    private void Header(Pa2Line line)
    {
        if (_hasHeader) throw line.Error("a second header record; expected one, at the beginning");
        _hasHeader = true;
        if (line.Text(36, 37) != "U2") throw line.Error(36, 37, "file format", "is not U2, expanded unpacked; other positional formats are not read");
        _builder.Organization = line.Code(3, 8, "clearing organization");
        _builder.BusinessDate = line.Date(9, "business date") ?? throw line.Error(9, 16, "business date", "is missing");
        _builder.IsSettlement = line.Letter(17) switch
        {
            'S' => true,
            'I' => false,
            _ => throw line.Error(17, 17, "settlement flag", "is neither S (settlement) nor I (intraday)"),
        };
    }
}
