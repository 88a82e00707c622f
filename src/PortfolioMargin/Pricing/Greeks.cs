namespace PortfolioMargin.Pricing;

/// <summary>The price of one unit of one option and its sensitivities, in the currency of the price.
/// Where volatility or time is zero and the option exactly at the money, the limits that grow without bound are infinite; everything else is finite.
/// <c>default</c> is all zeros: a worthless option. Equality compares all nine numbers.</summary>
/// <param name="Price">Value of one unit, 0 or more.</param>
/// <param name="Delta">dP/dS (Black-76 and Bachelier: dP/dF): calls 0 or more, puts 0 or less.</param>
/// <param name="Gamma">d2P/dS2 (or dF2), 0 or more.</param>
/// <param name="Vega">dP/dsigma per 1.00 of volatility, 0 or more.</param>
/// <param name="Theta">-dP/dT per year: the change of the price as a year passes, at the present rate of decay.</param>
/// <param name="Rho">dP/dr per 1.00 of rate with the yield fixed (Black-76 and Bachelier: with the forward fixed, -T P).</param>
/// <param name="Vanna">d2P/dS dsigma per 1.00 of volatility.</param>
/// <param name="Volga">d2P/dsigma2 per 1.00 of volatility squared.</param>
/// <param name="Charm">-dDelta/dT per year.</param>
public readonly record struct Greeks(
    double Price,
    double Delta,
    double Gamma,
    double Vega,
    double Theta,
    double Rho,
    double Vanna,
    double Volga,
    double Charm);
