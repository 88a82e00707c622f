using PortfolioMargin.Numerics;

namespace PortfolioMargin;

/// <summary>What a derivative is written on, named by its symbol: "BTC", "SPX". Symbols are compared ordinally, so "btc" is another underlying.</summary>
public readonly record struct Underlying : IComparable<Underlying>
{
    private readonly string? _symbol;

    /// <summary>Names an underlying.</summary>
    /// <param name="symbol">Its symbol, not empty.</param>
    /// <exception cref="ArgumentException">The symbol is empty or blank.</exception>
    public Underlying(string symbol) => _symbol = Guard.Text(symbol, nameof(symbol));

    /// <summary>The symbol; empty for <see langword="default"/>.</summary>
    public string Symbol => _symbol ?? "";

    /// <summary>The currency of the coin or share itself: what an inverse contract on this underlying is settled in.</summary>
    public Currency Coin => new(Symbol);

    /// <inheritdoc/>
    public int CompareTo(Underlying other) => ReferenceEquals(_symbol, other._symbol) ? 0 : string.CompareOrdinal(Symbol, other.Symbol);

    /// <inheritdoc/>
    public bool Equals(Underlying other) => string.Equals(Symbol, other.Symbol, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override int GetHashCode() => Symbol.GetHashCode(StringComparison.Ordinal);

    /// <summary>The symbol.</summary>
    /// <returns>The symbol.</returns>
    public override string ToString() => Symbol;

    /// <summary>Earlier in ordinal order of symbols.</summary>
    public static bool operator <(Underlying left, Underlying right) => left.CompareTo(right) < 0;

    /// <summary>Later in ordinal order of symbols.</summary>
    public static bool operator >(Underlying left, Underlying right) => left.CompareTo(right) > 0;

    /// <summary>Earlier in ordinal order of symbols, or equal.</summary>
    public static bool operator <=(Underlying left, Underlying right) => left.CompareTo(right) <= 0;

    /// <summary>Later in ordinal order of symbols, or equal.</summary>
    public static bool operator >=(Underlying left, Underlying right) => left.CompareTo(right) >= 0;
}
