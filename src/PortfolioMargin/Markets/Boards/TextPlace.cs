using System.Globalization;
using static System.FormattableString;

namespace PortfolioMargin;

/// <summary>A field of a text file: where it stands, for error texts, and how its content is read, the same in every culture.</summary>
internal readonly record struct TextPlace(string Source, long Row, string Column)
{
    public MarginFormatException Error(string problem, ReadOnlySpan<char> value = default) =>
        new(problem, Source, Row, Column, value.Length <= 81 ? value.ToString() : value[..81].ToString());

    public MarginFormatException Error(string problem, double value) => Error(problem, Invariant($"{value:R}"));

    /// <summary>A finite number with a decimal point; an empty field is none.</summary>
    public double? OptionalNumber(ReadOnlySpan<char> text) => text.IsEmpty ? null : Number(text);

    public double Number(ReadOnlySpan<char> text)
    {
        const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        if (text.IsEmpty) throw Error("The field is empty; expected a number.");
        if (!double.TryParse(text, Style, CultureInfo.InvariantCulture, out double number)) throw Error(NotANumber(text), text);
        return double.IsFinite(number) ? number : throw Error("Expected a finite number; NaN, infinities and numbers beyond 1.8e308 are refused. Leave the field empty when there is no value.", text);
    }

    /// <summary>An ISO 8601 instant; without an offset it is taken for UTC.</summary>
    public DateTimeOffset Instant(ReadOnlySpan<char> text) =>
        DateTimeOffset.TryParseExact(
            text, "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var instant)
            ? instant
            : throw Error("Expected an instant as 2026-03-27T08:00:00+00:00.", text);

    private static string NotANumber(ReadOnlySpan<char> text)
    {
        if (text.Contains(',')) return "Expected a number with a decimal point; a comma looks like a decimal comma or a thousands separator. Write 12345.6, not 12345,6 or 12,345.6.";
        if (text[0] is '=' or '@') return "Expected a number; this looks like a spreadsheet formula. Export values, not formulas.";
        if (text.Trim().Length != text.Length) return "Expected a number without blanks around it.";
        return "Expected a number such as 0.0125, or an empty field.";
    }
}
