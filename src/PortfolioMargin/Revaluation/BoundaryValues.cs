using PortfolioMargin.Pricing;

namespace PortfolioMargin;

/// <summary>Values of the American options of one expiry without cash dividends: one exercise boundary per distinct volatility, rate, yield and time,
/// shared over strikes and spot prices.</summary>
internal static class BoundaryValues
{
    public static AmericanValues[] Of(AmericanExpiry expiry, ReadOnlySpan<Instrument> options)
    {
        var grid = new AmericanGrid(BoundarySchemes.ForScenarios);
        var results = new AmericanValues[options.Length];
        for (int i = 0; i < options.Length; i++)
        {
            var option = (VanillaOption)options[i];
            bool isCall = option.Right == OptionRight.Call;
            double[] values = new double[expiry.Columns], deltas = new double[expiry.MeasuresDelta ? expiry.Columns : 1];
            for (int c = 0; c < expiry.Columns; c++)
            {
                var terms = expiry.TermsOf(i, c);
                values[c] = grid.Value(isCall, expiry.Spots[c], option.Strike, terms);
                if (c < deltas.Length) deltas[c] = grid.Delta(isCall, expiry.Spots[c], option.Strike, terms);
            }

            results[i] = new(values, deltas);
        }

        return results;
    }
}
