namespace PortfolioMargin.Tests.Backtesting;

/// <summary>A rule that requires a stated amount, and a small history, for backtests whose numbers are known beforehand.</summary>
internal sealed class FlatRuleBook(double amount, bool scan = false) : IRuleBook
{
    public static readonly Underlying Spx = new("SPX"), Coin = new("BTC");

    public static readonly DateTimeOffset Start = new(2026, 1, 5, 16, 0, 0, TimeSpan.Zero);

    public RuleBookInfo Info { get; } = new("Flat", new(2026, 1, 1), [new("House policy", "1", new(2026, 1, 1))]);

    public ScenarioSet ScenariosFor(MarketSnapshot market) => scan ? ScenarioSet.Grid([-0.1, 0.1], [-0.3, 0, 0.3]) : ScenarioSet.None;

    public MarginRequirement Assess(RiskMatrix risk)
    {
        var line = scan ? MarginLine.Sum("initial", risk.By(i => i.Underlying).Select(group => group.WorstLoss().Times(group.Name, amount))) : MarginLine.Leaf("initial", Attributed.Constant(amount));
        return new(line, line.Times("maintenance", 0.8));
    }

    public static MarketSnapshot Market(int day, double spot, double volatility = 0.2, double rate = 0) => MarketSnapshot.At(Start.AddDays(day)).With(Spx, spot, volatility, rate);

    /// <summary>A random walk with jumps.</summary>
    public static IEnumerable<MarketSnapshot> Walk(int days, int seed)
    {
        var random = new Random(seed);
        double spot = 5000;
        for (int day = 0; day < days; day++)
        {
            yield return Market(day, spot, 0.1 + (0.2 * random.NextDouble()));
            spot *= 1 + ((random.NextDouble() - 0.5) * (random.Next(12) == 0 ? 0.3 : 0.03));
        }
    }

    /// <summary>A short strangle of 30 days, five percent out of the money.</summary>
    public static Portfolio Strangle(MarketSnapshot market)
    {
        double spot = market[Spx].Spot;
        var expiry = market.Time.AddDays(30);
        return Portfolio.Of((-1, VanillaOption.Call(Spx, Math.Round(1.05 * spot), expiry)), (-1, VanillaOption.Put(Spx, Math.Round(0.95 * spot), expiry)));
    }
}
