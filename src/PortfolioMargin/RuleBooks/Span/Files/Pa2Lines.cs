using static System.FormattableString;

namespace PortfolioMargin.RuleBooks;

/// <summary>Cuts a PA2 file into lines out of one buffer that never outgrows the longest permitted line. Bytes are columns; CRLF, blank lines, a byte order mark and a
/// missing final newline are accepted.</summary>
internal sealed class Pa2Lines(Stream stream, SpanReadingOptions options)
{
    private readonly byte[] _buffer = new byte[Math.Max(65_536, 2 * (options.MaxLineLength + 2))];
    private int _next;
    private int _end;
    private bool _ended;

    /// <summary>Line of the current record, counted from 1.</summary>
    public long Row { get; private set; }

    /// <summary>Moves to the next line that is not blank.</summary>
    /// <param name="line">The line without its end; valid until the next call.</param>
    /// <returns>False at the end of the file.</returns>
    public bool Read(out ReadOnlySpan<byte> line)
    {
        while (Find(out line))
        {
            Row++;
            if (Row == 1 && line.StartsWith("\uFEFF"u8)) line = line[3..];
            line = line.TrimEnd("\r "u8);
            if (line.IsEmpty) continue;
            int strange = line.IndexOfAnyExceptInRange((byte)' ', (byte)'~');
            if (strange >= 0)
                throw new MarginFormatException(Invariant($"byte {line[strange]:X2} is not a printable ASCII character; columns cannot be trusted behind it"), options.SourceName, Row, Invariant($"column {strange + 1}"));
            return true;
        }

        return false;
    }

    private bool Find(out ReadOnlySpan<byte> line)
    {
        for (int scanned = 0; ;)
        {
            int newline = _buffer.AsSpan(_next + scanned, _end - _next - scanned).IndexOf((byte)'\n');
            int length = newline >= 0 ? scanned + newline : _end - _next;
            if (length > options.MaxLineLength + 1)
                throw new MarginFormatException(Invariant($"the line is longer than {options.MaxLineLength} columns; the file has no line breaks, or is not a PA2 file"), options.SourceName, Row + 1);
            if (newline >= 0 || _ended)
            {
                line = _buffer.AsSpan(_next, length);
                _next = Math.Min(_end, _next + length + 1);
                return newline >= 0 || length > 0;
            }

            scanned = length;
            Fill();
        }
    }

    private void Fill()
    {
        _buffer.AsSpan(_next, _end - _next).CopyTo(_buffer);
        (_next, _end) = (0, _end - _next);
        int read = stream.Read(_buffer.AsSpan(_end));
        _end += read;
        _ended = read == 0;
    }
}
