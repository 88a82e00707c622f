using System.Collections.Immutable;

namespace PortfolioMargin;

/// <summary>Laws that a rule book claims to satisfy; the law tests hold it to them.</summary>
[Flags]
public enum RuleBookClaims
{
    /// <summary>No claim.</summary>
    None = 0,

    /// <summary>A portfolio times a needs a times the requirement, for a >= 0.</summary>
    PositivelyHomogeneous = 1,

    /// <summary>Two portfolios together need at most what they need apart.</summary>
    Subadditive = 2,

    /// <summary>A portfolio and its mirror image together need nothing.</summary>
    NetsToZero = 4,

    /// <summary>Base cash changes the excess by its amount and the requirement not at all.</summary>
    CashInvariant = 8,

    /// <summary>Quantity q of multiplier m needs what q m of multiplier 1 needs.</summary>
    MultiplierEquivalent = 16,

    /// <summary>All prices, strikes and cash times c need c times as much.</summary>
    CurrencyScaling = 32,

    /// <summary>A long-only book of upfront options needs at most its value.</summary>
    LongPremiumBounded = 64,
}

/// <summary>What a rule book says of itself.</summary>
/// <param name="Name">Its name, as in the catalog and in margin cases.</param>
/// <param name="AsOf">Date of its parameters; with several sets, of the latest one that applies.</param>
/// <param name="Citations">The documents that the rule is written in.</param>
public sealed record RuleBookInfo(string Name, DateOnly AsOf, ImmutableArray<Citation> Citations)
{
    /// <summary>Laws that it claims to satisfy.</summary>
    public RuleBookClaims Claims { get; init; }

    private readonly Lazy<string> _parameters = new("{}");

    /// <summary>The complete parameters as canonical JSON, so that a result can be saved and run again.</summary>
    public string Parameters { get => _parameters.Value; init => _parameters = new(value); }

    /// <summary>States how the parameters are written once somebody asks for them: in a fresh process that takes longer than a margin call.</summary>
    internal Func<string> ParameterWriter { init => _parameters = new(value); }

    /// <summary>Compares by value, the parameters as text.</summary>
    /// <param name="other">The other description.</param>
    /// <returns>Whether all is equal.</returns>
    public bool Equals(RuleBookInfo? other) => ReferenceEquals(this, other)
        || (other is not null && Name == other.Name && AsOf == other.AsOf && Citations.Equals(other.Citations) && Claims == other.Claims && Parameters == other.Parameters);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, AsOf, Claims);

    /// <summary>Name and date.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => FormattableString.Invariant($"{Name} {AsOf:yyyy-MM-dd}");
}
