using System.Text;
using PortfolioMargin.RuleBooks;

namespace PortfolioMargin.Tests.RuleBooks.Span.Files;

/// <summary>Lines made while they are read, so that a large file takes no memory.</summary>
internal sealed class MadeStream(IEnumerable<string> lines, bool newlines = true) : MemoryStream
{
    private readonly IEnumerator<string> _lines = lines.GetEnumerator();
    private byte[] _line = [];
    private string? _text;
    private int _length;
    private int _next;

    /// <summary>Bytes handed out.</summary>
    public long Total { get; private set; }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        int written = 0;
        while (written < buffer.Length)
        {
            if (_next == _length)
            {
                if (!_lines.MoveNext()) break;
                if (!ReferenceEquals(_text, _lines.Current)) Encode(_text = _lines.Current);
                _next = 0;
            }

            int count = Math.Min(buffer.Length - written, _length - _next);
            _line.AsSpan(_next, count).CopyTo(buffer[written..]);
            (written, _next) = (written + count, _next + count);
        }

        Total += written;
        return written;
    }

    private void Encode(string text)
    {
        if (_line.Length <= text.Length) _line = new byte[Math.Max(256, 2 * text.Length)];
        _length = Encoding.Latin1.GetBytes(text, _line);
        if (newlines) _line[_length++] = (byte)'\n';
    }

    protected override void Dispose(bool disposing)
    {
        _lines.Dispose();
        base.Dispose(disposing);
    }
}

/// <summary>A text, then another stream.</summary>
internal sealed class PrefixedStream(string text, Stream rest) : MemoryStream
{
    private readonly MemoryStream _text = new(Encoding.Latin1.GetBytes(text));

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer) => _text.Read(buffer) is > 0 and var read ? read : rest.Read(buffer);

    protected override void Dispose(bool disposing)
    {
        _text.Dispose();
        base.Dispose(disposing);
    }
}

/// <summary>Random changes of bytes.</summary>
internal static class Fuzz
{
    /// <summary>A damaged file is read or refused with the documented exception. What is read can be used: its parameters, market and arrays come with it, and all its instruments can be margined.</summary>
    public static void Run(byte[] text, int seed, int rounds)
    {
        var random = new Random(seed);
        int read = 0;
        for (int round = 0; round < rounds; round++)
        {
            byte[] bytes = [.. text];
            for (int hits = random.Next(1, 4); hits > 0; hits--)
                bytes[random.Next(bytes.Length)] = random.Next(3) switch { 0 => (byte)random.Next(256), 1 => (byte)random.Next(32, 127), _ => (byte)random.Next('0', '9' + 1) };
            try
            {
                var file = SpanFile.Read(new MemoryStream(bytes));
                read++;
                if (read % 20 == 0) Use(file);
            }
            catch (MarginFormatException refusal)
            {
                refusal.Value.Length.ShouldBeLessThanOrEqualTo(80);
            }
        }

        TestContext.Out.WriteLine($"{read} of {rounds} damaged files were read");
        read.ShouldBeGreaterThan(rounds / 100);
    }

    private static void Use(SpanFile file)
    {
        var known = file.Parameters.CombinedCommodities.SelectMany(commodity => commodity.Products).Select(product => product.Underlying).ToHashSet();
        var positions = file.Contracts.Where(contract => contract.Instrument is { } instrument && known.Contains(instrument.Underlying.Symbol) && !(instrument.HoldsValue && contract.Price is null))
            .Select((contract, i) => new Position(contract.Instrument!, i % 3 - 1)).ToArray();
        var result = new MarginCalculator(new SpanRuleBook(file.Parameters, file.BusinessDate), revaluer: file.Revaluer).Calculate(Portfolio.Of(positions), file.Market);
        double.IsFinite(result.Initial).ShouldBeTrue();
    }
}
