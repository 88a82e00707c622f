using System.Collections.Immutable;
using static System.FormattableString;

namespace PortfolioMargin.RuleBooks;

/// <summary>The valuation points: equidistant moves down and up without a zero point, times an underlying's market move adjustment; prices not below 0.
/// Volatilities stay, no time passes, cash dividends stay.</summary>
internal static class TimsPoints
{
    /// <summary>The points of every underlying; those that no class group names feel the points of <see cref="TimsParameters.Ungrouped"/>.</summary>
    public static ScenarioSet Of(TimsParameters parameters, TimsTree tree)
    {
        string type = parameters.Ungrouped ?? (parameters.PortfolioTypes.ContainsKey("equity") ? "equity" : parameters.PortfolioTypes.Keys.First());
        var range = parameters.PortfolioTypes[type];
        var set = ScenarioSet.Of(Points(range, 1, parameters.ValuationPoints)).ValuedBy(new()
        {
            OptionsOnSpot = true,
            Discounting = Discounting.Market,
            Dividends = DividendModel.Escrowed,
            Base = parameters.BaseValue,
        });
        var grouped = tree.Classes.SelectMany(group => group.Group.Underlyings.Select(symbol => (symbol, Range: tree.Range(group.Group))));
        var others = parameters.MarketMoveAdjustments.Keys.Where(symbol => tree.Rank(symbol) == tree.Classes.Count).Select(symbol => (symbol, Range: range));
        foreach (var (symbol, own) in grouped.Concat(others))
        {
            double adjustment = parameters.MarketMoveAdjustments.GetValueOrDefault(symbol, 1);
            if (own != range || adjustment != 1) set = set.For(new Underlying(symbol), ScenarioSet.MainRange, Points(own, adjustment, parameters.ValuationPoints));
        }

        return set;
    }

    public static string Name(int point) => Invariant($"valuation point {point + 1}");

    /// <summary>-D, -D (h - 1)/h, ..., -D/h, U/h, ..., U for h points on each side.</summary>
    private static ImmutableArray<Scenario> Points(TimsRange range, double adjustment, int count)
    {
        var points = ImmutableArray.CreateBuilder<Scenario>(count);
        int half = count / 2;
        for (int i = 0; i < count; i++)
        {
            double move = i < half ? -range.Down * (half - i) / half : range.Up * (i - half + 1) / half;
            points.Add(new(Name(i), new(PriceShock.Relative(Math.Max(-1, adjustment * move)), VolatilityShock.None)));
        }

        return points.MoveToImmutable();
    }
}
