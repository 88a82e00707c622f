using BenchmarkDotNet.Attributes;

namespace PortfolioMargin.Benchmarks;

/// <summary>What do 10,000 spot scenarios on one underlying's book cost: interpolated with a measured error, and priced in full?</summary>
[MemoryDiagnoser]
public class InterpolateABook
{
    private readonly ProfitSimulator _direct = new(maxDegreeOfParallelism: 1);
    private readonly ProfitSimulator _interpolated = new(maxDegreeOfParallelism: 1, interpolation: 1e-12);
    private Portfolio _book = Portfolio.Empty;
    private ScenarioSet _scenarios = ScenarioSet.None;

    /// <summary>Options.</summary>
    [Params(100, 1_000)]
    public int Positions { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var random = new Random(1);
        _book = Books.Options(Positions);
        _scenarios = ScenarioSet.Of(Enumerable.Range(0, 10_000).Select(s => new Scenario(
            FormattableString.Invariant($"day {s}"), new(PriceShock.Relative(0.4 * (random.NextDouble() - 0.5)), VolatilityShock.None))));
    }

    [Benchmark]
    public double Interpolated() => _interpolated.Simulate(_book, Books.Market, _scenarios).Groups[0].ProfitAndLoss[0];

    [Benchmark(Baseline = true)]
    public double InFull() => _direct.Simulate(_book, Books.Market, _scenarios).Groups[0].ProfitAndLoss[0];
}
