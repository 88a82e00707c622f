namespace PortfolioMargin.Pricing;

/// <summary>Price of one unit of an option and its derivatives. Vega, vanna and volga are per 1.00 of volatility; theta and charm per year.</summary>
/// <param name="Price">Value of one unit, in the quote currency.</param>
/// <param name="Delta">Per unit of spot (Black-Scholes) or forward (Black-76, Bachelier).</param>
/// <param name="Gamma">Change of delta per unit of price.</param>
/// <param name="Vega">Per 1.00 of volatility.</param>
/// <param name="Theta">Minus the derivative in time to expiry, per year.</param>
/// <param name="Rho">Derivative in the rate: carry fixed (Black-Scholes), forward fixed (Black-76, Bachelier: -T x price).</param>
/// <param name="Vanna">Change of delta per 1.00 of volatility.</param>
/// <param name="Volga">Change of vega per 1.00 of volatility.</param>
/// <param name="Charm">Minus the derivative of delta in time to expiry, per year.</param>
public readonly record struct Greeks(
    double Price, double Delta, double Gamma, double Vega, double Theta, double Rho, double Vanna, double Volga, double Charm);
