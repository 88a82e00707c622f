using PortfolioMargin.Numerics;

namespace PortfolioMargin;

/// <summary>A unit of money or an asset that can be held as money, named by its code: "USD", "USDC", "BTC". Codes are compared ordinally.</summary>
public readonly record struct Currency : IComparable<Currency>
{
    private readonly string? _code;

    /// <summary>Names a currency.</summary>
    /// <param name="code">Its code, not empty.</param>
    /// <exception cref="ArgumentException">The code is empty or blank.</exception>
    public Currency(string code) => _code = Guard.Text(code, nameof(code));

    /// <summary>The code; empty for <see langword="default"/>.</summary>
    public string Code => _code ?? "";

    /// <inheritdoc/>
    public int CompareTo(Currency other) => string.CompareOrdinal(Code, other.Code);

    /// <inheritdoc/>
    public bool Equals(Currency other) => string.Equals(Code, other.Code, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override int GetHashCode() => Code.GetHashCode(StringComparison.Ordinal);

    /// <summary>The code.</summary>
    /// <returns>The code.</returns>
    public override string ToString() => Code;

    /// <summary>Earlier in ordinal order of codes.</summary>
    public static bool operator <(Currency left, Currency right) => left.CompareTo(right) < 0;

    /// <summary>Later in ordinal order of codes.</summary>
    public static bool operator >(Currency left, Currency right) => left.CompareTo(right) > 0;

    /// <summary>Earlier in ordinal order of codes, or equal.</summary>
    public static bool operator <=(Currency left, Currency right) => left.CompareTo(right) <= 0;

    /// <summary>Later in ordinal order of codes, or equal.</summary>
    public static bool operator >=(Currency left, Currency right) => left.CompareTo(right) >= 0;
}
