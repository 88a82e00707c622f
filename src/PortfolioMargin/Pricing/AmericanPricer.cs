using PortfolioMargin.Numerics;
using static System.FormattableString;

namespace PortfolioMargin.Pricing;

/// <summary>Prices single American options without cash dividends; arguments have been checked.</summary>
internal static class AmericanPricer
{
    public static double Price(bool isCall, OptionLanes<ScalarLane> o, BoundaryScheme scheme, LaneWidth width = LaneWidth.Widest)
    {
        AmericanPut put = Of(isCall, o);
        double intrinsic = Intrinsic(isCall, o), european = OptionLoops.Price<LognormalFormula>(isCall ? 1 : -1, o);
        if (put.Years == 0 || (o.Strike.Value == 0 && !isCall)) return intrinsic;
        if (put.Region == ExerciseRegion.Never) return european;
        if (put.Spot == 0 || put.Deviation == 0) return Math.Max(Math.Max(intrinsic, european), put.Scale * put.CertainValue());
        if (double.IsPositiveInfinity(put.Deviation)) return put.Scale * put.BoundlessValue();

        Span<double> memory = stackalloc double[ExerciseBoundary.Length(scheme) + AlignedMemory.Slack];
        var boundary = new ExerciseBoundary(scheme, put.Terms, AlignedMemory.Align(memory));
        Solve(boundary, put.Volatility, width);
        double log = Elementary.Log(put.Spot);
        return log <= boundary.LogCritical ? intrinsic : Above(isCall, o, european, put.Scale * ExercisePremium.Value(boundary, put.Spot, log, width));
    }

    /// <summary>Price, delta and gamma; and whether the option is worth exercising at once.</summary>
    public static (double Price, double Delta, double Gamma, bool Exercised) Slopes(bool isCall, OptionLanes<ScalarLane> o, BoundaryScheme scheme)
    {
        AmericanPut put = Of(isCall, o);
        Greeks european = OptionLoops.Greeks<LognormalFormula>(isCall ? 1 : -1, o);
        double intrinsic = Intrinsic(isCall, o);
        Span<double> memory = stackalloc double[ExerciseBoundary.Length(scheme) + AlignedMemory.Slack];
        var boundary = new ExerciseBoundary(scheme, put.Terms, AlignedMemory.Align(memory));
        Solve(boundary, put.Volatility, LaneWidth.Widest);
        double log = Elementary.Log(put.Spot);
        if (log <= boundary.LogCritical) return (intrinsic, isCall ? 1 : -1, 0, true);
        double premium = ExercisePremium.Value(boundary, put.Spot, log, LaneWidth.Widest);
        (double delta, double gamma) = ExercisePremium.Slopes(boundary, put.Spot, log, LaneWidth.Widest);
        if (isCall) (delta, gamma) = (premium - (put.Spot * delta), put.Spot * put.Spot * gamma);
        double price = Above(isCall, o, european.Price, put.Scale * premium);
        return (price, european.Delta + delta, european.Gamma + (gamma / put.Scale), false);
    }

    /// <summary>The spot price at and beyond which the option is worth exercising today; NaN is never returned.</summary>
    public static double? CriticalPrice(bool isCall, OptionLanes<ScalarLane> o, BoundaryScheme scheme)
    {
        AmericanPut put = Of(isCall, OptionLoops.Option(1, 1, o.Rate.Value, o.CarryYield.Value, o.Volatility.Value, o.Years.Value));
        if (put.Region != ExerciseRegion.Below || put.Deviation == 0 || double.IsPositiveInfinity(put.Deviation)) return null;
        Span<double> memory = stackalloc double[ExerciseBoundary.Length(scheme) + AlignedMemory.Slack];
        var boundary = new ExerciseBoundary(scheme, put.Terms, AlignedMemory.Align(memory));
        Solve(boundary, put.Volatility, LaneWidth.Widest);
        double ratio = Elementary.Exp(boundary.LogCritical);
        return isCall ? o.Strike.Value / ratio : o.Strike.Value * ratio;
    }

    /// <summary>Solves a boundary or says why its accuracy cannot be held.</summary>
    public static void Solve(ExerciseBoundary boundary, double volatility, LaneWidth width)
    {
        Span<double> scratch = stackalloc double[BoundaryRows.Length(boundary.Scheme) + AlignedMemory.Slack];
        if (BoundarySolver.Solve(boundary, AlignedMemory.Align(scratch), width)) return;
        throw new ArgumentOutOfRangeException(nameof(volatility), volatility, Invariant(
            $"The exercise boundary of an American option does not come to rest at volatility {volatility:R} over {boundary.Terms.Years:R} years with rate {boundary.Terms.Rate:R} and yield {boundary.Terms.CarryYield:R} (of the put; a call exchanges the two); use a volatility whose square is not thousands of times smaller than the rates."));
    }

    /// <summary>A price that is not exercised: never below European or intrinsic value, which the premium's own error could otherwise break.</summary>
    public static double Above(bool isCall, OptionLanes<ScalarLane> o, double european, double premium) =>
        Math.Max(Intrinsic(isCall, o), Math.Max(european, european + premium));

    public static double Intrinsic(bool isCall, OptionLanes<ScalarLane> o) =>
        Math.Max(0, isCall ? o.Spot.Value - o.Strike.Value : o.Strike.Value - o.Spot.Value);

    public static AmericanPut Of(bool isCall, OptionLanes<ScalarLane> o) =>
        new(isCall, o.Spot.Value, o.Strike.Value, o.Rate.Value, o.CarryYield.Value, o.Volatility.Value, o.Years.Value);
}
