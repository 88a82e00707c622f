using System.Text;
using static System.FormattableString;

namespace PortfolioMargin.RuleBooks;

/// <summary>A record of a PA2 file: fields by columns, counted from 1, both included. Numbers are ASCII digits over their whole width; a field of blanks, or behind the end of
/// the line, is none.</summary>
internal readonly ref struct Pa2Line(ReadOnlySpan<byte> line, long row, string source)
{
    private readonly ReadOnlySpan<byte> _line = line;

    public long Row { get; } = row;

    public string Id => Encoding.ASCII.GetString(Raw(1, 2)).PadRight(2);

    /// <summary>The bytes of a field; fewer where the line ends.</summary>
    public ReadOnlySpan<byte> Raw(int first, int last)
    {
        int end = Math.Min(last, _line.Length);
        return end < first ? [] : _line[(first - 1)..end];
    }

    public bool IsBlank(int first, int last) => !Raw(first, last).ContainsAnyExcept((byte)' ');

    /// <summary>A character; a blank behind the end of the line.</summary>
    public char Letter(int column) => column > _line.Length ? ' ' : (char)_line[column - 1];

    /// <summary>Text without the blanks around it; may be empty.</summary>
    public string Text(int first, int last) => Encoding.ASCII.GetString(Raw(first, last).Trim((byte)' '));

    /// <summary>Text that must be there.</summary>
    public string Code(int first, int last, string what)
    {
        string text = Text(first, last);
        return text.Length > 0 ? text : throw Error(first, last, what, "is blank; expected a code");
    }

    /// <summary>A whole number of at most 18 digits; none where the field is blank.</summary>
    public long? Number(int first, int last, string what)
    {
        var digits = Raw(first, last);
        if (!digits.ContainsAnyExcept((byte)' ')) return null;
        if (digits.Length != last - first + 1) throw Error(first, last, what, "is cut off; expected digits over the whole width");
        long number = 0;
        foreach (byte digit in digits)
        {
            if (digit is < (byte)'0' or > (byte)'9') throw Error(first, last, what, "is not a number; expected digits over the whole width");
            number = 10 * number + digit - '0';
        }

        return number;
    }

    /// <summary>A whole number that must be there.</summary>
    public long Required(int first, int last, string what) => Number(first, last, what) ?? throw Error(first, last, what, "is blank; expected digits");

    /// <summary>A number with an assumed decimal point; none where the field is blank.</summary>
    public double? Decimal(int first, int last, int decimals, string what) => Number(first, last, what) is { } number ? SpanScale.Apply(number, -decimals) : null;

    /// <summary>A number and its trailing sign, both required.</summary>
    public double Signed(int first, int last, int sign, string what)
    {
        long number = Required(first, last, what);
        return Letter(sign) switch
        {
            '+' => number,
            '-' => number == 0 ? 0 : -number,
            _ => throw Error(sign, sign, $"sign of {what}", "is neither + nor -"),
        };
    }

    /// <summary>A month of six digits at a column with a day or week code of two at another; none where both are blank or zeros.</summary>
    public SpanPeriod Period(int month, int code, string what)
    {
        var digits = Raw(month, month + 5);
        if (!digits.ContainsAnyExcept((byte)' ')) digits = [];
        return SpanPeriod.TryRead(digits, code == 0 ? [] : Raw(code, code + 1), out var period)
            ? period
            : throw Error(month, code == month + 6 ? month + 7 : month + 5, what, "is not a month as yyyymm with a day or week code");
    }

    public DateOnly? Date(int first, string what)
    {
        if (Number(first, first + 7, what) is not { } number || number == 0) return null;
        int year = (int)(number / 10_000), month = (int)(number / 100 % 100), day = (int)(number % 100);
        bool real = year is >= 1900 and <= 2199 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month);
        return real ? new(year, month, day) : throw Error(first, first + 7, what, "is not a date as yyyymmdd");
    }

    public SpanSide Side(int column, string what) => SpanCodes.Side(Letter(column).ToString()) ?? throw Error(column, column, what, "is neither A nor B");

    public string Place => Invariant($"row {Row}");

    /// <summary>What is wrong with a field.</summary>
    public MarginFormatException Error(int first, int last, string what, string problem) =>
        new($"{what} {problem}", source, Row, Invariant($"record {Id.TrimEnd()}, {(first == last ? "column" : "columns")} {first}{(first == last ? "" : Invariant($"-{last}"))}"), Encoding.ASCII.GetString(Raw(first, last)));

    /// <summary>What is wrong with the record.</summary>
    public MarginFormatException Error(string problem) => new(problem, source, Row, $"record {Id.TrimEnd()}");
}
