using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace PortfolioMargin.Numerics;

/// <summary>A SHA-256 over canonical bytes: doubles as their bits, texts as length and UTF-8, all little-endian. Equal inputs, equal fingerprint, on every machine.</summary>
internal sealed class FingerprintBuilder : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public FingerprintBuilder Add(double value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(double)];
        BinaryPrimitives.WriteDoubleLittleEndian(bytes, value);
        _hash.AppendData(bytes);
        return this;
    }

    public FingerprintBuilder Add(ReadOnlySpan<double> values)
    {
        if (BitConverter.IsLittleEndian) _hash.AppendData(MemoryMarshal.AsBytes(values));
        else foreach (double value in values) Add(value);
        return this;
    }

    public FingerprintBuilder Add(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, bytes.Length);
        _hash.AppendData(length);
        _hash.AppendData(bytes);
        return this;
    }

    /// <summary>The fingerprint as 64 lowercase hexadecimal digits; the builder starts anew.</summary>
    public string Finish() => Convert.ToHexStringLower(_hash.GetHashAndReset());

    public void Dispose() => _hash.Dispose();
}
