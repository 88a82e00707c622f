using PortfolioMargin.Pricing;

namespace PortfolioMargin;

/// <summary>The forward of one expiry that calls and puts imply together, prices undiscounted: F = K + call - put. Few strikes of a file have both, so where the other
/// option of a strike is not quoted it is priced at the volatility between its neighbours of the same right, and each option in the money with such a partner gives
/// one forward. The median is taken and the volatilities are implied again on it, until it stays.</summary>
internal static class ParityForward
{
    private const int MostRounds = 50;
    private const double Settled = 1e-12; // of the forward

    /// <param name="options">Strike, right and undiscounted price per unit, ascending in strike.</param>
    /// <param name="start">Where the search begins, such as the forward without dividends.</param>
    /// <param name="years">Time to expiry, above 0.</param>
    /// <returns>The forward and from how many options; absent where no option in the money has a partner, or the median does not come to rest.</returns>
    public static (double Forward, int Options)? Of(IReadOnlyList<(double Strike, OptionRight Right, double Price)> options, double start, double years)
    {
        double forward = start;
        for (int round = 0; round < MostRounds; round++)
        {
            double[] forwards = [.. Forwards(options, forward, years)];
            if (forwards.Length == 0) return null;
            double median = Median(forwards);
            if (Math.Abs(median - forward) <= Settled * forward) return (median, forwards.Length);
            if (!(median > 0)) return null;
            forward = median;
        }

        return null;
    }

    /// <summary>The middle one; of an even number the mean of the middle two.</summary>
    public static double Median(double[] numbers)
    {
        double[] sorted = [.. numbers.Order()];
        int middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : sorted[middle - 1] + (sorted[middle] - sorted[middle - 1]) / 2;
    }

    private static IEnumerable<double> Forwards(IReadOnlyList<(double Strike, OptionRight Right, double Price)> options, double forward, double years)
    {
        var calls = new Side(options, OptionRight.Call, forward, years);
        var puts = new Side(options, OptionRight.Put, forward, years);
        foreach (var (strike, right, price) in options)
        {
            bool isCall = right == OptionRight.Call;
            if (isCall ? strike >= forward : strike <= forward) continue;
            if ((isCall ? puts : calls).Volatility(strike) is not { } volatility) continue;
            yield return isCall
                ? strike + price - Black76.Put(forward, strike, 0, volatility, years)
                : strike + Black76.Call(forward, strike, 0, volatility, years) - price;
        }
    }

    /// <summary>Volatilities of the calls, or of the puts, on a forward.</summary>
    private sealed class Side
    {
        private readonly SmileVolatility? _smile;
        private readonly double[] _one = new double[1];

        public Side(IReadOnlyList<(double Strike, OptionRight Right, double Price)> options, OptionRight side, double forward, double years)
        {
            var points = new List<(double, double)>();
            foreach (var (strike, right, price) in options)
            {
                if (right != side) continue;
                var implied = side == OptionRight.Call
                    ? Black76.CallImpliedVolatility(forward, strike, 0, price, years)
                    : Black76.PutImpliedVolatility(forward, strike, 0, price, years);
                if (implied is { Status: ImpliedVolatilityStatus.Found, Volatility: { } volatility }) points.Add((strike, volatility));
            }

            if (points.Count > 0) _smile = new(points);
        }

        /// <summary>Between quoted strikes, variance linear in the strike; none outside of them.</summary>
        public double? Volatility(double strike)
        {
            if (_smile is not { Points: var points } || strike < points[0].Strike || strike > points[^1].Strike) return null;
            _smile.Volatilities(0, 0, [strike], _one);
            return _one[0];
        }
    }
}
