using System.Collections.Immutable;
using PortfolioMargin.Numerics;
using static System.FormattableString;

namespace PortfolioMargin;

/// <summary>What the market says of one underlying: spot, forwards and volatilities by expiry, perpetual, dividends.</summary>
public sealed record UnderlyingMarket
{
    /// <summary>States an underlying and its spot price.</summary>
    /// <param name="underlying">The underlying.</param>
    /// <param name="spot">Index or cash price, in the quote currency; finite, and above 0 under the lognormal model.</param>
    /// <exception cref="ArgumentOutOfRangeException">The spot price is not finite.</exception>
    public UnderlyingMarket(Underlying underlying, double spot)
    {
        Underlying = underlying;
        Spot = Guard.Finite(spot, $"{underlying} spot price");
    }

    /// <summary>An underlying that is known by its futures alone. The forward of its nearest expiry stands where a spot price is asked for; spot and perpetuals
    /// of it, and expiries without a stated forward, are missing data.</summary>
    /// <param name="underlying">The underlying.</param>
    /// <param name="expiries">At least one expiry, each with its forward.</param>
    /// <returns>Its market.</returns>
    /// <exception cref="ArgumentException">There is no expiry, or one has no forward.</exception>
    public static UnderlyingMarket OfFutures(Underlying underlying, params IEnumerable<ExpiryMarket> expiries)
    {
        ImmutableArray<ExpiryMarket> known = [.. Guard.NotNull(expiries, nameof(expiries)).OrderBy(entry => Guard.NotNull(entry, nameof(expiries)).Expiry)];
        if (known.IsEmpty || known.Any(entry => entry.Forward is null))
            throw new ArgumentException($"{underlying} has no spot price, so it needs at least one expiry and a forward of each.", nameof(expiries));
        return new(underlying, known[0].Forward!.Value) { Expiries = known, HasSpot = false };
    }

    /// <summary>The underlying.</summary>
    public Underlying Underlying { get; }

    /// <summary>Index or cash price, in the quote currency; without one the forward of the nearest expiry.</summary>
    public double Spot { get; }

    /// <summary>Whether there is a spot price; not where only futures are known.</summary>
    public bool HasSpot { get; private init; } = true;

    /// <summary>Quote currency; absent: the reporting currency of the snapshot.</summary>
    public Currency? Currency { get; init; }

    /// <summary>How prices are distributed; lognormal unless stated.</summary>
    public PriceModel Model { get; init => field = Guard.Defined(value, nameof(Model)); }

    /// <summary>Continuously compounded rate per year for expiries that state none; between -10 and 10.</summary>
    public double Rate { get; init => field = MarketBounds.Rate(value, $"{Underlying} rate"); }

    /// <summary>Continuously compounded dividend or borrowing yield per year; between -10 and 10.</summary>
    public double Carry { get; init => field = MarketBounds.Rate(value, $"{Underlying} carry"); }

    /// <summary>Volatilities for expiries that state none; absent: those expiries have none.</summary>
    public IVolatilitySurface? Volatility { get; init; }

    /// <summary>What is known by expiry, in ascending order; no expiry twice.</summary>
    /// <exception cref="ArgumentException">An expiry is stated twice.</exception>
    public ImmutableArray<ExpiryMarket> Expiries { get; init => field = Ordered(value); } = [];

    /// <summary>Cash dividends in order of dates.</summary>
    public ImmutableArray<Dividend> Dividends
    {
        get;
        init => field = value.IsDefault ? [] : [.. value.OrderBy(dividend => dividend.Date)];
    }

    = [];

    /// <summary>The perpetual; absent: its mark is the spot and its funding rate 0.</summary>
    public PerpetualMarket Perpetual { get; init => field = Guard.NotNull(value, nameof(Perpetual)); } = new();

    /// <summary>How far the feeds are to be trusted; full unless stated.</summary>
    public SpotConfidence Confidence { get; init => field = Guard.NotNull(value, nameof(Confidence)); } = SpotConfidence.Full;

    /// <summary>When the prices were observed; absent: at the time of the snapshot.</summary>
    public DateTimeOffset? Time { get; init; }

    /// <summary>The entry of an expiry, or none.</summary>
    /// <param name="expiry">The expiry.</param>
    /// <returns>The entry, or <see langword="null"/>.</returns>
    public ExpiryMarket? At(DateTimeOffset expiry)
    {
        int low = 0, high = Expiries.Length - 1;
        while (low <= high)
        {
            int middle = (low + high) >>> 1;
            int order = Expiries[middle].Expiry.CompareTo(expiry);
            if (order == 0) return Expiries[middle];
            if (order < 0) low = middle + 1;
            else high = middle - 1;
        }

        return null;
    }

    private ImmutableArray<ExpiryMarket> Ordered(ImmutableArray<ExpiryMarket> expiries)
    {
        if (expiries.IsDefault) return [];
        ImmutableArray<ExpiryMarket> ordered = [.. expiries.OrderBy(entry => Guard.NotNull(entry, nameof(Expiries)).Expiry)];
        for (int i = 1; i < ordered.Length; i++)
            if (ordered[i].Expiry == ordered[i - 1].Expiry) throw new ArgumentException(Invariant($"{Underlying} states expiry {ordered[i].Expiry:yyyy-MM-dd HH:mm}Z twice; give each expiry one entry."), nameof(expiries));
        return ordered;
    }
}
