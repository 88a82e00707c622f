namespace PortfolioMargin.Backtesting;

/// <summary>Random numbers by counter: number i of path j depends on seed, i and j alone, so paths may be drawn in any order and on any thread.
/// Source of the mixing: the finaliser of SplitMix64, G. L. Steele, D. Lea, C. H. Flood, Fast Splittable Pseudorandom Number Generators, OOPSLA 2014.</summary>
internal readonly struct UniformSequence(ulong seed, int path)
{
    private const ulong Golden = 0x9E3779B97F4A7C15;

    private readonly ulong _key = Mix(Mix(seed + Golden) + (Golden * ((ulong)path + 1)));

    /// <summary>A number inside (0, 1), never 0 or 1: 53 bits and a half.</summary>
    public double this[int index] => ((Mix(_key + (Golden * ((ulong)index + 1))) >> 11) + 0.5) * (1.0 / (1UL << 53));

    private static ulong Mix(ulong bits)
    {
        bits = (bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9;
        bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EB;
        return bits ^ (bits >> 31);
    }
}
