using PortfolioMargin.Numerics;

namespace PortfolioMargin;

/// <summary>What is done about a day of a history that cannot be used as it is. Nothing is ever filled in, and whatever is done is reported.</summary>
public enum HistoryPolicy
{
    /// <summary>The history is refused; the message lists every such day.</summary>
    Stop,

    /// <summary>The day (for a long interval: the return over it) is left out of every series.</summary>
    Drop,

    /// <summary>The value is used as it stands. Not for missing values, which there is nothing to use of.</summary>
    Keep,
}

/// <summary>How series are joined into a history.</summary>
public sealed record HistoryRules
{
    /// <summary>Stop at missing values, keep everything else.</summary>
    public static HistoryRules Strict { get; } = new();

    /// <summary>Days that some series have and others have not; stop unless stated.</summary>
    public HistoryPolicy Missing
    {
        get;
        init => field = Guard.Defined(value, nameof(Missing)) != HistoryPolicy.Keep ? value : throw new ArgumentException("A missing value cannot be kept; drop its day or stop.", nameof(Missing));
    }

    /// <summary>Values that jump by more than <see cref="LargestJump"/> and come back on the next day (so a backtest that drops them knows a day more than its margin could), and values not above 0 where a logarithm is taken; stop unless stated.</summary>
    public HistoryPolicy BadTicks { get; init => field = Guard.Defined(value, nameof(BadTicks)); }

    /// <summary>Move of a price or volatility from one day to the next, as a fraction up or its inverse down, from which it is suspect: 0.4 suspects +40 % and -28.6 %.
    /// Absent: no move is suspect. Rates have no such bound.</summary>
    public double? LargestJump { get; init => field = value is { } jump ? Guard.Positive(jump, nameof(LargestJump)) : null; }

    /// <summary>Returns over more than <see cref="LongestInterval"/>; stop unless stated.</summary>
    public HistoryPolicy Intervals { get; init => field = Guard.Defined(value, nameof(Intervals)); }

    /// <summary>Calendar days from one row to the next from which a return is no longer that of a day; absent: none is too long.</summary>
    public int? LongestInterval
    {
        get;
        init => field = value is null or > 0 ? value : throw new ArgumentOutOfRangeException(nameof(LongestInterval), value, "The longest interval must be at least one day.");
    }
}
