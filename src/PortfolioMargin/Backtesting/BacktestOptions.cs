using PortfolioMargin.Numerics;

namespace PortfolioMargin.Backtesting;

/// <summary>Which of its two requirements a rule book is held to.</summary>
public enum RequirementLevel
{
    /// <summary>What opening needs.</summary>
    Initial,

    /// <summary>What keeping needs.</summary>
    Maintenance,
}

/// <summary>How a backtest is done.</summary>
public sealed record BacktestOptions
{
    /// <summary>One day, initial requirement, days that do not overlap.</summary>
    public static BacktestOptions Default { get; } = new();

    /// <summary>Which requirement is held against the realised loss.</summary>
    public RequirementLevel Level { get; init => field = Guard.Defined(value, nameof(Level)); }

    /// <summary>Days (entries of the sequence) that a portfolio is held for after its requirement was computed; 1 unless stated.</summary>
    public int HoldingDays { get; init => field = value is >= 1 and <= 1000 ? value : throw new ArgumentOutOfRangeException(nameof(HoldingDays), value, $"HoldingDays is {value}; expected 1 to 1000."); } = 1;

    /// <summary>Whether every day begins an interval, although intervals then overlap. Their losses are not independent, so tests of coverage refuse them.</summary>
    public bool Overlapping { get; init; }

    /// <summary>Calendar time that an interval may take at most; longer ones are listed as gaps. Absent: any.</summary>
    public TimeSpan? LongestInterval { get; init => field = value is null || value > TimeSpan.Zero ? value : throw new ArgumentOutOfRangeException(nameof(LongestInterval), value, "The longest interval must be above zero."); }

    /// <summary>How realised values are computed where there is no mark; absent: as the rule book values.</summary>
    public Valuation? Valuation { get; init; }

    /// <summary>Whether every interval is attributed to risk factors, not only breaches.</summary>
    public bool AttributeAll { get; init; }

    /// <summary>Number of threads; -1 for as many as there are processors. The bits do not depend on it.</summary>
    public int MaxDegreeOfParallelism { get; init => field = Pieces.Degree(value); } = -1;
}
