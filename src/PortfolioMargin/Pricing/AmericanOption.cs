using PortfolioMargin.Numerics;
using static System.FormattableString;

namespace PortfolioMargin.Pricing;

/// <summary>Prices and sensitivities of American options on an asset with a continuous yield, and with cash dividends, under a lognormal price.</summary>
/// <remarks>Without cash dividends: the exercise boundary by Newton's method on its integral equation at Chebyshev points
/// (L. Andersen, M. Lake, D. Offengenden, High Performance American Option Pricing, 2016), a call as a put with spot and strike, rate and yield exchanged;
/// the error is stated by <see cref="AmericanAccuracy"/>. Where early exercise never pays (a call with a yield not above 0 and a rate not below 0, a put with a rate of 0
/// and a yield not below 0, ...) the price has the bits of <see cref="BlackScholes"/>.
/// With cash dividends: the spot price is lognormal between ex-dates and falls by the dividend at each of them, worked backward by finite differences; the error
/// is at most 1e-5 of the strike for volatility x root of time up to 1.
/// Rates of both signs are priced, except where the option is exercised between two boundaries (for a put: yield below rate below 0; for a call:
/// rate below yield below 0), which is refused.</remarks>
public static class AmericanOption
{
    /// <summary>The price of one unit of an American call, in the currency of the spot.</summary>
    /// <param name="spot">Price of the underlying, finite, above 0.</param>
    /// <param name="strike">Strike, finite, 0 or more.</param>
    /// <param name="rate">Continuously compounded rate per year; |rate x years| at most 700; not below the yield where both are below 0.</param>
    /// <param name="carryYield">Continuously compounded yield of the underlying per year; |yield x years| at most 700.</param>
    /// <param name="volatility">Volatility per root of a year, as a fraction (0.45 for 45 %), 0 or more; +Infinity gives the limit.</param>
    /// <param name="years">Time to expiry in years, 0 or more; 0 gives the intrinsic value.</param>
    /// <param name="accuracy">How accurate the price is.</param>
    /// <returns>The price, never below the intrinsic value or the European price; at and above the critical price exactly the intrinsic value.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is NaN or outside the range named above.</exception>
    public static double Call(
        double spot, double strike, double rate, double carryYield, double volatility, double years, AmericanAccuracy accuracy = AmericanAccuracy.Default) =>
        AmericanPricer.Price(true, Checked(true, spot, strike, rate, carryYield, volatility, years), BoundarySchemes.Of(Guard.Defined(accuracy, nameof(accuracy))));

    /// <summary>The price of one unit of an American put, in the currency of the spot.</summary>
    /// <param name="spot">Price of the underlying, finite, above 0.</param>
    /// <param name="strike">Strike, finite, 0 or more.</param>
    /// <param name="rate">Continuously compounded rate per year; |rate x years| at most 700.</param>
    /// <param name="carryYield">Continuously compounded yield of the underlying per year; |yield x years| at most 700; not below the rate where both are below 0.</param>
    /// <param name="volatility">Volatility per root of a year, as a fraction (0.45 for 45 %), 0 or more; +Infinity gives the limit.</param>
    /// <param name="years">Time to expiry in years, 0 or more; 0 gives the intrinsic value.</param>
    /// <param name="accuracy">How accurate the price is.</param>
    /// <returns>The price, never below the intrinsic value or the European price; at and below the critical price exactly the intrinsic value.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is NaN or outside the range named above.</exception>
    public static double Put(
        double spot, double strike, double rate, double carryYield, double volatility, double years, AmericanAccuracy accuracy = AmericanAccuracy.Default) =>
        AmericanPricer.Price(false, Checked(false, spot, strike, rate, carryYield, volatility, years), BoundarySchemes.Of(Guard.Defined(accuracy, nameof(accuracy))));

    /// <summary>The price of one unit of an American call on an underlying that pays cash dividends.</summary>
    /// <param name="spot">Price of the underlying before the dividends, finite, above 0.</param>
    /// <param name="strike">Strike, finite, 0 or more.</param>
    /// <param name="rate">Continuously compounded rate per year; |rate x years| at most 700; not below the yield where both are below 0.</param>
    /// <param name="carryYield">Continuously compounded yield beside the dividends, such as a borrowing fee; |yield x years| at most 700.</param>
    /// <param name="volatility">Volatility of the spot price between ex-dates, finite, 0 or more.</param>
    /// <param name="years">Time to expiry in years, 0 or more.</param>
    /// <param name="dividends">The dividends, in any order; without one that counts the price is that of the overload without dividends.</param>
    /// <returns>The price, never below the intrinsic value.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is NaN or outside the range named above.</exception>
    public static double Call(
        double spot, double strike, double rate, double carryYield, double volatility, double years, params ReadOnlySpan<CashDividend> dividends) =>
        WithDividends(true, Checked(true, spot, strike, rate, carryYield, volatility, years), Checked(dividends, volatility, years));

    /// <summary>The price of one unit of an American put on an underlying that pays cash dividends.</summary>
    /// <param name="spot">Price of the underlying before the dividends, finite, above 0.</param>
    /// <param name="strike">Strike, finite, 0 or more.</param>
    /// <param name="rate">Continuously compounded rate per year; |rate x years| at most 700.</param>
    /// <param name="carryYield">Continuously compounded yield beside the dividends; |yield x years| at most 700; not below the rate where both are below 0.</param>
    /// <param name="volatility">Volatility of the spot price between ex-dates, finite, 0 or more.</param>
    /// <param name="years">Time to expiry in years, 0 or more.</param>
    /// <param name="dividends">The dividends, in any order; without one that counts the price is that of the overload without dividends.</param>
    /// <returns>The price, never below the intrinsic value.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is NaN or outside the range named above.</exception>
    public static double Put(
        double spot, double strike, double rate, double carryYield, double volatility, double years, params ReadOnlySpan<CashDividend> dividends) =>
        WithDividends(false, Checked(false, spot, strike, rate, carryYield, volatility, years), Checked(dividends, volatility, years));

    /// <summary>The price of one unit of an American call and its sensitivities, at the default accuracy.</summary>
    /// <param name="spot">Price of the underlying, finite, above 0.</param>
    /// <param name="strike">Strike, finite, above 0.</param>
    /// <param name="rate">Continuously compounded rate per year; not below the yield where both are below 0.</param>
    /// <param name="carryYield">Continuously compounded yield of the underlying per year.</param>
    /// <param name="volatility">Volatility per root of a year, finite, above 0.</param>
    /// <param name="years">Time to expiry in years, above 0.</param>
    /// <param name="dividends">Cash dividends, if any.</param>
    /// <returns>Delta and gamma to 1e-6 (gamma times spot and deviation), theta from the pricing equation, the others by central differences to about 1e-4 of
    /// themselves; with dividends delta to 1e-4 and the others to about 1e-3. Past the critical price: the intrinsic value's.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is NaN or outside the range named above.</exception>
    public static Greeks CallGreeks(
        double spot, double strike, double rate, double carryYield, double volatility, double years, params ReadOnlySpan<CashDividend> dividends) =>
        AmericanGreeks.Of(true, CheckedForGreeks(true, spot, strike, rate, carryYield, volatility, years), Checked(dividends, volatility, years));

    /// <summary>The price of one unit of an American put and its sensitivities, at the default accuracy.</summary>
    /// <param name="spot">Price of the underlying, finite, above 0.</param>
    /// <param name="strike">Strike, finite, above 0.</param>
    /// <param name="rate">Continuously compounded rate per year.</param>
    /// <param name="carryYield">Continuously compounded yield of the underlying per year; not below the rate where both are below 0.</param>
    /// <param name="volatility">Volatility per root of a year, finite, above 0.</param>
    /// <param name="years">Time to expiry in years, above 0.</param>
    /// <param name="dividends">Cash dividends, if any.</param>
    /// <returns>As accurate as those of <see cref="CallGreeks"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is NaN or outside the range named above.</exception>
    public static Greeks PutGreeks(
        double spot, double strike, double rate, double carryYield, double volatility, double years, params ReadOnlySpan<CashDividend> dividends) =>
        AmericanGreeks.Of(false, CheckedForGreeks(false, spot, strike, rate, carryYield, volatility, years), Checked(dividends, volatility, years));

    /// <summary>The spot price from which on an American call is worth exercising today.</summary>
    /// <param name="strike">Strike, finite, 0 or more.</param>
    /// <param name="rate">Continuously compounded rate per year; not below the yield where both are below 0.</param>
    /// <param name="carryYield">Continuously compounded yield of the underlying per year.</param>
    /// <param name="volatility">Volatility per root of a year, above 0.</param>
    /// <param name="years">Time to expiry in years, above 0.</param>
    /// <returns>The price to 1e-6 of itself, or <see langword="null"/> where early exercise never pays.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is NaN or outside the range named above.</exception>
    public static double? CallCriticalPrice(double strike, double rate, double carryYield, double volatility, double years) =>
        AmericanPricer.CriticalPrice(true, CheckedForGreeks(true, 1, strike, rate, carryYield, volatility, years), BoundarySchemes.Of(AmericanAccuracy.Default));

    /// <summary>The spot price down from which an American put is worth exercising today.</summary>
    /// <param name="strike">Strike, finite, 0 or more.</param>
    /// <param name="rate">Continuously compounded rate per year.</param>
    /// <param name="carryYield">Continuously compounded yield of the underlying per year; not below the rate where both are below 0.</param>
    /// <param name="volatility">Volatility per root of a year, above 0.</param>
    /// <param name="years">Time to expiry in years, above 0.</param>
    /// <returns>The price to 1e-6 of itself, or <see langword="null"/> where early exercise never pays.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is NaN or outside the range named above.</exception>
    public static double? PutCriticalPrice(double strike, double rate, double carryYield, double volatility, double years) =>
        AmericanPricer.CriticalPrice(false, CheckedForGreeks(false, 1, strike, rate, carryYield, volatility, years), BoundarySchemes.Of(AmericanAccuracy.Default));

    /// <summary>Prices of one American call at many spot prices, which share one exercise boundary.</summary>
    /// <param name="spots">Prices of the underlying, finite, above 0.</param>
    /// <param name="strike">Strike, finite, 0 or more.</param>
    /// <param name="rate">Continuously compounded rate per year; not below the yield where both are below 0.</param>
    /// <param name="carryYield">Continuously compounded yield of the underlying per year.</param>
    /// <param name="volatility">Volatility per root of a year, 0 or more; +Infinity gives the limit.</param>
    /// <param name="years">Time to expiry in years, 0 or more.</param>
    /// <param name="destination">Receives one price per spot, with the bits of single prices; no part of the spots.</param>
    /// <param name="accuracy">How accurate the prices are.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is NaN or outside its range; the message names span and index.</exception>
    /// <exception cref="ArgumentException">The destination is too short or overlaps the spots.</exception>
    public static void Calls(
        ReadOnlySpan<double> spots,
        double strike,
        double rate,
        double carryYield,
        double volatility,
        double years,
        Span<double> destination,
        AmericanAccuracy accuracy = AmericanAccuracy.Default) =>
        Many(true, spots, strike, rate, carryYield, volatility, years, destination, accuracy);

    /// <summary>Prices of one American put at many spot prices, which share one exercise boundary.</summary>
    /// <param name="spots">Prices of the underlying, finite, above 0.</param>
    /// <param name="strike">Strike, finite, 0 or more.</param>
    /// <param name="rate">Continuously compounded rate per year.</param>
    /// <param name="carryYield">Continuously compounded yield of the underlying per year; not below the rate where both are below 0.</param>
    /// <param name="volatility">Volatility per root of a year, 0 or more; +Infinity gives the limit.</param>
    /// <param name="years">Time to expiry in years, 0 or more.</param>
    /// <param name="destination">Receives one price per spot, with the bits of single prices; no part of the spots.</param>
    /// <param name="accuracy">How accurate the prices are.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is NaN or outside its range; the message names span and index.</exception>
    /// <exception cref="ArgumentException">The destination is too short or overlaps the spots.</exception>
    public static void Puts(
        ReadOnlySpan<double> spots,
        double strike,
        double rate,
        double carryYield,
        double volatility,
        double years,
        Span<double> destination,
        AmericanAccuracy accuracy = AmericanAccuracy.Default) =>
        Many(false, spots, strike, rate, carryYield, volatility, years, destination, accuracy);

    private static void Many(
        bool isCall, ReadOnlySpan<double> spots, double strike, double rate, double carryYield, double volatility, double years, Span<double> destination, AmericanAccuracy accuracy)
    {
        PricingChecks.Positive(spots, nameof(spots));
        Checked(isCall, 1, strike, rate, carryYield, volatility, years);
        SpanCheck.Holds(destination.Length, nameof(destination), spots.Length);
        if (destination.Overlaps(spots)) throw SpanCheck.Overlap(nameof(destination), nameof(spots));
        new AmericanGrid(BoundarySchemes.Of(Guard.Defined(accuracy, nameof(accuracy)))).Values(isCall, strike, spots, new(rate, carryYield, volatility, years), destination);
    }

    private static double WithDividends(bool isCall, OptionLanes<ScalarLane> option, CashDividend[] dividends) => dividends.Length == 0 || option.Strike.Value == 0
        ? AmericanPricer.Price(isCall, option, BoundarySchemes.Of(AmericanAccuracy.Default))
        : DividendPricer.Price(isCall, option, dividends);

    private static CashDividend[] Checked(ReadOnlySpan<CashDividend> dividends, double volatility, double years)
    {
        for (int i = 0; i < dividends.Length; i++)
        {
            Guard.Finite(dividends[i].Years, Invariant($"dividends[{i}].Years"));
            Guard.NonNegative(dividends[i].Amount, Invariant($"dividends[{i}].Amount"));
        }

        CashDividend[] counting = DividendPricer.Counting(dividends, years);
        if (counting.Length > 0) Guard.Finite(volatility, nameof(volatility));
        return counting;
    }

    private static OptionLanes<ScalarLane> CheckedForGreeks(bool isCall, double spot, double strike, double rate, double carryYield, double volatility, double years)
    {
        Guard.Positive(strike, nameof(strike));
        Guard.Positive(volatility, nameof(volatility));
        Guard.Positive(years, nameof(years));
        return Checked(isCall, spot, strike, rate, carryYield, volatility, years);
    }

    private static OptionLanes<ScalarLane> Checked(bool isCall, double spot, double strike, double rate, double carryYield, double volatility, double years)
    {
        Guard.Positive(spot, nameof(spot));
        Guard.NonNegative(strike, nameof(strike));
        PricingChecks.Volatility(volatility, nameof(volatility));
        Guard.NonNegative(years, nameof(years));
        PricingChecks.Discountable(rate, nameof(rate), years);
        PricingChecks.Discountable(carryYield, nameof(carryYield), years);
        RefuseTwoBoundaries(isCall, rate, carryYield);
        return OptionLoops.Option(spot, strike, rate, carryYield, volatility, years);
    }

    /// <summary>Refuses the region where exercise pays between two boundaries only.</summary>
    internal static void RefuseTwoBoundaries(bool isCall, double rate, double carryYield)
    {
        if (BoundaryTerms.Region(isCall ? carryYield : rate, isCall ? rate : carryYield) != ExerciseRegion.Between) return;
        string pair = isCall ? "rate below yield below 0 (call)" : "yield below rate below 0 (put)";
        throw new ArgumentOutOfRangeException(isCall ? nameof(rate) : nameof(carryYield), isCall ? rate : carryYield, Invariant(
            $"With rate {rate:R} and yield {carryYield:R} an American {(isCall ? "call" : "put")} is exercised between two boundaries only ({pair}); expected any other order of rate, yield and 0. Price it as European, or with the larger of both at 0."));
    }
}
