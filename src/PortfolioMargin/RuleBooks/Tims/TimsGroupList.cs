using PortfolioMargin.Numerics;
using static System.FormattableString;

namespace PortfolioMargin.RuleBooks;

/// <summary>One of the clearing house's lists, row by row.</summary>
internal sealed class TimsGroupList
{
    private readonly CsvReader _csv;
    private readonly CsvHeader _header;
    private readonly string[] _columns;
    private readonly string _source;
    private readonly int _width;
    private readonly HashSet<string> _there = new(StringComparer.Ordinal); // names of the header
    private readonly List<Diagnostic> _findings = [];

    /// <param name="reader">The text.</param>
    /// <param name="name">What the list is called in messages.</param>
    /// <param name="columns">The columns that are read.</param>
    /// <param name="required">How many of them, from the first, must be there.</param>
    /// <param name="options">Limits.</param>
    public TimsGroupList(TextReader reader, string name, string[] columns, int required, ReadingOptions options)
    {
        _columns = columns;
        _source = options.SourceName.Length == 0 ? name : $"{options.SourceName}: {name}";
        _csv = new(Guard.NotNull(reader, name), options with { SourceName = _source });
        _header = CsvHeader.Read(_csv, _source, columns, required);
        _width = _csv.Count;
        var unread = new List<string>();
        for (int i = 0; i < _csv.Count; i++)
            if (_there.Add(_csv[i].ToString()) && !columns.Contains(_csv[i].ToString())) unread.Add($"\"{_csv[i]}\"");
        if (unread.Count > 0) _findings.Add(Diagnostic.Information("columns-not-read", $"The list of {_source} has columns that are not read: {string.Join(", ", unread)}."));
    }

    public IEnumerable<Diagnostic> Findings => _findings;

    /// <summary>Moves to the next row; a last line with one filled field is the trailer.</summary>
    public bool Next()
    {
        if (!_csv.Read()) return false;
        if (Filled() > 1)
        {
            _header.CheckWidth(_csv);
            return true;
        }

        long line = _csv.Row;
        if (_csv.Read())
            throw new TextPlace(_source, line, _columns[0]).Error(Invariant($"The row has one filled field of {_width}, and is not the last line of the file; expected a value in every column."));
        _findings.Add(Diagnostic.Information("trailer-not-read", Invariant($"Line {line} of {_source} has one filled field and is taken for the file's trailer.")));
        return false;
    }

    public TextPlace Place(int column) => new(_source, _csv.Row, _columns[column]);

    public string Field(int column) => _header.Field(_csv, column).Trim().ToString();

    public string Text(int column)
    {
        string text = Field(column);
        if (text.Length == 0) throw Place(column).Error("The field is empty; expected a name.");
        return text.Contains('/', StringComparison.Ordinal) && column > 0 ? throw Place(column).Error("A slash separates lines of the ledger; expected a name without one.", text) : text;
    }

    public double Number(int column, double low, double high)
    {
        double number = Place(column).Number(_header.Field(_csv, column));
        return number >= low && number <= high ? number : throw Place(column).Error(Invariant($"Expected a number from {low:R} to {high:R}."), number);
    }

    /// <summary>Whether a column says yes, or is not there at all; anything but yes and no is refused, since a product that is taken for eligible by mistake is margined too low.</summary>
    public bool IsYes(int column)
    {
        if (!_there.Contains(_columns[column])) return true;
        string text = Field(column);
        return text.ToUpperInvariant() switch
        {
            "YES" or "Y" => true,
            "NO" or "N" => false,
            _ => throw Place(column).Error("Expected Yes or No.", text),
        };
    }

    /// <summary>A percentage as a fraction.</summary>
    public double Percent(int column, double high) => Number(column, 0, high) / 100;

    private int Filled()
    {
        int filled = 0;
        for (int i = 0; i < _csv.Count; i++)
            if (!_csv[i].IsWhiteSpace()) filled++;
        return filled;
    }
}
