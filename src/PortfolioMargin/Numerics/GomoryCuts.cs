namespace PortfolioMargin.Numerics;

/// <summary>Gomory's mixed-integer cuts: inequalities that every solution in whole numbers keeps and the present optimum breaks. Source: G. Cornuejols, Valid inequalities
/// for mixed integer linear programs, Mathematical Programming 112, 2008, section 5.</summary>
internal static class GomoryCuts
{
    /// <summary>A value this near to a whole one gives no cut worth having.</summary>
    private const double LeastFraction = 0.01;

    /// <summary>A coefficient below this is rounding.</summary>
    private const double Dust = 1e-11;

    /// <summary>What a cut gives way by, after scaling to a largest coefficient of 1: more than rounding can have taken.</summary>
    private const double Slack = 1e-10;

    /// <summary>The cuts of an optimum, the deepest first.</summary>
    /// <param name="programme">The programme.</param>
    /// <param name="simplex">At an optimum of it.</param>
    /// <param name="steps">[column, slacks last], the step in whose multiples it comes; 0 where it is continuous.</param>
    /// <param name="most">The most cuts.</param>
    public static List<LinearCut> Of(LinearProgramme programme, DualSimplex simplex, double[] steps, int most)
    {
        var cuts = new List<(double Depth, LinearCut Cut)>();
        for (int place = 0; place < programme.Rows; place++)
        {
            int basic = simplex.Basic(place);
            if (steps[basic] == 0) continue;
            double value = simplex.Value(basic) / steps[basic], fraction = value - Math.Floor(value);
            if (fraction < LeastFraction || fraction > 1 - LeastFraction) continue;
            if (Cut(programme, simplex, steps, place, basic, fraction) is not { } cut) continue;
            cuts.Add(cut);
            if (cuts.Count > 2 * most) cuts = Deepest(cuts, most); // a cut may be as long as the programme is wide
        }

        return [.. Deepest(cuts, most).Select(cut => cut.Cut)];
    }

    /// <summary>The first ones where several tie.</summary>
    private static List<(double Depth, LinearCut Cut)> Deepest(List<(double Depth, LinearCut Cut)> cuts, int most) => [.. cuts.OrderByDescending(cut => cut.Depth).Take(most)];

    private static (double Depth, LinearCut Cut)? Cut(LinearProgramme programme, DualSimplex simplex, double[] steps, int place, int basic, double fraction)
    {
        var sums = new double[programme.Columns]; // sums x >= right
        double right = 1;
        foreach (var (column, pivot) in simplex.PivotRow(place))
        {
            if (simplex.IsBasic(column) || simplex.Upper(column) == simplex.Lower(column)) continue;
            double value = simplex.Value(column);
            bool atUpper = value == simplex.Upper(column);
            double factor = Factor((atUpper ? -pivot : pivot) / steps[basic], steps[column], fraction);
            if (factor == 0) continue;
            if (column < programme.Columns)
            {
                sums[column] += atUpper ? -factor : factor;
                right += atUpper ? -factor * value : factor * value;
                continue;
            }

            right -= factor * programme.Right(column - programme.Columns);
            foreach (var (other, entry) in simplex.Row(column - programme.Columns)) sums[other] -= factor * entry;
        }

        double largest = sums.Max(Math.Abs), length = Math.Sqrt(sums.Sum(sum => sum * sum));
        if (!(largest > 1e-7) || !(largest < 1e7)) return null;
        var entries = new List<(int, double)>();
        for (int column = 0; column < sums.Length; column++)
        {
            double entry = -sums[column] / largest;
            if (Math.Abs(entry) > 1e-9) entries.Add((column, entry));
            else right -= Math.Max(0, sums[column]) * programme.Upper(column);
        }

        return (1 / length, new([.. entries], (-right / largest) + Slack));
    }

    /// <summary>Coefficient of a column counted from its bound.</summary>
    private static double Factor(double pivot, double step, double fraction)
    {
        if (Math.Abs(pivot) < Dust) return 0;
        if (step == 0) return pivot > 0 ? pivot / fraction : -pivot / (1 - fraction);
        double part = pivot * step;
        part -= Math.Floor(part);
        if (part < 1e-9 || part > 1 - 1e-9) return 0;
        return (part <= fraction ? part / fraction : (1 - part) / (1 - fraction)) / step;
    }
}
