using static System.FormattableString;

namespace PortfolioMargin.RuleBooks;

/// <summary>A file as bytes: counted, cancellable, and for XML guarded against single tokens that would fill memory. The caller's stream stays open.</summary>
internal sealed class SpanInput(Stream stream, SpanReadingOptions options, CancellationToken cancellation) : Stream
{
    /// <summary>Bytes between two opening angle brackets: a tag with its text. Real ones have fewer than a hundred.</summary>
    private const int LongestToken = 65_536;

    private readonly byte[] _head = new byte[4];
    private int _headNext;
    private int _headLength = -1;
    private long _bytes;
    private long _sinceTag;

    /// <summary>Whether the bytes are XML and tokens are to be guarded.</summary>
    public bool IsXml { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <summary>Looks at the first bytes: XML begins with an angle bracket, a PA2 file with its header record.</summary>
    public void Detect()
    {
        _headLength = stream.ReadAtLeast(_head, _head.Length, throwOnEndOfStream: false);
        var head = _head.AsSpan(0, _headLength);
        if (head.StartsWith("\uFEFF"u8)) head = head[3..];
        if (head.IsEmpty) throw Error("no data; expected a SPAN file, PA2 (expanded unpacked) or XML");
        if (head.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B]) || head.StartsWith("PK"u8))
            throw Error("the file is compressed; pass the stream of its entry, as ZipArchiveEntry.Open or GZipStream gives it");
        if (head is [0xFE, 0xFF, ..] or [0xFF, 0xFE, ..] || head.Contains((byte)0)) throw Error("the file is UTF-16 or UTF-32; expected ASCII, Latin-1 or UTF-8");
        IsXml = head[0] is (byte)'<' or (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n';
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        cancellation.ThrowIfCancellationRequested();
        int read = ReadBytes(buffer);
        _bytes += read;
        if (_bytes > options.MaxBytes)
            throw Error(Invariant($"the file is longer than {options.MaxBytes} bytes; raise {nameof(SpanReadingOptions.MaxBytes)} if it is meant to be that long"));
        if (IsXml) GuardTokens(buffer[..read]);
        return read;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private int ReadBytes(Span<byte> buffer)
    {
        int kept = Math.Min(buffer.Length, _headLength - _headNext);
        if (kept <= 0) return stream.Read(buffer);
        _head.AsSpan(_headNext, kept).CopyTo(buffer);
        _headNext += kept;
        return kept;
    }

    private void GuardTokens(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Contains((byte)0)) throw Error("the file holds a zero byte; expected XML in ASCII, Latin-1 or UTF-8");
        if (_sinceTag + bytes.Length <= LongestToken)
        {
            int last = bytes.LastIndexOf((byte)'<'); // no token inside can be too long
            _sinceTag = last < 0 ? _sinceTag + bytes.Length : bytes.Length - last - 1;
            return;
        }

        while (!bytes.IsEmpty)
        {
            int tag = bytes.IndexOf((byte)'<');
            _sinceTag += tag < 0 ? bytes.Length : tag;
            if (_sinceTag > LongestToken) throw Error(Invariant($"more than {LongestToken} bytes stand between two tags; this is not a SPAN file"));
            if (tag < 0) return;
            _sinceTag = 0;
            bytes = bytes[(tag + 1)..];
        }
    }

    private MarginFormatException Error(string problem) => new(problem, options.SourceName);
}
