using PortfolioMargin.Numerics;

namespace PortfolioMargin.Pricing;

/// <summary>Derivatives of Bachelier's formula. Legend: w = sigma sqrt(T), d = (F - K)/w, phi the normal density.</summary>
internal static class BachelierGreeks
{
    public static Greeks OnForward(double sign, double forward, double strike, double rate, double volatility, double years)
    {
        double discount = Elementary.ExpOfProduct(-rate, years), root = Math.Sqrt(years), deviation = volatility * root;
        double price = Bachelier.Price(sign, forward, strike, rate, volatility, years);
        if (!(deviation > 0))
        {
            double limit = OptionParts.DeltaLimit(new ScalarLane(sign), new ScalarLane(strike), new ScalarLane(forward)).Value;
            double density0 = forward == strike ? Elementary.NormalDensity(0) : 0;
            return new(price, discount * limit, 0, discount * root * density0, rate * price, -years * price, 0, 0, rate * discount * limit);
        }

        double d = (forward - strike) / deviation, density = discount * Elementary.NormalDensity(d), delta = sign * discount * Elementary.NormalCdf(sign * d);
        return new(
            price,
            delta,
            density / deviation,
            density * root,
            -density * volatility / (2 * root) + rate * price,
            -years * price,
            -density * d / volatility,
            density * root * d * d / volatility,
            rate * delta + density * d / (2 * years));
    }
}
