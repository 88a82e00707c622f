namespace PortfolioMargin.Numerics;

/// <summary>A counter-based generator: the draw of a (seed, row, number) is a function of those three, so rows can be drawn in any order and on any thread.
/// Philox 4x32 with 10 rounds: J. Salmon, M. Moraes, R. Dror, D. Shaw, Parallel Random Numbers: As Easy as 1, 2, 3, SC11 (2011). Whole numbers only, so the
/// same bits on every machine.</summary>
internal static class CounterRandom
{
    /// <summary>Source: the paper, section 4.3.</summary>
    private const uint Multiplier0 = 0xD2511F53, Multiplier1 = 0xCD9E8D57, Weyl0 = 0x9E3779B9, Weyl1 = 0xBB67AE85;

    private const int Rounds = 10;

    /// <summary>Two numbers in (0, 1), neither end included: odd multiples of 2^-54.</summary>
    public static (double First, double Second) Pair(ulong seed, ulong row, uint number, uint stream)
    {
        var (a, b, c, d) = Block(seed, (uint)row, (uint)(row >> 32), number, stream);
        return (Unit(a, b), Unit(c, d));
    }

    /// <summary>The four words of a counter under a key.</summary>
    public static (uint A, uint B, uint C, uint D) Block(ulong key, uint a, uint b, uint c, uint d)
    {
        uint key0 = (uint)key, key1 = (uint)(key >> 32);
        for (int round = 0; round < Rounds; round++)
        {
            ulong left = (ulong)Multiplier0 * a, right = (ulong)Multiplier1 * c;
            (a, b, c, d) = ((uint)(right >> 32) ^ b ^ key0, (uint)right, (uint)(left >> 32) ^ d ^ key1, (uint)left);
            key0 += Weyl0;
            key1 += Weyl1;
        }

        return (a, b, c, d);
    }

    /// <summary>The middle of one of 2^53 equal parts of (0, 1).</summary>
    private static double Unit(uint high, uint low) => (((((ulong)high << 32) | low) >> 11) + 0.5) * (1.0 / (1UL << 53));
}
