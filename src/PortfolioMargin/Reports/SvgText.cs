using System.Globalization;
using System.Text;

namespace PortfolioMargin.Reports;

/// <summary>Writes SVG: escaped text, invariant numbers of two decimals, one element per line, so equal pictures are equal bytes on every machine.</summary>
internal sealed class SvgText
{
    private readonly StringBuilder _text = new();

    public SvgText(int width, int height, string title)
    {
        _text.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" role=\"img\" font-family=\"system-ui,-apple-system,'Segoe UI',sans-serif\">\n");
        _text.Append(CultureInfo.InvariantCulture, $"<title>{Escaped(title)}</title>\n");
        _text.Append(CultureInfo.InvariantCulture, $"<rect width=\"{width}\" height=\"{height}\" fill=\"#ffffff\"/>\n");
    }

    public void Line(double x1, double y1, double x2, double y2, string colour, double width = 1) => _text.Append(
        $"<line x1=\"{Number(x1)}\" y1=\"{Number(y1)}\" x2=\"{Number(x2)}\" y2=\"{Number(y2)}\" stroke=\"{colour}\" stroke-width=\"{Number(width)}\"/>\n");

    public void Path(string data, string colour, double width) => _text.Append(
        $"<path d=\"{data}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"{Number(width)}\" stroke-linejoin=\"round\"/>\n");

    /// <summary>Begins a group of marks of one colour.</summary>
    public void Open(string colour) => _text.Append(CultureInfo.InvariantCulture, $"<g fill=\"{colour}\" stroke=\"#ffffff\">\n");

    /// <summary>Ends the group.</summary>
    public void Close() => _text.Append("</g>\n");

    /// <summary>A round mark; a pointer that rests on it reads the note.</summary>
    public void Mark(double x, double y, double radius, string note) => _text.Append(
        $"<circle cx=\"{Number(x)}\" cy=\"{Number(y)}\" r=\"{Number(radius)}\"><title>{Escaped(note)}</title></circle>\n");

    public void Text(double x, double y, string text, int size = 12, string colour = "#57606a", string anchor = "start", bool bold = false) => _text.Append(
        $"<text x=\"{Number(x)}\" y=\"{Number(y)}\" font-size=\"{size.ToString(CultureInfo.InvariantCulture)}\" fill=\"{colour}\" text-anchor=\"{anchor}\"{(bold ? " font-weight=\"600\"" : "")}>{Escaped(text)}</text>\n");

    /// <summary>Text that stays readable over lines.</summary>
    public void Label(double x, double y, string text, int size, string colour, string anchor) => _text.Append(
        $"<text x=\"{Number(x)}\" y=\"{Number(y)}\" font-size=\"{size.ToString(CultureInfo.InvariantCulture)}\" fill=\"{colour}\" text-anchor=\"{anchor}\" stroke=\"#ffffff\" stroke-width=\"3\" paint-order=\"stroke\">{Escaped(text)}</text>\n");

    public string Finish() => _text + "</svg>\n";

    public static string Number(double value) => (Math.Round(value, 2) + 0.0).ToString("0.##", CultureInfo.InvariantCulture);

    /// <summary>Text that cannot end an element or attribute; characters that XML does not allow become a question mark.</summary>
    public static string Escaped(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (char c in text)
        {
            _ = c switch
            {
                '<' => escaped.Append("&lt;"),
                '>' => escaped.Append("&gt;"),
                '&' => escaped.Append("&amp;"),
                '"' => escaped.Append("&quot;"),
                '\'' => escaped.Append("&#39;"),
                _ => escaped.Append(char.IsControl(c) || char.IsSurrogate(c) || c >= '\uFFFE' ? '?' : c),
            };
        }

        return escaped.ToString();
    }
}
