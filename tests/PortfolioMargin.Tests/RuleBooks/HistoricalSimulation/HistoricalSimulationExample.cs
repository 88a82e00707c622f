using System.Text.Json;
using PortfolioMargin.RuleBooks;
using PortfolioMargin.Tests.Laws;

namespace PortfolioMargin.Tests.RuleBooks.HistoricalSimulation;

/// <summary>Books of the laws, and parameters that a user could state: returns of half a year and of a stressed month, drawn once.</summary>
internal sealed class HistoricalSimulationExample : LinearExample
{
    public static readonly DateOnly Date = new(2026, 3, 13);

    /// <summary>Every property of the parameters but those that break laws.</summary>
    public static string Coherent { get; } =
        $$"""{"confidence":0.975,"measure":"expectedShortfall","history":{{History(1, 120, 0.03)}},"ageDecay":0.995,"filter":{"decay":0.97,"volatilityFloor":0.01},"stressed":{"weight":0.25,"history":{{History(2, 20, 0.08)}} },"offset":{"cap":0.8} }""";

    public static string Plain { get; } = $$"""{"confidence":0.99,"history":{{History(1, 120, 0.03)}} }""";

    /// <summary>Spot and volatility drawn together from what fits the history.</summary>
    public static string Drawn { get; } = $$"""{"confidence":0.98,"measure":"expectedShortfall","history":{{History(1, 120, 0.03)}},"monteCarlo":{"count":300,"seed":5,"copula":"studentT","fit":{} } }""";

    protected override string[] RuleBooks => ["HistoricalSimulation", "MonteCarlo"];

    protected override IEnumerable<IRuleBook> Stated => [HistoricalSimulationRuleBook.AsOf(Date, Plain), MonteCarloRuleBook.AsOf(Date, Drawn)];

    protected override Instrument[] Others(DateTimeOffset expiry) =>
        [new SpotAsset(Laws.RuleBooks.Bitcoin), new Perpetual(Laws.RuleBooks.Bitcoin) { Multiplier = 0.5 }, new Future(Laws.RuleBooks.Bitcoin, expiry) { Multiplier = 0.25 }];

    /// <summary>Returns and changes of volatility of one underlying as JSON.</summary>
    public static string History(int seed, int rows, double size, params string[] symbols)
    {
        var random = new Random(seed);
        return "{" + string.Join(",", (symbols.Length == 0 ? ["BTC"] : symbols).Select(symbol => $"\"{symbol}\":{{\"spot\":{Series(1)},\"volatility\":{Series(-2)}}}")) + "}";

        string Series(double factor) => JsonSerializer.Serialize(Enumerable.Range(0, rows).Select(_ => Math.Round(factor * size * (random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5), 6)));
    }

    /// <summary>An expected shortfall with filter, stress and offset: then nothing in it depends on more than the tail.</summary>
    private sealed class Shortfall() : LawVariant("HistoricalSimulation with expected shortfall", HistoricalSimulationRuleBook.AsOf(Date, Coherent), RuleBookClaims.Subadditive);
}
