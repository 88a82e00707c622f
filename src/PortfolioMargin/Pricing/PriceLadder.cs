using System.Buffers;
using PortfolioMargin.Numerics;

namespace PortfolioMargin.Pricing;

/// <summary>Options of one expiry at every forward of a ladder. What the fit of <see cref="LadderLoop"/> does not reach (narrow and wide deviations, forwards
/// past eight standard deviations) takes the full formula, cell by cell: a price does not depend on its neighbours.</summary>
internal static class PriceLadder
{
    /// <summary>Fills [strike, forward]; the arguments have been checked.</summary>
    public static void Fill(
        double eta,
        ReadOnlySpan<double> forwards,
        ReadOnlySpan<double> strikes,
        double rate,
        ReadOnlySpan<double> volatilities,
        double years,
        Span<double> destination,
        LaneWidth width = LaneWidth.Widest)
    {
        int count = forwards.Length;
        if (count == 0) return;
        Span<double> coefficients = stackalloc double[LadderFit.Count];
        double[] scratch = ArrayPool<double>.Shared.Rent(LadderColumns.Count * count);
        double discount = LaneMath.ExpOfProduct(new ScalarLane(-rate), new ScalarLane(years)).Value, root = Math.Sqrt(years);
        var columns = new LadderColumns(eta, forwards, discount, scratch, width);
        for (int i = 0; i < strikes.Length; i++)
        {
            var option = new LadderOption(eta, strikes[i], rate, volatilities[i], years);
            var row = destination.Slice(i * count, count);
            double deviation = years == 0 ? 0 : volatilities[i] * root;
            if (!LadderStrike.Fits(strikes[i], deviation)) option.Fill(forwards, row);
            else
            {
                var strike = new LadderStrike(eta, strikes[i], deviation, discount, coefficients, width);
                var loop = new LadderLoop(columns, strike, row);
                LaneRunner.Run(ref loop, width);
                if (strike.MayOverreach(columns)) option.Mend(forwards, columns, strike, row);
            }
        }

        ArrayPool<double>.Shared.Return(scratch);
    }

    /// <summary>One option by the full formula.</summary>
    private readonly record struct LadderOption(double Eta, double Strike, double Rate, double Volatility, double Years)
    {
        public void Fill(ReadOnlySpan<double> forwards, Span<double> prices)
        {
            for (int i = 0; i < forwards.Length; i++) prices[i] = Price(forwards[i]);
        }

        /// <summary>Prices the cells past the reach again.</summary>
        public void Mend(ReadOnlySpan<double> forwards, LadderColumns columns, LadderStrike strike, Span<double> prices)
        {
            for (int i = 0; i < forwards.Length; i++)
                if (strike.Overreaches(columns, i)) prices[i] = Price(forwards[i]);
        }

        private double Price(double forward) => OptionLoops.Price<ForwardFormula>(Eta, OptionLoops.Option(forward, Strike, Rate, Rate, Volatility, Years));
    }
}
