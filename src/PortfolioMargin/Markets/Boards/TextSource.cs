using System.Text;
using PortfolioMargin.Numerics;

namespace PortfolioMargin;

/// <summary>Turns what callers hold, a stream or a text reader, into what a reader of a format needs. The caller's object stays open.</summary>
internal static class TextSource
{
    /// <summary>Text of a stream: UTF-8, or UTF-16 with a byte order mark; invalid bytes are an error and never a question mark.</summary>
    public static StreamReader Text(Stream stream) =>
        new(Guard.NotNull(stream, nameof(stream)), new UTF8Encoding(false, true), detectEncodingFromByteOrderMarks: true, bufferSize: 16_384, leaveOpen: true);

    /// <summary>UTF-8 bytes of a text reader.</summary>
    public static Stream Bytes(TextReader reader) => new EncodedText(Guard.NotNull(reader, nameof(reader)));

    private sealed class EncodedText(TextReader reader) : Stream
    {
        private readonly char[] _letters = new char[4_096];
        private readonly byte[] _bytes = new byte[Encoding.UTF8.GetMaxByteCount(4_096)];
        private readonly Encoder _encoder = Encoding.UTF8.GetEncoder();
        private int _next;
        private int _end;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            while (_next == _end)
            {
                int letters = reader.Read(_letters);
                (_next, _end) = (0, _encoder.GetBytes(_letters.AsSpan(0, letters), _bytes, flush: letters == 0));
                if (letters == 0 && _end == 0) return 0;
            }

            int count = Math.Min(buffer.Length, _end - _next);
            _bytes.AsSpan(_next, count).CopyTo(buffer);
            _next += count;
            return count;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
