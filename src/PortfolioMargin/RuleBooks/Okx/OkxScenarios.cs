using System.Collections.Immutable;

namespace PortfolioMargin.RuleBooks;

/// <summary>The scenarios of a risk unit. Every price moves by a share of the index, not of its own mark.</summary>
internal static class OkxScenarios
{
    public const string ExtremeRange = "extreme";

    /// <summary>Both ranges of every risk unit; underlyings that no list names feel those of "default".</summary>
    public static ScenarioSet Of(OkxParameters parameters)
    {
        var others = parameters["default"];
        var set = ScenarioSet.Of(Spot(others)).Add(ExtremeRange, Extreme(others, parameters.ExtremeWeight));
        foreach (var (symbol, unit) in parameters.Units)
        {
            set = set.For(new Underlying(symbol), ScenarioSet.MainRange, Spot(unit))
                .For(new Underlying(symbol), ExtremeRange, Extreme(unit, parameters.ExtremeWeight));
        }

        return set;
    }

    /// <summary>MR1: moves ascending with 0 between; where changes of volatility are stated, each move with all of them.</summary>
    private static IEnumerable<Scenario> Spot(OkxUnit unit)
    {
        foreach (double move in unit.SpotMoves.Reverse().Select(size => -size).Append(0).Concat(unit.SpotMoves))
        {
            string name = $"spot {Percent.Signed(move)}";
            if (unit.VolatilityMoves.IsEmpty) yield return new(name, new(PriceShock.ShareOfSpot(move), VolatilityShock.None));
            else foreach (var (label, change) in Changes(unit.VolatilityMoves)) yield return new($"{name}, {label}", new(PriceShock.ShareOfSpot(move), change));
        }
    }

    /// <summary>MR6: one large move each way; the weight is the share of the loss that counts.</summary>
    private static IEnumerable<Scenario> Extreme(OkxUnit unit, double weight) => new[] { -unit.ExtremeMove, unit.ExtremeMove }
        .Select(move => new Scenario($"spot {Percent.Signed(move)} (extreme)", new(PriceShock.ShareOfSpot(move), VolatilityShock.None), weight));

    private static IEnumerable<(string Label, VolatilityShock Change)> Changes(ImmutableArray<OkxVolatilityMove> steps) =>
    [
        ("vol down in points", new OkxVolatilityShock(steps, -1, InPoints: true)),
        ("vol down in percent", new OkxVolatilityShock(steps, -1, InPoints: false)),
        ("vol same", VolatilityShock.None),
        ("vol up in points", new OkxVolatilityShock(steps, 1, InPoints: true)),
        ("vol up in percent", new OkxVolatilityShock(steps, 1, InPoints: false)),
    ];
}

/// <summary>A change of volatility whose size is read from a table by time to expiry, in points or as a share; not below 0.</summary>
/// <param name="Steps">The table, ascending from 0 days.</param>
/// <param name="Sign">+1 up, -1 down.</param>
/// <param name="InPoints">Whether the change is in points, else as a share of the volatility.</param>
internal sealed record OkxVolatilityShock(ImmutableArray<OkxVolatilityMove> Steps, double Sign, bool InPoints) : VolatilityShock
{
    private const double DaysPerYear = 365;

    /// <inheritdoc/>
    public override bool DependsOnForward => false;

    /// <inheritdoc/>
    public override void Apply(
        ReadOnlySpan<double> volatilities, ReadOnlySpan<double> strikes, double shockedForward, double years, Span<double> destination)
    {
        var step = Steps.Last(row => row.FromDays <= years * DaysPerYear);
        for (int i = 0; i < volatilities.Length; i++)
            destination[i] = Math.Max(0, InPoints ? volatilities[i] + Sign * step.Points : volatilities[i] * (1 + Sign * step.Percent));
    }
}
