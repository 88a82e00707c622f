using static System.FormattableString;

namespace PortfolioMargin.Pricing;

/// <summary>The volatility that a price implies, or the reason why there is none.</summary>
public readonly record struct ImpliedVolatility
{
    private readonly double _volatility;

    internal ImpliedVolatility(ImpliedVolatilityStatus status, double volatility) => (Status, _volatility) = (status, volatility);

    /// <summary>Where the price stands between its bounds.</summary>
    public ImpliedVolatilityStatus Status { get; }

    /// <summary>The volatility in the unit of the model that was asked; 0 for a price at intrinsic value; absent for a price below it or at the maximum.</summary>
    public double? Volatility => Status is ImpliedVolatilityStatus.Found or ImpliedVolatilityStatus.AtIntrinsic ? _volatility : null;

    /// <summary>The same, but +Infinity for a price at or above the maximum.</summary>
    public double? VolatilityOrInfinity => Status == ImpliedVolatilityStatus.AtMaximum ? double.PositiveInfinity : Volatility;

    /// <summary>The volatility, or the status in words.</summary>
    public override string ToString() => Status switch
    {
        ImpliedVolatilityStatus.BelowIntrinsic => "no volatility: the price is below intrinsic value",
        ImpliedVolatilityStatus.AtMaximum => "no volatility: the price is at or above its maximum",
        ImpliedVolatilityStatus.AtIntrinsic => "0 (the price is the intrinsic value)",
        _ => Invariant($"{_volatility:R}"),
    };
}
