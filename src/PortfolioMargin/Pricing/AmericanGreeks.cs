using PortfolioMargin.Numerics;

namespace PortfolioMargin.Pricing;

/// <summary>Sensitivities of American options: delta and gamma by formula, theta from the pricing equation, the others by central differences.</summary>
internal static class AmericanGreeks
{
    /// <summary>Steps: of volatility as a fraction of itself, of the rate in a year, of time as a fraction of itself. Chosen so that the error of the
    /// difference and the noise of the price over the step are both near 1e-5.</summary>
    private const double VolatilityStep = 1.0 / 256, RateStep = 1.0 / 16384, TimeStep = 1.0 / 256;

    public static Greeks Of(bool isCall, OptionLanes<ScalarLane> o, CashDividend[] dividends)
    {
        bool neverExercised = dividends.Length == 0 && AmericanPricer.Of(isCall, o).Region == ExerciseRegion.Never;
        if (neverExercised) return OptionLoops.Greeks<LognormalFormula>(isCall ? 1 : -1, o);
        var (price, delta, gamma, exercised) = Slopes(isCall, o, dividends);
        if (exercised) return new(price, delta, 0, 0, 0, 0, 0, 0, 0);

        double spot = o.Spot.Value, sigma = o.Volatility.Value, rate = o.Rate.Value;
        double dv = sigma * VolatilityStep, dt = o.Years.Value * TimeStep;
        var (up, down) = (Slopes(isCall, With(o, volatility: sigma + dv), dividends), Slopes(isCall, With(o, volatility: sigma - dv), dividends));
        double rateUp = Slopes(isCall, With(o, rate: rate + RateStep), dividends).Price, rateDown = Slopes(isCall, With(o, rate: rate - RateStep), dividends).Price;
        // Less time to expiry with the calendar fixed: dividends come nearer too.
        double later = Slopes(isCall, With(o, years: o.Years.Value - dt), Nearer(dividends, dt)).Delta;
        double earlier = Slopes(isCall, With(o, years: o.Years.Value + dt), Nearer(dividends, -dt)).Delta;
        return new(
            price,
            delta,
            gamma,
            (up.Price - down.Price) / (2 * dv),
            (rate * price) - ((rate - o.CarryYield.Value) * spot * delta) - (sigma * sigma * spot * spot * gamma / 2),
            (rateUp - rateDown) / (2 * RateStep),
            (up.Delta - down.Delta) / (2 * dv),
            (up.Price - (2 * price) + down.Price) / (dv * dv),
            (later - earlier) / (2 * dt));
    }

    private static (double Price, double Delta, double Gamma, bool Exercised) Slopes(bool isCall, OptionLanes<ScalarLane> o, CashDividend[] dividends)
    {
        if (dividends.Length > 0)
        {
            (double price, double delta, double gamma) = DividendPricer.Slopes(isCall, o, dividends);
            double intrinsic = AmericanPricer.Intrinsic(isCall, o);
            return price == intrinsic && intrinsic > 0 ? (price, isCall ? 1 : -1, 0, true) : (price, delta, gamma, false);
        }

        if (AmericanPricer.Of(isCall, o).Region == ExerciseRegion.Below) return AmericanPricer.Slopes(isCall, o, BoundarySchemes.Of(AmericanAccuracy.Accurate));
        Greeks european = OptionLoops.Greeks<LognormalFormula>(isCall ? 1 : -1, o);
        return (european.Price, european.Delta, european.Gamma, false);
    }

    private static CashDividend[] Nearer(CashDividend[] dividends, double years) => [.. dividends.Select(dividend => dividend with { Years = dividend.Years - years })];

    private static OptionLanes<ScalarLane> With(OptionLanes<ScalarLane> o, double? volatility = null, double? rate = null, double? years = null) =>
        OptionLoops.Option(o.Spot.Value, o.Strike.Value, rate ?? o.Rate.Value, o.CarryYield.Value, volatility ?? o.Volatility.Value, years ?? o.Years.Value);
}
