using PortfolioMargin.Numerics;

namespace PortfolioMargin.Pricing;

/// <summary>Derivatives of Black's formula. Legend: A and B the discounted legs, w = sigma sqrt(T), d1 = ln(A/B)/w + w/2, d2 = d1 - w, phi the normal density.
/// Without deviation the density terms vanish and delta is that of the intrinsic value.</summary>
internal static class BlackGreeks
{
    public static Greeks OnSpot(double sign, double spot, double strike, double rate, double carry, double volatility, double years)
    {
        double growth = Elementary.ExpOfProduct(-carry, years), received = spot * growth, paid = strike * Elementary.ExpOfProduct(-rate, years);
        var t = Terms.Of(sign, received, paid, DiscountedBlack.LogRatio(spot, strike, rate - carry, years), volatility, years);
        double price = BlackScholes.Price(sign, spot, strike, rate, carry, volatility, years);
        double net = rate - carry, decay = t.Alive ? growth * t.Density * (net / (volatility * t.Root) - t.D2 / (2 * years)) : 0;
        return new(
            price,
            sign * growth * t.First,
            t.Alive ? growth * t.Density / (spot * volatility * t.Root) : 0,
            received * t.Density * t.Root,
            -(t.Alive ? received * t.Density * volatility / (2 * t.Root) : 0) + sign * (carry * received * t.First - rate * paid * t.Second),
            sign * years * paid * t.Second,
            t.Alive ? -growth * t.Density * t.D2 / volatility : 0,
            t.Alive ? received * t.Density * t.Root * t.D1 * t.D2 / volatility : 0,
            sign * carry * growth * t.First - decay);
    }

    public static Greeks OnForward(double sign, double forward, double strike, double rate, double volatility, double years)
    {
        double discount = Elementary.ExpOfProduct(-rate, years), received = forward * discount, paid = strike * discount;
        var t = Terms.Of(sign, received, paid, DiscountedBlack.LogRatio(forward, strike, 0, years), volatility, years);
        double price = Black76.Price(sign, forward, strike, rate, volatility, years);
        return new(
            price,
            sign * discount * t.First,
            t.Alive ? discount * t.Density / (forward * volatility * t.Root) : 0,
            received * t.Density * t.Root,
            -(t.Alive ? received * t.Density * volatility / (2 * t.Root) : 0) + rate * price,
            -years * price,
            t.Alive ? -discount * t.Density * t.D2 / volatility : 0,
            t.Alive ? received * t.Density * t.Root * t.D1 * t.D2 / volatility : 0,
            sign * rate * discount * t.First + (t.Alive ? discount * t.Density * t.D2 / (2 * years) : 0));
    }

    /// <summary>What all derivatives share; First = N(sign d1), Second = N(sign d2).</summary>
    private readonly record struct Terms(double D1, double D2, double Density, double First, double Second, double Root, bool Alive)
    {
        public static Terms Of(double sign, double received, double paid, double logRatio, double volatility, double years)
        {
            double root = Math.Sqrt(years), deviation = volatility * root;
            if (!(deviation > 0) || !(paid > 0))
            {
                double limit = OptionParts.DeltaLimit(new ScalarLane(sign), new ScalarLane(paid), new ScalarLane(received)).Value;
                return new(0, 0, 0, Math.Abs(limit), Math.Abs(limit), root, false);
            }

            double d1 = logRatio / deviation + 0.5 * deviation, d2 = logRatio / deviation - 0.5 * deviation;
            return new(d1, d2, Elementary.NormalDensity(d1), Elementary.NormalCdf(sign * d1), Elementary.NormalCdf(sign * d2), root, true);
        }
    }
}
