namespace PortfolioMargin.Backtesting;

/// <summary>Which tables of transitions x breaches in n days can have, and how probable each is when every order of the days is equally likely.
/// With r runs of breaches and z runs of calm there are C(x-1, r-1) C(n-x-1, z-1) orders, and z is r - 1, r (twice) or r + 1, by how the series begins and ends.</summary>
internal static class ArrangementLaw
{
    /// <summary>Every possible table with its probability.</summary>
    public static IEnumerable<(BreachTransitions Table, double Probability)> Of(int days, int breaches)
    {
        int x = breaches, y = days - breaches;
        if (x == 0 || y == 0) return [(x == 0 ? new BreachTransitions(days - 1, 0, 0, 0) : new(0, 0, 0, days - 1), 1)];

        // Binomial laws tilted so that both have their mode near x y/n runs: nothing underflows where it matters. The tilt left over is (x/y)^(z-r).
        var hits = new BinomialLaw(x - 1, (double)y / days);
        var calms = new BinomialLaw(y - 1, (double)x / days);
        var tables = new List<(BreachTransitions Table, double Weight)>();
        for (int r = 1; r <= x; r++)
        {
            double hit = hits[r - 1];
            if (hit == 0) continue;
            double less = hit * calms[r - 2] * x / y, equal = hit * calms[r - 1], more = hit * calms[r] * y / x;
            if (less > 0) tables.Add((new(y - r + 1, r - 1, r - 1, x - r), less)); // begins and ends with a breach
            if (equal > 0)
            {
                tables.Add((new(y - r, r - 1, r, x - r), equal)); // begins with a breach, ends calm
                tables.Add((new(y - r, r, r - 1, x - r), equal));
            }

            if (more > 0) tables.Add((new(y - r - 1, r, r, x - r), more));
        }

        double total = tables.Sum(entry => entry.Weight);
        return tables.Select(entry => (entry.Table, entry.Weight / total));
    }
}
