using PortfolioMargin.Numerics;

namespace PortfolioMargin.Pricing;

/// <content>The way back from prices to volatilities. |error| at most 4 times what half an ulp of each input moves the volatility, plus 4 eps of it.</content>
public static partial class BlackScholes
{
    /// <summary>The volatility that the price of a European call implies, as a fraction per root of a year.</summary>
    /// <param name="spot">Price of the underlying, finite, above 0.</param>
    /// <param name="strike">Strike, finite, 0 or more.</param>
    /// <param name="rate">Continuously compounded rate per year; any sign, |rate x years| at most 700.</param>
    /// <param name="carryYield">Continuously compounded yield of the underlying per year; any sign, |yield x years| at most 700.</param>
    /// <param name="price">Price of one unit, finite, in the currency of the spot.</param>
    /// <param name="years">Time to expiry in years, finite, above 0.</param>
    /// <returns>The volatility, or on which side of its bounds the price lies. Never NaN.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is NaN or outside the range named above; a price outside its bounds is a status instead.</exception>
    public static ImpliedVolatility CallImpliedVolatility(double spot, double strike, double rate, double carryYield, double price, double years) =>
        ImpliedLoops.Imply<LognormalImplied>(1, CheckedPrice(spot, strike, rate, carryYield, price, years));

    /// <summary>The volatility that the price of a European put implies, as a fraction per root of a year.</summary>
    /// <param name="spot">Price of the underlying, finite, above 0.</param>
    /// <param name="strike">Strike, finite, 0 or more.</param>
    /// <param name="rate">Continuously compounded rate per year; any sign, |rate x years| at most 700.</param>
    /// <param name="carryYield">Continuously compounded yield of the underlying per year; any sign, |yield x years| at most 700.</param>
    /// <param name="price">Price of one unit, finite, in the currency of the spot.</param>
    /// <param name="years">Time to expiry in years, finite, above 0.</param>
    /// <returns>The volatility, or on which side of its bounds the price lies. Never NaN.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is NaN or outside the range named above; a price outside its bounds is a status instead.</exception>
    public static ImpliedVolatility PutImpliedVolatility(double spot, double strike, double rate, double carryYield, double price, double years) =>
        ImpliedLoops.Imply<LognormalImplied>(-1, CheckedPrice(spot, strike, rate, carryYield, price, years));

    /// <summary>The volatilities that the prices of many European calls imply, as a fraction per root of a year; all spans have the same length.</summary>
    /// <param name="spots">Per option: price of the underlying, finite, above 0.</param>
    /// <param name="strikes">Per option: strike, finite, 0 or more.</param>
    /// <param name="rates">Per option: continuously compounded rate per year; any sign, |rate x years| at most 700.</param>
    /// <param name="carryYields">Per option: continuously compounded yield of the underlying per year; any sign, |yield x years| at most 700.</param>
    /// <param name="prices">Per option: price of one unit, finite, in the currency of the spot.</param>
    /// <param name="years">Per option: time to expiry in years, finite, above 0.</param>
    /// <param name="destination">Receives one result per option; at least as long as the inputs, and no part of them.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is NaN or outside its range; the message names span and index. A price outside its bounds is a status instead.</exception>
    /// <exception cref="ArgumentException">The spans differ in length, or the destination is too short or overlaps an input.</exception>
    public static void CallImpliedVolatilities(
        ReadOnlySpan<double> spots,
        ReadOnlySpan<double> strikes,
        ReadOnlySpan<double> rates,
        ReadOnlySpan<double> carryYields,
        ReadOnlySpan<double> prices,
        ReadOnlySpan<double> years,
        Span<ImpliedVolatility> destination) =>
        ImpliedLoops.Imply<LognormalImplied>(1, CheckedPrices(spots, strikes, rates, carryYields, prices, years), destination);

    /// <summary>The volatilities that the prices of many European puts imply, as a fraction per root of a year; all spans have the same length.</summary>
    /// <param name="spots">Per option: price of the underlying, finite, above 0.</param>
    /// <param name="strikes">Per option: strike, finite, 0 or more.</param>
    /// <param name="rates">Per option: continuously compounded rate per year; any sign, |rate x years| at most 700.</param>
    /// <param name="carryYields">Per option: continuously compounded yield of the underlying per year; any sign, |yield x years| at most 700.</param>
    /// <param name="prices">Per option: price of one unit, finite, in the currency of the spot.</param>
    /// <param name="years">Per option: time to expiry in years, finite, above 0.</param>
    /// <param name="destination">Receives one result per option; at least as long as the inputs, and no part of them.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is NaN or outside its range; the message names span and index. A price outside its bounds is a status instead.</exception>
    /// <exception cref="ArgumentException">The spans differ in length, or the destination is too short or overlaps an input.</exception>
    public static void PutImpliedVolatilities(
        ReadOnlySpan<double> spots,
        ReadOnlySpan<double> strikes,
        ReadOnlySpan<double> rates,
        ReadOnlySpan<double> carryYields,
        ReadOnlySpan<double> prices,
        ReadOnlySpan<double> years,
        Span<ImpliedVolatility> destination) =>
        ImpliedLoops.Imply<LognormalImplied>(-1, CheckedPrices(spots, strikes, rates, carryYields, prices, years), destination);

    private static OptionLanes<ScalarLane> CheckedPrice(double spot, double strike, double rate, double carryYield, double price, double years)
    {
        Guard.Positive(spot, nameof(spot));
        Guard.NonNegative(strike, nameof(strike));
        Guard.Finite(price, nameof(price));
        Guard.Positive(years, nameof(years));
        PricingChecks.Discountable(rate, nameof(rate), years);
        PricingChecks.Discountable(carryYield, nameof(carryYield), years);
        return OptionLoops.Option(spot, strike, rate, carryYield, price, years);
    }

    private static OptionColumns CheckedPrices(
        ReadOnlySpan<double> spots,
        ReadOnlySpan<double> strikes,
        ReadOnlySpan<double> rates,
        ReadOnlySpan<double> carryYields,
        ReadOnlySpan<double> prices,
        ReadOnlySpan<double> years)
    {
        SpanCheck.SameLength(strikes.Length, nameof(strikes), spots.Length, nameof(spots));
        SpanCheck.SameLength(rates.Length, nameof(rates), spots.Length, nameof(spots));
        SpanCheck.SameLength(carryYields.Length, nameof(carryYields), spots.Length, nameof(spots));
        SpanCheck.SameLength(prices.Length, nameof(prices), spots.Length, nameof(spots));
        SpanCheck.SameLength(years.Length, nameof(years), spots.Length, nameof(spots));
        PricingChecks.Positive(spots, nameof(spots));
        PricingChecks.NonNegative(strikes, nameof(strikes));
        PricingChecks.Finite(prices, nameof(prices));
        PricingChecks.Positive(years, nameof(years));
        PricingChecks.Discountable(rates, nameof(rates), years);
        PricingChecks.Discountable(carryYields, nameof(carryYields), years);
        return new(spots, strikes, rates, carryYields, prices, years);
    }
}
