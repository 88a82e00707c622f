using System.Text;
using static System.FormattableString;

namespace PortfolioMargin;

/// <summary>Reads comma-separated lines one by one out of one buffer that never outgrows the longest permitted line. A byte order mark,
/// CRLF, blank lines and a missing final newline are accepted; a field may stand in double quotes, in which "" is a quote; a quoted field
/// ends on its own line.</summary>
internal sealed class CsvReader(TextReader reader, ReadingOptions options)
{
    private char[] _buffer = new char[Math.Min(16_384, options.MaxLineLength + 2)];
    private (int Start, int Length)[] _fields = new (int, int)[Math.Min(32, options.MaxFields)];
    private int _next;
    private int _end;
    private bool _ended;

    /// <summary>Line of the current record, counted from 1, blank lines included.</summary>
    public long Row { get; private set; }

    /// <summary>Fields of the current record.</summary>
    public int Count { get; private set; }

    /// <summary>A field of the current record, unquoted; valid until the next <see cref="Read"/>.</summary>
    public ReadOnlySpan<char> this[int index] => _buffer.AsSpan(_fields[index].Start, _fields[index].Length);

    /// <summary>Moves to the next line that is not blank.</summary>
    /// <returns>False at the end of the text.</returns>
    public bool Read()
    {
        while (FindLine(out int start, out int length))
        {
            Row++;
            if (Row == 1 && length > 0 && _buffer[start] == '\uFEFF') (start, length) = (start + 1, length - 1);
            if (Row - 1 > options.MaxRows) throw Error(Invariant($"More than {options.MaxRows} rows; split the file or raise {nameof(ReadingOptions.MaxRows)}."));
            if (length > 0 && _buffer[start + length - 1] == '\r') length--;
            if (_buffer.AsSpan(start, length).IsWhiteSpace()) continue;
            Split(start, start + length);
            return true;
        }

        return false;
    }

    private bool FindLine(out int start, out int length)
    {
        for (int scanned = 0; ;)
        {
            int newline = _buffer.AsSpan(_next + scanned, _end - _next - scanned).IndexOf('\n');
            start = _next;
            length = newline >= 0 ? scanned + newline : _end - _next;
            if (length > options.MaxLineLength) throw TooLong();
            if (newline >= 0 || _ended)
            {
                _next = Math.Min(_end, start + length + 1);
                return newline >= 0 || length > 0;
            }

            scanned = length;
            Fill();
        }
    }

    private void Fill()
    {
        if (_next > 0)
        {
            _buffer.AsSpan(_next, _end - _next).CopyTo(_buffer);
            (_next, _end) = (0, _end - _next);
        }

        if (_end == _buffer.Length) Array.Resize(ref _buffer, (int)Math.Min(2L * _buffer.Length, options.MaxLineLength + 2L));
        try
        {
            int read = reader.Read(_buffer.AsSpan(_end));
            _end += read;
            _ended = read == 0;
        }
        catch (DecoderFallbackException exception)
        {
            throw new MarginFormatException("The text is not valid UTF-8; save the file as UTF-8.", options.SourceName, Row + 1, innerException: exception);
        }
    }

    private void Split(int position, int end)
    {
        for (Count = 0; ; position++)
        {
            position = position < end && _buffer[position] == '"' ? Quoted(position, end) : Plain(position, end);
            if (position >= end) return;
        }
    }

    private int Plain(int start, int end)
    {
        int comma = _buffer.AsSpan(start, end - start).IndexOf(',');
        int stop = comma < 0 ? end : start + comma;
        if (_buffer.AsSpan(start, stop - start).Contains('"'))
            throw Error("A quote stands inside a field that does not begin with one; put the whole field in quotes and double the inner quotes.", _buffer.AsSpan(start, stop - start));
        Add(start, stop - start);
        return stop;
    }

    private int Quoted(int start, int end)
    {
        int write = start, read = start + 1;
        bool closed = false;
        while (read < end && !closed)
        {
            char letter = _buffer[read++];
            bool quote = letter == '"';
            closed = quote && !(read < end && _buffer[read] == '"');
            if (quote && !closed) read++;
            if (!closed) _buffer[write++] = letter;
        }

        if (!closed || (read < end && _buffer[read] != ','))
            throw Error("A quoted field does not end with a quote before the next comma or the end of its line.");
        Add(start, write - start);
        return read;
    }

    private void Add(int start, int length)
    {
        if (Count == options.MaxFields) throw Error(Invariant($"More than {options.MaxFields} fields; raise {nameof(ReadingOptions.MaxFields)} if the file is meant to be that wide."));
        if (Count == _fields.Length) Array.Resize(ref _fields, Math.Min(2 * _fields.Length, options.MaxFields));
        _fields[Count++] = (start, length);
    }

    private MarginFormatException TooLong()
    {
        Row++;
        return Error(
            Invariant($"The line is longer than {options.MaxLineLength} characters. The file has no line breaks, or is not a CSV; otherwise raise {nameof(ReadingOptions.MaxLineLength)}."),
            _buffer.AsSpan(_next, 80 < _end - _next ? 80 : _end - _next));
    }

    private MarginFormatException Error(string problem, ReadOnlySpan<char> value = default) => new TextPlace(options.SourceName, Row, "").Error(problem, value);
}
