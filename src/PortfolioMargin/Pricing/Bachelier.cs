using PortfolioMargin.Numerics;

namespace PortfolioMargin.Pricing;

/// <summary>Prices and sensitivities of European options on a forward or future of any sign, under a normally distributed price.
/// One call for one option, and one for many: the second has the bits of the first on every machine.</summary>
/// <remarks>Source: L. Bachelier (1900).
/// |error| of a price at most 8 eps (|F| + |K| + sigma sqrt(T)) e^(-rT), eps = 2^-53. The price depends on F and K only through F - K.</remarks>
public static partial class Bachelier
{
    /// <summary>The price of one unit of a European call, 0 or more, in the currency of the forward.</summary>
    /// <param name="forward">Forward or futures price for the expiry, finite, any sign.</param>
    /// <param name="strike">Strike, finite, any sign.</param>
    /// <param name="rate">Continuously compounded rate per year; any sign, |rate x years| at most 700.</param>
    /// <param name="volatility">Normal volatility in units of the price per square root of a year, finite, 0 or more.</param>
    /// <param name="years">Time to expiry in years, 0 or more; 0 gives the intrinsic value.</param>
    /// <returns>The price; limits are values: no time or no volatility gives the discounted intrinsic value.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is NaN or outside the range named above.</exception>
    public static double Call(double forward, double strike, double rate, double volatility, double years) =>
        OptionLoops.Price<NormalFormula>(1, Checked(forward, strike, rate, volatility, years));

    /// <summary>The price of one unit of a European put, 0 or more, in the currency of the forward.</summary>
    /// <param name="forward">Forward or futures price for the expiry, finite, any sign.</param>
    /// <param name="strike">Strike, finite, any sign.</param>
    /// <param name="rate">Continuously compounded rate per year; any sign, |rate x years| at most 700.</param>
    /// <param name="volatility">Normal volatility in units of the price per square root of a year, finite, 0 or more.</param>
    /// <param name="years">Time to expiry in years, 0 or more; 0 gives the intrinsic value.</param>
    /// <returns>The price; limits are values: no time or no volatility gives the discounted intrinsic value.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is NaN or outside the range named above.</exception>
    public static double Put(double forward, double strike, double rate, double volatility, double years) =>
        OptionLoops.Price<NormalFormula>(-1, Checked(forward, strike, rate, volatility, years));

    /// <summary>The price of one unit of a European call and its sensitivities.</summary>
    /// <param name="forward">Forward or futures price for the expiry, finite, any sign.</param>
    /// <param name="strike">Strike, finite, any sign.</param>
    /// <param name="rate">Continuously compounded rate per year; any sign, |rate x years| at most 700.</param>
    /// <param name="volatility">Normal volatility in units of the price per square root of a year, finite, 0 or more.</param>
    /// <param name="years">Time to expiry in years, 0 or more; 0 gives the intrinsic value.</param>
    /// <returns>Price and sensitivities in the units of <see cref="Greeks"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is NaN or outside the range named above.</exception>
    public static Greeks CallGreeks(double forward, double strike, double rate, double volatility, double years) =>
        OptionLoops.Greeks<NormalFormula>(1, Checked(forward, strike, rate, volatility, years));

    /// <summary>The price of one unit of a European put and its sensitivities.</summary>
    /// <param name="forward">Forward or futures price for the expiry, finite, any sign.</param>
    /// <param name="strike">Strike, finite, any sign.</param>
    /// <param name="rate">Continuously compounded rate per year; any sign, |rate x years| at most 700.</param>
    /// <param name="volatility">Normal volatility in units of the price per square root of a year, finite, 0 or more.</param>
    /// <param name="years">Time to expiry in years, 0 or more; 0 gives the intrinsic value.</param>
    /// <returns>Price and sensitivities in the units of <see cref="Greeks"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is NaN or outside the range named above.</exception>
    public static Greeks PutGreeks(double forward, double strike, double rate, double volatility, double years) =>
        OptionLoops.Greeks<NormalFormula>(-1, Checked(forward, strike, rate, volatility, years));

    /// <summary>Prices of many European calls, each with its own terms; all spans have the same length.</summary>
    /// <param name="forwards">Per option: forward or futures price for the expiry, finite, any sign.</param>
    /// <param name="strikes">Per option: strike, finite, any sign.</param>
    /// <param name="rates">Per option: continuously compounded rate per year; any sign, |rate x years| at most 700.</param>
    /// <param name="volatilities">Per option: normal volatility in units of the price per square root of a year, finite, 0 or more.</param>
    /// <param name="years">Per option: time to expiry in years, 0 or more; 0 gives the intrinsic value.</param>
    /// <param name="destination">Receives one price per option; at least as long as the inputs, and no part of them.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is NaN or outside its range; the message names span and index.</exception>
    /// <exception cref="ArgumentException">The spans differ in length, or the destination is too short or overlaps an input.</exception>
    public static void Calls(
        ReadOnlySpan<double> forwards,
        ReadOnlySpan<double> strikes,
        ReadOnlySpan<double> rates,
        ReadOnlySpan<double> volatilities,
        ReadOnlySpan<double> years,
        Span<double> destination) =>
        OptionLoops.Prices<NormalFormula>(1, Checked(forwards, strikes, rates, volatilities, years), destination);

    /// <summary>Prices and sensitivities of many European calls, each with its own terms; all spans have the same length.</summary>
    /// <param name="forwards">Per option: forward or futures price for the expiry, finite, any sign.</param>
    /// <param name="strikes">Per option: strike, finite, any sign.</param>
    /// <param name="rates">Per option: continuously compounded rate per year; any sign, |rate x years| at most 700.</param>
    /// <param name="volatilities">Per option: normal volatility in units of the price per square root of a year, finite, 0 or more.</param>
    /// <param name="years">Per option: time to expiry in years, 0 or more; 0 gives the intrinsic value.</param>
    /// <param name="destination">Receives price and sensitivities per option; at least as long as the inputs, and no part of them.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is NaN or outside its range; the message names span and index.</exception>
    /// <exception cref="ArgumentException">The spans differ in length, or the destination is too short or overlaps an input.</exception>
    public static void CallGreeks(
        ReadOnlySpan<double> forwards,
        ReadOnlySpan<double> strikes,
        ReadOnlySpan<double> rates,
        ReadOnlySpan<double> volatilities,
        ReadOnlySpan<double> years,
        Span<Greeks> destination) =>
        OptionLoops.Greeks<NormalFormula>(1, Checked(forwards, strikes, rates, volatilities, years), destination);

    /// <summary>Prices of many European puts, each with its own terms; all spans have the same length.</summary>
    /// <param name="forwards">Per option: forward or futures price for the expiry, finite, any sign.</param>
    /// <param name="strikes">Per option: strike, finite, any sign.</param>
    /// <param name="rates">Per option: continuously compounded rate per year; any sign, |rate x years| at most 700.</param>
    /// <param name="volatilities">Per option: normal volatility in units of the price per square root of a year, finite, 0 or more.</param>
    /// <param name="years">Per option: time to expiry in years, 0 or more; 0 gives the intrinsic value.</param>
    /// <param name="destination">Receives one price per option; at least as long as the inputs, and no part of them.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is NaN or outside its range; the message names span and index.</exception>
    /// <exception cref="ArgumentException">The spans differ in length, or the destination is too short or overlaps an input.</exception>
    public static void Puts(
        ReadOnlySpan<double> forwards,
        ReadOnlySpan<double> strikes,
        ReadOnlySpan<double> rates,
        ReadOnlySpan<double> volatilities,
        ReadOnlySpan<double> years,
        Span<double> destination) =>
        OptionLoops.Prices<NormalFormula>(-1, Checked(forwards, strikes, rates, volatilities, years), destination);

    /// <summary>Prices and sensitivities of many European puts, each with its own terms; all spans have the same length.</summary>
    /// <param name="forwards">Per option: forward or futures price for the expiry, finite, any sign.</param>
    /// <param name="strikes">Per option: strike, finite, any sign.</param>
    /// <param name="rates">Per option: continuously compounded rate per year; any sign, |rate x years| at most 700.</param>
    /// <param name="volatilities">Per option: normal volatility in units of the price per square root of a year, finite, 0 or more.</param>
    /// <param name="years">Per option: time to expiry in years, 0 or more; 0 gives the intrinsic value.</param>
    /// <param name="destination">Receives price and sensitivities per option; at least as long as the inputs, and no part of them.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is NaN or outside its range; the message names span and index.</exception>
    /// <exception cref="ArgumentException">The spans differ in length, or the destination is too short or overlaps an input.</exception>
    public static void PutGreeks(
        ReadOnlySpan<double> forwards,
        ReadOnlySpan<double> strikes,
        ReadOnlySpan<double> rates,
        ReadOnlySpan<double> volatilities,
        ReadOnlySpan<double> years,
        Span<Greeks> destination) =>
        OptionLoops.Greeks<NormalFormula>(-1, Checked(forwards, strikes, rates, volatilities, years), destination);

    private static OptionLanes<ScalarLane> Checked(double forward, double strike, double rate, double volatility, double years)
    {
        Guard.Finite(forward, nameof(forward));
        Guard.Finite(strike, nameof(strike));
        Guard.NonNegative(volatility, nameof(volatility));
        Guard.NonNegative(years, nameof(years));
        PricingChecks.Discountable(rate, nameof(rate), years);
        return OptionLoops.Option(forward, strike, rate, rate, volatility, years);
    }

    private static OptionColumns Checked(
        ReadOnlySpan<double> forwards,
        ReadOnlySpan<double> strikes,
        ReadOnlySpan<double> rates,
        ReadOnlySpan<double> volatilities,
        ReadOnlySpan<double> years)
    {
        SpanCheck.SameLength(strikes.Length, nameof(strikes), forwards.Length, nameof(forwards));
        SpanCheck.SameLength(rates.Length, nameof(rates), forwards.Length, nameof(forwards));
        SpanCheck.SameLength(volatilities.Length, nameof(volatilities), forwards.Length, nameof(forwards));
        SpanCheck.SameLength(years.Length, nameof(years), forwards.Length, nameof(forwards));
        PricingChecks.Finite(forwards, nameof(forwards));
        PricingChecks.Finite(strikes, nameof(strikes));
        PricingChecks.NonNegative(volatilities, nameof(volatilities));
        PricingChecks.NonNegative(years, nameof(years));
        PricingChecks.Discountable(rates, nameof(rates), years);
        return new(forwards, strikes, rates, rates, volatilities, years);
    }
}
