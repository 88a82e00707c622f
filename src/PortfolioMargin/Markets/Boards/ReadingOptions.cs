using static System.FormattableString;

namespace PortfolioMargin;

/// <summary>Limits that a reader of files holds to, so that a hostile or broken file ends in a sentence and not in exhausted memory.</summary>
public sealed record ReadingOptions
{
    /// <summary>The limits that hold unless others are passed.</summary>
    public static ReadingOptions Default { get; } = new();

    /// <summary>Name of the file for error texts; empty unless stated.</summary>
    public string SourceName { get; init => field = value ?? ""; } = "";

    /// <summary>Longest line of a CSV in characters, and longest single JSON value in bytes; 65,536 unless stated. The read buffer never grows beyond it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 16.</exception>
    public int MaxLineLength { get; init => field = AtLeast(value, 16, nameof(MaxLineLength)); } = 65_536;

    /// <summary>Most fields in a CSV line; 256 unless stated.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 1.</exception>
    public int MaxFields { get; init => field = AtLeast(value, 1, nameof(MaxFields)); } = 256;

    /// <summary>Most rows below the header, blank lines counted; 10 million unless stated.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 1.</exception>
    public long MaxRows { get; init => field = value >= 1 ? value : throw Low(value, 1, nameof(MaxRows)); } = 10_000_000;

    /// <summary>Deepest nesting of a JSON document; 16 unless stated.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 3, the depth of a board itself.</exception>
    public int MaxJsonDepth { get; init => field = AtLeast(value, 3, nameof(MaxJsonDepth)); } = 16;

    /// <summary>Boards only: rows at least this much older than the latest row are reported as stale; 5 minutes unless stated.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not above zero.</exception>
    public TimeSpan StaleAfter
    {
        get;
        init => field = value > TimeSpan.Zero
            ? value
            : throw new ArgumentOutOfRangeException(nameof(StaleAfter), value, Invariant($"{nameof(StaleAfter)} is {value}; the age from which a row is stale must be above zero."));
    }

    = TimeSpan.FromMinutes(5);

    /// <summary>Boards only: where a row's volatility misses the row's own mark by more than this share of the forward (for inverse options: this much coin), the
    /// volatility that the mark implies is used instead, and a diagnostic says so; 0.005 unless stated, +Infinity to believe every volatility.
    /// Whole boards of the venue stay within 0.0001 on a quiet day and 0.0022 on a day of a crash, when the forward moves while the rows are published.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not above 0, or NaN.</exception>
    public double VolatilityTolerance
    {
        get;
        init => field = value > 0
            ? value
            : throw new ArgumentOutOfRangeException(nameof(VolatilityTolerance), value, Invariant($"{nameof(VolatilityTolerance)} is {value:R}; expected a share of the forward above 0, such as 0.005."));
    }

    = 0.005;

    private static int AtLeast(int value, int least, string name) => value >= least ? value : throw Low(value, least, name);

    private static ArgumentOutOfRangeException Low(long value, long least, string name) =>
        new(name, value, Invariant($"{name} is {value}; expected at least {least}."));
}
