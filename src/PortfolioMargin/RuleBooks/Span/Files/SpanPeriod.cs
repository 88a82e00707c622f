using System.Globalization;

namespace PortfolioMargin.RuleBooks;

/// <summary>Delivery or expiry period of a contract in a SPAN file: a month, and for daily and weekly contracts a code of two characters: a day ("30") or a week ("W1").</summary>
public readonly record struct SpanPeriod
{
    private readonly int _month; // 100 x year + month; 0 for none
    private readonly ushort _code; // two ASCII characters; 0 for none

    private SpanPeriod(int month, ushort code) => (_month, _code) = (month, code);

    /// <summary>Whether there is none, as for physicals.</summary>
    public bool IsNone => _month == 0;

    /// <summary>The month; none where the period is none.</summary>
    public ContractMonth? Month => _month == 0 ? null : new(_month / 100, _month % 100);

    /// <summary>Code of the day or week; empty for a whole month.</summary>
    public string Code => _code == 0 ? "" : new([(char)(_code >> 8), (char)(_code & 0xFF)]);

    /// <summary>The day, where the code is one.</summary>
    public DateOnly? Date
    {
        get
        {
            int day = ((_code >> 8) - '0') * 10 + (_code & 0xFF) - '0';
            bool digits = (_code >> 8) is >= '0' and <= '9' && (_code & 0xFF) is >= '0' and <= '9';
            return digits && _month > 0 && day >= 1 && day <= DateTime.DaysInMonth(_month / 100, _month % 100) ? new(_month / 100, _month % 100, day) : null;
        }
    }

    /// <summary>The period as the file writes it: 203003, 20260630, 202506W1; empty for none.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => _month == 0 ? "" : _month.ToString(CultureInfo.InvariantCulture) + Code;

    /// <summary>Reads a month of six digits and a code of up to two characters, in which blanks and zeros are none.</summary>
    internal static bool TryRead(ReadOnlySpan<byte> month, ReadOnlySpan<byte> code, out SpanPeriod period)
    {
        period = default;
        int number = 0;
        foreach (byte digit in month)
        {
            if (digit is < (byte)'0' or > (byte)'9') return false;
            number = 10 * number + digit - '0';
        }

        if (number == 0) return code.IndexOfAnyExcept((byte)' ', (byte)'0') < 0;
        if (month.Length != 6 || number / 100 is < 1900 or > 2199 || number % 100 is < 1 or > 12) return false;
        code = code.TrimEnd((byte)' ');
        if (code.IndexOfAnyExcept((byte)' ', (byte)'0') < 0) code = [];
        if (code.Length is not (0 or 2) || code.ContainsAnyExceptInRange((byte)'!', (byte)'~')) return false;
        period = new(number, code.IsEmpty ? (ushort)0 : (ushort)((code[0] << 8) | code[1]));
        return true;
    }
}
