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

/// <summary>How the numbers of a rule book were checked, by its golden cases.</summary>
/// <param name="Cases">Number of golden cases.</param>
/// <param name="WorstError">Largest |error| / (1 + |expected|) over all numbers of all cases, rounded up.</param>
/// <param name="Against">What the expected numbers are: which were published, which come from a second implementation, what nothing confirms.</param>
public sealed record RuleBookVerification(int Cases, double WorstError, string Against)
{
    /// <summary>Cases, worst error, and against what.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => FormattableString.Invariant($"{Cases} cases, worst error {WorstError:0.#e-0}: {Against}");
}

/// <summary>What a rule book says of itself: the table of rule books in the README is made of it.</summary>
/// <param name="Name">Its name, as in the catalog and in margin cases.</param>
/// <param name="AsOf">Date of its parameters; with several sets, of the latest one that applies.</param>
/// <param name="Citations">The documents that the rule is written in.</param>
public sealed record RuleBookInfo(string Name, DateOnly AsOf, ImmutableArray<Citation> Citations)
{
    /// <summary>Laws that it claims to satisfy.</summary>
    public RuleBookClaims Claims { get; init; }

    /// <summary>Who margins by this rule: a venue, a clearing house, a regulator; empty where nobody is named.</summary>
    public string Venue { get; init; } = "";

    /// <summary>Parts of the real rule that are not in the requirement, a phrase each; refused or named in the diagnostics where an account needs them.</summary>
    public ImmutableArray<string> NotCovered { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>How its numbers were checked; absent where nobody says.</summary>
    public RuleBookVerification? Verification { get; init; }

    private readonly Lazy<string> _parameters = new("{}");

    /// <summary>The complete parameters as canonical JSON, so that a result can be saved and run again.</summary>
    public string Parameters { get => _parameters.Value; init => _parameters = new(value); }

    /// <summary>States how the parameters are written once somebody asks for them: in a fresh process that takes longer than a margin call.</summary>
    internal Func<string> ParameterWriter { init => _parameters = new(value, LazyThreadSafetyMode.PublicationOnly); } // which keeps no exception

    /// <summary>Compares by value: lists one by one, the parameters as text.</summary>
    /// <param name="other">The other description.</param>
    /// <returns>Whether all is equal.</returns>
    public bool Equals(RuleBookInfo? other) => ReferenceEquals(this, other)
        || (other is not null && (Name, AsOf, Claims, Venue, Verification) == (other.Name, other.AsOf, other.Claims, other.Venue, other.Verification)
            && Same(Citations, other.Citations) && Same(NotCovered, other.NotCovered) && Parameters == other.Parameters);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, AsOf, Claims);

    /// <summary>Name and date.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => FormattableString.Invariant($"{Name} {AsOf:yyyy-MM-dd}");

    private static bool Same<T>(ImmutableArray<T> left, ImmutableArray<T> right) => left.IsDefault || right.IsDefault ? left.IsDefault == right.IsDefault : left.AsSpan().SequenceEqual(right.AsSpan());
}
