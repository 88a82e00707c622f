using BenchmarkDotNet.Attributes;
using PortfolioMargin.RuleBooks;

namespace PortfolioMargin.Benchmarks;

/// <summary>What does the least pairing of strategy-based margin cost? Initial and maintenance of an account on shared arrays: 25 legs of every underlying,
/// stock among them, options of three expiries and eleven strikes.</summary>
[MemoryDiagnoser]
public class PairStrategies
{
    private static readonly DateTimeOffset Time = new(2030, 1, 15, 0, 0, 0, TimeSpan.Zero);
    private readonly MarginCalculator _calculator = new(RegTRuleBook.Default);
    private Portfolio _book = Portfolio.Empty;
    private RiskArrays? _arrays;

    /// <summary>Legs of the account.</summary>
    [Params(50, 200, 1_000)]
    public int Legs { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var random = new Random(1);
        var positions = new Dictionary<Instrument, double>();
        var market = MarketSnapshot.At(Time);
        for (int name = 0; name < Legs / 25; name++)
        {
            var stock = new Underlying($"S{name:00}");
            market = market.With(new UnderlyingMarket(stock, 100));
            positions[new SpotAsset(stock)] = 100 * random.Next(1, 6) * (random.Next(2) * 2 - 1);
            for (int more = 24; more > 0;)
            {
                var option = new VanillaOption(stock, (OptionRight)random.Next(2), 75 + 5 * random.Next(11), Time.AddDays(30 * (1 + random.Next(3)))) { Multiplier = 100, Exercise = ExerciseStyle.American };
                if (!positions.TryAdd(option, random.Next(1, 11) * (random.Next(2) * 2 - 1))) continue;
                market = market.With(option, new Quote(option.Intrinsic(100) + 5 * random.NextDouble()));
                more--;
            }
        }

        _book = Portfolio.Of(positions.Select(pair => new Position(pair.Key, pair.Value)));
        _arrays = _calculator.Price(_book.Positions.Select(position => position.Instrument), market);
        var findings = _calculator.Calculate(_book, _arrays).Diagnostics;
        Console.WriteLine($"{Legs} legs: {findings.Length} pairings not proven least. {string.Join(' ', findings)}");
    }

    [Benchmark]
    public double LeastPairing() => _calculator.Calculate(_book, _arrays!).Initial;
}
