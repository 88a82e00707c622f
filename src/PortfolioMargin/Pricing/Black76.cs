using PortfolioMargin.Numerics;

namespace PortfolioMargin.Pricing;

/// <summary>European options on a forward price under Black's model of 1976. Prices are per unit, in the quote currency; rates are continuously
/// compounded per year, volatility a fraction per square root of a year, time in years. Zero time and zero volatility give the discounted intrinsic value.
/// |error| at most 8 x 2^-53 (F + K) exp(-rT). The same bits on every machine, alone or in a span.</summary>
public static class Black76
{
    /// <summary>Price of a call.</summary>
    /// <param name="forward">Forward price, above 0.</param>
    /// <param name="strike">Strike, not below 0.</param>
    /// <param name="rate">Interest rate.</param>
    /// <param name="volatility">Volatility, not below 0.</param>
    /// <param name="years">Time to expiry, not below 0.</param>
    /// <returns>Price of one unit.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An input is outside its domain.</exception>
    public static double Call(double forward, double strike, double rate, double volatility, double years)
    {
        Check([forward], [strike], [rate], [volatility], [years]);
        return Price(1, forward, strike, rate, volatility, years);
    }

    /// <summary>Price of a put.</summary>
    /// <inheritdoc cref="Call"/>
    public static double Put(double forward, double strike, double rate, double volatility, double years)
    {
        Check([forward], [strike], [rate], [volatility], [years]);
        return Price(-1, forward, strike, rate, volatility, years);
    }

    /// <summary>Price and derivatives of a call.</summary>
    /// <inheritdoc cref="Call"/>
    /// <returns>Price and greeks of one unit.</returns>
    public static Greeks CallGreeks(double forward, double strike, double rate, double volatility, double years)
    {
        Check([forward], [strike], [rate], [volatility], [years]);
        return BlackGreeks.OnForward(1, forward, strike, rate, volatility, years);
    }

    /// <summary>Price and derivatives of a put.</summary>
    /// <inheritdoc cref="Call"/>
    /// <returns>Price and greeks of one unit.</returns>
    public static Greeks PutGreeks(double forward, double strike, double rate, double volatility, double years)
    {
        Check([forward], [strike], [rate], [volatility], [years]);
        return BlackGreeks.OnForward(-1, forward, strike, rate, volatility, years);
    }

    /// <summary>Prices of calls, one per element.</summary>
    /// <param name="forwards">Forward prices, above 0.</param>
    /// <param name="strikes">Strikes, not below 0.</param>
    /// <param name="rates">Interest rates.</param>
    /// <param name="volatilities">Volatilities, not below 0.</param>
    /// <param name="years">Times to expiry, not below 0.</param>
    /// <param name="destination">Receives the prices; must not overlap an input.</param>
    /// <exception cref="ArgumentException">Lengths differ.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An input is outside its domain; parameter and index are named.</exception>
    public static void Calls(
        ReadOnlySpan<double> forwards, ReadOnlySpan<double> strikes, ReadOnlySpan<double> rates,
        ReadOnlySpan<double> volatilities, ReadOnlySpan<double> years, Span<double> destination) =>
        Prices(1, forwards, strikes, rates, volatilities, years, destination);

    /// <summary>Prices of puts, one per element.</summary>
    /// <inheritdoc cref="Calls"/>
    public static void Puts(
        ReadOnlySpan<double> forwards, ReadOnlySpan<double> strikes, ReadOnlySpan<double> rates,
        ReadOnlySpan<double> volatilities, ReadOnlySpan<double> years, Span<double> destination) =>
        Prices(-1, forwards, strikes, rates, volatilities, years, destination);

    internal static double Price(double sign, double forward, double strike, double rate, double volatility, double years)
    {
        double discount = Elementary.ExpOfProduct(-rate, years);
        return DiscountedBlack.Price(
            sign, forward * discount, strike * discount, DiscountedBlack.LogRatio(forward, strike, 0, years), volatility * Math.Sqrt(years));
    }

    private static void Prices(
        double sign, ReadOnlySpan<double> forwards, ReadOnlySpan<double> strikes, ReadOnlySpan<double> rates,
        ReadOnlySpan<double> volatilities, ReadOnlySpan<double> years, Span<double> destination)
    {
        PricingGuard.SameLength(destination.Length, forwards.Length, nameof(forwards));
        PricingGuard.SameLength(destination.Length, strikes.Length, nameof(strikes));
        PricingGuard.SameLength(destination.Length, rates.Length, nameof(rates));
        PricingGuard.SameLength(destination.Length, volatilities.Length, nameof(volatilities));
        PricingGuard.SameLength(destination.Length, years.Length, nameof(years));
        Check(forwards, strikes, rates, volatilities, years);
        for (int i = 0; i < destination.Length; i++)
            destination[i] = Price(sign, forwards[i], strikes[i], rates[i], volatilities[i], years[i]);
    }

    private static void Check(
        ReadOnlySpan<double> forward, ReadOnlySpan<double> strike, ReadOnlySpan<double> rate,
        ReadOnlySpan<double> volatility, ReadOnlySpan<double> years)
    {
        PricingGuard.Positive(forward, nameof(forward));
        PricingGuard.NonNegative(strike, nameof(strike));
        PricingGuard.Finite(rate, nameof(rate));
        PricingGuard.NonNegative(volatility, nameof(volatility));
        PricingGuard.NonNegative(years, nameof(years));
    }
}
