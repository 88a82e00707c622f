using System.Collections.Immutable;
using static System.FormattableString;

namespace PortfolioMargin.RuleBooks;

/// <summary>A class group that is held: its underlyings and its profit at every valuation point, before any offset.</summary>
/// <param name="Class">The class group and what lies above it.</param>
/// <param name="Groups">Rows of each underlying, in ordinal order.</param>
/// <param name="Profits">Profit at every point.</param>
internal sealed record TimsHeld(TimsClass Class, ImmutableArray<RiskGroup> Groups, double[] Profits);

/// <summary>One top group: profits combined upward over class, product and portfolio group, the worst point, and the minimum charge.</summary>
internal sealed class TimsScan(string name, IReadOnlyList<TimsHeld> held, Func<RiskRow, double> charge)
{
    /// <summary>max(risk, minimum charge).</summary>
    public MarginLine Line() => MarginLine.Largest(name, Risk(), Minimum()).Because(source: TimsParameterSets.Rule);

    /// <summary>max(0, -minimum over points) of the combined profits, with the loss of each group at that point.</summary>
    private MarginLine Risk()
    {
        double[] total = Combined(Products());
        int worst = 0;
        for (int s = 1; s < total.Length; s++)
            if (total[s] < total[worst]) worst = s;
        MarginLine[] parts = [.. Products().Select(product => Product(product, worst))];
        var loss = Attributed.Sum(parts.Select(part => part.Amount)).Positive();
        bool alone = held.Count == 1 && held[0].Class.Product is null;
        var line = alone ? MarginLine.Leaf("risk", loss) : loss.Value > 0 ? MarginLine.Sum("risk", parts) : MarginLine.From("risk", loss, parts);
        return line.WithTable(Table(name, total, worst)).Because(source: TimsParameterSets.Rule).For(LineMeaning.ScenarioLoss);
    }

    /// <summary>Loss of a product group at a point, as far as it counts; a class group without one stands for itself.</summary>
    private static MarginLine Product(List<TimsHeld> classes, int point)
    {
        var first = classes[0].Class;
        MarginLine[] parts = [.. classes.Select(group => Class(group, point))];
        if (first.Product is null) return parts[0];
        var line = MarginLine.Sum(first.Product, parts).WithTable(Table(first.Product, Combined(classes)));
        return first.Portfolio is null ? line : Counted(line, first.PortfolioOffset);
    }

    private static MarginLine Class(TimsHeld group, int point)
    {
        var loss = -Attributed.Sum(group.Groups.Select(rows => rows.At(point)));
        var line = MarginLine.Leaf(group.Class.Group.Name, loss).WithTable(Table(group.Class.Group.Name, group.Profits));
        return Counted(line, group.Class.ProductOffset);
    }

    /// <summary>A gain counts by its offset, a loss in full.</summary>
    private static MarginLine Counted(MarginLine loss, double offset) => loss.Amount.Value >= 0 || offset == 1
        ? loss
        : loss.Times(loss.Name, offset, TimsParameterSets.NetCapital).Because(Invariant($"a gain, of which {offset * 100:R} % counts"));

    /// <summary>Sum of charge x contracts over all classes.</summary>
    private MarginLine Minimum() => MarginLine.Leaf(
        "minimum charge", Attributed.Sum(held.SelectMany(group => group.Groups).Select(rows => rows.Linear(charge))), TimsParameterSets.Rule).For(LineMeaning.Minimum);

    private List<List<TimsHeld>> Products()
    {
        var products = new List<List<TimsHeld>>();
        foreach (var group in held)
        {
            if (products.Count > 0 && products[^1][^1].Class.SharesProduct(group.Class)) products[^1].Add(group);
            else products.Add([group]);
        }

        return products;
    }

    private static double[] Combined(List<List<TimsHeld>> products)
    {
        var total = new double[products[0][0].Profits.Length];
        foreach (var product in products) Add(Combined(product), product[0].Class.PortfolioOffset, total);
        return total;
    }

    private static double[] Combined(List<TimsHeld> classes)
    {
        var total = new double[classes[0].Profits.Length];
        foreach (var group in classes) Add(group.Profits, group.Class.ProductOffset, total);
        return total;
    }

    /// <summary>At each point: a loss in full, a gain by its offset.</summary>
    public static void Add(ReadOnlySpan<double> profits, double offset, Span<double> total)
    {
        for (int s = 0; s < total.Length; s++) total[s] += profits[s] < 0 ? profits[s] : offset * profits[s];
    }

    /// <summary>Inside a top group no row of its own decides: its loss is that at the top's worst point.</summary>
    private static ScanTable Table(string group, double[] profits, int worst = -1) =>
        new(group, [.. Enumerable.Range(0, profits.Length).Select(TimsPoints.Name)], [.. profits.Select(profit => profit + 0.0)], worst);
}
