using System.Text;
using System.Xml;

namespace PortfolioMargin.RuleBooks;

/// <summary>Reads XML files (.spn, format 4.00) element by element. Source: element names of PC-SPAN 4 as public descriptions list them; see the page of this folder.</summary>
internal sealed class SpanXmlReader
{
    private readonly SpanFileBuilder _builder;
    private readonly SpanXmlCursor _cursor;
    private readonly SpanXmlProducts _products;
    private bool _hasOrganization;

    private SpanXmlReader(SpanXmlCursor cursor, SpanFileBuilder builder)
    {
        (_cursor, _builder) = (cursor, builder);
        _products = new(cursor, builder);
    }

    public static void Read(Stream stream, SpanFileBuilder builder)
    {
        var settings = new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            IgnoreComments = true,
            IgnoreProcessingInstructions = true,
            IgnoreWhitespace = true,
            MaxCharactersInDocument = builder.Options.MaxBytes,
        };
        try
        {
            using var reader = XmlReader.Create(stream, settings);
            new SpanXmlReader(new(reader, builder), builder).File();
        }
        catch (XmlException problem)
        {
            string message = problem.Message.Contains("DTD", StringComparison.Ordinal)
                ? "document type declarations are not accepted: a SPAN file has none, and entities could expand without limit"
                : $"the XML is not well-formed, or is cut off: {problem.Message}";
            throw new MarginFormatException(message, builder.Options.SourceName, Math.Max(0, problem.LineNumber), innerException: problem);
        }
        catch (Exception problem) when (problem is DecoderFallbackException or ArgumentException or NotSupportedException)
        {
            throw new MarginFormatException($"the encoding of the file cannot be read: {problem.Message}", builder.Options.SourceName, innerException: problem);
        }
    }

    private void File()
    {
        _cursor.Open();
        if (_cursor.Name != "spanFile") throw _cursor.Place.Error("the root element is not spanFile; this is not a SPAN file", _cursor.Name);
        bool hasTime = false;
        while (_cursor.Next(0))
        {
            switch (_cursor.Name)
            {
                case "fileFormat": Format(); break;
                case "created" or "definitions": _cursor.Skip(); break;
                case "pointInTime" when !hasTime: hasTime = true; PointInTime(); break;
                case "pointInTime": throw _cursor.Place.Error("the file has several points in time; expected one, since contracts and charges of two would mix");
                default: _cursor.Unknown(); break;
            }
        }

        _cursor.Close();
        if (!hasTime) throw new MarginFormatException("the file has no element pointInTime", _builder.Options.SourceName);
        _products.Finish();
    }

    private void Format()
    {
        string format = _cursor.Text();
        if (!format.StartsWith("4.", StringComparison.Ordinal)) _builder.Findings.Warn("file-format", $"file format \"{format}\"; known is 4.00", _cursor.Path);
    }

    private void PointInTime()
    {
        int depth = _cursor.Depth;
        bool dated = false;
        while (_cursor.Next(depth))
        {
            switch (_cursor.Name)
            {
                case "date":
                    _builder.BusinessDate = _cursor.Date() ?? throw _cursor.Place.Error("the date is missing");
                    dated = true;
                    break;
                case "isSetl": _builder.IsSettlement = _cursor.Whole() != 0; break;
                case "setlQualifier" or "run" or "time": _cursor.Skip(); break;
                case "clearingOrg" when !_hasOrganization: Organization(); break;
                case "clearingOrg": throw _cursor.Place.Error("the file has several clearing organizations; expected one, since their codes could collide. Split the file");
                default: _cursor.Unknown(); break;
            }
        }

        if (!dated) throw _cursor.Place.Error("the element has no date");
        if (!_hasOrganization) throw _cursor.Place.Error("the element has no clearingOrg");
    }

    private void Organization()
    {
        _hasOrganization = true;
        int depth = _cursor.Depth;
        while (_cursor.Next(depth))
        {
            switch (_cursor.Name)
            {
                case "ec": _builder.Organization = _cursor.Code(); break;
                case "ccDef": SpanXmlCommodities.Definition(_cursor, _builder); break;
                case "exchange": _products.Exchange(); break;
                case "interSpreads": SpanXmlSpreads.BetweenCommodities(_cursor, _builder); break;
                case "name" or "isContractScale" or "isNetMargin" or "finalizeMeth" or "oopDeltaMeth" or "capAnov" or "lookAheadYears" or "lookAheadDays" or "daysPerYear"
                    or "limitSubAccountOffset" or "curConv" or "pbRateDef" or "pointDef":
                    _cursor.Skip(); break;
                default: _cursor.Unknown(); break;
            }
        }
    }
}
