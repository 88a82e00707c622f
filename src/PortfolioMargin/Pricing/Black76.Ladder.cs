using PortfolioMargin.Numerics;

namespace PortfolioMargin.Pricing;

/// <content>Ladders: the options of one expiry at many forwards, for payoff profiles, charts and hedge tables.</content>
public static partial class Black76
{
    /// <summary>Prices of the European calls of one expiry at every forward of a ladder. |relative error| of the part above the intrinsic value at most 1e-13
    /// where sigma sqrt(T) is from 0.01 to 0.5, at a sixth of the time of <see cref="Calls"/>; elsewhere the bits of <see cref="Calls"/>.</summary>
    /// <param name="forwards">The ladder: forward or futures prices for the expiry, finite, above 0, in any order.</param>
    /// <param name="strikes">Per option: strike, finite, 0 or more.</param>
    /// <param name="rate">Continuously compounded rate per year; any sign, |rate x years| at most 700.</param>
    /// <param name="volatilities">Per option: volatility per root of a year, as a fraction (0.45 for 45 %), 0 or more; +Infinity gives the limit.</param>
    /// <param name="years">Time to expiry in years, 0 or more; 0 gives the intrinsic value.</param>
    /// <param name="destination">Receives prices, [option, forward]; at least as long as both numbers multiplied, and no part of the inputs.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is NaN or outside its range; the message names span and index.</exception>
    /// <exception cref="ArgumentException">The spans differ in length, or the destination is too short or overlaps an input.</exception>
    public static void CallLadders(
        ReadOnlySpan<double> forwards, ReadOnlySpan<double> strikes, double rate, ReadOnlySpan<double> volatilities, double years, Span<double> destination) =>
        Ladders(1, forwards, strikes, rate, volatilities, years, destination);

    /// <summary>Prices of the European puts of one expiry at every forward of a ladder. |relative error| of the part above the intrinsic value at most 1e-13
    /// where sigma sqrt(T) is from 0.01 to 0.5, at a sixth of the time of <see cref="Puts"/>; elsewhere the bits of <see cref="Puts"/>.</summary>
    /// <param name="forwards">The ladder: forward or futures prices for the expiry, finite, above 0, in any order.</param>
    /// <param name="strikes">Per option: strike, finite, 0 or more.</param>
    /// <param name="rate">Continuously compounded rate per year; any sign, |rate x years| at most 700.</param>
    /// <param name="volatilities">Per option: volatility per root of a year, as a fraction (0.45 for 45 %), 0 or more; +Infinity gives the limit.</param>
    /// <param name="years">Time to expiry in years, 0 or more; 0 gives the intrinsic value.</param>
    /// <param name="destination">Receives prices, [option, forward]; at least as long as both numbers multiplied, and no part of the inputs.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is NaN or outside its range; the message names span and index.</exception>
    /// <exception cref="ArgumentException">The spans differ in length, or the destination is too short or overlaps an input.</exception>
    public static void PutLadders(
        ReadOnlySpan<double> forwards, ReadOnlySpan<double> strikes, double rate, ReadOnlySpan<double> volatilities, double years, Span<double> destination) =>
        Ladders(-1, forwards, strikes, rate, volatilities, years, destination);

    private static void Ladders(
        double eta, ReadOnlySpan<double> forwards, ReadOnlySpan<double> strikes, double rate, ReadOnlySpan<double> volatilities, double years, Span<double> destination)
    {
        SpanCheck.SameLength(volatilities.Length, nameof(volatilities), strikes.Length, nameof(strikes));
        PricingChecks.Positive(forwards, nameof(forwards));
        PricingChecks.NonNegative(strikes, nameof(strikes));
        PricingChecks.Volatilities(volatilities, nameof(volatilities));
        Guard.NonNegative(years, nameof(years));
        PricingChecks.Discountable(rate, nameof(rate), years);
        long needed = (long)strikes.Length * forwards.Length;
        if (destination.Length < needed)
            throw new ArgumentException(FormattableString.Invariant($"{nameof(destination)} has length {destination.Length}; {strikes.Length} options at {forwards.Length} forwards need {needed} elements."), nameof(destination));
        RefuseOverlap(destination, forwards, nameof(forwards));
        RefuseOverlap(destination, strikes, nameof(strikes));
        RefuseOverlap(destination, volatilities, nameof(volatilities));
        PriceLadder.Fill(eta, forwards, strikes, rate, volatilities, years, destination);
    }

    private static void RefuseOverlap(ReadOnlySpan<double> destination, ReadOnlySpan<double> input, string name)
    {
        if (destination.Overlaps(input)) throw SpanCheck.Overlap(nameof(destination), name);
    }
}
