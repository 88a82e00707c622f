using PortfolioMargin.Numerics;

namespace PortfolioMargin.Pricing;

/// <summary>Single American options with cash dividends; arguments have been checked.</summary>
internal static class DividendPricer
{
    /// <summary>The dividends that count: after now and not after expiry, above 0, in order of time.</summary>
    public static CashDividend[] Counting(ReadOnlySpan<CashDividend> dividends, double years)
    {
        var counting = new List<CashDividend>(dividends.Length);
        foreach (CashDividend dividend in dividends)
            if (dividend.Years > 0 && dividend.Years <= years && dividend.Amount > 0) counting.Add(dividend);
        return [.. counting.OrderBy(dividend => dividend.Years)];
    }

    public static double Price(bool isCall, OptionLanes<ScalarLane> o, CashDividend[] dividends)
    {
        double intrinsic = AmericanPricer.Intrinsic(isCall, o);
        if (o.Years.Value == 0) return intrinsic;
        if (o.Volatility.Value == 0) return Math.Max(intrinsic, Certain(isCall, o, dividends));
        return Math.Max(intrinsic, o.Strike.Value * Solve(isCall, o, dividends).Value(o.Spot.Value / o.Strike.Value));
    }

    public static (double Price, double Delta, double Gamma) Slopes(bool isCall, OptionLanes<ScalarLane> o, CashDividend[] dividends)
    {
        double spot = o.Spot.Value / o.Strike.Value;
        LatticeSolution solution = Solve(isCall, o, dividends);
        (double delta, double gamma) = solution.Slopes(spot);
        return (Math.Max(AmericanPricer.Intrinsic(isCall, o), o.Strike.Value * solution.Value(spot)), delta, gamma / o.Strike.Value);
    }

    private static LatticeSolution Solve(bool isCall, OptionLanes<ScalarLane> o, CashDividend[] dividends)
    {
        double strike = o.Strike.Value, spot = o.Spot.Value / strike, rate = o.Rate.Value, carryYield = o.CarryYield.Value, volatility = o.Volatility.Value;
        double[] dates = [.. dividends.Select(dividend => dividend.Years)], amounts = [.. dividends.Select(dividend => dividend.Amount / strike)];
        double reach = LatticeOption.ReachFor(spot, rate - carryYield, volatility, o.Years.Value, amounts.Sum());
        return LatticeSolution.Solve([new(isCall, rate, carryYield, volatility, o.Years.Value, reach, 0)], dates, amounts)[0];
    }

    /// <summary>What is escrowed today: the present value of the dividends under the growth of the spot price.</summary>
    public static double Escrowed(double rate, double carryYield, CashDividend[] dividends)
    {
        double sum = 0;
        foreach (CashDividend dividend in dividends) sum += dividend.Amount * Elementary.ExpOfProduct(carryYield - rate, dividend.Years);
        return sum;
    }

    /// <summary>The limit of no volatility: the best moment along the one path, which falls by each dividend.</summary>
    public static double Certain(bool isCall, OptionLanes<ScalarLane> o, CashDividend[] dividends)
    {
        double rate = o.Rate.Value, drift = rate - o.CarryYield.Value, strike = o.Strike.Value, spot = o.Spot.Value, from = 0, best = 0;
        for (int i = 0; i <= dividends.Length; i++)
        {
            double until = i < dividends.Length ? dividends[i].Years : o.Years.Value;
            Consider(from);
            Consider(until);
            double turn = spot > 0 && drift != 0 && o.CarryYield.Value * rate > 0 ? from + (Elementary.Log(rate * strike / (o.CarryYield.Value * spot)) / drift) : from;
            if (turn > from && turn < until) Consider(turn);
            spot *= Elementary.ExpOfProduct(drift, until - from);
            if (i < dividends.Length) spot = Math.Max(0, spot - dividends[i].Amount);
            from = until;
        }

        Consider(from);
        return best;

        void Consider(double time)
        {
            double price = spot * Elementary.ExpOfProduct(drift, time - from);
            best = Math.Max(best, Elementary.ExpOfProduct(-rate, time) * (isCall ? price - strike : strike - price));
        }
    }
}
