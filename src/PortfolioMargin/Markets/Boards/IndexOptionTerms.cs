using PortfolioMargin.Numerics;

namespace PortfolioMargin;

/// <summary>What a file of closing prices of index options does not say. The options are European.</summary>
public sealed record IndexOptionTerms
{
    /// <summary>States index and time.</summary>
    /// <param name="underlying">The index.</param>
    /// <param name="time">When the closing prices were made.</param>
    public IndexOptionTerms(Underlying underlying, DateTimeOffset time)
    {
        if (underlying.Symbol.Length == 0) throw new ArgumentException("The index needs a symbol; got the default value.", nameof(underlying));
        (Underlying, Time) = (underlying, time.ToUniversalTime());
    }

    /// <summary>The index.</summary>
    public Underlying Underlying { get; }

    /// <summary>When the closing prices were made, in UTC.</summary>
    public DateTimeOffset Time { get; }

    /// <summary>Index level, above 0; absent: the close in the file's row without expiry.</summary>
    public double? Spot { get; init => field = value is { } spot ? Guard.Positive(spot, $"{Underlying} spot price") : null; }

    /// <summary>Continuously compounded rate per year at which option prices are discounted; 0 unless stated. Calls and puts imply the forward, hardly the rate.</summary>
    public double Rate { get; init => field = MarketBounds.Rate(value, $"{Underlying} rate"); }

    /// <summary>Continuously compounded dividend yield per year of all expiries; absent: implied per expiry from put-call parity.</summary>
    public double? Carry { get; init => field = value is { } carry ? MarketBounds.Rate(carry, $"{Underlying} carry") : null; }

    /// <summary>Units of the index per contract, above 0; 100 unless stated.</summary>
    public double Multiplier { get; init => field = Guard.Positive(value, nameof(Multiplier)); } = 100;

    /// <summary>When on their last day the options expire, in UTC; 21:00 unless stated (a close of 16:00 in New York in winter; options that settle at the opening end at 14:30).</summary>
    public TimeOnly ExpiresAt { get; init; } = new(21, 0);
}
