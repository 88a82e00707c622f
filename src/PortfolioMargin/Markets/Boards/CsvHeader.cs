using static System.FormattableString;

namespace PortfolioMargin;

/// <summary>The header of a CSV: where each wanted column stands. Names are compared exactly; columns of other names are left alone.</summary>
internal sealed class CsvHeader
{
    private readonly int[] _places;
    private readonly int _width;
    private readonly string _source;

    private CsvHeader(int[] places, int width, string source) => (_places, _width, _source) = (places, width, source);

    /// <summary>Reads the header line.</summary>
    /// <param name="csv">The file, before its first line.</param>
    /// <param name="source">Name of the file for error texts.</param>
    /// <param name="names">The wanted columns.</param>
    /// <param name="required">How many of them, from the first, must be there.</param>
    public static CsvHeader Read(CsvReader csv, string source, ReadOnlySpan<string> names, int required)
    {
        if (!csv.Read()) throw new MarginFormatException("There is no data: the file is empty. Expected a header line and rows below it.", source);
        int[] places = new int[names.Length];
        Array.Fill(places, -1);
        for (int field = 0; field < csv.Count; field++)
        {
            int wanted = IndexOf(names, csv[field]);
            if (wanted < 0) continue;
            if (places[wanted] >= 0) throw new TextPlace(source, csv.Row, names[wanted]).Error("The header names this column twice; keep one.");
            places[wanted] = field;
        }

        RequireAll(csv, source, names[..required], places);
        return new(places, csv.Count, source);
    }

    /// <summary>The field of a wanted column; empty when the file has no such column.</summary>
    public ReadOnlySpan<char> Field(CsvReader csv, int wanted) => _places[wanted] < 0 ? default : csv[_places[wanted]];

    /// <summary>Every row must be as wide as the header: a shifted row would put numbers under wrong names.</summary>
    public void CheckWidth(CsvReader csv)
    {
        if (csv.Count != _width)
        {
            throw new TextPlace(_source, csv.Row, "").Error(Invariant(
                $"The row has {csv.Count} fields where the header has {_width}. Likely causes: a decimal comma, a comma in an unquoted text, or a line that was cut off."));
        }
    }

    private static int IndexOf(ReadOnlySpan<string> names, ReadOnlySpan<char> text)
    {
        for (int i = 0; i < names.Length; i++)
            if (text.SequenceEqual(names[i])) return i;
        return -1;
    }

    private static void RequireAll(CsvReader csv, string source, ReadOnlySpan<string> required, int[] places)
    {
        var missing = new List<string>();
        for (int i = 0; i < required.Length; i++)
            if (places[i] < 0) missing.Add(required[i]);
        if (missing.Count == 0) return;
        string cause = csv.Count == 1 && csv[0].ContainsAny(';', '\t')
            ? "The fields are separated by semicolons or tabs; separate them by commas."
            : "The first line must be the header, with column names exactly so.";
        throw new TextPlace(source, csv.Row, "").Error($"The header lacks {string.Join(", ", missing)}. {cause}", csv[0]);
    }
}
