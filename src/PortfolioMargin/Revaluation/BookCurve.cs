using PortfolioMargin.Numerics;
using static System.FormattableString;

namespace PortfolioMargin;

/// <summary>Interpolates the profit of one underlying's book over ln(1 + move) instead of pricing it in every scenario. The book is priced on Chebyshev points, doubled until the
/// coarser polynomial meets every point of the finer grid that it did not know within the tolerance; the finer polynomial is used, the coarser one's error is reported.
/// What is narrower than the points are apart could hide between them, so a grid counts only where the narrowest option of the book, by sigma sqrt(T), is wider.</summary>
internal static class BookCurve
{
    /// <summary>Intervals of the coarsest and the finest grid.</summary>
    private const int Coarsest = 16, Finest = 256;

    /// <summary>Scenarios per point of the finest grid below which pricing each scenario is as fast.</summary>
    private const int WorthIt = 2;

    /// <summary>The profits where interpolation keeps the tolerance; else a group without profits that says why not.</summary>
    public static SimulatedGroup Simulate(SimulatedBook book, IRevaluer revaluer, double tolerance, CancellationToken cancellationToken)
    {
        var moves = new double[book.Scenarios.Length];
        if (book.Valuation.Base != ValuationBase.Model) return Refused(book, "profit is measured from marks, which the curve does not know");
        if (moves.Length <= WorthIt * Finest) return Refused(book, Invariant($"{moves.Length} scenarios are too few to gain by interpolation"));
        for (int s = 0; s < moves.Length; s++)
        {
            if (Unfit(book, s, out moves[s]) is { } reason) return Refused(book, reason);
        }

        double low = Elementary.Log(1 + moves.Min()), high = Elementary.Log(1 + moves.Max());
        if (!(high > low)) return Refused(book, "all scenarios are one price move");
        return Fit(book, revaluer, tolerance, moves, low, high, cancellationToken);
    }

    private static SimulatedGroup Fit(SimulatedBook book, IRevaluer revaluer, double tolerance, double[] moves, double low, double high, CancellationToken cancellationToken)
    {
        double[] values = Price(book, revaluer, ChebyshevSeries.Cosines(Coarsest), low, high, out double gross, cancellationToken);
        double error = double.PositiveInfinity, narrowest = book.NarrowestDeviation(low, high);
        for (int n = Coarsest; n < Finest; n *= 2)
        {
            double[] all = ChebyshevSeries.Cosines(2 * n), between = [.. Enumerable.Range(0, n).Select(k => all[(2 * k) + 1])];
            double[] exact = Price(book, revaluer, between, low, high, out _, cancellationToken), coarse = new double[n];
            ChebyshevSeries.Evaluate(ChebyshevSeries.Coefficients(values), between, coarse);
            error = coarse.Zip(exact, (guess, truth) => Math.Abs(guess - truth)).Max();
            values = [.. Enumerable.Range(0, (2 * n) + 1).Select(k => k % 2 == 0 ? values[k / 2] : exact[k / 2])];
            bool seen = narrowest >= Math.PI * (high - low) / (4 * n); // the points of the finer grid are at most half of that apart
            if (seen && error <= tolerance * gross) return Interpolated(book, values, moves, low, high, error);
        }

        if (error <= tolerance * gross) return Refused(book, Invariant($"an option whose value turns within {narrowest:0.0e+0} of the log price is narrower than the points are apart"));
        return Refused(book, Invariant($"on {Finest / 2 + 1} points the error is {error:0.0e+0} ({error / gross:0.0e+0} of gross value), above {tolerance:0.0e+0} of it"));
    }

    private static SimulatedGroup Interpolated(SimulatedBook book, double[] values, double[] moves, double low, double high, double error)
    {
        var (points, profits) = (new double[moves.Length], new double[moves.Length]);
        for (int s = 0; s < moves.Length; s++) points[s] = Math.Clamp(((2 * Elementary.Log(1 + moves[s])) - low - high) / (high - low), -1, 1);
        ChebyshevSeries.Evaluate(ChebyshevSeries.Coefficients(values), points, profits);
        for (int s = 0; s < moves.Length; s++)
            if (moves[s] == 0) profits[s] = 0; // no move is no profit, exactly
        return new(book.Underlying, book.Scenarios, [.. profits], values.Length, error, null);
    }

    /// <summary>Profits at points of -1..1, and the gross value of the book.</summary>
    private static double[] Price(SimulatedBook book, IRevaluer revaluer, double[] points, double low, double high, out double gross, CancellationToken cancellationToken)
    {
        var scenarios = points.Select((x, k) => new Scenario(
            Invariant($"point {k}"), new(PriceShock.Relative(Elementary.Exp(((low + high) / 2) + (x * ((high - low) / 2))) - 1), VolatilityShock.None)));
        var profits = new double[points.Length];
        gross = book.Sum(ScenarioSet.Of(scenarios).ValuedBy(book.Valuation), revaluer, profits, cancellationToken);
        return profits;
    }

    /// <summary>Why a scenario is no plain move of the spot price, or none.</summary>
    private static string? Unfit(SimulatedBook book, int row, out double move)
    {
        ref readonly var scenario = ref book.Scenarios.ItemRef(row);
        var shock = scenario.Shock;
        move = shock.Price.Move(1);
        if (!shock.Price.IsProportional) return $"scenario {scenario.Name} does not move prices in proportion";
        if (!(move > -1)) return $"scenario {scenario.Name} moves the price to 0 or below";
        if (!ReferenceEquals(shock.Volatility, VolatilityShock.None)) return $"scenario {scenario.Name} changes volatilities";
        if (shock.Years != 0 || shock.Rate != 0 || shock.Cover != 1) return $"scenario {scenario.Name} moves time, rates or cover";
        return scenario.Measure == Measure.ProfitAndLoss ? null : $"scenario {scenario.Name} measures a delta";
    }

    private static SimulatedGroup Refused(SimulatedBook book, string reason) => new(book.Underlying, book.Scenarios, [], 0, 0, reason);
}
