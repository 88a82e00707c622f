using System.Globalization;

namespace PortfolioMargin;

/// <summary>A file or text that does not say what its format demands. Nothing of it has been loaded.</summary>
public sealed class MarginFormatException : MarginException
{
    /// <summary>States where a text went wrong.</summary>
    /// <param name="problem">What is wrong, what was expected, the likely cause.</param>
    /// <param name="source">Name of the file or kind of text.</param>
    /// <param name="row">Row counted from 1 (the header is row 1); 0 when the format has no rows.</param>
    /// <param name="column">Name of the column or path of the property; empty when none applies.</param>
    /// <param name="value">The offending text, shortened to 80 characters; empty when none applies.</param>
    /// <param name="innerException">The cause, where there is one.</param>
    public MarginFormatException(
        string problem, string source = "", long row = 0, string column = "", string value = "", Exception? innerException = null)
        : base(Describe(problem, source, row, column, Shorten(value)), innerException)
    {
        SourceName = source;
        Row = row;
        Column = column;
        Value = Shorten(value);
    }

    /// <summary>Name of the file or kind of text; may be empty.</summary>
    public string SourceName { get; }

    /// <summary>Row counted from 1, or 0 when the format has no rows.</summary>
    public long Row { get; }

    /// <summary>Name of the column or path of the property; may be empty.</summary>
    public string Column { get; }

    /// <summary>The offending text, at most 80 characters; may be empty.</summary>
    public string Value { get; }

    private static string Shorten(string value) => value.Length <= 80 ? value : string.Concat(value.AsSpan(0, 79), "…");

    private static string Describe(string problem, string source, long row, string column, string value)
    {
        var place = new List<string>(4);
        if (source.Length > 0) place.Add(source);
        if (row > 0) place.Add("row " + row.ToString(CultureInfo.InvariantCulture));
        if (column.Length > 0) place.Add(column);
        if (value.Length > 0) place.Add($"value \"{value}\"");
        return place.Count == 0 ? problem : $"{string.Join(", ", place)}: {problem}";
    }
}
