using PortfolioMargin.Numerics;

namespace PortfolioMargin.Pricing;

/// <content>The way back from prices to volatilities. |error| at most 4 times what half an ulp of each input moves the volatility, plus 4 eps of it.</content>
public static partial class Black76
{
    /// <summary>The volatility that the price of a European call implies, as a fraction per root of a year.</summary>
    /// <param name="forward">Forward or futures price for the expiry, finite, above 0.</param>
    /// <param name="strike">Strike, finite, 0 or more.</param>
    /// <param name="rate">Continuously compounded rate per year; any sign, |rate x years| at most 700.</param>
    /// <param name="price">Price of one unit, finite, in the currency of the forward.</param>
    /// <param name="years">Time to expiry in years, finite, above 0.</param>
    /// <returns>The volatility, or on which side of its bounds the price lies. Never NaN.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is NaN or outside the range named above; a price outside its bounds is a status instead.</exception>
    public static ImpliedVolatility CallImpliedVolatility(double forward, double strike, double rate, double price, double years) =>
        ImpliedLoops.Imply<ForwardImplied>(1, CheckedPrice(forward, strike, rate, price, years));

    /// <summary>The volatility that the price of a European put implies, as a fraction per root of a year.</summary>
    /// <param name="forward">Forward or futures price for the expiry, finite, above 0.</param>
    /// <param name="strike">Strike, finite, 0 or more.</param>
    /// <param name="rate">Continuously compounded rate per year; any sign, |rate x years| at most 700.</param>
    /// <param name="price">Price of one unit, finite, in the currency of the forward.</param>
    /// <param name="years">Time to expiry in years, finite, above 0.</param>
    /// <returns>The volatility, or on which side of its bounds the price lies. Never NaN.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is NaN or outside the range named above; a price outside its bounds is a status instead.</exception>
    public static ImpliedVolatility PutImpliedVolatility(double forward, double strike, double rate, double price, double years) =>
        ImpliedLoops.Imply<ForwardImplied>(-1, CheckedPrice(forward, strike, rate, price, years));

    /// <summary>The volatilities that the prices of many European calls imply, as a fraction per root of a year; all spans have the same length.</summary>
    /// <param name="forwards">Per option: forward or futures price for the expiry, finite, above 0.</param>
    /// <param name="strikes">Per option: strike, finite, 0 or more.</param>
    /// <param name="rates">Per option: continuously compounded rate per year; any sign, |rate x years| at most 700.</param>
    /// <param name="prices">Per option: price of one unit, finite, in the currency of the forward.</param>
    /// <param name="years">Per option: time to expiry in years, finite, above 0.</param>
    /// <param name="destination">Receives one result per option; at least as long as the inputs, and no part of them.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is NaN or outside its range; the message names span and index. A price outside its bounds is a status instead.</exception>
    /// <exception cref="ArgumentException">The spans differ in length, or the destination is too short or overlaps an input.</exception>
    public static void CallImpliedVolatilities(
        ReadOnlySpan<double> forwards,
        ReadOnlySpan<double> strikes,
        ReadOnlySpan<double> rates,
        ReadOnlySpan<double> prices,
        ReadOnlySpan<double> years,
        Span<ImpliedVolatility> destination) =>
        ImpliedLoops.Imply<ForwardImplied>(1, CheckedPrices(forwards, strikes, rates, prices, years), destination);

    /// <summary>The volatilities that the prices of many European puts imply, as a fraction per root of a year; all spans have the same length.</summary>
    /// <param name="forwards">Per option: forward or futures price for the expiry, finite, above 0.</param>
    /// <param name="strikes">Per option: strike, finite, 0 or more.</param>
    /// <param name="rates">Per option: continuously compounded rate per year; any sign, |rate x years| at most 700.</param>
    /// <param name="prices">Per option: price of one unit, finite, in the currency of the forward.</param>
    /// <param name="years">Per option: time to expiry in years, finite, above 0.</param>
    /// <param name="destination">Receives one result per option; at least as long as the inputs, and no part of them.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is NaN or outside its range; the message names span and index. A price outside its bounds is a status instead.</exception>
    /// <exception cref="ArgumentException">The spans differ in length, or the destination is too short or overlaps an input.</exception>
    public static void PutImpliedVolatilities(
        ReadOnlySpan<double> forwards,
        ReadOnlySpan<double> strikes,
        ReadOnlySpan<double> rates,
        ReadOnlySpan<double> prices,
        ReadOnlySpan<double> years,
        Span<ImpliedVolatility> destination) =>
        ImpliedLoops.Imply<ForwardImplied>(-1, CheckedPrices(forwards, strikes, rates, prices, years), destination);

    private static OptionLanes<ScalarLane> CheckedPrice(double forward, double strike, double rate, double price, double years)
    {
        Guard.Positive(forward, nameof(forward));
        Guard.NonNegative(strike, nameof(strike));
        Guard.Finite(price, nameof(price));
        Guard.Positive(years, nameof(years));
        PricingChecks.Discountable(rate, nameof(rate), years);
        return OptionLoops.Option(forward, strike, rate, rate, price, years);
    }

    private static OptionColumns CheckedPrices(
        ReadOnlySpan<double> forwards,
        ReadOnlySpan<double> strikes,
        ReadOnlySpan<double> rates,
        ReadOnlySpan<double> prices,
        ReadOnlySpan<double> years)
    {
        SpanCheck.SameLength(strikes.Length, nameof(strikes), forwards.Length, nameof(forwards));
        SpanCheck.SameLength(rates.Length, nameof(rates), forwards.Length, nameof(forwards));
        SpanCheck.SameLength(prices.Length, nameof(prices), forwards.Length, nameof(forwards));
        SpanCheck.SameLength(years.Length, nameof(years), forwards.Length, nameof(forwards));
        PricingChecks.Positive(forwards, nameof(forwards));
        PricingChecks.NonNegative(strikes, nameof(strikes));
        PricingChecks.Finite(prices, nameof(prices));
        PricingChecks.Positive(years, nameof(years));
        PricingChecks.Discountable(rates, nameof(rates), years);
        return new(forwards, strikes, rates, rates, prices, years);
    }
}
