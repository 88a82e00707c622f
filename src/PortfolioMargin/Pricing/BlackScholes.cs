using PortfolioMargin.Numerics;

namespace PortfolioMargin.Pricing;

/// <summary>Prices and sensitivities of European options on an asset with a continuous yield, under a lognormal price.
/// One call for one option, and one for many: the second has the bits of the first on every machine.</summary>
/// <remarks>Source: F. Black, M. Scholes (1973), R. Merton (1973).
/// |error| of a price at most 8 eps (S e^(-qT) + K e^(-rT)), eps = 2^-53;
/// out-of-the-money prices keep their relative accuracy down to 1e-300.</remarks>
public static partial class BlackScholes
{
    /// <summary>The price of one unit of a European call, 0 or more, in the currency of the spot.</summary>
    /// <param name="spot">Price of the underlying, finite, above 0.</param>
    /// <param name="strike">Strike, finite, 0 or more.</param>
    /// <param name="rate">Continuously compounded rate per year; any sign, |rate x years| at most 700.</param>
    /// <param name="carryYield">Continuously compounded yield of the underlying per year; any sign, |yield x years| at most 700.</param>
    /// <param name="volatility">Volatility per root of a year, as a fraction (0.45 for 45 %), 0 or more; +Infinity gives the limit.</param>
    /// <param name="years">Time to expiry in years, 0 or more; 0 gives the intrinsic value.</param>
    /// <returns>The price; limits are values: no time or no volatility gives the discounted intrinsic value.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is NaN or outside the range named above.</exception>
    public static double Call(double spot, double strike, double rate, double carryYield, double volatility, double years) =>
        OptionLoops.Price<LognormalFormula>(1, Checked(spot, strike, rate, carryYield, volatility, years));

    /// <summary>The price of one unit of a European put, 0 or more, in the currency of the spot.</summary>
    /// <param name="spot">Price of the underlying, finite, above 0.</param>
    /// <param name="strike">Strike, finite, 0 or more.</param>
    /// <param name="rate">Continuously compounded rate per year; any sign, |rate x years| at most 700.</param>
    /// <param name="carryYield">Continuously compounded yield of the underlying per year; any sign, |yield x years| at most 700.</param>
    /// <param name="volatility">Volatility per root of a year, as a fraction (0.45 for 45 %), 0 or more; +Infinity gives the limit.</param>
    /// <param name="years">Time to expiry in years, 0 or more; 0 gives the intrinsic value.</param>
    /// <returns>The price; limits are values: no time or no volatility gives the discounted intrinsic value.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is NaN or outside the range named above.</exception>
    public static double Put(double spot, double strike, double rate, double carryYield, double volatility, double years) =>
        OptionLoops.Price<LognormalFormula>(-1, Checked(spot, strike, rate, carryYield, volatility, years));

    /// <summary>The price of one unit of a European call and its sensitivities.</summary>
    /// <param name="spot">Price of the underlying, finite, above 0.</param>
    /// <param name="strike">Strike, finite, 0 or more.</param>
    /// <param name="rate">Continuously compounded rate per year; any sign, |rate x years| at most 700.</param>
    /// <param name="carryYield">Continuously compounded yield of the underlying per year; any sign, |yield x years| at most 700.</param>
    /// <param name="volatility">Volatility per root of a year, as a fraction (0.45 for 45 %), 0 or more; +Infinity gives the limit.</param>
    /// <param name="years">Time to expiry in years, 0 or more; 0 gives the intrinsic value.</param>
    /// <returns>Price and sensitivities in the units of <see cref="Greeks"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is NaN or outside the range named above.</exception>
    public static Greeks CallGreeks(double spot, double strike, double rate, double carryYield, double volatility, double years) =>
        OptionLoops.Greeks<LognormalFormula>(1, Checked(spot, strike, rate, carryYield, volatility, years));

    /// <summary>The price of one unit of a European put and its sensitivities.</summary>
    /// <param name="spot">Price of the underlying, finite, above 0.</param>
    /// <param name="strike">Strike, finite, 0 or more.</param>
    /// <param name="rate">Continuously compounded rate per year; any sign, |rate x years| at most 700.</param>
    /// <param name="carryYield">Continuously compounded yield of the underlying per year; any sign, |yield x years| at most 700.</param>
    /// <param name="volatility">Volatility per root of a year, as a fraction (0.45 for 45 %), 0 or more; +Infinity gives the limit.</param>
    /// <param name="years">Time to expiry in years, 0 or more; 0 gives the intrinsic value.</param>
    /// <returns>Price and sensitivities in the units of <see cref="Greeks"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is NaN or outside the range named above.</exception>
    public static Greeks PutGreeks(double spot, double strike, double rate, double carryYield, double volatility, double years) =>
        OptionLoops.Greeks<LognormalFormula>(-1, Checked(spot, strike, rate, carryYield, volatility, years));

    /// <summary>Prices of many European calls, each with its own terms; all spans have the same length.</summary>
    /// <param name="spots">Per option: price of the underlying, finite, above 0.</param>
    /// <param name="strikes">Per option: strike, finite, 0 or more.</param>
    /// <param name="rates">Per option: continuously compounded rate per year; any sign, |rate x years| at most 700.</param>
    /// <param name="carryYields">Per option: continuously compounded yield of the underlying per year; any sign, |yield x years| at most 700.</param>
    /// <param name="volatilities">Per option: volatility per root of a year, as a fraction (0.45 for 45 %), 0 or more; +Infinity gives the limit.</param>
    /// <param name="years">Per option: time to expiry in years, 0 or more; 0 gives the intrinsic value.</param>
    /// <param name="destination">Receives one price per option; at least as long as the inputs, and no part of them.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is NaN or outside its range; the message names span and index.</exception>
    /// <exception cref="ArgumentException">The spans differ in length, or the destination is too short or overlaps an input.</exception>
    public static void Calls(
        ReadOnlySpan<double> spots,
        ReadOnlySpan<double> strikes,
        ReadOnlySpan<double> rates,
        ReadOnlySpan<double> carryYields,
        ReadOnlySpan<double> volatilities,
        ReadOnlySpan<double> years,
        Span<double> destination) =>
        OptionLoops.Prices<LognormalFormula>(1, Checked(spots, strikes, rates, carryYields, volatilities, years), destination);

    /// <summary>Prices and sensitivities of many European calls, each with its own terms; all spans have the same length.</summary>
    /// <param name="spots">Per option: price of the underlying, finite, above 0.</param>
    /// <param name="strikes">Per option: strike, finite, 0 or more.</param>
    /// <param name="rates">Per option: continuously compounded rate per year; any sign, |rate x years| at most 700.</param>
    /// <param name="carryYields">Per option: continuously compounded yield of the underlying per year; any sign, |yield x years| at most 700.</param>
    /// <param name="volatilities">Per option: volatility per root of a year, as a fraction (0.45 for 45 %), 0 or more; +Infinity gives the limit.</param>
    /// <param name="years">Per option: time to expiry in years, 0 or more; 0 gives the intrinsic value.</param>
    /// <param name="destination">Receives price and sensitivities per option; at least as long as the inputs, and no part of them.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is NaN or outside its range; the message names span and index.</exception>
    /// <exception cref="ArgumentException">The spans differ in length, or the destination is too short or overlaps an input.</exception>
    public static void CallGreeks(
        ReadOnlySpan<double> spots,
        ReadOnlySpan<double> strikes,
        ReadOnlySpan<double> rates,
        ReadOnlySpan<double> carryYields,
        ReadOnlySpan<double> volatilities,
        ReadOnlySpan<double> years,
        Span<Greeks> destination) =>
        OptionLoops.Greeks<LognormalFormula>(1, Checked(spots, strikes, rates, carryYields, volatilities, years), destination);

    /// <summary>Prices of many European puts, each with its own terms; all spans have the same length.</summary>
    /// <param name="spots">Per option: price of the underlying, finite, above 0.</param>
    /// <param name="strikes">Per option: strike, finite, 0 or more.</param>
    /// <param name="rates">Per option: continuously compounded rate per year; any sign, |rate x years| at most 700.</param>
    /// <param name="carryYields">Per option: continuously compounded yield of the underlying per year; any sign, |yield x years| at most 700.</param>
    /// <param name="volatilities">Per option: volatility per root of a year, as a fraction (0.45 for 45 %), 0 or more; +Infinity gives the limit.</param>
    /// <param name="years">Per option: time to expiry in years, 0 or more; 0 gives the intrinsic value.</param>
    /// <param name="destination">Receives one price per option; at least as long as the inputs, and no part of them.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is NaN or outside its range; the message names span and index.</exception>
    /// <exception cref="ArgumentException">The spans differ in length, or the destination is too short or overlaps an input.</exception>
    public static void Puts(
        ReadOnlySpan<double> spots,
        ReadOnlySpan<double> strikes,
        ReadOnlySpan<double> rates,
        ReadOnlySpan<double> carryYields,
        ReadOnlySpan<double> volatilities,
        ReadOnlySpan<double> years,
        Span<double> destination) =>
        OptionLoops.Prices<LognormalFormula>(-1, Checked(spots, strikes, rates, carryYields, volatilities, years), destination);

    /// <summary>Prices and sensitivities of many European puts, each with its own terms; all spans have the same length.</summary>
    /// <param name="spots">Per option: price of the underlying, finite, above 0.</param>
    /// <param name="strikes">Per option: strike, finite, 0 or more.</param>
    /// <param name="rates">Per option: continuously compounded rate per year; any sign, |rate x years| at most 700.</param>
    /// <param name="carryYields">Per option: continuously compounded yield of the underlying per year; any sign, |yield x years| at most 700.</param>
    /// <param name="volatilities">Per option: volatility per root of a year, as a fraction (0.45 for 45 %), 0 or more; +Infinity gives the limit.</param>
    /// <param name="years">Per option: time to expiry in years, 0 or more; 0 gives the intrinsic value.</param>
    /// <param name="destination">Receives price and sensitivities per option; at least as long as the inputs, and no part of them.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is NaN or outside its range; the message names span and index.</exception>
    /// <exception cref="ArgumentException">The spans differ in length, or the destination is too short or overlaps an input.</exception>
    public static void PutGreeks(
        ReadOnlySpan<double> spots,
        ReadOnlySpan<double> strikes,
        ReadOnlySpan<double> rates,
        ReadOnlySpan<double> carryYields,
        ReadOnlySpan<double> volatilities,
        ReadOnlySpan<double> years,
        Span<Greeks> destination) =>
        OptionLoops.Greeks<LognormalFormula>(-1, Checked(spots, strikes, rates, carryYields, volatilities, years), destination);

    private static OptionLanes<ScalarLane> Checked(double spot, double strike, double rate, double carryYield, double volatility, double years)
    {
        Guard.Positive(spot, nameof(spot));
        Guard.NonNegative(strike, nameof(strike));
        PricingChecks.Volatility(volatility, nameof(volatility));
        Guard.NonNegative(years, nameof(years));
        PricingChecks.Discountable(rate, nameof(rate), years);
        PricingChecks.Discountable(carryYield, nameof(carryYield), years);
        return OptionLoops.Option(spot, strike, rate, carryYield, volatility, years);
    }

    private static OptionColumns Checked(
        ReadOnlySpan<double> spots,
        ReadOnlySpan<double> strikes,
        ReadOnlySpan<double> rates,
        ReadOnlySpan<double> carryYields,
        ReadOnlySpan<double> volatilities,
        ReadOnlySpan<double> years)
    {
        SpanCheck.SameLength(strikes.Length, nameof(strikes), spots.Length, nameof(spots));
        SpanCheck.SameLength(rates.Length, nameof(rates), spots.Length, nameof(spots));
        SpanCheck.SameLength(carryYields.Length, nameof(carryYields), spots.Length, nameof(spots));
        SpanCheck.SameLength(volatilities.Length, nameof(volatilities), spots.Length, nameof(spots));
        SpanCheck.SameLength(years.Length, nameof(years), spots.Length, nameof(spots));
        PricingChecks.Positive(spots, nameof(spots));
        PricingChecks.NonNegative(strikes, nameof(strikes));
        PricingChecks.Volatilities(volatilities, nameof(volatilities));
        PricingChecks.NonNegative(years, nameof(years));
        PricingChecks.Discountable(rates, nameof(rates), years);
        PricingChecks.Discountable(carryYields, nameof(carryYields), years);
        return new(spots, strikes, rates, carryYields, volatilities, years);
    }
}
