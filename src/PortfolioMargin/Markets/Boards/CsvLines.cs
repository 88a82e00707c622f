using System.Globalization;
using System.Text;

namespace PortfolioMargin;

/// <summary>Reads comma-separated text row by row, with limits, so that a hostile file costs bounded memory. Quoted fields, CRLF, blank lines,
/// a byte order mark and a missing last line end are fine.</summary>
internal sealed class CsvLines(TextReader reader, string source)
{
    private const int LongestLine = 64 * 1024;
    private const int MostFields = 512;

    private readonly StringBuilder _line = new();
    private Dictionary<string, int> _columns = [];
    private List<string> _fields = [];

    /// <summary>Row of the current fields, the header is row 1.</summary>
    public long Row { get; private set; }

    /// <summary>Reads the header and checks that columns are there.</summary>
    public void ReadHeader(params string[] required)
    {
        if (!Next()) throw new MarginFormatException("no data; expected a header row", source);
        _columns = [];
        for (int i = 0; i < _fields.Count; i++)
            if (!_columns.TryAdd(_fields[i].Trim(), i)) throw new MarginFormatException("the column stands twice in the header", source, Row, _fields[i]);
        var missing = required.Where(name => !_columns.ContainsKey(name)).ToList();
        if (missing.Count > 0)
            throw new MarginFormatException($"the header lacks {string.Join(", ", missing)}; it has {string.Join(", ", _columns.Keys)}", source, Row);
    }

    /// <summary>Moves to the next row that is not blank.</summary>
    public bool Next()
    {
        while (ReadLine())
        {
            Row++;
            if (_line.Length == 0 || (_line.Length == 1 && _line[0] == '\uFEFF')) continue;
            _fields = Split(_line.ToString());
            if (_columns.Count > 0 && _fields.Count != _columns.Count)
                throw new MarginFormatException($"the row has {_fields.Count} fields, the header {_columns.Count}; is a comma inside a number, or the row cut off?", source, Row);
            return true;
        }

        return false;
    }

    public string Text(string column) => _fields[_columns[column]];

    /// <summary>A finite number in invariant notation, or none where the cell is empty.</summary>
    public double? Number(string column)
    {
        string text = Text(column).Trim();
        if (text.Length == 0) return null;
        if (double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value)) return value;
        throw Problem(column, text.Contains(',', StringComparison.Ordinal) ? "expected a number with a decimal point; this looks like a decimal comma" : "expected a finite number");
    }

    public DateTimeOffset Time(string column)
    {
        string text = Text(column).Trim();
        bool hasOffset = text.EndsWith('Z') || (text.Length > 6 && text[^6] is '+' or '-');
        return hasOffset && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            ? time.ToUniversalTime()
            : throw Problem(column, "expected a time with an offset, such as 2026-02-04T21:33:08+00:00");
    }

    public MarginFormatException Problem(string column, string problem) => new(problem, source, Row, column, Text(column));

    private bool ReadLine()
    {
        _line.Clear();
        bool any = false;
        for (int next = reader.Read(); next >= 0; next = reader.Read())
        {
            any = true;
            if (next == '\n') return true;
            if (next == '\r') continue;
            if (_line.Length >= LongestLine) throw new MarginFormatException($"the line is longer than {LongestLine} characters; this is not a table of the expected kind", source, Row + 1);
            _line.Append((char)next);
        }

        return any;
    }

    private List<string> Split(string line)
    {
        var fields = new List<string>(_columns.Count);
        var field = new StringBuilder();
        bool quoted = false;
        for (int i = line[0] == '\uFEFF' ? 1 : 0; i < line.Length; i++)
        {
            char c = line[i];
            if (quoted && c == '"' && i + 1 < line.Length && line[i + 1] == '"') field.Append(line[++i]);
            else if (c == '"') quoted = !quoted;
            else if (c == ',' && !quoted)
            {
                fields.Add(field.ToString());
                field.Clear();
                if (fields.Count >= MostFields) throw new MarginFormatException($"the row has more than {MostFields} fields", source, Row);
            }
            else field.Append(c);
        }

        if (quoted) throw new MarginFormatException("a quoted field does not end on its line", source, Row);
        fields.Add(field.ToString());
        return fields;
    }
}
