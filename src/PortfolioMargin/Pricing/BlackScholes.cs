using PortfolioMargin.Numerics;

namespace PortfolioMargin.Pricing;

/// <summary>European options on a spot price under the Black-Scholes-Merton model. Prices are per unit, in the quote currency; rates are continuously
/// compounded per year, volatility a fraction per square root of a year, time in years. Zero time and zero volatility give the discounted intrinsic value.
/// |error| at most 8 x 2^-53 (S exp(-qT) + K exp(-rT)). The same bits on every machine, alone or in a span.</summary>
public static class BlackScholes
{
    /// <summary>Price of a call.</summary>
    /// <param name="spot">Spot price, above 0.</param>
    /// <param name="strike">Strike, not below 0.</param>
    /// <param name="rate">Interest rate.</param>
    /// <param name="carry">Dividend or borrowing yield.</param>
    /// <param name="volatility">Volatility, not below 0.</param>
    /// <param name="years">Time to expiry, not below 0.</param>
    /// <returns>Price of one unit.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An input is outside its domain.</exception>
    public static double Call(double spot, double strike, double rate, double carry, double volatility, double years)
    {
        Check([spot], [strike], [rate], [carry], [volatility], [years]);
        return Price(1, spot, strike, rate, carry, volatility, years);
    }

    /// <summary>Price of a put.</summary>
    /// <inheritdoc cref="Call"/>
    public static double Put(double spot, double strike, double rate, double carry, double volatility, double years)
    {
        Check([spot], [strike], [rate], [carry], [volatility], [years]);
        return Price(-1, spot, strike, rate, carry, volatility, years);
    }

    /// <summary>Price and derivatives of a call.</summary>
    /// <inheritdoc cref="Call"/>
    /// <returns>Price and greeks of one unit.</returns>
    public static Greeks CallGreeks(double spot, double strike, double rate, double carry, double volatility, double years)
    {
        Check([spot], [strike], [rate], [carry], [volatility], [years]);
        return BlackGreeks.OnSpot(1, spot, strike, rate, carry, volatility, years);
    }

    /// <summary>Price and derivatives of a put.</summary>
    /// <inheritdoc cref="Call"/>
    /// <returns>Price and greeks of one unit.</returns>
    public static Greeks PutGreeks(double spot, double strike, double rate, double carry, double volatility, double years)
    {
        Check([spot], [strike], [rate], [carry], [volatility], [years]);
        return BlackGreeks.OnSpot(-1, spot, strike, rate, carry, volatility, years);
    }

    /// <summary>Prices of calls, one per element.</summary>
    /// <param name="spots">Spot prices, above 0.</param>
    /// <param name="strikes">Strikes, not below 0.</param>
    /// <param name="rates">Interest rates.</param>
    /// <param name="carries">Dividend or borrowing yields.</param>
    /// <param name="volatilities">Volatilities, not below 0.</param>
    /// <param name="years">Times to expiry, not below 0.</param>
    /// <param name="destination">Receives the prices; must not overlap an input.</param>
    /// <exception cref="ArgumentException">Lengths differ.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An input is outside its domain; parameter and index are named.</exception>
    public static void Calls(
        ReadOnlySpan<double> spots, ReadOnlySpan<double> strikes, ReadOnlySpan<double> rates, ReadOnlySpan<double> carries,
        ReadOnlySpan<double> volatilities, ReadOnlySpan<double> years, Span<double> destination) =>
        Prices(1, spots, strikes, rates, carries, volatilities, years, destination);

    /// <summary>Prices of puts, one per element.</summary>
    /// <inheritdoc cref="Calls"/>
    public static void Puts(
        ReadOnlySpan<double> spots, ReadOnlySpan<double> strikes, ReadOnlySpan<double> rates, ReadOnlySpan<double> carries,
        ReadOnlySpan<double> volatilities, ReadOnlySpan<double> years, Span<double> destination) =>
        Prices(-1, spots, strikes, rates, carries, volatilities, years, destination);

    internal static double Price(double sign, double spot, double strike, double rate, double carry, double volatility, double years)
    {
        double received = spot * Elementary.ExpOfProduct(-carry, years), paid = strike * Elementary.ExpOfProduct(-rate, years);
        return DiscountedBlack.Price(
            sign, received, paid, DiscountedBlack.LogRatio(spot, strike, rate - carry, years), volatility * Math.Sqrt(years));
    }

    private static void Prices(
        double sign, ReadOnlySpan<double> spots, ReadOnlySpan<double> strikes, ReadOnlySpan<double> rates, ReadOnlySpan<double> carries,
        ReadOnlySpan<double> volatilities, ReadOnlySpan<double> years, Span<double> destination)
    {
        PricingGuard.SameLength(destination.Length, spots.Length, nameof(spots));
        PricingGuard.SameLength(destination.Length, strikes.Length, nameof(strikes));
        PricingGuard.SameLength(destination.Length, rates.Length, nameof(rates));
        PricingGuard.SameLength(destination.Length, carries.Length, nameof(carries));
        PricingGuard.SameLength(destination.Length, volatilities.Length, nameof(volatilities));
        PricingGuard.SameLength(destination.Length, years.Length, nameof(years));
        Check(spots, strikes, rates, carries, volatilities, years);
        for (int i = 0; i < destination.Length; i++)
            destination[i] = Price(sign, spots[i], strikes[i], rates[i], carries[i], volatilities[i], years[i]);
    }

    private static void Check(
        ReadOnlySpan<double> spot, ReadOnlySpan<double> strike, ReadOnlySpan<double> rate, ReadOnlySpan<double> carry,
        ReadOnlySpan<double> volatility, ReadOnlySpan<double> years)
    {
        PricingGuard.Positive(spot, nameof(spot));
        PricingGuard.NonNegative(strike, nameof(strike));
        PricingGuard.Finite(rate, nameof(rate));
        PricingGuard.Finite(carry, nameof(carry));
        PricingGuard.NonNegative(volatility, nameof(volatility));
        PricingGuard.NonNegative(years, nameof(years));
    }
}
