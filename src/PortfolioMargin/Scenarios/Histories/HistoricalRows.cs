using System.Collections.Immutable;
using static System.FormattableString;

namespace PortfolioMargin;

/// <summary>Turns joint returns into scenarios, underlying by underlying.</summary>
internal static class HistoricalRows
{
    /// <summary>What the rows are called: by their day, or by number.</summary>
    public static ImmutableArray<string> Names(JointReturns returns, string prefix = "scenario") =>
        [.. Enumerable.Range(0, returns.Count).Select(row => returns.Dates.IsEmpty ? Invariant($"{prefix} {row + 1}") : Invariant($"{returns.Dates[row]:yyyy-MM-dd}"))];

    /// <summary>The scenarios of an underlying.</summary>
    public static ImmutableArray<Scenario> Of(JointReturns returns, Underlying underlying, ImmutableArray<string> names)
    {
        var (spot, volatility, rate) = (returns.Find(RiskFactor.Spot(underlying)), VolatilityColumns.Of(returns, underlying), returns.Find(RiskFactor.Rate(underlying)));
        var rows = ImmutableArray.CreateBuilder<Scenario>(returns.Count);
        for (int row = 0; row < returns.Count; row++)
        {
            var shock = new Shock(Price(spot, row), volatility.At(row)) { Rate = rate?.Values[row] ?? 0 };
            rows.Add(new(names[row], shock));
        }

        return rows.MoveToImmutable();
    }

    private static PriceShock Price(FactorReturns? spot, int row) => spot switch
    {
        null => PriceShock.None,
        { Kind: ReturnKind.Absolute } => PriceShock.Absolute(spot.Values[row]),
        _ => PriceShock.Relative(spot.Relative(row)),
    };
}
