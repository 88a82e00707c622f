using static System.FormattableString;

namespace PortfolioMargin.RuleBooks;

/// <summary>The scenarios of every underlying: prices outermost, both ascending, then the tails.</summary>
internal static class HouseGridScenarios
{
    /// <summary>Underlyings without parameters feel no move, and are refused by the rule.</summary>
    public static ScenarioSet Of(HouseGridParameters parameters)
    {
        var set = parameters.Underlyings.TryGetValue("default", out var others) ? ScenarioSet.Of(Rows(others)) : ScenarioSet.Of(new Scenario("no move", Shock.None));
        return parameters.Underlyings.Where(entry => entry.Key != "default").Aggregate(
            set, (scenarios, entry) => scenarios.For(new Underlying(entry.Key), ScenarioSet.MainRange, Rows(entry.Value)));
    }

    private static IEnumerable<Scenario> Rows(HouseGridUnderlying underlying)
    {
        VolatilityShock[] columns = [.. underlying.Volatility.Steps.Select(step => Change(underlying.Volatility, step))]; // one object per column: applied once per expiry
        foreach (double step in underlying.PriceSteps)
        {
            for (int i = 0; i < columns.Length; i++) yield return Row(underlying, underlying.PriceRange * step, underlying.Volatility.Steps[i], columns[i], "", 1);
        }

        foreach (var tail in underlying.Tails) yield return Row(underlying, tail.Price, tail.Volatility, Change(underlying.Volatility, tail.Volatility), " (tail)", tail.Weight);
    }

    private static Scenario Row(HouseGridUnderlying underlying, double move, double step, VolatilityShock volatility, string suffix, double weight) => new(
        $"spot {Percent.Signed(move)}, vol {Name(step)}{suffix}",
        new(underlying.PriceMove == HouseGridPriceMove.Spot ? PriceShock.ShareOfSpot(move) : PriceShock.Relative(move), volatility),
        weight);

    private static string Name(double step) => step == 0 ? "same" : Invariant($"{(step > 0 ? "up" : "down")}{(Math.Abs(step) == 1 ? "" : Invariant($" x {Math.Abs(step):R}"))}");

    private static VolatilityShock Change(HouseGridVolatility volatility, double step) => step == 0 ? VolatilityShock.None : new TermScaledVolatility
    {
        Change = step * (step > 0 ? volatility.Up : volatility.Down),
        InPoints = volatility.InPoints,
        ShortTermPower = volatility.ShortTermPower,
        LongTermPower = volatility.LongTermPower,
        ReferenceDays = volatility.ReferenceDays,
        FloorDays = volatility.FloorDays,
        Minimum = volatility.Minimum,
    };
}
