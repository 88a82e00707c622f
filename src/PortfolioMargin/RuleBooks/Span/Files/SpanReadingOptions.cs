using System.Runtime.CompilerServices;
using static System.FormattableString;

namespace PortfolioMargin.RuleBooks;

/// <summary>Limits and choices of reading a SPAN file. A hostile or broken file ends in a sentence and not in exhausted memory.</summary>
public sealed record SpanReadingOptions
{
    /// <summary>What holds unless something else is passed.</summary>
    public static SpanReadingOptions Default { get; } = new();

    /// <summary>Name of the file for error texts; empty unless stated.</summary>
    public string SourceName { get; init => field = value ?? ""; } = "";

    /// <summary>Whose initial ratio and adjustment factor the parameters take; a speculator's unless stated.</summary>
    public SpanAccountType Account { get; init => field = Numerics.Guard.Defined(value, nameof(Account)); } = SpanAccountType.Speculator;

    /// <summary>Number of the rate (element r) that an XML file's arrays, charges and scan ranges are taken from where it states several; 1 unless stated.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 1.</exception>
    public int RateNumber { get; init => field = (int)AtLeast(value, 1); } = 1;

    /// <summary>Whether a record that the layout does not have ends the reading; otherwise a diagnostic counts it. True unless stated.</summary>
    public bool RefuseUnknownRecords { get; init; } = true;

    /// <summary>Longest file in bytes; 512 MiB unless stated.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 1.</exception>
    public long MaxBytes { get; init => field = AtLeast(value, 1); } = 512L << 20;

    /// <summary>Longest line of a file in columns; 4,096 unless stated.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 132, the length of a record.</exception>
    public int MaxLineLength { get; init => field = (int)AtLeast(value, 132); } = 4_096;

    /// <summary>Deepest nesting of an XML file; 32 unless stated.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 10, the depth of a risk array.</exception>
    public int MaxDepth { get; init => field = (int)AtLeast(value, 10); } = 32;

    /// <summary>Longest text of one XML element in characters; 256 unless stated.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 32.</exception>
    public int MaxTextLength { get; init => field = (int)AtLeast(value, 32); } = 256;

    /// <summary>Most contracts; 2 million unless stated.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 1.</exception>
    public int MaxContracts { get; init => field = (int)AtLeast(value, 1); } = 2_000_000;

    /// <summary>Most products, series, combined commodities, tiers, spreads and legs together; 1 million unless stated.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 1.</exception>
    public int MaxParameters { get; init => field = (int)AtLeast(value, 1); } = 1_000_000;

    private static long AtLeast(long value, long least, [CallerMemberName] string name = "") => value >= least
        ? value
        : throw new ArgumentOutOfRangeException(name, value, Invariant($"{name} is {value}; expected at least {least}."));
}

/// <summary>Whose account it is: SPAN files state ratios and factors for each.</summary>
public enum SpanAccountType
{
    /// <summary>A member of the exchange.</summary>
    Member,

    /// <summary>A hedger.</summary>
    Hedger,

    /// <summary>A speculator.</summary>
    Speculator,
}
