using BenchmarkDotNet.Attributes;
using PortfolioMargin.RuleBooks;

namespace PortfolioMargin.Benchmarks;

/// <summary>What does the least pairing of strategy-based margin cost? Initial and maintenance of an account on shared arrays: stock of every underlying and options on it.</summary>
[MemoryDiagnoser]
public class PairStrategies
{
    private static readonly DateTimeOffset Time = new(2030, 1, 15, 0, 0, 0, TimeSpan.Zero);
    private readonly MarginCalculator _calculator = new(RegTRuleBook.Default);
    private Portfolio _book = Portfolio.Empty;
    private RiskArrays? _arrays;

    /// <summary>Legs, underlyings, expiries, strikes. 50, 200 and 1,000 legs in 25 to an underlying; 50 in one; and one underlying beyond what is proven, of 300.</summary>
    [Params("50, 2, 3, 11", "200, 8, 3, 11", "1000, 40, 3, 11", "50, 1, 4, 11", "300, 1, 12, 26")]
    public string Account { get; set; } = "";

    [GlobalSetup]
    public void Setup()
    {
        int[] sizes = [.. Account.Split(", ").Select(int.Parse)];
        var random = new Random(1);
        var positions = new Dictionary<Instrument, double>();
        var market = MarketSnapshot.At(Time);
        for (int name = 0; name < sizes[1]; name++) market = Add(new Underlying($"S{name:00}"), sizes[0] / sizes[1], sizes[2], sizes[3], random, positions, market);
        _book = Portfolio.Of(positions.Select(pair => new Position(pair.Key, pair.Value)));
        _arrays = _calculator.Price(_book.Positions.Select(position => position.Instrument), market);
        var findings = _calculator.Calculate(_book, _arrays).Diagnostics;
        Console.WriteLine($"{Account}: {findings.Length} pairings not proven least. {string.Join(' ', findings)}");
    }

    [Benchmark]
    public double LeastPairing() => _calculator.Calculate(_book, _arrays!).Initial;

    private static MarketSnapshot Add(Underlying stock, int legs, int expiries, int strikes, Random random, Dictionary<Instrument, double> positions, MarketSnapshot market)
    {
        market = market.With(new UnderlyingMarket(stock, 100));
        positions[new SpotAsset(stock)] = 100 * random.Next(1, 6) * (random.Next(2) * 2 - 1);
        for (int more = legs - 1; more > 0;)
        {
            double strike = 100 + 50.0 / (strikes - 1) * (random.Next(strikes) - strikes / 2);
            var option = new VanillaOption(stock, (OptionRight)random.Next(2), strike, Time.AddDays(30 * (1 + random.Next(expiries)))) { Multiplier = 100, Exercise = ExerciseStyle.American };
            if (!positions.TryAdd(option, random.Next(1, 11) * (random.Next(2) * 2 - 1))) continue;
            market = market.With(option, new Quote(option.Intrinsic(100) + 5 * random.NextDouble()));
            more--;
        }

        return market;
    }
}
