using PortfolioMargin.Numerics;
using static System.FormattableString;

namespace PortfolioMargin;

/// <summary>What a series of a history measures.</summary>
public enum RiskFactorKind
{
    /// <summary>The spot price; forwards, futures and perpetuals move with it.</summary>
    Spot,

    /// <summary>Implied volatility: of all options, or at one term and moneyness.</summary>
    Volatility,

    /// <summary>The interest rate that values are discounted with.</summary>
    Rate,
}

/// <summary>How a change from one day to the next is counted.</summary>
public enum ReturnKind
{
    /// <summary>x' / x - 1.</summary>
    Relative,

    /// <summary>ln(x' / x).</summary>
    Logarithmic,

    /// <summary>x' - x.</summary>
    Absolute,
}

/// <summary>One thing that moves: an underlying's spot price, its volatility, its rate.</summary>
/// <param name="Underlying">Whose.</param>
/// <param name="Kind">What.</param>
public readonly record struct RiskFactor(Underlying Underlying, RiskFactorKind Kind)
{
    /// <summary>What.</summary>
    public RiskFactorKind Kind { get; init => field = Guard.Defined(value, nameof(Kind)); } = Guard.Defined(Kind, nameof(Kind));

    /// <summary>Time to expiry that a volatility is quoted at, in days; absent: the volatility of all options.</summary>
    public double? TermDays { get; private init; }

    /// <summary>Strike over forward that a volatility is quoted at.</summary>
    public double? Moneyness { get; private init; }

    /// <summary>The spot price.</summary>
    /// <param name="underlying">Whose.</param>
    /// <returns>The factor.</returns>
    public static RiskFactor Spot(Underlying underlying) => new(underlying, RiskFactorKind.Spot);

    /// <summary>The volatility of all options.</summary>
    /// <param name="underlying">Whose.</param>
    /// <returns>The factor.</returns>
    public static RiskFactor Volatility(Underlying underlying) => new(underlying, RiskFactorKind.Volatility);

    /// <summary>The volatility at one point of the surface.</summary>
    /// <param name="underlying">Whose.</param>
    /// <param name="termDays">Time to expiry in days; above 0.</param>
    /// <param name="moneyness">Strike over forward; above 0, 1 is at the money.</param>
    /// <returns>The factor.</returns>
    public static RiskFactor Volatility(Underlying underlying, double termDays, double moneyness = 1) => new(underlying, RiskFactorKind.Volatility)
    {
        TermDays = Guard.Positive(termDays, nameof(termDays)),
        Moneyness = Guard.Positive(moneyness, nameof(moneyness)),
    };

    /// <summary>The interest rate.</summary>
    /// <param name="underlying">Whose.</param>
    /// <returns>The factor.</returns>
    public static RiskFactor Rate(Underlying underlying) => new(underlying, RiskFactorKind.Rate);

    /// <summary>"BTC spot", "BTC volatility 30 days at 0.9".</summary>
    /// <returns>The text.</returns>
    public override string ToString() => Kind switch
    {
        RiskFactorKind.Spot => $"{Underlying} spot",
        RiskFactorKind.Rate => $"{Underlying} rate",
        _ => TermDays is { } days ? Invariant($"{Underlying} volatility {days:R} days at {Moneyness:R}") : $"{Underlying} volatility",
    };
}
