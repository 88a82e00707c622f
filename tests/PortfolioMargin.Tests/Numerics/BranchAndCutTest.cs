using PortfolioMargin.Numerics;
using PortfolioMargin.Tests.Laws;

namespace PortfolioMargin.Tests.Numerics;

/// <summary>Random small programmes in whole numbers, against trying every solution. Costs and coefficients are whole, so that costs that differ do so by 1.</summary>
public class BranchAndCutTest
{
    private const int Most = 3; // of every column

    [Test]
    public void The_search_finds_what_trying_every_solution_finds() => LawCases.ForAll(
        random =>
        {
            var (programme, costs, rows) = Random(random);
            var budget = new WorkBudget(long.MaxValue, default);
            var simplex = new DualSimplex(programme, budget);
            double known = 1 + (Most * costs.Sum());
            var end = simplex.Optimise(double.PositiveInfinity);
            double least = Least(costs, rows);
            if (double.IsInfinity(least))
            {
                if (end == SimplexEnd.Infeasible) return;
                least = known;
            }

            end.ShouldBe(SimplexEnd.Optimal);
            simplex.Cost().ShouldBeLessThanOrEqualTo(least + Tolerances.PlainTwin);
            int[] ranks = [.. costs.Select((_, column) => column % 3)];
            var search = new BranchAndCut(programme, new([ranks, [.. ranks.Reverse()]], [.. rows.Select(_ => 1.0)], Settled: 2), budget);
            search.Search(simplex, known);
            search.Cost.ShouldBe(least, Tolerances.PlainTwin);
            search.Bound.ShouldBe(least, Tolerances.PlainTwin);
            if (least == known) search.Solution.ShouldBeNull();
            else Fits(search.Solution.ShouldNotBeNull(), rows).ShouldBeTrue();
        },
        400);

    /// <summary>The prices of an optimum prove its cost without any basis: for all prices of the right sign, right sides times prices and columns at their better bound are a lower bound.</summary>
    [Test]
    public void The_prices_of_an_optimum_prove_its_cost_also_where_coefficients_have_nothing_in_common() => LawCases.ForAll(
        random =>
        {
            int columns = random.Next(5, 40), rows = random.Next(2, 20);
            var programme = new LinearProgramme();
            double[] start = [.. Enumerable.Range(0, columns).Select(_ => (double)random.Next(Most + 1))];
            double[][] entries = [.. Enumerable.Range(0, rows).Select(_ => Enumerable.Range(0, columns).Select(_ => random.Next(3) == 0 ? Math.Pow(10, -5 * random.NextDouble()) * (random.Next(2) * 2 - 1) : 0).ToArray())];
            foreach (double[] row in entries) programme.AddRow(row.Zip(start, (entry, units) => entry * units).Sum(), equation: random.Next(2) == 0);
            for (int column = 0; column < columns; column++)
                programme.AddColumn(random.NextDouble(), Most, [.. entries.Select((row, index) => (index, row[column])).Where(entry => entry.Item2 != 0)]);
            var simplex = new DualSimplex(programme, new(long.MaxValue, default));
            simplex.Optimise(double.PositiveInfinity).ShouldBe(SimplexEnd.Optimal); // the right sides are made of a solution
            double[] prices = [.. Enumerable.Range(0, rows).Select(row => programme.IsEquation(row) ? simplex.Price(row) : Math.Min(0, simplex.Price(row)))];
            double proof = prices.Select((price, row) => price * programme.Right(row)).Sum();
            for (int column = 0; column < columns; column++)
            {
                double reduced = programme.Cost(column);
                foreach (var (row, entry) in programme.Column(column)) reduced -= prices[row] * entry;
                proof += Most * Math.Min(0, reduced);
            }

            proof.ShouldBe(simplex.Cost(), Tolerances.Proof * (1 + simplex.Cost()));
        },
        300);

    /// <summary>What a search that is cut short knows is still true: its solution fits and its bound is below the least.</summary>
    [Test]
    public void The_bound_of_a_search_that_is_cut_short_holds()
    {
        int open = 0;
        LawCases.ForAll(
            random =>
            {
                var (programme, costs, rows) = Random(random);
                double least = Least(costs, rows);
                if (double.IsInfinity(least)) return;
                var budget = new WorkBudget(random.Next(1, 3_000), default);
                var simplex = new DualSimplex(programme, budget);
                var end = simplex.Optimise(double.PositiveInfinity);
                simplex.Cost().ShouldBeLessThanOrEqualTo(least + Tolerances.PlainTwin);
                if (end != SimplexEnd.Optimal) return;
                var search = new BranchAndCut(programme, new([[.. costs.Select(_ => 0)]], [.. rows.Select(_ => 1.0)], Settled: 0), budget);
                search.Search(simplex, 1 + (Most * costs.Sum()));
                search.Bound.ShouldBeLessThanOrEqualTo(least + Tolerances.PlainTwin);
                search.Cost.ShouldBeGreaterThanOrEqualTo(least - Tolerances.PlainTwin);
                if (search.Solution is { } solution) Fits(solution, rows).ShouldBeTrue();
                if (search.Bound < search.Cost) open++;
            },
            200);
        open.ShouldBeGreaterThan(10);
    }

    /// <summary>Bounds that are set and taken off again leave the optimum where it was, also for columns that were fixed between.</summary>
    [Test]
    public void Bounds_that_are_taken_off_leave_no_trace() => LawCases.ForAll(
        random =>
        {
            var (programme, costs, _) = Random(random);
            var simplex = new DualSimplex(programme, new(long.MaxValue, default));
            if (simplex.Optimise(double.PositiveInfinity) != SimplexEnd.Optimal) return;
            double least = simplex.Cost();
            for (int turn = 0; turn < 20; turn++)
            {
                int column = random.Next(costs.Length), value = random.Next(Most + 1);
                simplex.Bound(column, value, random.Next(2) == 0 ? value : Most);
                if (simplex.Optimise(double.PositiveInfinity) == SimplexEnd.Optimal) simplex.Cost().ShouldBeGreaterThanOrEqualTo(least - Tolerances.PlainTwin);
            }

            for (int column = 0; column < costs.Length; column++) simplex.Bound(column, 0, Most);
            simplex.Optimise(double.PositiveInfinity).ShouldBe(SimplexEnd.Optimal);
            simplex.Cost().ShouldBe(least, Tolerances.PlainTwin * (1 + least));
        },
        100);

    private static (LinearProgramme Programme, double[] Costs, (double[] Entries, double Right, bool Equation)[] Rows) Random(Random random)
    {
        int columns = random.Next(2, 7);
        double[] costs = [.. Enumerable.Range(0, columns).Select(_ => (double)random.Next(0, 10))];
        var rows = Enumerable.Range(0, random.Next(1, 4)).Select(row =>
        {
            double[] entries = [.. Enumerable.Range(0, columns).Select(_ => (double)random.Next(-4, 5))];
            double right = entries.Sum(entry => entry * random.Next(Most + 1)) - random.Next(2);
            return (Entries: entries, Right: right, Equation: row == 0 && random.Next(2) == 0);
        }).ToArray();
        var programme = new LinearProgramme();
        foreach (var (_, right, equation) in rows) programme.AddRow(right, equation);
        for (int column = 0; column < columns; column++)
            programme.AddColumn(costs[column], Most, [.. rows.Select((row, index) => (index, row.Entries[column])).Where(entry => entry.Item2 != 0)]);
        return (programme, costs, rows);
    }

    private static double Least(double[] costs, (double[] Entries, double Right, bool Equation)[] rows)
    {
        double least = double.PositiveInfinity;
        var solution = new double[costs.Length];
        for (int number = 0; number < Math.Pow(Most + 1, costs.Length); number++)
        {
            for (int column = 0, rest = number; column < costs.Length; column++, rest /= Most + 1) solution[column] = rest % (Most + 1);
            if (Fits(solution, rows)) least = Math.Min(least, solution.Zip(costs, (units, cost) => units * cost).Sum());
        }

        return least;
    }

    private static bool Fits(double[] solution, (double[] Entries, double Right, bool Equation)[] rows) => rows.All(row =>
    {
        double left = row.Entries.Zip(solution, (entry, units) => entry * units).Sum();
        return row.Equation ? left == row.Right : left <= row.Right;
    });
}
