using System.Globalization;
using System.Text;
using System.Xml;
using static System.FormattableString;

namespace PortfolioMargin.RuleBooks;

/// <summary>Walks through XML element by element without building a tree. Document types and external entities are refused, depth and text are limited, errors name line and path.</summary>
internal sealed class SpanXmlCursor
{
    private readonly XmlReader _reader;
    private readonly SpanFileBuilder _builder;
    private readonly string[] _path;
    private readonly char[] _text;

    public SpanXmlCursor(XmlReader reader, SpanFileBuilder builder)
    {
        (_reader, _builder) = (reader, builder);
        _path = new string[builder.Options.MaxDepth];
        _text = new char[builder.Options.MaxTextLength + 1];
    }

    /// <summary>Name of the current element.</summary>
    public string Name => _path[Depth];

    /// <summary>Depth of the current element; the root has 0.</summary>
    public int Depth { get; private set; }

    public long Row => ((IXmlLineInfo)_reader).LineNumber;

    /// <summary>Path of the current element.</summary>
    public string Path => string.Join('/', _path.AsSpan(0, Depth + 1)!);

    public TextPlace Place => _builder.At(Row, Path);

    /// <summary>Moves to the root element.</summary>
    public void Open()
    {
        Depth = 0;
        do
        {
            if (!Advance()) throw _builder.At(Row, "").Error("the file has no root element");
        }
        while (_reader.NodeType != XmlNodeType.Element);
        Enter();
    }

    /// <summary>Moves to the next child of an element.</summary>
    /// <param name="depth">Depth of the parent.</param>
    /// <returns>False at the end of the parent.</returns>
    public bool Next(int depth)
    {
        if (_reader.NodeType == XmlNodeType.Element && _reader.Depth == depth && _reader.IsEmptyElement) return false;
        while (Advance())
        {
            if (_reader.NodeType == XmlNodeType.Element)
            {
                Enter();
                return true;
            }

            Depth = depth;
            if (_reader.NodeType == XmlNodeType.EndElement) return false;
            if (_reader.NodeType is XmlNodeType.Text or XmlNodeType.CDATA) throw Place.Error("text stands where elements are expected");
        }

        throw Place.Error("the file ends inside the element");
    }

    /// <summary>Reads to the end of the document; only white space may follow the root.</summary>
    public void Close()
    {
        while (Advance())
        {
        }
    }

    /// <summary>Passes over the current element and all in it.</summary>
    public void Skip()
    {
        int depth = Depth;
        if (_reader.IsEmptyElement) return;
        while (Advance())
        {
            if (_reader.NodeType == XmlNodeType.Element) Enter();
            else if (_reader.NodeType == XmlNodeType.EndElement && _reader.Depth == depth)
            {
                Depth = depth;
                return;
            }
        }
    }

    /// <summary>Passes over an element that is not known, and counts it.</summary>
    public void Unknown()
    {
        _builder.Findings.Warn("unknown-element", $"element {Path}, which this reader does not know", Invariant($"row {Row}"));
        Skip();
    }

    /// <summary>Text of the current element, without white space around it; valid until the next call.</summary>
    public ReadOnlySpan<char> Characters()
    {
        if (_reader.IsEmptyElement) return [];
        int length = 0;
        while (Advance())
        {
            if (_reader.NodeType == XmlNodeType.EndElement) return _text.AsSpan(0, length).Trim(" \t\r\n");
            if (_reader.NodeType == XmlNodeType.Element) throw Place.Error("the element holds elements; expected text");
            for (int read; (read = _reader.ReadValueChunk(_text, length, _text.Length - length)) > 0;)
            {
                length += read;
                if (length == _text.Length) throw Error(Invariant($"the text is longer than {_text.Length - 1} characters"), _text.AsSpan(0, 80));
            }
        }

        throw Place.Error("the file ends inside the element");
    }

    /// <summary>Text of the current element; printable ASCII where it is a code.</summary>
    public string Text() => Characters().ToString();

    public string Code()
    {
        var text = Characters();
        if (text.IsEmpty) throw Place.Error("the element is empty; expected a code");
        return text.ContainsAnyExceptInRange(' ', '~') ? throw Error("expected printable ASCII characters", text) : text.ToString();
    }

    /// <summary>A finite number with a decimal point.</summary>
    public double Number()
    {
        const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        var text = Characters();
        if (!double.TryParse(text, Style, CultureInfo.InvariantCulture, out double number)) throw Error("expected a number with a decimal point", text);
        return double.IsFinite(number) ? number + 0.0 : throw Error("expected a finite number", text);
    }

    /// <summary>A whole number from 0 to 999,999,999.</summary>
    public int Whole()
    {
        var text = Characters();
        return text.Length is > 0 and <= 9 && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : throw Error("expected a whole number", text);
    }

    public SpanSide Side()
    {
        var text = Characters();
        return SpanCodes.Side(text.ToString()) ?? throw Error("expected A or B", text);
    }

    /// <summary>A period of six digits (yyyymm), with two more characters for a day or week.</summary>
    public SpanPeriod Period()
    {
        var text = Characters();
        Span<byte> bytes = stackalloc byte[8];
        bool valid = text.Length is 6 or 8 && Ascii.FromUtf16(text, bytes, out _) == System.Buffers.OperationStatus.Done;
        return valid && SpanPeriod.TryRead(bytes[..6], bytes[6..text.Length], out var period) ? period : throw Error("expected a period as yyyymm or yyyymmdd", text);
    }

    /// <summary>A date of eight digits; none for zeros.</summary>
    public DateOnly? Date()
    {
        var text = Characters();
        if (text.Length == 8 && !text.ContainsAnyExcept('0')) return null;
        return DateOnly.TryParseExact(text, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : throw Error("expected a date as yyyymmdd", text);
    }

    public MarginFormatException Error(string problem, ReadOnlySpan<char> text) => Place.Error(problem, text);

    private bool Advance() => _reader.Read();

    private void Enter()
    {
        Depth = _reader.Depth;
        if (Depth >= _path.Length) throw _builder.At(Row, "").Error(Invariant($"elements are nested deeper than {_path.Length}"));
        _path[Depth] = _reader.LocalName;
    }
}
