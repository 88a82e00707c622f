using PortfolioMargin.Numerics;
using PortfolioMargin.Pricing;

namespace PortfolioMargin;

/// <summary>Values of the American options of one expiry over cash dividends: one lattice per distinct option, volatility, rate and yield,
/// all lattices of the same dates side by side, each read at every spot price.</summary>
internal static class DividendValues
{
    public static AmericanValues[] Of(AmericanExpiry expiry, ReadOnlySpan<Instrument> options)
    {
        var results = new AmericanValues[options.Length];
        for (int i = 0; i < options.Length; i++) results[i] = new(new double[expiry.Columns], new double[expiry.MeasuresDelta ? expiry.Columns : 1]);
        foreach (var columns in Enumerable.Range(0, expiry.Columns).GroupBy(column => (expiry.Terms[column].Years, Passed(expiry, column))))
            Fill(expiry, options, [.. columns], results);
        return results;
    }

    /// <summary>Columns with the same time left: dates agree.</summary>
    private static void Fill(AmericanExpiry expiry, ReadOnlySpan<Instrument> options, int[] columns, AmericanValues[] results)
    {
        CashDividend[] dividends = expiry.Left(columns[0]);
        double[] dates = [.. dividends.Select(dividend => dividend.Years)];
        var known = new Dictionary<(int Option, LatticeOption Terms), int>();
        var lattices = new List<LatticeOption>();
        var amounts = new List<double>();
        var at = new int[options.Length * columns.Length];
        for (int i = 0; i < options.Length; i++)
        {
            for (int k = 0; k < columns.Length; k++)
            {
                at[(i * columns.Length) + k] = -1;
                if (Lattice((VanillaOption)options[i], expiry, i, columns[k], dividends) is not { } lattice) continue;
                if (!known.TryGetValue((i, lattice), out int place))
                {
                    known.Add((i, lattice), place = lattices.Count);
                    lattices.Add(lattice);
                    foreach (var dividend in dividends) amounts.Add(dividend.Amount / ((VanillaOption)options[i]).Strike);
                }

                at[(i * columns.Length) + k] = place;
            }
        }

        var grid = new AmericanGrid(BoundarySchemes.ForScenarios); // for columns that no dividend is left in
        LatticeSolution[] solutions = IsEscrowed(expiry)
            ? LatticeSolution.SolvePremium([.. lattices], dates, [.. amounts], LatticeScheme.Escrowed)
            : LatticeSolution.Solve([.. lattices], dates, [.. amounts]);
        for (int i = 0; i < options.Length; i++)
            for (int k = 0; k < columns.Length; k++) Read((VanillaOption)options[i], expiry, i, columns[k], dividends, at[(i * columns.Length) + k], solutions, grid, results[i]);
    }

    /// <summary>The lattice that a column needs, or none where a limit answers.</summary>
    private static LatticeOption? Lattice(VanillaOption option, AmericanExpiry expiry, int index, int column, CashDividend[] dividends)
    {
        var t = expiry.TermsOf(index, column);
        if (dividends.Length == 0 || t.Years == 0 || t.Volatility == 0 || option.Strike == 0 || expiry.Spots[column] == 0) return null;
        double strike = option.Strike, total = 0, spot = expiry.Spots[column];
        if (IsEscrowed(expiry))
        {
            spot -= DividendPricer.Escrowed(t.Rate, t.CarryYield, dividends);
            if (!(spot > 0)) return null;
        }
        else
        {
            foreach (var dividend in dividends) total += dividend.Amount / strike;
        }

        double reach = LatticeOption.ReachFor(spot / strike, t.Rate - t.CarryYield, t.Volatility, t.Years, total);
        return new(option.Right == OptionRight.Call, t.Rate, t.CarryYield, t.Volatility, t.Years, reach, 0);
    }

    private static void Read(
        VanillaOption option, AmericanExpiry expiry, int index, int column, CashDividend[] dividends, int place, LatticeSolution[] solutions, AmericanGrid grid, AmericanValues result)
    {
        double strike = option.Strike, spot = expiry.Spots[column];
        var t = expiry.TermsOf(index, column);
        bool isCall = option.Right == OptionRight.Call;
        if (place < 0)
        {
            result.Values[column] = Limit(spot);
            if (column < result.Deltas.Length) result.Deltas[column] = spot == 0 ? (isCall ? 0 : -1) : (Limit(spot * 1.0009765625) - Limit(spot * 0.9990234375)) / (spot * 0.001953125);
            return;

            double Limit(double price) => dividends.Length == 0 || t.Years == 0 || strike == 0 || price == 0
                ? grid.Value(isCall, price, strike, t)
                : DividendPricer.Price(isCall, OptionLoops.Option(price, strike, t.Rate, t.CarryYield, IsEscrowed(expiry) ? 0 : t.Volatility, t.Years), dividends); // escrowed: nothing but dividends is left, and they are certain
        }

        if (IsEscrowed(expiry))
        {
            ReadEscrowed(option, spot, column, OptionLoops.Option(spot - DividendPricer.Escrowed(t.Rate, t.CarryYield, dividends), strike, t.Rate, t.CarryYield, t.Volatility, t.Years), solutions[place], result);
            return;
        }

        double value = strike * solutions[place].Value(spot / strike), intrinsic = option.Intrinsic(spot);
        result.Values[column] = Math.Max(intrinsic, value);
        if (column < result.Deltas.Length) result.Deltas[column] = value <= intrinsic && intrinsic > 0 ? (isCall ? 1 : -1) : solutions[place].Slopes(spot / strike).Delta;
    }

    /// <summary>The European value on the price without dividends, exactly, and the premium of early exercise from the lattice.</summary>
    private static void ReadEscrowed(VanillaOption option, double spot, int column, OptionLanes<ScalarLane> o, LatticeSolution premium, AmericanValues result)
    {
        int sign = option.Right == OptionRight.Call ? 1 : -1;
        double place = o.Spot.Value / option.Strike, intrinsic = option.Intrinsic(spot);
        double value = OptionLoops.Price<LognormalFormula>(sign, o) + (option.Strike * premium.Premium(place));
        result.Values[column] = Math.Max(intrinsic, value);
        if (column < result.Deltas.Length)
            result.Deltas[column] = value <= intrinsic && intrinsic > 0 ? sign : OptionLoops.Greeks<LognormalFormula>(sign, o).Delta + premium.Slopes(place).Delta;
    }

    private static bool IsEscrowed(AmericanExpiry expiry) => expiry.Valuation.Dividends == DividendModel.Escrowed;

    private static double Passed(AmericanExpiry expiry, int column) => column == 0 ? 0 : expiry.Rows[column - 1].Shock.Years;
}
