using PortfolioMargin.Numerics;

namespace PortfolioMargin;

/// <summary>What the market says of the perpetual of an underlying, held or not.</summary>
public sealed record PerpetualMarket
{
    /// <summary>Mark price in the quote currency; absent: the spot.</summary>
    public double? Mark { get; init => field = value is { } mark ? Guard.Finite(mark, "perpetual mark") : null; }

    /// <summary>Funding rate for one funding period, as a fraction; 0 unless stated.</summary>
    public double FundingRate { get; init => field = Guard.Finite(value, "funding rate"); }
}
